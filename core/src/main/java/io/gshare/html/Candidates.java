package io.gshare.html;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * Finds words that begin with a slash, in any case: of which one is in each link of a workspace. A few bytes are looked at here and there, as
 * far apart as the shortest word allows that is not to be missed; only where they may be a part of a word, what is around them is (Wu and
 * Manber, <i>A fast algorithm for multi-pattern searching</i>, 1994). Immutable and thread-safe.
 */
final class Candidates {

    /** How many bytes are looked at together, if no word is shorter. */
    private static final int PART = Integer.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** What tells a letter's cases apart, in each byte; other characters that differ in nothing else are told apart later. */
    private static final int CASES = 0x20202020;

    private static final int HASH_BITS = 12;
    /** Knuth's, for hashing by multiplication: 2³² by the golden ratio. */
    private static final int GOLDEN = 0x9e3779b1;

    private static final int NONE = -1;
    /** A word begins that does not end yet. */
    private static final int OPEN = -2;

    private final Names names = new Names(true);
    private final int root = names.root();
    private final boolean[] ends;
    /** How many bytes are looked at together. */
    private final int part;
    /** How far apart parts are, so that each word has one. */
    private final int step;
    /** Which bytes are of a part. */
    private final int mask;
    /** By hash: whether words have such a part. */
    private final boolean[] parts = new boolean[1 << HASH_BITS];

    /** What to look for: words of ASCII. */
    Candidates(Collection<String> words) {
        int shortest = words.stream().mapToInt(String::length).min().orElse(PART);
        part = Math.min(PART, shortest);
        step = shortest - part + 1;
        mask = -1 >>> (Integer.SIZE - part * Byte.SIZE);
        ends = new boolean[words.stream().mapToInt(String::length).sum() + root + 1];
        for (String word : words) {
            String lower = word.toLowerCase(Locale.ROOT);
            ends[names.add(root, lower)] = true;
            byte[] bytes = (lower + "\0".repeat(PART)).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < step; i++) {
                parts[hash(bytes, i)] = true;
            }
        }
    }

    private int hash(byte[] bytes, int at) {
        return ((((int) INT.get(bytes, at) | CASES) & mask) * GOLDEN) >>> (Integer.SIZE - HASH_BITS);
    }

    /**
     * Searches on.
     *
     * @param begin where a word may begin
     * @param from where the search is to go on: {@code begin}, or where the last one left off
     * @return where a word ends; if there is none, the complement of where the search is to go on when there is more
     */
    int search(byte[] bytes, int begin, int from, int end) {
        int open = Integer.MAX_VALUE;
        int i = from;
        for (; i <= end - part; i += step) {
            if (i > end - PART || parts[hash(bytes, i)]) {
                int found = word(bytes, Math.max(begin, i - step + 1), i, end);
                if (found >= 0) {
                    return found;
                }
                open = found == OPEN ? Math.min(open, i) : open;
            }
        }
        return ~Math.min(open, i);
    }

    /** Where the first word ends that begins between two places, both included. */
    private int word(byte[] bytes, int from, int last, int end) {
        int found = NONE;
        for (int start = from; start <= last; start++) {
            if (bytes[start] != '/') {
                continue;
            }
            int node = root;
            int i = start;
            while (i < end && node != Names.DEAD && !ends[node]) {
                node = names.step(node, bytes[i++]);
            }
            if (ends[node]) {
                return i;
            }
            found = node == Names.DEAD ? found : OPEN;
        }
        return found;
    }
}
