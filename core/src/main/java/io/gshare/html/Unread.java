package io.gshare.html;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What has passed of a page that has shown no link of a workspace yet, for the tokenizer to catch up with if one comes: most pages hold
 * none, and a search for what each such link has in it is many times faster. Not thread-safe: one for each page.
 */
final class Unread {

    /** How much is kept of a page, in bytes; a longer one is read as it passes. */
    static final int CAPACITY = 64 * 1024;

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
