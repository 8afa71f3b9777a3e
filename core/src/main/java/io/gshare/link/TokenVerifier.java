package io.gshare.link;

import io.gshare.text.Redaction;
import io.gshare.token.Claims.Role;
import io.gshare.token.Token;
import io.gshare.token.TokenKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts or refuses JWT links as Grafana's {@code [auth.jwt]} does, with {@code role_attribute_path = role}. Immutable and thread-safe.
 *
 * <p>The order is Grafana's: signature, times, claims that are expected, user, role.
 */
final class TokenVerifier {

    /** What Grafana's settings say. */
    static final class Rules {
        final List<String> publicKeys = new ArrayList<>();
        final Map<String, Object> expected = new LinkedHashMap<>();

        @Nullable
        Set<String> users;

        boolean strictRoles;
    }

    /** Times beyond this are nobody's. */
    private static final double LATEST = Instant.MAX.getEpochSecond();

    private final TokenKeys service;
    private final TokenKeys.Verifier keys;
    private final Map<String, Object> expected;
    private final @Nullable Set<String> users;
    private final boolean strictRoles;
    private final InstantSource clock;

    TokenVerifier(Rules rules, InstantSource clock) {
        this.service = TokenKeys.find();
        this.keys = service.verifier(rules.publicKeys);
        this.expected = Map.copyOf(rules.expected);
        this.users = rules.users;
        this.strictRoles = rules.strictRoles;
        this.clock = clock;
    }

    VerifiedLink verify(String link) {
        Token token = token(link);
        requireSignature(token);
        Instant now = clock.instant();
        Instant signedAt = requireTimes(token, now);
        expected.forEach((name, value) -> requireClaim(token, name, value));
        String login = login(token);
        if (users != null && !users.contains(login)) {
            throw LinkVerifier.refused(
                    RefusalReason.UNKNOWN_USER,
                    "Grafana has no user " + Redaction.quote(login)
                            + "; set [auth.jwt] auto_sign_up = true, or make the user there");
        }
        Long expires = seconds(token, "exp");
        Duration session = Duration.ofSeconds(expires == null ? Long.MAX_VALUE : expires - signedAt.getEpochSecond());
        String bare = LinkVerifier.withoutSeparator(Query.without(link, Query.TOKEN));
        return new VerifiedLink(token.keyId(), login, role(token), signedAt, session, bare);
    }

    private Token token(String link) {
        String text = null;
        int end = Query.end(link);
        int start = Query.seek(link, Query.start(link, end), end, Query.TOKEN.charAt(0));
        while (start >= 0) {
            Query.Parameter parameter = Query.at(link, start, end);
            if (parameter.isNamed(Query.TOKEN)) {
                if (text != null) {
                    throw LinkVerifier.malformed("has two tokens");
                }
                text = LinkVerifier.decode(parameter.value());
            }
            start = Query.seek(link, parameter.end() + 1, end, Query.TOKEN.charAt(0));
        }
        if (text == null || text.isEmpty()) {
            throw LinkVerifier.refused(
                    RefusalReason.NOT_SIGNED,
                    "the link carries no token; sign it when its frame loads or its page is rendered");
        }
        try {
            return service.parse(text);
        } catch (IllegalArgumentException e) {
            throw LinkVerifier.malformed("carries a token that is no JSON Web Token");
        }
    }

    private void requireSignature(Token token) {
        switch (keys.judge(token)) {
            case SIGNED -> {}
            case UNKNOWN_KEY ->
                throw LinkVerifier.refused(
                        RefusalReason.UNKNOWN_KEY,
                        token.keyId() == null
                                ? "the token names no key (kid) but Grafana looks it up in a JWK Set by that; sign"
                                        + " with a JWK, or set key_file to the public key in PEM"
                                : "Grafana has no key " + Redaction.quote(token.keyId())
                                        + "; give it the public keys of today, by jwk_set_url or gshare keys public");
            case OTHER_ALGORITHM ->
                throw LinkVerifier.refused(
                        RefusalReason.WRONG_ALGORITHM,
                        "the token's algorithm is " + Redaction.quote(token.algorithm())
                                + ", which is not its key's; sign it with gshare");
            case WRONG_SIGNATURE ->
                throw LinkVerifier.refused(
                        RefusalReason.WRONG_SIGNATURE,
                        "the token's signature is not that of the key; give Grafana the public key that belongs to"
                                + " gshare.key-file");
        }
    }

    /** When it was signed: by its own word, or else now. */
    private static Instant requireTimes(Token token, Instant now) {
        long leeway = LinkVerifier.TOLERANCE.toSeconds();
        long second = now.getEpochSecond();
        Long expires = seconds(token, "exp");
        if (expires != null && second - leeway > expires) {
            throw LinkVerifier.refused(
                    RefusalReason.EXPIRED,
                    "the token ended " + (second - expires)
                            + " s ago; load the frame anew, and if this recurs set both clocks by NTP");
        }
        for (String name : List.of("nbf", "iat")) {
            Long from = seconds(token, name);
            if (from != null && from > second + leeway) {
                throw LinkVerifier.refused(
                        RefusalReason.NOT_YET_VALID,
                        "the token's " + name + " is " + (from - second) + " s in the future; set both clocks by NTP");
            }
        }
        Long issued = seconds(token, "iat");
        return Instant.ofEpochSecond(issued == null ? second : issued);
    }

    private static @Nullable Long seconds(Token token, String name) {
        Object value = token.claims().get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Number number) || !(Math.abs(number.doubleValue()) <= LATEST)) {
            throw LinkVerifier.malformed("carries a token whose " + name + " is no number of seconds");
        }
        return number.longValue();
    }

    private static void requireClaim(Token token, String name, Object value) {
        Object given = token.claims().get(name);
        boolean met = given instanceof List<?> list ? list.contains(value) : value.equals(given);
        if (!met) {
            throw LinkVerifier.refused(
                    RefusalReason.WRONG_CLAIM,
                    "the token's " + name + " is "
                            + (given == null ? "missing" : Redaction.quote(String.valueOf(given)))
                            + " but Grafana's expect_claims has " + Redaction.quote(String.valueOf(value))
                            + "; make both the same" + setting(name));
        }
    }

    private static String setting(String claim) {
        return switch (claim) {
            case "iss" -> ", by gshare.issuer";
            case "aud" -> ", by gshare.audience";
            default -> "";
        };
    }

    private static String login(Token token) {
        if (token.claims().get("sub") instanceof String login && !login.isEmpty()) {
            return login;
        }
        throw LinkVerifier.refused(
                RefusalReason.NO_SUBJECT, "the token says not who is looking (sub); sign it with gshare");
    }

    private String role(Token token) {
        Object role = token.claims().get("role");
        for (Role known : Role.values()) {
            if (known.text().equals(role)) {
                return known.text();
            }
        }
        if (strictRoles) {
            throw LinkVerifier.refused(
                    RefusalReason.WRONG_ROLE,
                    "the token's role is " + (role == null ? "missing" : Redaction.quote(String.valueOf(role)))
                            + " but Grafana's role_attribute_strict takes Viewer, Editor and Admin alone, in this"
                            + " spelling");
        }
        return Role.VIEWER.text();
    }
}
