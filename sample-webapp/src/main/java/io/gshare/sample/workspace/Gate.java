package io.gshare.sample.workspace;

import io.gshare.LinkRefusedException;
import io.gshare.LinkVerifier;
import io.gshare.RefusalReason;
import io.gshare.ShareKey;
import io.gshare.VerifiedLink;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Lets a request in by a share link, which opens a session, or by the session's cookie. Thread-safe. */
final class Gate {

    static final String COOKIE = "grafana_session";

    /** Why a request is not let in. */
    record Refusal(RefusalReason reason, String message) {}

    private record Configuration(WorkspaceSettings settings, LinkVerifier verifier) {}

    private final ShareKey key;
    private final InstantSource clock;
    private final Sessions sessions;
    /** Keys that came later. */
    private final List<ShareKey> further = new CopyOnWriteArrayList<>();

    private volatile Configuration configuration;

    Gate(ShareKey key, InstantSource clock, WorkspaceSettings settings) {
        this.key = key;
        this.clock = clock;
        this.sessions = new Sessions(clock);
        this.configuration = configuration(settings);
    }

    void configure(WorkspaceSettings settings) {
        configuration = configuration(settings);
    }

    void accept(ShareKey another) {
        further.add(another);
        configure(settings());
    }

    private Configuration configuration(WorkspaceSettings settings) {
        LinkVerifier.Version version =
                settings.apiKeyShareVersion().equals("v2") ? LinkVerifier.Version.V2 : LinkVerifier.Version.V1;
        LinkVerifier.Builder verifier = LinkVerifier.builder()
                .key(key)
                .clock(clock)
                .sharing(settings.apiKeyShare())
                .version(version);
        further.forEach(verifier::key);
        return new Configuration(settings, verifier.build());
    }

    WorkspaceSettings settings() {
        return configuration.settings();
    }

    /** Lets a request for a page in, and gives the response the cookie of a session that its link opens; or says why not. */
    @Nullable
    Refusal admit(HttpServletRequest request, HttpServletResponse response) {
        Configuration current = configuration;
        Duration opens = null;
        if (isShareLink(request)) {
            try {
                VerifiedLink link = current.verifier.verify(request.getRequestURI() + "?" + request.getQueryString());
                opens = link.session();
            } catch (LinkRefusedException e) {
                return new Refusal(e.reason(), String.valueOf(e.getMessage()));
            }
        } else if (!hasSession(request)) {
            return new Refusal(
                    RefusalReason.NOT_SIGNED,
                    "the link carries no signature, and no session came with it; the real Grafana would show its login"
                            + " page here");
        }
        for (String orgId : Parameters.of(request).getOrDefault("orgId", new String[0])) {
            if (!orgId.isEmpty() && !orgId.equals(Long.toString(key.orgId()))) {
                return new Refusal(
                        RefusalReason.OTHER_ORG,
                        "the link's orgId is '" + orgId + "' but the session is for org " + key.orgId()
                                + "; give a link of the key's org");
            }
        }
        if (opens != null) {
            response.addHeader(
                    "Set-Cookie",
                    COOKIE + "=" + sessions.open(opens) + "; Path=/; HttpOnly; Max-Age=" + opens.toSeconds()
                            + current.settings.cookieAttributes());
        }
        return null;
    }

    /** Whether the request's cookie names an open session. */
    boolean hasSession(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            // A browser may send two of the name: one of a partition, one not.
            if (cookie.getName().equals(COOKIE) && sessions.isOpen(cookie.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShareLink(HttpServletRequest request) {
        String query = request.getQueryString();
        return Parameters.of(request).keySet().stream().anyMatch(name -> name.startsWith("aliyun_api_key"))
                || (query != null && query.contains("aliyun_api_key"));
    }
}
