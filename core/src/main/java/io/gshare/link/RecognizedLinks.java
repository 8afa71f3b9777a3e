package io.gshare.link;

import org.jspecify.annotations.Nullable;

/**
 * The links that a signer recognized lately, because pages show the same few again and again.
 *
 * <p>The verdict on a link depends on the link, the workspace and the key's org alone, so what was found stays true: nothing
 * here expires, and another org's verdicts are not found. A link has one place, where it takes that of another: whoever floods it
 * with links of his own slows others down to the speed of a first look, and holds no more memory than there are places.
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
     */
    record RecognizedLink(String link, String org, String head, String fragment) {

        /** Nothing of the link: it may have been signed before. */
        @Override
        public String toString() {
            return "RecognizedLink";
        }
    }

    private final @Nullable RecognizedLink[] places = new RecognizedLink[PLACES];

    @Nullable
    RecognizedLink find(String link, String org) {
        if (link.length() > LONGEST) {
            return null;
        }
        RecognizedLink found = places[place(link)];
        return found != null && found.link.equals(link) && found.org.equals(org) ? found : null;
    }

    void keep(RecognizedLink link) {
        if (link.link.length() <= LONGEST) {
            places[place(link.link)] = link;
        }
    }

    private static int place(String link) {
        int hash = link.hashCode();
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
