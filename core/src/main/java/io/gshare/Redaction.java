package io.gshare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes values fit for messages and logs: secrets gone, control characters visible, length bounded.
 *
 * <p>It errs on the side of hiding: a value that merely looks like a token or a signature is hidden too.
 */
final class Redaction {

    static final String HIDDEN = "***";

    private static final int LONGEST = 200;
    /** One query parameter: what stands between two delimiters, split at its first '='. */
    private static final Pattern PARAMETER = Pattern.compile("([^?&;#=]+)=([^?&;#]*)");

    private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\\\@]*@");
    /** Both kinds of token, a derived key, and a bare signature, wherever they stand. */
    private static final Pattern SECRET =
            Pattern.compile("glsa_[A-Za-z0-9_]+|eyJ[A-Za-z0-9+/_=-]{16,}|\\b[0-9a-fA-F]{32,}\\b");

    private Redaction() {}

    /** The link, or any text, without what would let a reader of logs open a dashboard. */
    static String redact(String text) {
        String parametersHidden = PARAMETER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            return Matcher.quoteReplacement(name + "=" + (isSecretName(name) ? HIDDEN : match.group(2)));
        });
        String userInfoHidden = USER_INFO.matcher(parametersHidden).replaceAll("//" + HIDDEN + "@");
        return SECRET.matcher(userInfoHidden).replaceAll(HIDDEN);
    }

    /** The value in quotes, as messages show it. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("'");
        redact(value).codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || isLineBreak(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append(value.codePointCount(0, value.length()) > LONGEST ? "…'" : "'")
                .toString();
    }

    private static boolean isLineBreak(int c) {
        return c == 0x2028 || c == 0x2029;
    }

    private static boolean isSecretName(String name) {
        return Query.startsWithDecoded(name, 0, name.length(), Query.CONTRACT_PREFIX) >= 0
                || Query.startsWithDecoded(name, 0, name.length(), "auth_token") >= 0;
    }
}
