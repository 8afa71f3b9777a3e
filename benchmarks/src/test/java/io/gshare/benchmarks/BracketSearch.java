package io.gshare.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds every {@code <} and does nothing with it, eight bytes at a time: about the least that has to be done to a page. */
final class BracketSearch {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BRACKETS = 0x3c3c3c3c3c3c3c3cL;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    private BracketSearch() {}

    /** The sum of all positions, each found from behind the one before: as whoever reads the tags between them must search. */
    static long oneByOne(byte[] page) {
        long sum = 0;
        for (int at = next(page, 0); at < page.length; at = next(page, at + 1)) {
            sum += at;
        }
        return sum;
    }

    private static int next(byte[] page, int from) {
        int i = from;
        for (; i <= page.length - Long.BYTES; i += Long.BYTES) {
            long found = found(page, i);
            if (found != 0) {
                return i + index(found);
            }
        }
        while (i < page.length && page[i] != '<') {
            i++;
        }
        return i;
    }

    /** The same, with nobody who reads anything between: no word is looked at twice. */
    static long inOnePass(byte[] page) {
        long sum = 0;
        int i = 0;
        for (; i <= page.length - Long.BYTES; i += Long.BYTES) {
            for (long found = found(page, i); found != 0; found &= found - 1) {
                sum += i + index(found);
            }
        }
        for (; i < page.length; i++) {
            sum += page[i] == '<' ? i : 0;
        }
        return sum;
    }

    /** The high bit of each byte of a word that is a bracket, and of no other. */
    private static long found(byte[] page, int i) {
        long word = (long) LONGS.get(page, i) ^ BRACKETS;
        return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    }

    private static int index(long found) {
        return Long.numberOfTrailingZeros(found) >>> 3;
    }
}
