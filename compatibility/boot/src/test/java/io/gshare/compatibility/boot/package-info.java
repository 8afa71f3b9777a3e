/** The application as processes of their own, over HTTP. */
@NullMarked
package io.gshare.compatibility.boot;

import org.jspecify.annotations.NullMarked;
