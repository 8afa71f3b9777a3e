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

    /** How many characters are read at a time. */
    private static final int CHUNK = 2048;

    /** Any byte that is not ASCII. */
    private static final byte OTHER = (byte) 0xff;

    /** Where characters go. */
    interface Sink {
        void pass(String text, int offset, int length) throws IOException;

        void pass(char[] characters, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private byte[] bytes = {};
    /** What the bytes stand for: one of the two. */
    private @Nullable String text;

    private char[] characters = {};
    /** Where the first of them stands in it. */
    private int offset;

    Characters(Sink sink) {
        this.sink = sink;
    }

    /** Takes the next characters of the page. */
    void write(LinkRewriter rewriter, String text, int offset, int length) throws IOException {
        this.text = text;
        int end = offset + length;
        for (int from = offset, to; from < end; from = to) {
            to = chunk(from, end);
            for (int i = from; i < to; i++) {
                bytes[i - from] = toByte(text.charAt(i));
            }
            rewriter.write(bytes, 0, to - from, this);
        }
    }

    /** Takes the next characters of the page. */
    void write(LinkRewriter rewriter, char[] characters, int offset, int length) throws IOException {
        this.text = null;
        this.characters = characters;
        int end = offset + length;
        for (int from = offset, to; from < end; from = to) {
            to = chunk(from, end);
            for (int i = from; i < to; i++) {
                bytes[i - from] = toByte(characters[i]);
            }
            rewriter.write(bytes, 0, to - from, this);
        }
    }

    private int chunk(int from, int end) {
        int length = Math.min(end - from, CHUNK);
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, CHUNK / 8)];
        }
        offset = from;
        return from + length;
    }

    private static byte toByte(char c) {
        return c < 128 ? (byte) c : OTHER;
    }

    /** Takes what the rewriter passes: a slice of the bytes, or a suffix. */
    @Override
    public void write(byte[] slice, int from, int length) throws IOException {
        if (slice != bytes) {
            sink.pass(new String(slice, from, length, StandardCharsets.US_ASCII), 0, length);
        } else if (text != null) {
            sink.pass(text, offset + from, length);
        } else {
            sink.pass(characters, offset + from, length);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
