package io.gshare.link;

import org.jspecify.annotations.Nullable;

/**
 * The links that a signer recognized lately, because pages show the same few again and again.
 *
 * <p>The verdict on a link depends on the link, the workspace and the key's org alone, so what was found stays true: nothing
 * here expires, and another org's verdicts are not found. A link has one place by its hash, and one by
 * its length and end, and takes that of another there: whoever floods them with links of his own slows others down to the speed of a first look, and holds no more memory than there are places.
 *
 * <p>Thread-safe without locks: the records are immutable, and a thread that sees an old one only looks again.
 */
final class RecognizedLinks {

    /** How many links are kept: a power of two. */
    static final int PLACES = 128;

    /** The longest link that is kept, in characters. */
    static final int LONGEST = 1024;

    /**
     * A link that may be signed, cut where its signature goes.
     *
     * @param link as given
     * @param org the org that it was found to be of
     * @param head the absolute link up to its fragment, without a signature, but with the separator that one needs
     * @param fragment with its {@code #}, or empty
     * @param isInOrder whether its range of times is known not to end before it begins
     */
    record RecognizedLink(String link, String org, String head, String fragment, boolean isInOrder) {

        RecognizedLink inOrder() {
            return new RecognizedLink(link, org, head, fragment, true);
        }

        /** Nothing of the link: it may have been signed before. */
        @Override
        public String toString() {
            return "RecognizedLink";
        }
    }

    /** How many of them are also found without their hash: a power of two. */
    private static final int LATELY = 32;

    private final @Nullable RecognizedLink[] lately = new RecognizedLink[LATELY];
    private final @Nullable RecognizedLink[] places = new RecognizedLink[PLACES];

    /**
     * @param org of which it must be; {@code null} for any
     */
    @Nullable
    RecognizedLink find(String link, @Nullable String org) {
        if (link.length() > LONGEST) {
            return null;
        }
        int look = look(link);
        RecognizedLink found = lately[look];
        if (!is(found, link, org)) {
            found = places[place(link)];
            if (!is(found, link, org)) {
                return null;
            }
            lately[look] = found;
        }
        return found;
    }

    void keep(RecognizedLink link) {
        if (link.link.length() <= LONGEST) {
            lately[look(link.link)] = null; // what was known of it before
            places[place(link.link)] = link;
        }
    }

    private static boolean is(@Nullable RecognizedLink found, String link, @Nullable String org) {
        return found != null && found.link.equals(link) && (org == null || found.org.equals(org));
    }

    /** By its length and its end alone: a link that was built for one request has no hash yet, and to read all of it for one takes longest. */
    private static int look(String link) {
        int length = link.length();
        return length == 0 ? 0 : (7 * length + link.charAt(length - 1)) & (LATELY - 1);
    }

    private static int place(String link) {
        int hash = link.hashCode();
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
