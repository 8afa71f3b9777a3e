package io.gshare.key;

import java.util.regex.Pattern;

/** What was pasted as a key, before anybody knows which kind it is: told apart from what came along with it. Stateless. */
public final class KeyText {

    private static final String QUOTES = "\"'`";

    /** What is written before a key in commands, headers and files of settings. */
    private static final Pattern LABELLED = Pattern.compile("(?s).*[\\s=:](?:glsa_|eyJ|[0-9a-f]{100}).*");

    private KeyText() {}

    /**
     * {@return the key alone, without the white space and the byte order mark that may stand around it}
     *
     * @param pasted any text
     * @throws IllegalArgumentException if there is more than a key, or none; the message repeats nothing of it
     */
    public static String of(String pasted) {
        String key = withoutMark(pasted).strip();
        if (key.isEmpty()) {
            throw wrong("is empty; copy it from Grafana, which shows it once");
        }
        if (key.indexOf('\0') >= 0) {
            throw wrong("holds a NUL character, as text in UTF-16 does that is read as UTF-8; save it as UTF-8");
        }
        if (QUOTES.indexOf(key.charAt(0)) >= 0 || QUOTES.indexOf(key.charAt(key.length() - 1)) >= 0) {
            throw wrong("stands in quotes; leave them out");
        }
        long lines = key.lines().count();
        if (lines > 1) {
            throw wrong("has " + lines + " lines; give one key, on one line");
        }
        if (LABELLED.matcher(key).matches()) {
            throw wrong("has other text before it; give the key alone");
        }
        key.codePoints().filter(c -> c <= ' ' || c > '~').findFirst().ifPresent(c -> {
            String what = Character.isWhitespace(c) ? "a blank" : String.format("the character U+%04X", c);
            throw wrong("holds " + what + ", which no key has; copy it again from Grafana");
        });
        return key;
    }

    /**
     * {@return text without the byte order mark that some editors begin a file with}
     *
     * @param text any text
     */
    public static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * {@return whether a file is in UTF-16: by its byte order mark, or by the NUL that is half of its first letter}
     *
     * @param bytes what stands in it
     */
    public static boolean isUtf16(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return first == 0xfeff || first == 0xfffe || (first != 0 && (first < 0x100 || first % 0x100 == 0));
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("the key " + what);
    }
}
