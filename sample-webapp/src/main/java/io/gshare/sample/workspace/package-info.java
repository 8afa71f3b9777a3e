/** The dashboard that the sample's stand-in workspace shows. Not part of the WAR. */
@NullMarked
package io.gshare.sample.workspace;

import org.jspecify.annotations.NullMarked;
