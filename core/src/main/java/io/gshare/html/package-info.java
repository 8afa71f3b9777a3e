/**
 * Markup that carries signed links: escaping, the iframe. This is the only code of gshare that writes markup.
 *
 * <p>A tag library or dialect reads its attributes, hands them to {@link io.gshare.html.Iframe} or
 * {@link io.gshare.html.LinkAttributes}, and writes the result.
 */
@NullMarked
package io.gshare.html;

import org.jspecify.annotations.NullMarked;
