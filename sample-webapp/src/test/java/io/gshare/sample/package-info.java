/** End-to-end tests: the built WAR on Jetty, over HTTP and in a browser. */
@NullMarked
package io.gshare.sample;

import org.jspecify.annotations.NullMarked;
