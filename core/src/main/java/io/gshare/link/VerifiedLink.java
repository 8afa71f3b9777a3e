package io.gshare.link;

import io.gshare.key.ShareKey;
import io.gshare.text.Redaction;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A link that a {@link LinkVerifier} has accepted; it comes from nowhere else. Immutable and thread-safe. */
public final class VerifiedLink {

    private final @Nullable String keyName;
    private final long orgId;
    private final @Nullable String login;
    private final @Nullable String role;
    private final Instant signedAt;
    private final Duration session;
    private final String dashboardLink;

    VerifiedLink(ShareKey key, Instant signedAt, Duration session, String dashboardLink) {
        this.keyName = key.name();
        this.orgId = key.orgId();
        this.login = null;
        this.role = null;
        this.signedAt = signedAt;
        this.session = session;
        this.dashboardLink = dashboardLink;
    }

    /** A JWT link. */
    VerifiedLink(
            @Nullable String keyId,
            String login,
            String role,
            Instant signedAt,
            Duration session,
            String dashboardLink) {
        this.keyName = keyId;
        this.orgId = 0;
        this.login = login;
        this.role = role;
        this.signedAt = signedAt;
        this.session = session;
        this.dashboardLink = dashboardLink;
    }

    /** {@return the name in Grafana of the key that signed the link; of a JWT link, the key's {@code kid}, which a key in PEM has none of} */
    public @Nullable String keyName() {
        return keyName;
    }

    /** {@return the id of the key's org, from 1: the session is for this org; 0 for a JWT link, whose user may be in several} */
    public long orgId() {
        return orgId;
    }

    /**
     * Who is looking.
     *
     * @return a JWT link's user, by his login in Grafana; {@code null} for another, which opens a session of nobody's
     */
    public @Nullable String login() {
        return login;
    }

    /**
     * What he may do.
     *
     * @return a JWT link's role as Grafana reads it: {@code Viewer}, {@code Editor} or {@code Admin}; {@code null} for another, whose key has it
     */
    public @Nullable String role() {
        return role;
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
        String signer = login == null
                ? "ShareKey[name=" + Redaction.visible(String.valueOf(keyName)) + ", orgId=" + orgId + "]"
                : "TokenKey[" + Redaction.quote(String.valueOf(keyName)) + "], login=" + Redaction.quote(login)
                        + ", role=" + role;
        return "VerifiedLink[key=" + signer + ", signedAt=" + signedAt + ", session=" + session + "]";
    }
}
