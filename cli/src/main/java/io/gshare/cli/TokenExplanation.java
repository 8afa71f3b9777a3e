package io.gshare.cli;

import io.gshare.link.LinkVerifier;
import io.gshare.text.Redaction;
import io.gshare.token.Claims;
import io.gshare.token.Token;
import io.gshare.token.TokenKeys;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a JSON Web Token says, line by line, whoever has signed it, and what Grafana would not take. Nothing of its signature. */
final class TokenExplanation {

    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final List<String> TIMES = List.of("iat", "nbf", "exp");

    /** As dates have it; beyond, a time is no time. */
    private static final long LATEST = 253_402_300_799L;

    private final Token token;
    private final Instant now;
    private final ZoneId zone;
    final List<String> lines = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();

    private TokenExplanation(Token token, Instant now, ZoneId zone) {
        this.token = token;
        this.now = now;
        this.zone = zone;
        explain();
    }

    /** The token that a text is; {@code null} if it is none. */
    static @Nullable Token token(String text) {
        if (!TOKEN.matcher(text).matches()) {
            return null;
        }
        try {
            return TokenKeys.find().parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static TokenExplanation of(Token token, Instant now, ZoneId zone) {
        return new TokenExplanation(token, now, zone);
    }

    private void explain() {
        line(
                "token",
                token.algorithm()
                        + (token.keyId() == null ? ", without kid: for a key_file" : ", kid " + token.keyId()));
        Map<String, Object> claims = new TreeMap<>(Comparator.comparing(TokenExplanation::order));
        claims.putAll(token.claims());
        claims.forEach((name, value) -> line(name, TIMES.contains(name) ? time(name, value) : text(value)));
        if (token.algorithm().equals("none") || token.algorithm().startsWith("HS")) {
            wrong.add("the token's algorithm is " + Redaction.quote(token.algorithm())
                    + ", which anybody signs by who knows what Grafana knows; sign with gshare keys new");
        }
        Object login = token.claims().get("sub");
        if (!(login instanceof String text) || text.isEmpty()) {
            wrong.add("the token says not who is looking (sub), and Grafana refuses that");
        } else {
            try {
                Claims.requireLogin("sub", text);
            } catch (IllegalArgumentException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        Object role = token.claims().get("role");
        if (role != null
                && Arrays.stream(Claims.Role.values())
                        .noneMatch(known -> known.text().equals(role))) {
            wrong.add("role was " + Redaction.quote(text(role))
                    + " but Grafana knows Viewer, Editor and Admin, and takes others for a Viewer's or refuses them");
        }
    }

    /** Who is looking stands first, until when last; libraries keep no order. */
    private static String order(String claim) {
        return (claim.equals("sub") ? "0" : "1" + (TIMES.indexOf(claim) + 1)) + claim;
    }

    private static String text(@Nullable Object value) {
        return Redaction.redact(
                value instanceof List<?> list
                        ? String.join(", ", list.stream().map(String::valueOf).toList())
                        : String.valueOf(value));
    }

    /** A time and how far off it is; what Grafana makes of it goes with what is wrong. */
    private String time(String name, @Nullable Object value) {
        if (!(value instanceof Number number) || Math.abs(number.doubleValue()) > LATEST) {
            wrong.add(name + " is no number of seconds, and Grafana refuses that");
            return text(value);
        }
        long ahead = number.longValue() - now.getEpochSecond();
        long leeway = LinkVerifier.TOLERANCE.toSeconds();
        if (name.equals("exp") && ahead < -leeway) {
            wrong.add("the token ended more than 60 s ago, so Grafana refuses it; load the frame anew");
        } else if (!name.equals("exp") && ahead > leeway) {
            wrong.add(name + " is more than 60 s in the future, so Grafana refuses it; set both clocks by NTP");
        }
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        Instant.ofEpochSecond(number.longValue()).atZone(zone))
                + ", " + (ahead > 0 ? "in " + ahead + " s" : -ahead + " s ago");
    }

    private void line(String what, String value) {
        lines.add(String.format("%-11s %s", Redaction.line(what), Redaction.line(value)));
    }
}
