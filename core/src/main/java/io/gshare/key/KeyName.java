package io.gshare.key;

import io.gshare.text.Redaction;
import java.nio.charset.StandardCharsets;

/**
 * A key's name: what is one, and how settings and key files write it, as it is or in double quotes, which are none of it. Quotes keep what places
 * of settings would lose: {@code java.util.Properties} drops blanks before a value, editors those behind it. Stateless.
 */
public final class KeyName {

    /** What is told where nobody says the name. */
    public static final String MISSING =
            "key-name is missing; set it to the token's own name in Grafana, which is not the service account's";

    /** MySQL and PostgreSQL hold 190 characters for Grafana, SQLite any number; beyond this, links have no room left for themselves. */
    private static final int LONGEST = 500;

    private KeyName() {}

    /**
     * {@return the name that was written} White space around it counts as layout where it has a line break, and must be in quotes where it has none.
     *
     * @param written the name as a setting or a key file has it
     * @throws IllegalArgumentException if it is no name, or one that may have been meant otherwise
     */
    public static String read(String written) {
        String name = withoutLines(written);
        if (isWithin(name, '"')) {
            return require(name.substring(1, name.length() - 1));
        }
        if (isWithin(name, '\'')) {
            throw Redaction.wrong(
                    "key-name",
                    name,
                    "stands in single quotes; leave them out, or put it into double quotes where they are part of the name");
        }
        if (hasBlankEnd(name)) {
            throw Redaction.wrong(
                    "key-name",
                    name,
                    "begins or ends with a blank; leave that out, or put it into double quotes where it is part of the name");
        }
        return require(name);
    }

    /** A name that is one. */
    static String require(String name) {
        if (Redaction.holdsKey(name)) {
            throw holdsKey();
        }
        Redaction.require(
                !name.isEmpty() && name.codePointCount(0, name.length()) <= LONGEST,
                "key-name",
                name,
                "must have 1 to " + LONGEST + " characters; use the key's name as Grafana shows it");
        Redaction.require(
                name.indexOf('\uFFFD') < 0,
                "key-name",
                name,
                "a character of it was lost on the way, where something is not UTF-8 (LANG or LC_ALL, say); set that to UTF-8");
        Redaction.require(
                StandardCharsets.UTF_8.newEncoder().canEncode(name),
                "key-name",
                name,
                "half a character in it has no UTF-8; use the key's name as Grafana shows it");
        return name;
    }

    static IllegalArgumentException holdsKey() {
        return new IllegalArgumentException("key-name was '***' but holds a key, and names stand in every link; use the"
                + " key's name as Grafana shows it");
    }

    /**
     * {@return a name as {@link #read} reads it, wherever it is written}
     *
     * @param name the name
     */
    public static String write(String name) {
        boolean plain =
                !hasBlankEnd(name) && !isWithin(name, '"') && !isWithin(name, '\'') && !name.startsWith("\uFEFF");
        return plain ? name : '"' + name + '"';
    }

    private static boolean hasBlankEnd(String name) {
        return !name.isEmpty() && (isBlank(name.codePointAt(0)) || isBlank(name.codePointBefore(name.length())));
    }

    /** White space, what a page has between words that belong together (U+00A0), and controls, which counted as nothing alone. */
    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    private static boolean isWithin(String name, char quote) {
        return name.length() > 1 && name.charAt(0) == quote && name.charAt(name.length() - 1) == quote;
    }

    /** Without the line breaks at the ends, which files have, and the indentation beside them. */
    private static String withoutLines(String written) {
        int start = written.length() - written.stripLeading().length();
        int end = written.stripTrailing().length();
        return written.substring(
                hasLineBreak(written.substring(0, start)) ? start : 0,
                end > start && hasLineBreak(written.substring(end)) ? end : written.length());
    }

    private static boolean hasLineBreak(String blanks) {
        return blanks.indexOf('\n') >= 0 || blanks.indexOf('\r') >= 0;
    }
}
