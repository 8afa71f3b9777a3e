package io.gshare.doctor;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What is examined, in this order: what fails first is the cause of what fails after it. */
public enum Check {
    /** The settings make a signer: the token's checksum, the key's name, and all else that can be told offline. */
    SETTINGS,
    /** The key file, where there is one, holds the key that signs, which is not older than three months. */
    KEY,
    /** The workspace answers. */
    REACHABLE,
    /** Its certificate is trusted, and good for a while. */
    CERTIFICATE,
    /** Its clock and this one agree. */
    CLOCK,
    /** It is a Grafana, and one that knows share links. */
    GRAFANA,
    /** It knows the token, and the token's org is the one that links name. */
    TOKEN,
    /** It does not take a link that is not signed. */
    UNSIGNED_LINK,
    /** It takes a link that is signed this moment. */
    SIGNED_LINK,
    /** It does not take a link whose signature is wrong. */
    BROKEN_SIGNATURE,
    /** The link shows its dashboard. */
    DASHBOARD,
    /** It lets the page frame it. */
    EMBEDDING,
    /** A frame on the page keeps the session's cookie, in all browsers. */
    COOKIE,
    /** What streams comes through, by a WebSocket. */
    LIVE,
    /** Page and workspace are both on HTTPS. */
    HTTPS,
    /** The key may do no more than look. */
    PERMISSIONS,
    /** A link opens a session, and not an overly long one. */
    SESSION;

    /** {@return the checks from {@link #SETTINGS} to {@link #CLOCK}, which cost one request at most: for a health endpoint} */
    public static Set<Check> cheap() {
        return Collections.unmodifiableSet(EnumSet.range(SETTINGS, CLOCK));
    }

    Finding ok(String evidence) {
        return new Finding(this, Verdict.OK, evidence, null);
    }

    Finding unknown(String evidence) {
        return new Finding(this, Verdict.UNKNOWN, evidence, null);
    }

    Finding warning(String evidence, String remedy) {
        return new Finding(this, Verdict.WARNING, evidence, remedy);
    }

    Finding failure(String evidence, String remedy) {
        return new Finding(this, Verdict.FAILURE, evidence, remedy);
    }
}
