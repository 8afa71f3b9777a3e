package io.gshare.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * The writer of a page that may be rewritten, before the container's own, which encodes, buffers and commits. It holds nothing back: some
 * containers drop what was written, on a forward, without telling anybody.
 */
final class PageWriter extends PrintWriter {

    private static final int CHUNK = 2048;

    private final PrintWriter container;
    private final RewritingResponse response;
    private final Characters page = new Characters(this::pass);
    private final char[] one = new char[1];
    private char[] chunk = {};

    PageWriter(PrintWriter container, RewritingResponse response) {
        super(container);
        this.container = container;
        this.response = response;
    }

    private void pass(char[] characters, int offset, int length) {
        response.passing(length);
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
        int end = offset + length;
        for (int from = offset, to; from < end; from = to) {
            to = Math.min(end, from + CHUNK);
            if (chunk.length < to - from) {
                chunk = new char[length < CHUNK / 8 ? CHUNK / 8 : CHUNK];
            }
            text.getChars(from, to, chunk, 0);
            write(chunk, 0, to - from);
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
