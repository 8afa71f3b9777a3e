package io.gshare.token;

import io.gshare.key.KeyListener;
import io.gshare.key.KeySource;
import io.gshare.key.SealingKeys;
import io.gshare.key.SigningKey;
import io.gshare.key.WatchedFile;
import io.gshare.text.Redaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A private key that signs JSON Web Tokens. Immutable and thread-safe; {@code toString} shows its id and algorithm alone.
 *
 * <p>Grafana looks keys up by their id, and the keys of its {@code key_file} have none: so a key in PEM makes tokens without {@code kid}, and a
 * JWK makes tokens with its own.
 */
public final class TokenKey implements SigningKey {

    private final String text;
    private final TokenKeys.Signer signer;

    private TokenKey(String text, TokenKeys.Signer signer) {
        this.text = text.replaceAll("\\s+", ""); // nodes may have it with other line ends
        this.signer = signer;
    }

    /**
     * Reads a private key.
     *
     * @param privateKey a private JWK with {@code kid}, or PKCS#8 in PEM: EC or RSA, of 2048 bits or more
     * @return the key
     * @throws IllegalArgumentException if it is none, or {@code io.gshare:gshare-jwt} is missing; the message never repeats it
     */
    public static TokenKey parse(String privateKey) {
        return new TokenKey(privateKey, TokenKeys.find().signer(privateKey));
    }

    /**
     * Watches a file that holds a private key, as {@link WatchedFile} does: another key in it is noticed within 5 s. A JWK is
     * published for a quarter of an hour before it signs, a key in PEM signs at once.
     *
     * @param file where it is
     * @param strict whether a file that every user of the machine can read is none
     * @param source what the log and the listener call it, such as the workspace's name
     * @param prefix of the settings that name the file, for messages; empty where none does
     * @param listener hears of each other key, and of each problem
     * @return where the current key comes from; {@link KeySource#close} it
     * @throws IllegalArgumentException if the file cannot be read or holds no private key, or {@code io.gshare:gshare-jwt} is missing
     */
    public static KeySource<TokenKey> watch(
            Path file, boolean strict, String source, String prefix, KeyListener listener) {
        TokenKeys keys = TokenKeys.find(); // the thread that watches has no class loader to find it by
        return WatchedFile.watch(
                "key-file", prefix, file, strict, text -> new TokenKey(text, keys.signer(text)), source, listener);
    }

    /**
     * What seals tickets in place of a share key.
     *
     * @param keys where the current key comes from
     * @param clock tells when a key was replaced
     * @return keys that are derived of the private one
     */
    public static SealingKeys sealing(KeySource<TokenKey> keys, InstantSource clock) {
        return SealingKeys.of(keys, key -> key.text, clock);
    }

    /** What {@link TokenKeys#find} answers; in a class, because what leads OSGi's bundles to their services passes over interfaces. */
    static TokenKeys service() {
        try {
            return found(ServiceLoader.load(TokenKeys.class, TokenKeys.class.getClassLoader()))
                    .or(() -> found(ServiceLoader.load(TokenKeys.class)))
                    .orElseThrow(() -> new IllegalArgumentException("link-version was 'jwt' but the library that signs"
                            + " JSON Web Tokens is missing; add the artifact io.gshare:gshare-jwt to the"
                            + " application"));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalArgumentException(
                    "link-version was 'jwt' but the library that signs JSON Web Tokens lacks what it needs ("
                            + (e.getCause() == null ? e : e.getCause())
                            + "); add the artifact com.nimbusds:nimbus-jose-jwt, which io.gshare:gshare-jwt brings"
                            + " with Maven",
                    e);
        }
    }

    private static Optional<TokenKeys> found(ServiceLoader<TokenKeys> services) {
        try {
            return services.findFirst();
        } catch (ServiceConfigurationError e) {
            if (e.getCause() != null) {
                throw e;
            }
            return Optional.empty(); // that class loader has a gshare of its own
        }
    }

    /**
     * The key's {@code kid}.
     *
     * @return as the JWK has it; {@code null} for a key in PEM
     */
    public @Nullable String id() {
        return signer.id();
    }

    /**
     * How it signs.
     *
     * @return the {@code alg} of RFC 7518, such as {@code ES256}
     */
    public String algorithm() {
        return signer.algorithm();
    }

    /**
     * Signs a token, which takes some 100 µs.
     *
     * @param claims what it says: strings, whole numbers, lists of strings
     * @return the token in its compact form: ASCII that a query may hold as it is
     */
    public String sign(Map<String, Object> claims) {
        return signer.sign(claims);
    }

    /**
     * The public half, for a JWK Set.
     *
     * @return a JWK in JSON, with {@code kid} where the key has one
     */
    public String publicJwk() {
        return signer.publicJwk();
    }

    /**
     * The public half, for Grafana's {@code key_file}.
     *
     * @return {@code SubjectPublicKeyInfo} in PEM
     */
    public String publicPem() {
        return signer.publicPem();
    }

    /**
     * The public half in the form that verifies this key's tokens in Grafana.
     *
     * @return {@link #publicPem()} where tokens have no {@code kid}, else {@link #publicJwk()}
     */
    public String verifying() {
        return id() == null ? publicPem() : publicJwk();
    }

    @Override
    public String described() {
        String id = signer.id();
        return (id == null ? "a key without an id" : "the key " + Redaction.quote(id)) + " (" + algorithm() + ")";
    }

    @Override
    public String signsFrom() {
        return id() == null
                ? SigningKey.super.signsFrom()
                : "in " + PublishedKeys.ANNOUNCED.toMinutes() + " minutes, when Grafana has had the time to fetch it";
    }

    @Override
    public String toString() {
        return "TokenKey[" + described() + "]";
    }
}
