package io.gshare.link;

import io.gshare.key.ShareKey;
import java.time.Duration;
import java.time.Instant;

/**
 * A link that a {@link LinkVerifier} has accepted; it comes from nowhere else. Immutable and thread-safe.
 */
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

    /**
     * The name of the key that signed the link.
     *
     * @return the key's name in Grafana
     */
    public String keyName() {
        return key.name();
    }

    /**
     * The id of the key's org: the session is for this org.
     *
     * @return from 1
     */
    public long orgId() {
        return key.orgId();
    }

    /**
     * When the link was signed; for a v1 link, which does not say, when it was verified.
     *
     * @return whole seconds
     */
    public Instant signedAt() {
        return signedAt;
    }

    /**
     * How long the session lasts that the link opens.
     *
     * @return whole seconds, from 1
     */
    public Duration session() {
        return session;
    }

    /**
     * The link without the contract's parameters and the separator before them: what to show, log and redirect to.
     *
     * @return the link as it was given otherwise, absolute or relative
     */
    public String dashboardLink() {
        return dashboardLink;
    }

    @Override
    public String toString() {
        return "VerifiedLink[key=" + key + ", signedAt=" + signedAt + ", session=" + session + "]";
    }
}
