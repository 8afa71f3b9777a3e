package io.gshare.link;

import io.gshare.key.ShareKey;
import java.time.Duration;
import java.time.Instant;

/** A link that a {@link LinkVerifier} has accepted; it comes from nowhere else. Immutable and thread-safe. */
public final class VerifiedLink {

    private final ShareKey key;
    private final Instant signedAt;
    private final Duration session;
    private final String dashboardLink;

    VerifiedLink(ShareKey key, Instant signedAt, Duration session, String dashboardLink) {
        this.key = key;
        this.signedAt = signedAt;
        this.session = session;
        this.dashboardLink = dashboardLink;
    }

    /** {@return the name in Grafana of the key that signed the link} */
    public String keyName() {
        return key.name();
    }

    /** {@return the id of the key's org, from 1: the session is for this org} */
    public long orgId() {
        return key.orgId();
    }

    /** {@return when the link was signed, in whole seconds; for a v1 link, which does not say, when it was verified} */
    public Instant signedAt() {
        return signedAt;
    }

    /** {@return how long the session lasts that the link opens, in whole seconds, from 1} */
    public Duration session() {
        return session;
    }

    /** {@return the link as it was given, without the contract's parameters and the separator before them: what to show, log and redirect to} */
    public String dashboardLink() {
        return dashboardLink;
    }

    @Override
    public String toString() {
        return "VerifiedLink[key=" + key + ", signedAt=" + signedAt + ", session=" + session + "]";
    }
}
