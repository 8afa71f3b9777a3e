package io.gshare;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What signs: a key's name, its org and the derived key.
 *
 * <p>The derived key is {@code lowerHex(PBKDF2-HMAC-SHA256(secret, salt, 10 000 iterations, 50 bytes))}, 100 hex digits. It
 * signs links and can do nothing else: it is no bearer token. A web application that is given only this never holds the token.
 *
 * <p>Immutable and thread-safe. Equality is that of the public part, name and org; {@code toString} shows no more.
 */
public final class ShareKey {

    private static final int ITERATIONS = 10_000;
    private static final int BITS = 50 * 8;
    private static final int LONGEST_NAME = 190;
    private static final Pattern DERIVED_KEY = Pattern.compile("[0-9a-f]{100}");

    private final String name;
    private final long orgId;
    private final String orgIdText;
    private final String derivedKey;

    private ShareKey(String name, long orgId, String derivedKey) {
        this.name = requireName(name);
        this.orgId = requireOrgId(orgId);
        this.orgIdText = Long.toString(orgId);
        this.derivedKey = derivedKey;
    }

    /**
     * A share key whose derived key is given.
     *
     * @param name the key's name in Grafana, 1 to 190 characters
     * @param orgId the id of the key's org, from 1
     * @param derivedKey 100 lower-case hex digits
     * @return the share key
     * @throws IllegalArgumentException if one of them is not as said; the message never repeats the derived key
     */
    public static ShareKey of(String name, long orgId, String derivedKey) {
        return new ShareKey(name, orgId, requireDerivedKey(derivedKey));
    }

    static String requireDerivedKey(String text) {
        String stripped = text.strip();
        if (!isDerivedKey(stripped)) {
            throw new IllegalArgumentException("the derived key must be 100 lower-case hex digits and has "
                    + stripped.length() + " characters; derive it again from the token");
        }
        return stripped;
    }

    static boolean isDerivedKey(String text) {
        return DERIVED_KEY.matcher(text).matches();
    }

    static ShareKey derive(String secret, byte[] salt, String name, long orgId) {
        requireName(name);
        requireOrgId(orgId);
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, ITERATIONS, BITS);
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new ShareKey(name, orgId, HexFormat.of().formatHex(derived));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    static String requireName(String name) {
        int length = name.codePointCount(0, name.length());
        if (name.isBlank() || length > LONGEST_NAME) {
            throw new IllegalArgumentException("key-name was " + Redaction.quote(name) + " but must have 1 to "
                    + LONGEST_NAME + " characters; use the key's name as Grafana shows it");
        }
        if (name.startsWith(ServiceAccountToken.PREFIX) || name.startsWith("eyJrIjoi")) {
            throw new IllegalArgumentException(
                    "key-name was '***' but that is a key, and names stand in every link; use the"
                            + " key's name as Grafana shows it");
        }
        if (name.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("key-name was " + Redaction.quote(name)
                    + " but a character of it was lost on the way, where something is not UTF-8 (LANG or LC_ALL, say); set that to"
                    + " UTF-8");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("key-name was " + Redaction.quote(name)
                    + " but half a character in it has no" + " UTF-8; use the key's name as Grafana shows it");
        }
        return name;
    }

    private static long requireOrgId(long orgId) {
        if (orgId < 1) {
            throw new IllegalArgumentException(
                    "org-id was '" + orgId + "' but must be 1 or more; use the org's id as Grafana shows it");
        }
        return orgId;
    }

    /**
     * The key's name in Grafana.
     *
     * @return 1 to 190 characters of free text
     */
    public String name() {
        return name;
    }

    /**
     * The id of the key's org.
     *
     * @return from 1
     */
    public long orgId() {
        return orgId;
    }

    /** The org's id as links spell it. */
    String orgIdText() {
        return orgIdText;
    }

    /**
     * The derived key: what {@code gshare.derived-key} takes, so that the token need not be on the web server. Whoever holds it
     * can sign links; keep it as the secret it is.
     *
     * @return 100 lower-case hex digits
     */
    public String derivedKey() {
        return derivedKey;
    }

    /** The signature of a v2 link: {@code lowerHex(MD5(derivedKey + "_" + timestamp))}. */
    String signature(String timestamp) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest((derivedKey + "_" + timestamp).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no MD5, which v2 links are signed with", e);
        }
    }

    /** Whether both hold the same derived key, in constant time. */
    boolean sameSecret(ShareKey other) {
        return MessageDigest.isEqual(
                derivedKey.getBytes(StandardCharsets.US_ASCII), other.derivedKey.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShareKey that && name.equals(that.name) && orgId == that.orgId;
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Long.hashCode(orgId);
    }

    @Override
    public String toString() {
        return "ShareKey[name=" + name + ", orgId=" + orgId + "]";
    }
}
