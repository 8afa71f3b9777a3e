package io.gshare.key;

import org.jspecify.annotations.Nullable;

/**
 * What the user pasted: a Grafana API key or a service account token, parsed and checked offline.
 *
 * <p>A credential can call Grafana's API; a {@link ShareKey} derived from it can only sign links. Its {@code toString} never
 * shows the secret. Immutable and thread-safe.
 */
public abstract sealed class Credential permits ApiKey, ServiceAccountToken {

    private final String token;
    /** The part of it that keys are derived from. */
    final String secret;

    Credential(String token, String secret) {
        this.token = token;
        this.secret = secret;
    }

    /**
     * {@return the credential of a token as copied from Grafana, checked}
     *
     * @param token an {@linkplain ApiKey API key} or a {@linkplain ServiceAccountToken service account token}
     * @throws IllegalArgumentException if it is neither, or fails its own check; the message never repeats the token
     */
    public static Credential parse(String token) {
        String key = KeyText.of(token);
        if (ShareKey.isLikeDerivedKey(key)) {
            throw new IllegalArgumentException(
                    "the key is a derived key, which is no token; set gshare.derived-key in place of"
                            + " gshare.token, or copy the token again from Grafana");
        }
        return key.startsWith(ServiceAccountToken.PREFIX) ? ServiceAccountToken.parse(key) : ApiKey.parse(key);
    }

    /** {@return the name that the credential itself carries; {@code null} for a service account token, whose name only Grafana knows} */
    public abstract @Nullable String name();

    /** {@return the id of the key's org, where the credential itself carries it; {@code null} for a service account token} */
    public abstract @Nullable Long orgId();

    /**
     * {@return the share key, which signs links in this credential's name: PBKDF2-HMAC-SHA256 with 10 000 iterations, some 10 to 20 ms of CPU, so
     * once per key and never on a request's thread}
     *
     * @param name the key's name in Grafana; for an API key, the name it carries
     * @param orgId the id of the key's org, from 1; for an API key, the org it carries
     * @throws IllegalArgumentException if the name or the org contradicts the one that the credential carries, or is itself
     *     no name or org id
     */
    public abstract ShareKey shareKey(String name, long orgId);

    /**
     * {@return the share key under the name and org that are given beside the credential, or else those that it carries}
     *
     * @param name the key's name in Grafana; {@code null} for the credential's own
     * @param orgId the id of the key's org, from 1; {@code null} for the credential's own, or 1
     * @throws IllegalArgumentException as {@link #shareKey(String, long)}, or if nobody says the name
     */
    public ShareKey shareKey(@Nullable String name, @Nullable Long orgId) {
        String named = name == null ? name() : name;
        if (named == null) {
            throw new IllegalArgumentException(KeyName.MISSING);
        }
        Long own = orgId == null ? orgId() : orgId;
        return shareKey(named, own == null ? 1 : own.longValue());
    }

    /** {@return the secret as v1 links carry it: the token, to the letter} */
    public String reveal() {
        return token;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credential that && token.equals(that.token);
    }

    @Override
    public int hashCode() {
        return token.hashCode();
    }
}
