/**
 * Markup that carries signed links. This is the only code of gshare that writes markup: {@link io.gshare.html.Element#markup} what is its own, the
 * iframe; {@link io.gshare.html.LinkRewriter} the signatures of links in a page that passes by.
 *
 * <p>A tag library or dialect reads its attributes, hands them to {@link io.gshare.html.Iframe} or
 * {@link io.gshare.html.LinkAttributes}, and writes the result.
 */
@NullMarked
package io.gshare.html;

import org.jspecify.annotations.NullMarked;
