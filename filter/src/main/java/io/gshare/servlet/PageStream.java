package io.gshare.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The stream of a page that may be rewritten, before the container's own. It holds nothing back. */
final class PageStream extends ServletOutputStream {

    private final ServletOutputStream container;
    private final RewritingResponse response;
    private final byte[] one = new byte[1];
    private final StringBuilder text = new StringBuilder();
    private final Characters characters = new Characters(new Characters.Sink() {
        @Override
        public boolean sendsAllCharacters() {
            return false; // most containers print Latin-1 here
        }

        @Override
        public void passing(int length, int beyondAscii) {
            // whoever prints knows
        }

        @Override
        public void pass(String printed, int offset, int length) {
            text.append(printed, offset, offset + length);
        }

        @Override
        public void pass(char[] printed, int offset, int length) {
            text.append(printed, offset, length);
        }
    });
    private boolean nonBlocking;

    /** Where the rewriter passes slices to. */
    private final OutputStream slices = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            response.passing(1);
            container.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            response.passing(length);
            container.write(bytes, offset, length);
        }
    };

    PageStream(ServletOutputStream container, RewritingResponse response) {
        this.container = container;
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!response.rewrites()) {
            container.write(bytes, offset, length);
        } else if (nonBlocking) {
            // A container that is ready is ready for one write.
            ByteArrayOutputStream whole = new ByteArrayOutputStream(length);
            response.rewriter().write(bytes, offset, length, whole);
            slices.write(whole.toByteArray(), 0, whole.size());
        } else {
            response.rewriter().write(bytes, offset, length, slices);
        }
    }

    /** Part of Servlet from 6.1. */
    public void write(ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        write(bytes, 0, bytes.length);
    }

    /** Each container has a rule of its own how text becomes bytes here, and what it refuses: it gets each text whole. */
    @Override
    public void print(String text) throws IOException {
        String printed = String.valueOf(text);
        if (response.rewrites()) {
            printed = text(printed);
            response.passingCharacters(printed.length(), printed.length());
        }
        container.print(printed);
    }

    @Override
    public void println(String text) throws IOException {
        print(text + "\r\n");
    }

    private String text(String printed) throws IOException {
        text.setLength(0);
        characters.write(response.rewriter(), printed, 0, printed.length());
        return text.toString();
    }

    @Override
    public void flush() throws IOException {
        response.committing();
        container.flush();
    }

    @Override
    public void close() throws IOException {
        response.decide();
        container.close();
    }

    @Override
    public boolean isReady() {
        return container.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        nonBlocking = true;
        container.setWriteListener(listener);
    }
}
