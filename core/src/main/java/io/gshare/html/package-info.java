/**
 * Markup that carries signed links. This is the only code of gshare that writes a frame's markup: {@link io.gshare.html.Element#writeTo} what is its own, the
 * iframe; {@link io.gshare.html.LinkRewriter} the signatures of links in a page that passes by.
 *
 * <p>A tag library or dialect reads its attributes, hands them to {@link io.gshare.html.Iframe} or
 * {@link io.gshare.html.LinkAttributes}, and writes the result.
 *
 * <p>Trusted with escaping: whatever visitors or templates gave goes into a page through here alone. Sees signed links, and no key. Knows all other rooms.
 */
@NullMarked
package io.gshare.html;

import org.jspecify.annotations.NullMarked;
