package io.gshare.test;

import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkVerifier;
import io.gshare.link.RefusalReason;
import io.gshare.link.VerifiedLink;
import io.gshare.token.TokenKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in by a share link, which opens a session, or by the session's cookie; a Grafana of one's own, each request by its token. Thread-safe.
 */
final class Gate {

    private static final String COOKIE = "grafana_session";

    /** Whether a request for a page is let in. */
    sealed interface Verdict {}

    /** It is not. */
    record Refused(RefusalReason reason, String message) implements Verdict {}

    /** It is, by an open session. */
    record Known() implements Verdict {}

    /** It is, by its link, which opens a session, or by its token. */
    record Accepted(VerifiedLink link) implements Verdict {}

    /** What may change; {@code jwt} is {@code null} in a managed workspace. */
    private record Configuration(
            WorkspaceSettings settings, @Nullable JwtSettings jwt, LinkVerifier verifier) {}

    private final ShareKey key;
    private final @Nullable TokenKey tokenKey;
    private final InstantSource clock;
    private final Sessions sessions;
    /** Keys that came later, and until when they are good. */
    private final Map<ShareKey, Instant> further = new ConcurrentHashMap<>();

    private volatile boolean isKeyDeleted;

    private final List<TokenKey> furtherTokenKeys = new CopyOnWriteArrayList<>();

    private volatile Configuration configuration;

    /** @param tokenKey makes the tokens of a Grafana of one's own; {@code null} in a managed workspace, as is {@code jwt} */
    Gate(
            ShareKey key,
            @Nullable TokenKey tokenKey,
            InstantSource clock,
            WorkspaceSettings settings,
            @Nullable JwtSettings jwt) {
        this.key = key;
        this.tokenKey = tokenKey;
        this.clock = clock;
        this.sessions = new Sessions(clock);
        this.configuration = configuration(settings, jwt);
    }

    void configure(WorkspaceSettings settings, @Nullable JwtSettings jwt) {
        configuration = configuration(settings, jwt);
    }

    void accept(ShareKey another, Instant expires) {
        further.put(another, expires);
        configure(settings(), jwt());
    }

    /** Knows the key of a name no more; sessions that it has opened stay open. */
    void delete(String name) {
        further.keySet().removeIf(another -> another.name().equals(name));
        isKeyDeleted |= key.name().equals(name);
        configure(settings(), jwt());
    }

    void accept(TokenKey another) {
        furtherTokenKeys.add(another);
        configure(settings(), jwt());
    }

    /** Ends all sessions, and forgets all keys that came later. */
    void reset(WorkspaceSettings settings, @Nullable JwtSettings jwt) {
        sessions.end();
        further.clear();
        isKeyDeleted = false;
        furtherTokenKeys.clear();
        configure(settings, jwt);
    }

    private Configuration configuration(WorkspaceSettings settings, @Nullable JwtSettings jwt) {
        LinkVerifier.Builder verifier = LinkVerifier.builder().clock(clock);
        if (jwt == null) {
            if (!isKeyDeleted) {
                verifier.key(key);
            }
            verifier.sharing(settings.apiKeyShare())
                    .version(
                            settings.apiKeyShareVersion().equals("v2")
                                    ? LinkVerifier.Version.V2
                                    : LinkVerifier.Version.V1);
            further.forEach(verifier::key);
            return new Configuration(settings, null, verifier.build());
        }
        verifier.version(LinkVerifier.Version.JWT).strictRoles(jwt.roleAttributeStrict());
        if (tokenKey != null) {
            tokenKey.all().forEach(each -> verifier.publicKey(each.verifying()));
        }
        furtherTokenKeys.forEach(another -> verifier.publicKey(another.verifying()));
        jwt.expectClaims().forEach(verifier::expectClaim);
        if (!jwt.autoSignUp()) {
            verifier.users(jwt.users());
        }
        return new Configuration(settings, jwt, verifier.build());
    }

    WorkspaceSettings settings() {
        return configuration.settings();
    }

    /** {@code null} in a managed workspace. */
    @Nullable
    JwtSettings jwt() {
        return configuration.jwt();
    }

    Verdict admit(Request request) {
        JwtSettings jwt = jwt();
        if (jwt != null) {
            return admitByToken(request, jwt);
        }
        if (request.link().isShared()) {
            return judge(request.link());
        }
        return hasSession(request)
                ? orOtherOrg(request.link(), new Known())
                : new Refused(
                        RefusalReason.NOT_SIGNED,
                        "the link carries no signature, and no session came with it; the real Grafana would show its login"
                                + " page here");
    }

    /** By the token in the address, or else in the header. */
    private Verdict admitByToken(Request request, JwtSettings jwt) {
        if (jwt.readsLinks() && request.link().parameter(Link.TOKEN) != null) {
            return judge(request.link());
        }
        String token = jwt.readsTokens() ? request.headers().getFirst(jwt.headerName()) : null;
        return token == null
                ? new Refused(RefusalReason.NOT_SIGNED, "no token came that Grafana takes notice of")
                : verify(withToken(request.link(), token));
    }

    /** The link as if the header's token stood in it. */
    private static Link withToken(Link link, String token) {
        String text = link.text();
        return new Link(text + (text.contains("?") ? "&" : "?") + Link.TOKEN + "="
                + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }

    /** Whether a link alone lets in. */
    Verdict judge(Link link) {
        JwtSettings jwt = jwt();
        return jwt == null || jwt.readsLinks()
                ? verify(link)
                : new Refused(
                        RefusalReason.SHARING_OFF,
                        "Grafana takes no notice of tokens in addresses; set [auth.jwt] enabled = true, url_login = true and"
                                + " header_name, from Grafana 9.1 on");
    }

    private Verdict verify(Link link) {
        try {
            return orOtherOrg(link, new Accepted(configuration.verifier.verify(link.text())));
        } catch (LinkRefusedException e) {
            return new Refused(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private Verdict orOtherOrg(Link link, Verdict otherwise) {
        JwtSettings jwt = jwt();
        for (String orgId : link.parameters().getOrDefault("orgId", List.of())) {
            boolean own = jwt == null
                    ? orgId.equals(Long.toString(key.orgId()))
                    : jwt.orgs().stream().anyMatch(org -> orgId.equals(Long.toString(org)));
            if (!orgId.isEmpty() && !own) {
                return new Refused(
                        RefusalReason.OTHER_ORG,
                        "the link's orgId is '" + orgId + "' but "
                                + (jwt == null
                                        ? "the session is for org " + key.orgId() + "; give a link of the key's org"
                                        : "the user is in the orgs " + jwt.orgs() + "; give a link of one of these"));
            }
        }
        return otherwise;
    }

    /** Opens a session and returns what sets its cookie. */
    String open(Duration session) {
        return COOKIE + "=" + sessions.open(session) + "; Path=/; HttpOnly; Max-Age=" + session.toSeconds()
                + settings().cookieAttributes();
    }

    /** Whether one of the request's cookies names an open session. */
    boolean hasSession(Request request) {
        // A browser may send two of the name: one of a partition, one not.
        return request.cookies(COOKIE).anyMatch(sessions::isOpen);
    }
}
