package io.gshare.test;

import io.gshare.text.Redaction;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What belongs into no page, and into no message. */
enum Secret {
    TOKEN("a service account token", "glsa_[A-Za-z0-9]+_[0-9a-f]{8}"),
    API_KEY("an API key", "eyJrIjoi[A-Za-z0-9+/=_-]+"),
    DERIVED_KEY("a derived key", "(?i)(?<![0-9a-f])[0-9a-f]{100}(?![0-9a-f])"),
    RAW_KEY("a raw key, as links of version v1 do", "aliyun_api_key="),
    PASSWORD("a user's name and password", "(?i)https?://[^/?#\\s\"'<>]*:[^/?#\\s\"'<>]*@");

    private static final Pattern ENCODED = Pattern.compile("%([2-7][0-9a-fA-F])");
    private static final Pattern TICKET = Pattern.compile("(/ticket/)[A-Za-z0-9_-]{40,}");

    private final String kind;
    private final Pattern pattern;

    Secret(String kind, String pattern) {
        this.kind = kind;
        this.pattern = Pattern.compile(pattern);
    }

    /** What a text carries, percent-encoded or not; {@code null} if nothing. */
    static @Nullable String in(String text) {
        String asWritten = found(text);
        return asWritten != null ? asWritten : found(decoded(text));
    }

    /** A text, of which not all may be a URL, with what stands for a character of ASCII. */
    private static String decoded(String text) {
        return ENCODED.matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    private static @Nullable String found(String text) {
        return Arrays.stream(values())
                .filter(secret -> secret.pattern.matcher(text).find())
                .map(secret -> secret.kind)
                .findFirst()
                .orElse(null);
    }

    /** A text with {@code ***} in place of signatures, keys and tickets. */
    static String hide(String text) {
        return Redaction.redact(TICKET.matcher(text).replaceAll("$1***"));
    }
}
