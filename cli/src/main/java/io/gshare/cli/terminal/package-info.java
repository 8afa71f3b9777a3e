/** What every command is given: its streams, the settings as options, and what it asks of who sits there. */
@NullMarked
package io.gshare.cli.terminal;

import org.jspecify.annotations.NullMarked;
