package io.gshare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes links and other values fit for messages and logs: secrets gone, control characters visible, length bounded.
 *
 * <p>It errs on the side of hiding: what merely looks like a token, a signature or user info is hidden too. Takes time linear in
 * the text's length. Stateless.
 */
public final class Redaction {

    private static final String HIDDEN = "***";

    /** How many characters of a value a message shows, and how many are looked at for it. */
    private static final int SHOWN = 200;

    private static final int READ = 1000;

    /** A parameter with a value; it begins at the text's start or behind a delimiter, so that each is looked at once. */
    private static final Pattern PARAMETER = Pattern.compile("(?<![^?&;#\\s\"'])([^?&;#=\\s\"']++)=([^?&;#\\s\"']*+)");

    /** Up to the last @ before a slash, a query or a fragment, however many slashes a browser would forgive before it. */
    private static final Pattern USER_INFO = Pattern.compile("(?<![^/\\\\=])[^/?#\\\\=]*@");

    /** Both kinds of token, a derived key, and a bare signature, wherever they stand. */
    private static final Pattern SECRET = Pattern.compile(
            "glsa(?:_|%5[fF])[A-Za-z0-9_%]++|auth_token%3[dD][^&\\s]*+|eyJ[A-Za-z0-9+/_=%-]{13,}+|[0-9a-fA-F]{32,}+");

    private Redaction() {}

    /**
     * Hides what would let a reader of logs open a dashboard: signatures, keys, user info.
     *
     * @param text a link, or any text
     * @return the text, with {@code ***} in place of these
     */
    public static String redact(String text) {
        String parametersHidden = PARAMETER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            return Matcher.quoteReplacement(name + "=" + (isSecretName(name) ? HIDDEN : match.group(2)));
        });
        String userInfoHidden = USER_INFO.matcher(parametersHidden).replaceAll(HIDDEN + "@");
        return SECRET.matcher(userInfoHidden).replaceAll(HIDDEN);
    }

    /**
     * A value as messages show it: redacted, in quotes, at most 200 characters, control characters and line breaks as escapes.
     *
     * @param value any text
     * @return text of one line
     */
    public static String quote(String value) {
        StringBuilder quoted = new StringBuilder("'");
        String redacted = redact(beginning(value));
        redacted.codePoints().limit(SHOWN).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        boolean cut = value.length() > READ || redacted.codePointCount(0, redacted.length()) > SHOWN;
        return quoted.append(cut ? "…'" : "'").toString();
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
        return Query.startsWithDecoded(name, 0, name.length(), Query.CONTRACT_PREFIX) >= 0
                || Query.startsWithDecoded(name, 0, name.length(), "auth_token") >= 0;
    }
}
