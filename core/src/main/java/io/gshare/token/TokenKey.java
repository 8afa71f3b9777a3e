package io.gshare.token;

import io.gshare.key.KeyListener;
import io.gshare.key.KeySource;
import io.gshare.key.SealingKeys;
import io.gshare.key.SigningKey;
import io.gshare.key.WatchedFile;
import io.gshare.text.Redaction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final List<TokenKey> beside;
    /** Its own and those of the keys beside it. */
    private final List<String> texts;

    private TokenKey(String text, TokenKeys.Signer signer, List<TokenKey> beside) {
        this.text = text.replaceAll("\\s+", ""); // nodes may have it with other line ends
        this.signer = signer;
        this.beside = beside;
        this.texts = all().stream().map(each -> each.text).toList();
    }

    /**
     * Reads a private key.
     *
     * @param privateKey a private JWK with {@code kid}, or PKCS#8 in PEM: EC or RSA, of 2048 bits or more; or a JWK Set of such JWKs, whose first signs
     * @return the key
     * @throws IllegalArgumentException if it is none, or {@code io.gshare:gshare-jwt} is missing; the message never repeats it
     */
    public static TokenKey parse(String privateKey) {
        return parse(privateKey, TokenKeys.find());
    }

    private static TokenKey parse(String privateKeys, TokenKeys service) {
        List<String> texts = service.apart(privateKeys);
        List<TokenKey> beside = new ArrayList<>();
        for (int i = 1; i < texts.size(); i++) {
            beside.add(new TokenKey(texts.get(i), signer(texts, i, service), List.of()));
        }
        TokenKey first = new TokenKey(texts.get(0), signer(texts, 0, service), List.copyOf(beside));
        Set<String> ids = new HashSet<>();
        for (TokenKey each : first.all()) {
            if (!ids.add(String.valueOf(each.id()))) {
                throw new IllegalArgumentException("the JWK Set has two keys with the kid "
                        + Redaction.quote(String.valueOf(each.id()))
                        + " but Grafana looks keys up by that; give each its own");
            }
        }
        return first;
    }

    private static TokenKeys.Signer signer(List<String> texts, int index, TokenKeys service) {
        try {
            return service.signer(texts.get(index));
        } catch (IllegalArgumentException e) {
            throw texts.size() == 1
                    ? e
                    : new IllegalArgumentException("key " + (index + 1) + " of the JWK Set: " + e.getMessage());
        }
    }

    /**
     * Watches a file that holds a private key, as {@link WatchedFile} does: another key in it is noticed within 5 s. A JWK signs when it is the
     * file's first, and has been published for a quarter of an hour; a key in PEM signs at once.
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
        return WatchedFile.watch("key-file", prefix, file, strict, text -> parse(text, keys), source, listener);
    }

    /**
     * What seals tickets in place of a share key.
     *
     * @param keys where the current key comes from
     * @param clock tells when a key was replaced
     * @return keys that are derived of the private one
     */
    public static SealingKeys sealing(KeySource<TokenKey> keys, InstantSource clock) {
        return SealingKeys.of(keys, key -> key.texts, clock);
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
     * The keys of its JWK Set, whose public halves are published.
     *
     * @return this one, and those that stand behind it
     */
    public List<TokenKey> all() {
        return Stream.concat(Stream.of(this), beside.stream()).toList();
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
        if (id() == null) {
            return SigningKey.super.signsFrom();
        }
        String others = beside.stream()
                .map(each -> Redaction.quote(String.valueOf(each.id())))
                .collect(Collectors.joining(", "));
        return "as soon as it has been published for " + PublishedKeys.ANNOUNCED.toMinutes()
                + " minutes, so that Grafana knows it" + (others.isEmpty() ? "" : "; published beside it: " + others);
    }

    @Override
    public String toString() {
        return "TokenKey[" + described() + "]";
    }
}
