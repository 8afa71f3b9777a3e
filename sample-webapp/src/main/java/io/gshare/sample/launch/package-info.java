/** Starts the portal, and the stand-in workspace beside it. Not part of the WAR. */
@NullMarked
package io.gshare.sample.launch;

import org.jspecify.annotations.NullMarked;
