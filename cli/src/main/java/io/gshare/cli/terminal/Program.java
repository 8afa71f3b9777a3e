package io.gshare.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;

/** The program that a command is part of. */
public interface Program {

    /** The exit code where something is not as it should be that was looked at. */
    int REFUSED = 1;

    /**
     * Where a command reads and writes.
     *
     * @param in where it reads
     * @param out where it writes what was asked for
     * @param err where it writes all else
     */
    record Streams(InputStream in, PrintStream out, PrintStream err) {}

    /** {@return where this command reads and writes} */
    Streams streams();
}
