/**
 * The servlet filter: {@link io.gshare.servlet.GShareFilter} publishes {@link io.gshare.GShare} to pages, signs the links that
 * they encode, and keeps responses that carry signed links out of caches.
 */
@NullMarked
package io.gshare.servlet;

import org.jspecify.annotations.NullMarked;
