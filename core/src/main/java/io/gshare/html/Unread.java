package io.gshare.html;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What has passed of a page, kept for the tokenizer, which has read it only up to the last link of a workspace that it shows. A search
 * for what each such link has in it is many times faster. Not thread-safe: one for each page.
 */
final class Unread {

    /** How much is kept of a page, in bytes, read or not; a longer one is read as it passes. */
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
    private final Pool pool;

    private byte @Nullable [] kept;
    private int length;
    /** How much of it has been read. */
    private int read;
    /** Where the search goes on. */
    private int searched;

    /** Nothing of a page yet, in which these are looked for. */
    Unread(Candidates candidates, Pool pool) {
        this.candidates = candidates;
        this.pool = pool;
    }

    boolean hasRoom(int more) {
        return more <= CAPACITY - length;
    }

    /** Keeps the next bytes of the page, for which there is room; returns where they stand in what is kept. */
    int add(byte[] bytes, int offset, int more) {
        byte[] all = kept;
        if (all == null) {
            all = pool.take();
            kept = all;
        }
        System.arraycopy(bytes, offset, all, length, more);
        length += more;
        return length - more;
    }

    /** Where the next candidate ends that has not been read, or a negative number. */
    int nextCandidate() {
        int found = candidates.search(bytes(), read, searched, length);
        searched = found < 0 ? ~found : found;
        return found;
    }

    /** What is kept. */
    byte[] bytes() {
        return kept == null ? new byte[0] : kept;
    }

    /** How much of it has been read; nothing, as long as the page has shown no candidate. */
    int read() {
        return read;
    }

    /** How much is kept. */
    int length() {
        return length;
    }

    /** It has been read up to here. */
    void beRead(int to) {
        read = to;
        searched = to;
    }

    /** Gives back what holds it; nothing more can be kept. */
    void end() {
        if (kept != null) {
            pool.give(kept);
            kept = null;
        }
    }
}
