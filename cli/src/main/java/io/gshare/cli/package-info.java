/** The command line: start with {@link io.gshare.cli.Main}. */
@NullMarked
package io.gshare.cli;

import org.jspecify.annotations.NullMarked;
