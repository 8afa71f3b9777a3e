package io.gshare.doctor;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that a workspace sets (RFC 6265bis, "The Set-Cookie header"); its value is for the next request alone.
 *
 * @param name its name
 * @param domain whose hosts it is for, in lower case; {@code null} where it is for the one alone that sets it
 * @param sameSite {@code none}, {@code lax}, {@code strict}; {@code null} where the header says nothing
 * @param isDeleted whether it is one that browsers drop at once
 */
record SessionCookie(
        String name,
        String value,
        @Nullable String domain,
        @Nullable String sameSite,
        boolean secure,
        boolean partitioned,
        boolean isDeleted) {

    /** As servers write it today, and with the hyphens of old. */
    private static final DateTimeFormatter EXPIRES = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEE, dd[ ][-]MMM[ ][-]yyyy HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static SessionCookie of(String header, Instant now) {
        String[] parts = header.split(";", -1);
        int equals = parts[0].indexOf('=');
        List<String> attributes = Arrays.stream(parts)
                .skip(1)
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .toList();
        return new SessionCookie(
                parts[0].substring(0, Math.max(equals, 0)).strip(),
                parts[0].substring(equals + 1).strip(),
                domain(value(attributes, "domain=")),
                value(attributes, "samesite="),
                attributes.contains("secure"),
                attributes.contains("partitioned"),
                isDeleted(value(attributes, "max-age="), value(attributes, "expires="), now));
    }

    private static @Nullable String value(List<String> attributes, String name) {
        return attributes.stream()
                .filter(attribute -> attribute.startsWith(name))
                .map(attribute -> attribute.substring(name.length()).strip())
                .reduce((first, last) -> last)
                .orElse(null);
    }

    /** An empty one counts for none, and a dot before it for nothing. */
    private static @Nullable String domain(@Nullable String value) {
        String domain = value == null ? "" : value.replaceFirst("^\\.", "");
        return domain.isEmpty() ? null : domain;
    }

    /** {@code Max-Age} prevails; what is neither a number nor a date does not count. */
    private static boolean isDeleted(@Nullable String maxAge, @Nullable String expires, Instant now) {
        if (maxAge != null && maxAge.matches("-?[0-9]+")) {
            return maxAge.matches("-.*|0+");
        }
        try {
            return expires != null && Instant.from(EXPIRES.parse(expires)).isBefore(now);
        } catch (DateTimeException e) {
            return false;
        }
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
