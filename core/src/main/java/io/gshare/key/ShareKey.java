package io.gshare.key;

import io.gshare.text.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class ShareKey implements SigningKey {

    /** The settings that say it. */
    static final String DERIVED_KEY = "gshare.derived-key";

    static final String KEY_NAME = "gshare.key-name";
    static final String ORG_ID = "gshare.org-id";

    private static final int ITERATIONS = 10_000;
    private static final int BITS = 50 * 8;

    /** A secret that is shorter may be a name's word as well. */
    private static final int SHORTEST_SECRET = 16;

    private static final Pattern DERIVED = Pattern.compile("[0-9a-f]{100}");

    private static final Pattern LIKE_DERIVED_KEY = Pattern.compile("[0-9a-fA-F]{33,}");

    private final String name;
    private final long orgId;
    private final String orgIdText;
    private final String derivedKey;

    private ShareKey(String name, long orgId, String derivedKey) {
        this.name = KeyName.require(name);
        this.orgId = requireOrgId(orgId);
        this.orgIdText = Long.toString(orgId);
        this.derivedKey = derivedKey;
    }

    /**
     * {@return a share key whose derived key is given}
     *
     * @param name the key's name in Grafana, 1 to 500 characters: any text without a key in it
     * @param orgId the id of the key's org, from 1
     * @param derivedKey 100 lower-case hex digits
     * @throws IllegalArgumentException if one of them is not as said; the message never repeats the derived key
     */
    public static ShareKey of(String name, long orgId, String derivedKey) {
        return new ShareKey(name, orgId, requireDerivedKey(derivedKey));
    }

    static String requireDerivedKey(String text) {
        String key = text.isBlank() ? "" : KeyText.of(text);
        if (!isDerivedKey(key)) {
            throw new IllegalArgumentException("the derived key must be 100 lower-case hex digits and has "
                    + key.length() + " characters; derive it again from the token");
        }
        return key;
    }

    static boolean isDerivedKey(String text) {
        return DERIVED.matcher(text).matches();
    }

    /** Whether it may have been one before it was cut short or written in capitals: no token of Grafana's has so many hex digits alone. */
    static boolean isLikeDerivedKey(String text) {
        return LIKE_DERIVED_KEY.matcher(text).matches();
    }

    static ShareKey derive(String secret, byte[] salt, String name, long orgId) {
        if (secret.length() >= SHORTEST_SECRET && name.contains(secret)) {
            throw KeyName.holdsKey();
        }
        KeyName.require(name);
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

    /**
     * {@return an org's id, from 1, as settings, key files and options write it}
     *
     * @param text digits
     * @throws IllegalArgumentException if it is none
     */
    public static long parseOrgId(String text) {
        try {
            if (text.matches("[1-9][0-9]{0,18}")) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // beyond 64 bits: told as any other
        }
        throw Redaction.wrong("org-id", text, "must be a whole number, 1 or more");
    }

    private static long requireOrgId(long orgId) {
        if (orgId < 1) {
            throw new IllegalArgumentException(
                    "org-id was '" + orgId + "' but must be 1 or more; use the org's id as Grafana shows it");
        }
        return orgId;
    }

    /** {@return the key's name in Grafana: 1 to 500 characters of free text, blanks at its ends included} */
    public String name() {
        return name;
    }

    /** {@return the id of the key's org, from 1} */
    public long orgId() {
        return orgId;
    }

    /** {@return the org's id as links spell it, from 1, the same instance each time} */
    public String orgIdText() {
        return orgIdText;
    }

    /**
     * {@return 100 lower-case hex digits: what {@code gshare.derived-key} takes, so that the token need not be on the web server} Whoever holds
     * them can sign links; keep them as the secret they are.
     */
    public String derivedKey() {
        return derivedKey;
    }

    /**
     * {@return the key as settings write it: {@code gshare.org-id}, {@code gshare.key-name} and {@code gshare.derived-key}, values by full name, in
     * this order, so that no beginning of a file with these lines is a key; keep them as the secret they hold} The name is in double quotes where
     * settings would read another one.
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(ORG_ID, orgIdText);
        settings.put(KEY_NAME, KeyName.write(name));
        settings.put(DERIVED_KEY, derivedKey);
        return settings;
    }

    /**
     * {@return the signature of a v2 link: {@code lowerHex(MD5(derivedKey + "_" + timestamp))}, 32 digits}
     *
     * @param timestamp Unix seconds
     */
    public String signature(String timestamp) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest((derivedKey + "_" + timestamp).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no MD5, which v2 links are signed with", e);
        }
    }

    /**
     * {@return whether both hold the same derived key, whatever their names; found in constant time}
     *
     * @param other another key
     */
    public boolean sameSecret(ShareKey other) {
        return MessageDigest.isEqual(
                derivedKey.getBytes(StandardCharsets.US_ASCII), other.derivedKey.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String described() {
        return "the key " + Redaction.quote(name) + " of org " + orgId;
    }

    @Override
    public void requireSuccessorOf(SigningKey before) {
        if (before instanceof ShareKey known && known.orgId != orgId) {
            throw new IllegalArgumentException("its org-id was '" + orgId + "' but the key before it belongs to org "
                    + known.orgId + ", which links and embeds name; restart to change the org");
        }
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
        return "ShareKey[name=" + Redaction.visible(name) + ", orgId=" + orgId + "]";
    }
}
