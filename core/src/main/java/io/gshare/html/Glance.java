package io.gshare.html;

/**
 * Passes over markup in which there is plainly no link to be signed, tag by tag: what it does not pass is the tokenizer's. It knows
 * well-formed start and end tags that lie before it whole, which is nearly all of most pages. Immutable and thread-safe.
 */
final class Glance {

    private static final int NOT_PLAIN = -1;

    private final LinkRewriting rules;
    private final Vocabulary vocabulary;
    private final Names names;

    Glance(LinkRewriting rules, Vocabulary vocabulary) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.names = vocabulary.names;
    }

    /**
     * Passes over text and tags.
     *
     * @param from a place in the tokenizer's data state, outside of all elements whose end tags matter
     * @param links whether there may be links to be signed
     * @return the place of a {@code <} that wants a closer look, or {@code end}
     */
    int pass(byte[] bytes, int from, int end, boolean links) {
        int i = from;
        while (true) {
            int open = Bytes.indexOf((byte) '<', bytes, i, end);
            if (open >= end - 2) {
                return open;
            }
            byte b = bytes[open + 1];
            i = Bytes.isLetter(b)
                    ? passStartTag(bytes, open + 1, end, links)
                    : b == '/' && Bytes.isLetter(bytes[open + 2]) ? passEndTag(bytes, open + 3, end) : NOT_PLAIN;
            if (i == NOT_PLAIN) {
                return open;
            }
        }
    }

    private static int passEndTag(byte[] bytes, int from, int end) {
        int stop = Bytes.endOfTagOrName(bytes, from, end);
        return stop < end && bytes[stop] == '>' ? stop + 1 : NOT_PLAIN;
    }

    private int passStartTag(byte[] bytes, int from, int end, boolean links) {
        int i = Bytes.endOfTagName(bytes, from, end);
        if (i == end || (Bytes.kind(bytes[i]) & Bytes.ENDS_TAG_NAME) == 0) {
            return NOT_PLAIN;
        }
        Tag tag = vocabulary.tag(walk(vocabulary.elements, bytes, from, i));
        if (tag != null && tag.kind() != Tag.Kind.ORDINARY) {
            return NOT_PLAIN;
        }
        int attributes = tag == null || !links ? Names.DEAD : tag.attributes();
        while (true) {
            int stop = Bytes.endOfTagOrName(bytes, i, end);
            if (stop >= end - 2) {
                return NOT_PLAIN;
            }
            if (bytes[stop] == '>') {
                return stop + 1;
            }
            // A = that has a name before it, and a quote behind it.
            byte quote = bytes[stop + 1];
            if (bytes[stop] != '='
                    || (quote != '"' && quote != '\'')
                    || stop == i
                    || Bytes.kind(bytes[stop - 1]) != 0
                    || (attributes != Names.DEAD
                            && isLink(attributes, bytes, i, stop)
                            && rules.mayBeginLink(bytes, stop + 2, end))) {
                return NOT_PLAIN;
            }
            i = Bytes.indexOf(quote, bytes, stop + 2, end) + 1;
            if (i >= end) {
                return NOT_PLAIN;
            }
        }
    }

    private int walk(int root, byte[] bytes, int from, int to) {
        int node = root;
        for (int i = from; i < to && node != Names.DEAD; i++) {
            node = names.step(node, bytes[i]);
        }
        return node;
    }

    /** Whether the last of the names between two places is one of an attribute that holds a link. */
    private boolean isLink(int attributes, byte[] bytes, int from, int to) {
        int start = from;
        while (Bytes.kind(bytes[start]) != 0) {
            start++;
        }
        if (Bytes.endOfTagName(bytes, start, to) < to) {
            // More than one name, or an odd one.
            for (start = to; start > from && Bytes.kind(bytes[start - 1]) == 0; ) {
                start--;
            }
        }
        return vocabulary.attribute(walk(attributes, bytes, start, to)) != 0;
    }
}
