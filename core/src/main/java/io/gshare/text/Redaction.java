package io.gshare.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes links and other values fit for messages and logs: secrets gone, unseen characters visible, length bounded.
 *
 * <p>It errs on the side of hiding: what merely looks like a token, a signature or user info is hidden too. Takes time linear in
 * the text's length. Stateless.
 */
public final class Redaction {

    private static final String HIDDEN = "***";

    /** How many characters of a value a message shows, and how many are looked at for it. */
    private static final int SHOWN = 200;

    private static final int READ = 1000;

    /** What the names of parameters begin with that let their bearer in. */
    private static final List<String> SECRET_NAMES = List.of("aliyun_api_key", "auth_token");

    /** A parameter with a value; it begins at the text's start or behind a delimiter, so that each is looked at once. */
    private static final Pattern PARAMETER = Pattern.compile("(?<![^?&;#\\s\"'])([^?&;#=\\s\"']++)=([^?&;#\\s\"']*+)");

    /** Up to the last @ before a slash, a query or a fragment, however many slashes a browser would forgive before it. */
    private static final Pattern USER_INFO = Pattern.compile("(?<![^/\\\\=])[^/?#\\\\=]*@");

    /** Both kinds of token, JSON Web Tokens whole, private keys, a derived key, and a bare signature, wherever they stand. */
    private static final Pattern SECRET = Pattern.compile(
            "glsa(?:_|%5[fF])[A-Za-z0-9_%]++|auth_token%3[dD][^&\\s]*+|eyJ[A-Za-z0-9+/_=%-]{13,}+(?:\\.[A-Za-z0-9_-]++)*+"
                    + "|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?"
                    + "|(?<![A-Za-z0-9+/])MI[GI][A-Za-z0-9+/=]{40,}+(?:\\s++[A-Za-z0-9+/=]{40,}+)*+" // the same without
                    // its first and
                    // last line
                    + "|\\\\?\"(?:d|p|q|dp|dq|qi|k)\\\\?\"\\s*+:\\s*+\\\\?\"[^\"]*+\"?"
                    + "|[0-9a-fA-F]{32,}+");

    /** What cannot but be a token or a derived key, where a name may begin with {@code glsa_} and be none. */
    private static final Pattern KEY = Pattern.compile(
            "glsa(?:_|%5[fF])(?:[A-Za-z0-9]{16}|[A-Za-z0-9]++(?:_|%5[fF])[0-9a-f]{8})" // a service account token
                    + "|eyJrIjoi[A-Za-z0-9+/_=%-]{8}" // an API key
                    + "|eyJ[A-Za-z0-9_-]{8,}+\\.eyJ" // a JSON Web Token
                    + "|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"
                    + "|[0-9a-fA-F]{100}");

    private Redaction() {}

    /**
     * {@return a text with {@code ***} in place of what would let a reader of logs open a dashboard: signatures, keys, user info}
     *
     * @param text a link, or any text
     */
    public static String redact(String text) {
        return hideSecrets(USER_INFO.matcher(hideParameters(text)).replaceAll(HIDDEN + "@"));
    }

    private static String hideParameters(String text) {
        return PARAMETER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            return Matcher.quoteReplacement(name + "=" + (isSecretName(name) ? HIDDEN : match.group(2)));
        });
    }

    private static String hideSecrets(String text) {
        return SECRET.matcher(text).replaceAll(HIDDEN);
    }

    /**
     * {@return a sentence as terminals and logs may show it, whoever wrote parts of it: signatures and keys hidden, on one line} An {@code @} in it
     * is no user info.
     *
     * @param sentence any text
     */
    public static String line(String sentence) {
        return visible(hideSecrets(hideParameters(sentence)));
    }

    /**
     * {@return text of one line in which every character is seen: what controls a terminal, turns text around, breaks lines or is no character yet
     * stands as an escape} Secrets stay.
     *
     * @param text any text
     */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isSeen(c)) {
                visible.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    visible.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return visible.toString();
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /**
     * {@return whether a value that links and logs show holds what cannot but be a token or a derived key}
     *
     * @param value any text
     */
    public static boolean holdsKey(String value) {
        return KEY.matcher(value).find();
    }

    /**
     * Refuses a key where everybody would see it.
     *
     * @param name what the value is of, for the message
     * @param value any text
     * @return the value
     * @throws IllegalArgumentException if it holds a token or a derived key, which the message does not repeat
     */
    public static String requirePublic(String name, String value) {
        if (holdsKey(value)) {
            throw new IllegalArgumentException(
                    name + " was '***' but holds a key, and links and logs would show it; take the key out, it"
                            + " belongs into gshare.token or into a file that gshare.token-file names");
        }
        return value;
    }

    /**
     * {@return what is told of a value that is wrong: what it was, the rule, and what to do}
     *
     * @param name what the value is of
     * @param value the value, which the message has as {@link #quote} shows it
     * @param rule what it must be and, behind a semicolon, what to do
     */
    public static IllegalArgumentException wrong(String name, String value, String rule) {
        return new IllegalArgumentException(name + " was " + quote(value) + " but " + rule);
    }

    /**
     * {@return a value, if it is right}
     *
     * @param ok whether it is
     * @param name what the value is of
     * @param value the value
     * @param rule what it must be and, behind a semicolon, what to do
     * @throws IllegalArgumentException if it is {@link #wrong}
     */
    public static String require(boolean ok, String name, String value, String rule) {
        if (!ok) {
            throw wrong(name, value, rule);
        }
        return value;
    }

    /**
     * {@return what is wrong with a setting, by its whole name: most messages begin with its key; those about secrets, with what is wrong}
     *
     * @param prefix what stands before the key; empty where no setting says the value
     * @param key the setting's name behind the prefix
     * @param message what is wrong
     */
    public static String ofSetting(String prefix, String key, String message) {
        boolean named = message.startsWith(key + " was ") || message.startsWith(key + " '");
        return prefix + (prefix.isEmpty() || named ? message : key + ": " + message);
    }

    /**
     * {@return what is wrong with what stands in a file, by the names of the setting and of the file}
     *
     * @param key the setting's name behind the prefix
     * @param file what it names
     * @param message what is wrong
     */
    public static String ofFile(String key, String file, String message) {
        return message.startsWith(key + " was ") ? message : key + " " + quote(file) + ": " + message;
    }

    /**
     * {@return a value as messages show it: redacted, in quotes, at most 200 characters on one line, what is not seen as escapes}
     *
     * @param value any text
     */
    public static String quote(String value) {
        String redacted = redact(beginning(value));
        boolean tooLong = redacted.codePointCount(0, redacted.length()) > SHOWN;
        String shown = tooLong ? redacted.substring(0, redacted.offsetByCodePoints(0, SHOWN)) : redacted;
        return "'" + visible(shown) + (tooLong || value.length() > READ ? "…'" : "'");
    }

    /** What a message may show of a long value; a secret that the cut would halve, and so disguise, is left out. */
    private static String beginning(String value) {
        if (value.length() <= READ) {
            return value;
        }
        int end = READ;
        while (end > 0 && "?&;#=/ ".indexOf(value.charAt(end - 1)) < 0) {
            end--;
        }
        return value.substring(0, Math.max(end, SHOWN / 10));
    }

    private static boolean isSecretName(String name) {
        return SECRET_NAMES.stream()
                .anyMatch(secret -> PercentEncoding.startsWithDecoded(name, 0, name.length(), secret) >= 0);
    }
}
