package io.gshare.test;

import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkVerifier;
import io.gshare.link.RefusalReason;
import io.gshare.link.VerifiedLink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets a request in by a share link, which opens a session, or by the session's cookie. Thread-safe. */
final class Gate {

    private static final String COOKIE = "grafana_session";

    /** Whether a request for a page is let in. */
    sealed interface Verdict {}

    /** It is not. */
    record Refused(RefusalReason reason, String message) implements Verdict {}

    /** It is, by an open session. */
    record Known() implements Verdict {}

    /** It is, by its link, which opens a session. */
    record Accepted(VerifiedLink link) implements Verdict {}

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

    /** Ends all sessions, and forgets all keys that came later. */
    void reset(WorkspaceSettings settings) {
        sessions.end();
        further.clear();
        configure(settings);
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

    Verdict admit(Request request) {
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

    /** Whether a link alone lets in. */
    Verdict judge(Link link) {
        try {
            return orOtherOrg(link, new Accepted(configuration.verifier.verify(link.text())));
        } catch (LinkRefusedException e) {
            return new Refused(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private Verdict orOtherOrg(Link link, Verdict otherwise) {
        for (String orgId : link.parameters().getOrDefault("orgId", List.of())) {
            if (!orgId.isEmpty() && !orgId.equals(Long.toString(key.orgId()))) {
                return new Refused(
                        RefusalReason.OTHER_ORG,
                        "the link's orgId is '" + orgId + "' but the session is for org " + key.orgId()
                                + "; give a link of the key's org");
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
