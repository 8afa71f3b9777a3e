package io.gshare.servlet;

import io.gshare.html.LinkRewriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites characters, whatever charset they will be sent in: the rewriter reads a byte for each, the same if it is ASCII, and passes
 * slices of these, of which the characters go on as they came. Not thread-safe.
 */
final class Characters extends OutputStream {

    /** Any byte that is not ASCII. */
    private static final byte OTHER = (byte) 0xff;

    /** Where characters go. */
    @FunctionalInterface
    interface Sink {
        void write(char[] characters, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private byte[] bytes = {};
    private char @Nullable [] characters;
    private int offset;

    Characters(Sink sink) {
        this.sink = sink;
    }

    /** Takes the next characters of the page. */
    void write(LinkRewriter rewriter, char[] characters, int offset, int length) throws IOException {
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        for (int i = 0; i < length; i++) {
            char c = characters[offset + i];
            bytes[i] = c < 128 ? (byte) c : OTHER;
        }
        this.characters = characters;
        this.offset = offset;
        rewriter.write(bytes, 0, length, this);
    }

    @Override
    public void write(byte[] slice, int from, int length) throws IOException {
        if (slice == bytes && characters != null) {
            sink.write(characters, offset + from, length);
        } else {
            char[] suffix = new String(slice, from, length, StandardCharsets.US_ASCII).toCharArray();
            sink.write(suffix, 0, suffix.length);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
