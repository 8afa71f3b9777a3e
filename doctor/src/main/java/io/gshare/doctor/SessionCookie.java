package io.gshare.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that a workspace sets (RFC 6265bis, "The Set-Cookie header"); its value is for the next request alone.
 *
 * @param name its name
 * @param sameSite {@code none}, {@code lax}, {@code strict}; {@code null} where the header says nothing
 */
record SessionCookie(String name, String value, @Nullable String sameSite, boolean secure, boolean partitioned) {

    static SessionCookie of(String header) {
        String[] parts = header.split(";", -1);
        int equals = parts[0].indexOf('=');
        List<String> attributes = Arrays.stream(parts)
                .skip(1)
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .toList();
        return new SessionCookie(
                parts[0].substring(0, Math.max(equals, 0)).strip(),
                parts[0].substring(equals + 1).strip(),
                attributes.stream()
                        .filter(attribute -> attribute.startsWith("samesite="))
                        .map(attribute ->
                                attribute.substring("samesite=".length()).strip())
                        .reduce((first, last) -> last)
                        .orElse(null),
                attributes.contains("secure"),
                attributes.contains("partitioned"));
    }

    boolean isAnySite() {
        return "none".equals(sameSite);
    }

    /** Its name and attributes, and nothing of its value. */
    @Override
    public String toString() {
        return name + ": "
                + (sameSite == null ? "no SameSite" : "SameSite=" + sameSite)
                + (secure ? "; Secure" : "")
                + (partitioned ? "; Partitioned" : "");
    }
}
