package io.gshare.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a page that may be rewritten, before the container's own, which encodes, buffers and commits.
 *
 * <p>A template that writes each tag by itself would pay for the way through gshare and the container with each, so once many short pieces
 * have come, further ones are gathered, as long as the response says that it sees all that happens to the page.
 */
final class PageWriter extends PrintWriter implements Characters.Sink {

    /** How many short pieces go on by themselves: by then, the page is written in such, and the container has some of it. */
    private static final int FIRST = 64;

    private static final int SHORT = 128;
    private static final int MOST_GATHERED = 1024;

    private final PrintWriter container;
    private final RewritingResponse response;
    private final Characters page = new Characters(this);
    private final char[] one = new char[1];

    /** How many short pieces have gone on by themselves. */
    private int shortPieces;

    private char[] gathered = {};
    private int end;

    PageWriter(PrintWriter container, RewritingResponse response) {
        super(container);
        this.container = container;
        this.response = response;
    }

    /** Jetty formats in the locale of the response, in a method of its writer's own; others in Java's. */
    @Override
    public PrintWriter format(String format, @Nullable Object... values) {
        return formatsByItself() ? format(response.getLocale(), format, values) : super.format(format, values);
    }

    private boolean formatsByItself() {
        try {
            return container
                            .getClass()
                            .getMethod("format", String.class, Object[].class)
                            .getDeclaringClass()
                    != PrintWriter.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e); // never: every PrintWriter has it
        }
    }

    @Override
    public boolean sendsAllCharacters() {
        return response.sendsAllCharacters();
    }

    @Override
    public void passing(int length, int beyondAscii) {
        response.passingCharacters(length, beyondAscii);
    }

    @Override
    public void pass(String text, int offset, int length) {
        container.write(text, offset, length);
    }

    @Override
    public void pass(char[] characters, int offset, int length) {
        container.write(characters, offset, length);
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        if (!response.rewrites()) {
            container.write(characters, offset, length);
        } else if (gathers(length)) {
            System.arraycopy(characters, offset, gathered, end, length);
            end += length;
        } else {
            rewrite(characters, offset, length);
        }
    }

    private void rewrite(char[] characters, int offset, int length) {
        try {
            page.write(response.rewriter(), characters, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: the container's writer throws none
        }
    }

    @Override
    public void write(String text, int offset, int length) {
        if (!response.rewrites()) {
            container.write(text, offset, length);
            return;
        }
        if (gathers(length)) {
            text.getChars(offset, offset + length, gathered, end);
            end += length;
            return;
        }
        try {
            page.write(response.rewriter(), text, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: the container's writer throws none
        }
    }

    /** Whether a piece is gathered, for which there is room then; what is gathered before one that is not goes on. */
    private boolean gathers(int length) {
        boolean gathers = length <= SHORT && isGathering();
        if (!gathers || length > gathered.length - end) {
            pour();
        }
        return gathers;
    }

    private boolean isGathering() {
        if (shortPieces < FIRST) {
            shortPieces++;
            return false;
        }
        if (gathered.length == 0) {
            response.tryGathering();
            gathered = new char[MOST_GATHERED];
        }
        return response.gathers();
    }

    /** Whether something is gathered. */
    boolean holds() {
        return end > 0;
    }

    /** Passes on what is gathered. */
    void pour() {
        int length = end;
        if (length > 0) {
            end = 0;
            rewrite(gathered, 0, length);
        }
    }

    /** Drops what is gathered. */
    void drop() {
        end = 0;
    }

    @Override
    public void write(int c) {
        one[0] = (char) c;
        write(one, 0, 1);
    }

    @Override
    public void write(char[] characters) {
        write(characters, 0, characters.length);
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void println() {
        write(System.lineSeparator());
    }

    @Override
    public void flush() {
        pour();
        response.committing();
        container.flush();
    }

    @Override
    public void close() {
        response.decide();
        pour();
        container.close();
    }

    @Override
    public boolean checkError() {
        pour();
        response.committing();
        return container.checkError();
    }
}
