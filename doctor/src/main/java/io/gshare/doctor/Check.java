package io.gshare.doctor;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What is examined, in this order. */
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
    /** It takes a link that is signed this moment. */
    SIGNED_LINK,
    /** The link shows its dashboard. */
    DASHBOARD,
    /** It does not take a link that is not signed. */
    UNSIGNED_LINK,
    /** It does not take a link whose signature is wrong. */
    BROKEN_SIGNATURE,
    /** It lets the page frame it. */
    EMBEDDING,
    /** A frame on the page keeps the session's cookie. */
    COOKIE,
    /** Page and workspace are both on HTTPS. */
    HTTPS,
    /** The key may do no more than look. */
    PERMISSIONS,
    /** Sessions are not overly long. */
    SESSION;

    /**
     * The checks that cost one request at most: for a health endpoint.
     *
     * @return {@link #SETTINGS}, {@link #KEY}, {@link #REACHABLE}, {@link #CERTIFICATE}, {@link #CLOCK}
     */
    public static Set<Check> cheap() {
        return Collections.unmodifiableSet(EnumSet.range(SETTINGS, CLOCK));
    }
}
