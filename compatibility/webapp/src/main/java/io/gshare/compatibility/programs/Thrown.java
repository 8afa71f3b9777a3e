package io.gshare.compatibility.programs;

/** What a program throws: it has an error page, and no stack trace to fill logs with. */
public final class Thrown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Thrown() {
        super("thrown by a program", null, false, false);
    }
}
