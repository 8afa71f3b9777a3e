/**
 * Signs Grafana share links: what an application touches.
 *
 * <p>Start at {@link io.gshare.GShare}, the façade: it is built once, from settings, and asked by code, for which it signs at once. What one page signs
 * with is a {@link io.gshare.Page}: it differs in that it knows its response, and by that whose tickets it gets, and when it signs. Links are built by
 * {@link io.gshare.DashboardLink} and {@link io.gshare.EmbedLink}.
 *
 * <p>The rooms behind it know those before them alone: {@link io.gshare.text}, {@link io.gshare.key}, {@link io.gshare.token}, {@link io.gshare.link},
 * {@link io.gshare.ticket}, {@link io.gshare.settings}, this one, and {@link io.gshare.html}. Nothing here holds a key or writes markup.
 */
@NullMarked
package io.gshare;

import org.jspecify.annotations.NullMarked;
