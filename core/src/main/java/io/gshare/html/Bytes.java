package io.gshare.html;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes in HTML, eight at a time: a long is searched for a zero byte in a few operations without a branch. */
final class Bytes {

    /** White space of HTML. */
    static final int SPACE = 1;

    static final int SLASH = 2;
    static final int GREATER_THAN = 4;
    static final int EQUALS = 8;
    static final int ENDS_TAG_NAME = SPACE | SLASH | GREATER_THAN;

    private static final byte[] KINDS = kinds();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;

    private Bytes() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (char c : new char[] {'\t', '\n', '\f', '\r', ' '}) {
            kinds[c] = SPACE;
        }
        kinds['/'] = SLASH;
        kinds['>'] = GREATER_THAN;
        kinds['='] = EQUALS;
        return kinds;
    }

    /** What the byte is to a tag, or 0. */
    static int kind(byte b) {
        return KINDS[b & 0xff];
    }

    static boolean isLetter(byte b) {
        return (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
    }

    /** The first such byte, or {@code end}. */
    static int indexOf(byte b, byte[] bytes, int from, int end) {
        long pattern = (b & 0xff) * ONES;
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long found = zeros((long) LONG.get(bytes, i) ^ pattern);
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < end && bytes[i] != b) {
            i++;
        }
        return i;
    }

    /** The first byte that may end a tag's name (white space, {@code / >}) or hardly belongs to one, or {@code end}. */
    static int endOfTagName(byte[] bytes, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONG.get(bytes, i);
            long found = ((eight - ('!' * ONES)) & ~eight & HIGH_BITS)
                    | zeros(eight ^ ('/' * ONES))
                    | zeros((eight & (0xfc * ONES)) ^ ('<' * ONES)); // < = > ?
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < end && kind(bytes[i]) == 0) {
            i++;
        }
        return i;
    }

    /** The first byte that may end a tag or begin a value ({@code > = " '}) or hardly stands outside of one, or {@code end}. */
    static int endOfTagOrName(byte[] bytes, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONG.get(bytes, i);
            long found = zeros((eight & (0xfc * ONES)) ^ ('<' * ONES)) // < = > ?
                    | zeros((eight & (0xfa * ONES)) ^ ('"' * ONES)); // " # & '
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < end && bytes[i] != '>' && bytes[i] != '=' && bytes[i] != '"' && bytes[i] != '\'') {
            i++;
        }
        return i;
    }

    /** The high bit of each zero byte; above the first, of others too. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }

    private static int first(long highBits) {
        return Long.numberOfTrailingZeros(highBits) >> 3;
    }
}
