package io.gshare.token;

import io.gshare.text.Redaction;
import io.gshare.token.Claims.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace's tokens say: one Grafana user for all visitors, or each visitor himself. Immutable and thread-safe.
 *
 * @param everybody the one user; {@code null} where each visitor is one
 * @param prefix what stands before each visitor's login, so that he is nobody whom Grafana has anyway; may be empty
 * @param role what visitors may do of whom {@link Claims#role()} says nothing
 * @param orgs the orgs of visitors of whom {@link Claims#orgs()} says nothing
 * @param session how long a token is good, which is how long a frame lives: whole seconds, from 1 s to 12 h
 * @param issuer the token's {@code iss}, where Grafana's {@code expect_claims} asks for it; {@code null} for none
 * @param audience the token's {@code aud}, likewise
 */
public record TokenRules(
        @Nullable Claims everybody,
        String prefix,
        Role role,
        List<String> orgs,
        Duration session,
        @Nullable String issuer,
        @Nullable String audience) {

    /** How long a token is good where nobody says. */
    public static final Duration DEFAULT_SESSION = Duration.ofHours(1);

    /** What stands before visitors' logins where nobody says. */
    public static final String DEFAULT_PREFIX = "portal:";

    /** How long a token is good at most. */
    public static final Duration LONGEST_SESSION = Duration.ofHours(12);

    /**
     * Checks them.
     *
     * @param everybody as above
     * @param prefix as above
     * @param role as above
     * @param orgs as above
     * @param session as above
     * @param issuer as above
     * @param audience as above
     * @throws IllegalArgumentException if the session is not as said
     */
    public TokenRules {
        requireSession(session, session.toString());
        orgs = List.copyOf(orgs);
    }

    /**
     * One Grafana user for all visitors.
     *
     * @param user who that is
     * @return the rules, with the default session
     */
    public static TokenRules everybodyAs(Claims user) {
        return new TokenRules(user, "", Role.VIEWER, List.of(), DEFAULT_SESSION, null, null);
    }

    /**
     * Each visitor a Grafana user of his own, and a Viewer unless his claims say otherwise.
     *
     * @param prefix what stands before their logins
     * @return the rules, with the default session
     */
    public static TokenRules eachVisitor(String prefix) {
        return new TokenRules(null, prefix, Role.VIEWER, List.of(), DEFAULT_SESSION, null, null);
    }

    /**
     * The same, with another session.
     *
     * @param session how long tokens are good
     * @return the rules
     * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 12 h
     */
    public TokenRules session(Duration session) {
        return new TokenRules(everybody, prefix, role, orgs, session, issuer, audience);
    }

    /**
     * Checks how long tokens are to be good.
     *
     * @param session the duration
     * @param spelled how it was written, for the message
     * @return the duration
     * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 12 h
     */
    public static Duration requireSession(Duration session, String spelled) {
        boolean ok = session.compareTo(Duration.ofSeconds(1)) >= 0
                && session.compareTo(LONGEST_SESSION) <= 0
                && session.equals(Duration.ofSeconds(session.toSeconds()));
        if (!ok) {
            throw new IllegalArgumentException("session was " + Redaction.quote(spelled)
                    + " but must be whole seconds, from 1s to 12h, with JWT links: their token is good for as long");
        }
        return session;
    }

    /**
     * Whether each visitor is a Grafana user of his own.
     *
     * @return {@code false} where all are one
     */
    public boolean isOfVisitors() {
        return everybody == null;
    }

    /**
     * What a token says.
     *
     * @param user whom it is of: a visitor, or everybody
     * @param now from when on it is good
     * @return the claims
     * @throws IllegalArgumentException if the visitor's login may not stand in a token, with the prefix before it
     */
    public Map<String, Object> claims(Claims user, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        long second = now.getEpochSecond();
        claims.put("sub", subject(user));
        claims.put("iat", second);
        claims.put("nbf", second);
        claims.put("exp", second + session.toSeconds());
        put(claims, "iss", issuer);
        put(claims, "aud", audience);
        put(claims, "email", user.email());
        put(claims, "name", user.name());
        claims.put("role", (user.role() == null ? role : user.role()).text());
        List<String> all = user.orgs().isEmpty() ? orgs : user.orgs();
        put(claims, "orgs", all.isEmpty() ? null : all);
        return claims;
    }

    /**
     * A user's login in Grafana.
     *
     * @param user a visitor, or everybody
     * @return a visitor's with the prefix before it
     * @throws IllegalArgumentException if it may not stand in a token
     */
    public String subject(Claims user) {
        return Claims.requireLogin("login", everybody == null ? prefix + user.login() : user.login());
    }

    private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
