package io.gshare.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a page that may be rewritten, before the container's own, which encodes, buffers and commits. It holds nothing back: some
 * containers drop what was written, on a forward, without telling anybody.
 */
final class PageWriter extends PrintWriter implements Characters.Sink {

    private final PrintWriter container;
    private final RewritingResponse response;
    private final Characters page = new Characters(this);
    private final char[] one = new char[1];

    PageWriter(PrintWriter container, RewritingResponse response) {
        super(container);
        this.container = container;
        this.response = response;
    }

    /** Whether this is before the container's writer of now: behind a forward, Jetty has one of another charset. */
    boolean isBefore(PrintWriter now) {
        return container == now;
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
            return;
        }
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
        try {
            page.write(response.rewriter(), text, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: the container's writer throws none
        }
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
        response.committing();
        container.flush();
    }

    @Override
    public void close() {
        response.decide();
        container.close();
    }

    @Override
    public boolean checkError() {
        response.committing();
        return container.checkError();
    }
}
