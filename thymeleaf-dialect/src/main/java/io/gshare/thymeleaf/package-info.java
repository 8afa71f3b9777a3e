/**
 * The Thymeleaf dialect: {@link io.gshare.thymeleaf.GShareDialect} brings {@code <gshare:iframe>}, {@code gshare:src},
 * {@code gshare:href} and {@code #gshare}.
 *
 * <p>It uses Thymeleaf's own view of the web ({@code IWebExchange}) and no servlet API, so it serves javax and jakarta alike.
 */
@NullMarked
package io.gshare.thymeleaf;

import org.jspecify.annotations.NullMarked;
