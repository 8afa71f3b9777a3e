package io.gshare.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The attributes in markup that nobody has evaluated yet: a template's, or what somebody pasted. Quoted values, expressions, comments and the
 * text of scripts and the like are read as browsers and containers read them, so that nothing in them is taken for an attribute; what has no end
 * reaches to that of the text. In linear time. Stateless.
 */
public final class Markup {

    /**
     * An attribute.
     *
     * @param element the name of the tag that has it, as written
     * @param name its name, as written
     * @param value its value, raw; empty where it has none
     * @param tag where the tag begins
     */
    public record Attribute(String element, String name, String value, int tag) {}

    /** Elements in which their own end tag alone is markup. */
    private static final Set<String> TEXT =
            Set.of("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp");

    private final String markup;
    private final List<Attribute> found = new ArrayList<>();
    private int at;
    /** Whether an expression was met that does not end: it is text, and so is each after it. */
    private boolean endless;

    private Markup(String markup) {
        this.markup = markup;
    }

    /**
     * {@return the attributes of the tags in markup, in their order}
     *
     * @param markup any text
     */
    public static List<Attribute> attributes(String markup) {
        Markup read = new Markup(markup);
        while (!read.isAtEnd()) {
            read.text();
        }
        return read.found;
    }

    /**
     * {@return whether the content of an element is text, in which a browser reads no tags}
     *
     * @param element the element's name
     */
    public static boolean isText(String element) {
        return TEXT.contains(element.toLowerCase(Locale.ROOT));
    }

    private void text() {
        if (markup.startsWith("<!--", at)) {
            int end = markup.indexOf("-->", at + 2);
            at = end < 0 ? markup.length() : end + 3;
        } else if (markup.charAt(at) == '<' && at + 1 < markup.length() && isLetter(markup.charAt(at + 1))) {
            tag();
        } else {
            step();
        }
    }

    private void tag() {
        int start = at++;
        String element = word("/>");
        while (!isAtEnd() && markup.charAt(at) != '>') {
            attribute(element, start);
        }
        if (isText(element)) {
            while (!isAtEnd() && !markup.regionMatches(true, at, "</" + element, 0, element.length() + 2)) {
                at++;
            }
        }
    }

    private void attribute(String element, int tag) {
        int start = at;
        step(); // a name may begin with =
        if (isBlank(markup.charAt(start)) || markup.charAt(start) == '/') {
            return;
        }
        word("/>=");
        String name = markup.substring(start, at);
        skipBlanks();
        String value = "";
        if (!isAtEnd() && markup.charAt(at) == '=') {
            at++;
            skipBlanks();
            value = value();
        }
        found.add(new Attribute(element, name, value, tag));
    }

    private String value() {
        char quote = isAtEnd() ? ' ' : markup.charAt(at);
        if (quote != '"' && quote != '\'') {
            return word(">");
        }
        int start = ++at;
        while (!isAtEnd() && markup.charAt(at) != quote) {
            step();
        }
        String value = markup.substring(start, at);
        at++;
        return value;
    }

    /** What stands before the next blank, or one of these characters. */
    private String word(String ends) {
        int start = at;
        while (!isAtEnd() && !isBlank(markup.charAt(at)) && ends.indexOf(markup.charAt(at)) < 0) {
            step();
        }
        return markup.substring(start, at);
    }

    private void skipBlanks() {
        while (!isAtEnd() && isBlank(markup.charAt(at))) {
            at++;
        }
    }

    /** Goes behind the expression that begins here, or else the character. */
    private void step() {
        boolean code = markup.startsWith("<%", at);
        int end = -1;
        if (!endless && (code || markup.startsWith("${", at) || markup.startsWith("#{", at))) {
            end = code ? markup.indexOf("%>", at) + 1 : endOfExpression();
            endless = end <= 0;
        }
        at = Math.max(at, end) + 1;
    }

    /** Where the braces end that are opened here, but for those in strings; -1 if they do not. */
    private int endOfExpression() {
        int depth = 0;
        char quote = 0;
        for (int i = at + 1; i < markup.length(); i++) {
            char c = markup.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private boolean isAtEnd() {
        return at >= markup.length();
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r' && c != 0x0B);
    }
}
