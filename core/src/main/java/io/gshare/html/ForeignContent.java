package io.gshare.html;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the tokenizer is in <a href="https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign">foreign content</a>, where
 * text elements contain markup, and CDATA sections are none.
 *
 * <p>What is open since an {@code <svg>} or {@code <math>} is followed as long as the tags alone say what that is. HTML within is followed
 * where each element ends by a tag of its own and begins by none that might end another. Behind any other tag, or what is open deeper than
 * is kept, it is in doubt: until as many {@code <svg>} and {@code <math>} have ended as have begun, or for ever if HTML was open in them: then
 * only links that are such in both are signed, those of {@code <a>}.
 *
 * <p>Not thread-safe: one for each page, of a size that no page can change, and next to nothing until foreign content begins.
 */
final class ForeignContent {

    private static final int DEEPEST = 64;
    /** The names of all that is open and of the tag that passes, in bytes. */
    private static final int LONGEST = 1024;

    // What is open: in foreign content; of names, what begins it.
    private static final int SVG = 1;
    private static final int MATH = 1 << 1;
    /** The namespace; none is HTML's. */
    private static final int FOREIGN = SVG | MATH;
    /** An integration point: contains HTML. */
    private static final int POINT = 1 << 2;

    // In HTML: what start tags of its like end, and a paragraph, those of others too.
    private static final int PARAGRAPH = 1 << 3;
    private static final int HEADING = 1 << 4;
    private static final int ITEM = 1 << 5;
    private static final int SINGLE = 1 << 6;
    private static final int ENDED = PARAGRAPH | HEADING | ITEM | SINGLE;
    /** Keeps items around it from being ended. */
    private static final int LIST = 1 << 7;

    private static final int NAME_END = 8;

    // What else names mean.
    private static final int ENDS_PARAGRAPH = 1 << 8;
    /** Shifted, the namespace in which it is a {@link #POINT}. */
    private static final int POINT_IN = 9;

    /** A start tag in foreign content is HTML behind it. */
    private static final int BREAKS_OUT = 1 << 11;
    /** That, or being a {@link #POINT}, depends on an attribute. */
    private static final int UNDECIDED = 1 << 12;
    /** In HTML, has no end tag, or contains text alone. */
    private static final int CHILDLESS = 1 << 13;
    /** In HTML, does what only the tree can tell. */
    private static final int UNCERTAIN = 1 << 14;

    /** All names that mean something, in ascending order. */
    private static final byte[][] NAMES;

    private static final int[] MEANINGS;

    // Most pages have no foreign content.
    private static final byte[] NO_NAMES = {};
    private static final int[] NOTHING = {};

    static {
        Map<String, Integer> all = new TreeMap<>();
        mean(all, SVG, "svg");
        mean(all, MATH, "math");
        mean(all, SVG << POINT_IN, "desc foreignobject title");
        mean(all, MATH << POINT_IN, "mi mn mo ms mtext");
        mean(all, MATH << POINT_IN | UNDECIDED, "annotation-xml");
        mean(
                all,
                BREAKS_OUT,
                "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img");
        mean(
                all,
                BREAKS_OUT,
                "li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var");
        mean(all, BREAKS_OUT | UNDECIDED, "font");
        mean(all, CHILDLESS, "area base basefont bgsound br embed hr image img input link meta param source track wbr");
        mean(all, CHILDLESS, "iframe noembed noframes noscript script style textarea title xmp");
        mean(all, PARAGRAPH, "p");
        mean(all, HEADING, "h1 h2 h3 h4 h5 h6");
        mean(all, ITEM, "dd dt li");
        mean(all, SINGLE, "a button nobr");
        mean(all, LIST, "dl menu ol ul");
        mean(
                all,
                ENDS_PARAGRAPH,
                "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure");
        mean(
                all,
                ENDS_PARAGRAPH,
                "footer h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p pre search section summary ul xmp");
        mean(
                all,
                UNCERTAIN,
                "body caption col colgroup command form frame frameset head html isindex keygen malignmark menuitem mglyph");
        mean(all, UNCERTAIN, "optgroup option plaintext rb rp rt rtc select table tbody td template tfoot th thead tr");
        NAMES = all.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        MEANINGS = all.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many have begun and not ended, as far as end tags tell; while something is open, no fewer than are. */
    private int svg;

    private int math;
    /** In doubt for ever. */
    private boolean doubt;
    /** For ever, what begins may be HTML or not. */
    private boolean lost;

    /** One behind the other: the names of what is open, and that of the tag that passes. */
    private byte[] names = NO_NAMES;
    /** Where that one ends; -1 for one that is too long or not ASCII, which might be any other. */
    private int nameEnd;
    /** What is open, and, shifted by {@link #NAME_END}, where its name ends. */
    private int[] open = NOTHING;

    private int depth;

    private static void mean(Map<String, Integer> all, int meaning, String names) {
        for (String name : names.split(" ", -1)) {
            all.merge(name, meaning, (one, other) -> one | other);
        }
    }

    /** Whether there may be any, whose end tags matter. */
    boolean isOpen() {
        return (svg | math) != 0;
    }

    /** Whether what is open in it is known, so that each tag must be told of. */
    boolean isFollowed() {
        return depth != 0;
    }

    /** Whether a text element's start tag may be HTML or not. */
    boolean isInDoubt() {
        return doubt || lost || (depth == 0 && isOpen());
    }

    /** Whether CDATA sections are such, beyond doubt. */
    boolean isForeign() {
        return depth != 0 && (top() & FOREIGN) != 0 && (top() & POINT) == 0;
    }

    /** Whether CDATA sections are comments, beyond doubt: in integration points, browsers and standard differ. */
    boolean isHtml() {
        return depth == 0 ? !isInDoubt() : (top() & FOREIGN) == 0;
    }

    /** Whether browsers follow links of the element whose start tag has this name. */
    boolean signs(Tag tag) {
        boolean anchor = tag.name().equals("a");
        if (depth == 0) {
            return math == 0 && ((svg == 0 && !lost) || anchor);
        }
        int meaning = meaning();
        boolean html = !isForeign() || (meaning & BREAKS_OUT) != 0;
        return nameEnd >= 0 && (html ? (meaning & (UNCERTAIN | UNDECIDED)) == 0 : anchor && (top() & SVG) != 0);
    }

    /** In doubt for ever, or not. */
    void doubt(boolean more) {
        doubt |= more;
    }

    /** The start tag of an element that would contain HTML in it, while nothing is followed. */
    void point(boolean selfClosing) {
        lost |= isOpen() && !isFollowed() && !selfClosing;
    }

    /** An {@code <svg>} or {@code <math>} while nothing is followed. */
    void begin(Tag root, boolean selfClosing, boolean follow) {
        boolean first = follow && !isOpen() && !isInDoubt() && !selfClosing;
        count(namespace(root), selfClosing ? 0 : 1);
        if (first) {
            if (open.length == 0) {
                names = new byte[LONGEST];
                open = new int[DEEPEST];
            }
            for (nameEnd = 0; nameEnd < root.name().length(); nameEnd++) {
                names[nameEnd] = (byte) root.name().charAt(nameEnd);
            }
            push(namespace(root));
        }
    }

    /** The end tag of such, or any in doubt. */
    void end(Tag root) {
        count(namespace(root), lost ? 0 : -1);
    }

    private static int namespace(Tag root) {
        return root.kind() == Tag.Kind.SVG ? SVG : MATH;
    }

    private void count(int roots, int more) {
        svg = Math.max(0, svg + ((roots & SVG) != 0 ? more : 0));
        math = Math.max(0, math + ((roots & MATH) != 0 ? more : 0));
    }

    /** The name of a tag begins. */
    void beginName() {
        nameEnd = nameStart(depth);
    }

    private int nameStart(int element) {
        return element == 0 ? 0 : open[element - 1] >> NAME_END;
    }

    /** And goes on. */
    void name(byte[] bytes, int from, int to) {
        for (int i = from; i < to && nameEnd >= 0; i++) {
            byte b = bytes[i];
            if (b <= 0 || nameEnd == LONGEST) {
                nameEnd = -1;
            } else {
                names[nameEnd++] = b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
            }
        }
    }

    private int meaning() {
        int from = 0;
        for (int to = nameEnd < 0 ? 0 : NAMES.length; from < to; ) {
            int middle = (from + to) / 2;
            byte[] name = NAMES[middle];
            int order = Arrays.compare(names, nameStart(depth), nameEnd, name, 0, name.length);
            if (order == 0) {
                return MEANINGS[middle];
            }
            from = order > 0 ? middle + 1 : from;
            to = order < 0 ? middle : to;
        }
        return 0;
    }

    private int top() {
        return open[depth - 1];
    }

    /**
     * The end of a tag while all is followed.
     *
     * @param decided whether it has an attribute that makes it HTML, or what contains HTML
     * @return whether it is one of HTML, or may be
     */
    boolean passed(boolean endTag, boolean selfClosing, boolean decided) {
        int meaning = meaning();
        boolean certain = decided || (meaning & UNDECIDED) == 0;
        int namespace = (isForeign() ? top() : meaning) & FOREIGN;
        if (endTag && nameEnd >= 0) {
            closed();
            // In an annotation of MathML, an <svg> is what it is in HTML.
        } else if (nameEnd < 0 || (namespace == 0 ? isUncertain(meaning) : namespace == MATH && (meaning & SVG) != 0)) {
            lose();
        } else if (isForeign() && certain && (meaning & BREAKS_OUT) != 0) {
            leave(containsHtml() ? depth : 0);
            lose();
        } else if (namespace != 0) {
            if (!selfClosing) {
                count(meaning, 1);
                push(namespace | (certain && (meaning >> POINT_IN & namespace) != 0 ? POINT : 0));
            }
            return false;
        } else if ((meaning & CHILDLESS) == 0) {
            push(meaning & (ENDED | LIST));
        }
        return true;
    }

    /** Whether only the tree can tell what such a start tag does in HTML: it may end what is open. */
    private boolean isUncertain(int meaning) {
        int ended = (meaning & ENDED) | ((meaning & ENDS_PARAGRAPH) != 0 ? PARAGRAPH : 0);
        for (int i = depth - 1; (open[i] & FOREIGN) == 0; i--) {
            if ((open[i] & ended) != 0) {
                return true;
            }
            ended &= (open[i] & LIST) == 0 ? ended : ~ITEM;
        }
        return (meaning & UNCERTAIN) != 0;
    }

    private void closed() {
        if (nameEnd == nameStart(depth)) {
            return; // that of a text
        }
        int to = depth - 1;
        while (to > 0 && !isNamed(to) && (open[to] & FOREIGN) != 0 && (open[to - 1] & FOREIGN) != 0) {
            to--;
        }
        if (isNamed(to)) {
            leave(to);
        } else {
            lose();
        }
    }

    /** Ends what is open but for so much. */
    private void leave(int to) {
        depth = to;
        svg = to == 0 ? 0 : svg;
        math = to == 0 ? 0 : math;
    }

    private boolean isNamed(int element) {
        return Arrays.equals(names, nameStart(depth), nameEnd, names, nameStart(element), open[element] >> NAME_END);
    }

    private void push(int what) {
        if (depth == DEEPEST) {
            lose();
        } else {
            open[depth++] = what | nameEnd << NAME_END;
        }
    }

    private boolean containsHtml() {
        for (int i = 0; i < depth; i++) {
            if ((open[i] & FOREIGN) == 0 || (open[i] & POINT) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Follows no longer. With HTML in it, end tags would not tell when it ends. */
    private void lose() {
        lost |= containsHtml();
        depth = 0;
    }
}
