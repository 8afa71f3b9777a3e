package io.gshare.html;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What has passed of a page that has shown no link of a workspace yet, for the tokenizer to catch up with if one comes: most pages hold
 * none, and a search for what each such link has in it is many times faster. Not thread-safe: one for each page.
 */
final class Unread {

    /** How much is kept of a page, in bytes; a longer one is read as it passes. */
    static final int CAPACITY = 64 * 1024;

    /**
     * Finds what each link of a workspace has in it, wherever that stands in a page: {@code //} and the workspace's host, in any case; for links
     * that begin with {@code /}, the path of a workspace. Where there is none, no tokenizer need look. Immutable and thread-safe.
     */
    static final class Candidates {

        /** There is one. */
        static final int FOUND = -1;

        private final Names names = new Names(true);
        private final boolean[] ends;
        private final int absolute;
        private final int relative;
        /** The bytes behind the slash that words begin with. */
        private final byte[] absoluteSeconds;

        private final byte[] relativeSeconds;

        /**
         * What to look for.
         *
         * @param hosts those of workspaces, with their ports where links have them
         * @param paths those below which workspaces are
         */
        Candidates(Collection<String> hosts, Collection<String> paths) {
            absolute = names.root();
            relative = names.root();
            Collection<Integer> nodes = new TreeSet<>();
            hosts.forEach(host -> nodes.add(names.add(absolute, "//" + host)));
            paths.forEach(path -> nodes.add(names.add(relative, path.toLowerCase(Locale.ROOT))));
            ends = new boolean[names.size()];
            nodes.forEach(node -> ends[node] = true);
            absoluteSeconds = hosts.isEmpty() ? new byte[0] : new byte[] {'/'};
            relativeSeconds = seconds(paths);
        }

        private static byte[] seconds(Collection<String> words) {
            Collection<Character> letters = new TreeSet<>();
            words.forEach(word -> letters.add(word.toLowerCase(Locale.ROOT).charAt(1)));
            byte[] seconds = new byte[letters.size()];
            int length = 0;
            for (char letter : letters) {
                seconds[length++] = (byte) letter;
            }
            return seconds;
        }

        /**
         * Searches on.
         *
         * @param withRelative whether links that begin with {@code /} may be a workspace's
         * @return where one may begin that does not end yet, or {@code end}; {@link #FOUND} if there is one
         */
        int search(byte[] bytes, int from, int end, boolean withRelative) {
            int open = search(absolute, absoluteSeconds, bytes, from, end);
            return withRelative && open != FOUND
                    ? Math.min(open, search(relative, relativeSeconds, bytes, from, end))
                    : open;
        }

        private int search(int root, byte[] seconds, byte[] bytes, int from, int end) {
            int open = from < end && bytes[end - 1] == '/' ? end - 1 : end;
            for (byte second : seconds) {
                for (int at = from; ; at++) {
                    at = Bytes.indexOf((byte) '/', second, bytes, at, end);
                    if (at == end) {
                        break;
                    }
                    int node = root;
                    int i = at;
                    while (i < end && node != Names.DEAD && !ends[node]) {
                        node = names.step(node, bytes[i++]);
                    }
                    if (ends[node]) {
                        return FOUND;
                    }
                    if (node != Names.DEAD) {
                        open = Math.min(open, at);
                        break;
                    }
                }
            }
            return open;
        }
    }

    /** Arrays of pages that have ended, for others to use. Thread-safe. */
    static final class Pool {

        private static final int MOST = 16;

        private final AtomicReferenceArray<byte @Nullable []> free = new AtomicReferenceArray<>(MOST);

        private byte[] take() {
            for (int i = 0; i < MOST; i++) {
                byte[] taken = free.get(i) == null ? null : free.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
            return new byte[CAPACITY];
        }

        private void give(byte[] bytes) {
            for (int i = 0; i < MOST; i++) {
                if (free.get(i) == null && free.compareAndSet(i, null, bytes)) {
                    return;
                }
            }
        }
    }

    private final Candidates candidates;
    private final boolean relative;
    private final Pool pool;

    private byte @Nullable [] kept;
    private int length;
    /** How much of it has no candidate, and begins none. */
    private int searched;

    /**
     * Nothing of a page yet.
     *
     * @param relative whether its links that begin with {@code /} may be a workspace's
     */
    Unread(Candidates candidates, boolean relative, Pool pool) {
        this.candidates = candidates;
        this.relative = relative;
        this.pool = pool;
    }

    /**
     * Keeps the next bytes of the page.
     *
     * @return {@code false} if they need not be kept, because there may be a link in them, or no room for them
     */
    boolean add(byte[] bytes, int offset, int more) {
        if (more > CAPACITY - length) {
            return false;
        }
        byte[] all = kept;
        if (all == null) {
            all = pool.take();
            kept = all;
        }
        System.arraycopy(bytes, offset, all, length, more);
        searched = candidates.search(all, searched, length + more, relative);
        if (searched == Candidates.FOUND) {
            return false;
        }
        length += more;
        return true;
    }

    /** What is kept. */
    byte[] bytes() {
        return kept == null ? new byte[0] : kept;
    }

    /** How much of {@link #bytes()} it is. */
    int length() {
        return length;
    }

    /** Gives back what holds it; nothing more can be kept. */
    void end() {
        if (kept != null) {
            pool.give(kept);
            kept = null;
        }
        length = CAPACITY;
    }
}
