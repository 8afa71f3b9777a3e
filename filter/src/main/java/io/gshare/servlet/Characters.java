package io.gshare.servlet;

import io.gshare.html.LinkRewriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites characters, whatever charset they will be sent in: the rewriter reads a byte for each, the same if it is ASCII, and passes
 * slices of these, of which the characters go on as they came. Where a character beyond ASCII may be sent as one of ASCII (Shift_JIS has a
 * backslash in the place of the yen sign, and what a charset lacks becomes a question mark), it is read as one that no link may have. Not
 * thread-safe.
 */
final class Characters extends OutputStream {

    /** How many characters are read at a time. */
    private static final int CHUNK = 2048;

    /** How many at most are read one by one. */
    private static final int SHORT = 48;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Where characters go. */
    interface Sink {
        /** Before characters are passed, of which so many are beyond ASCII. */
        void passing(int length, int beyondAscii);

        /** Whether no character beyond ASCII is sent as one of ASCII. */
        boolean sendsAllCharacters();

        void pass(String text, int offset, int length) throws IOException;

        void pass(char[] characters, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private @Nullable CharsetEncoder encoder;
    /** The last character that the encoder knows. */
    private char last;
    /** What stands for those that it does not know. */
    private byte other;

    private CharBuffer chunk = CharBuffer.allocate(0);
    private ByteBuffer bytes = ByteBuffer.allocate(0);

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
            to = begin(from, end);
            text.getChars(from, to, chunk.array(), 0);
            rewrite(rewriter, to - from);
        }
    }

    /** Takes the next characters of the page. */
    void write(LinkRewriter rewriter, char[] characters, int offset, int length) throws IOException {
        this.text = null;
        this.characters = characters;
        int end = offset + length;
        for (int from = offset, to; from < end; from = to) {
            to = begin(from, end);
            System.arraycopy(characters, from, chunk.array(), 0, to - from);
            rewrite(rewriter, to - from);
        }
    }

    private int begin(int from, int end) {
        int length = Math.min(end - from, CHUNK);
        if (chunk.capacity() < length) {
            int capacity = Math.max(length, CHUNK / 8);
            chunk = CharBuffer.allocate(capacity);
            bytes = ByteBuffer.allocate(capacity);
        }
        offset = from;
        return from + length;
    }

    private void rewrite(LinkRewriter rewriter, int length) throws IOException {
        CharsetEncoder ascii = encoder();
        int beyondAscii = length <= SHORT ? encodeShort(length) : encode(ascii, length);
        sink.passing(length, beyondAscii);
        rewriter.write(bytes.array(), 0, length, this);
    }

    /** How templates write: setting an encoder up takes longer. */
    private int encodeShort(int length) {
        char[] from = chunk.array();
        byte[] to = bytes.array();
        int beyondAscii = 0;
        for (int i = 0; i < length; i++) {
            char c = from[i];
            to[i] = c <= last ? (byte) c : other;
            beyondAscii += c >= 0x80 ? 1 : 0;
        }
        return beyondAscii;
    }

    /** With Java's own encoders, which are many times faster than a loop. */
    private int encode(CharsetEncoder ascii, int length) {
        chunk.clear().limit(length);
        bytes.clear();
        int unknown = 0;
        while (ascii.encode(chunk, bytes, true).isError()) {
            do {
                chunk.get();
                bytes.put(other);
                unknown++;
            } while (chunk.hasRemaining() && chunk.get(chunk.position()) > last);
        }
        return other < 0 ? beyondAscii(bytes.array(), length) : unknown;
    }

    /** How many bytes are not ASCII's, counted eight at a time. */
    private static int beyondAscii(byte[] bytes, int length) {
        int count = 0;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            count += Long.bitCount((long) LONG.get(bytes, i) & HIGH_BITS);
        }
        for (; i < length; i++) {
            count += bytes[i] < 0 ? 1 : 0;
        }
        return count;
    }

    private CharsetEncoder encoder() {
        CharsetEncoder made = encoder;
        if (made == null) {
            boolean whole = sink.sendsAllCharacters();
            made = (whole ? StandardCharsets.ISO_8859_1 : StandardCharsets.US_ASCII).newEncoder();
            last = whole ? '\u00ff' : '\u007f';
            other = (byte) last;
            encoder = made;
        }
        return made;
    }

    /** Takes what the rewriter passes: a slice of the bytes, or a suffix. */
    @Override
    public void write(byte[] slice, int from, int length) throws IOException {
        if (slice != bytes.array()) {
            sink.passing(length, 0);
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
