package io.gshare.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What seals tickets: HMAC-SHA256 under keys that HKDF-SHA256 (RFC 5869) makes from what signs a workspace's links. Keys that were
 * replaced while this was in use still open what they sealed. Thread-safe; no key leaves it.
 */
public final class SealingKeys {

    /** How long a seal is, in bytes. */
    public static final int SEAL_BYTES = 32;

    /** How many keys are known, however fast they change. */
    private static final int MOST_KEYS = 8;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] INFO = "gshare ticket 2".getBytes(StandardCharsets.US_ASCII);

    /** A key, and when another came in its place; {@code null} for the current one. */
    private record Key(SecretKeySpec key, @Nullable Instant replaced) {}

    /** The keys so far, the current one first, and what that was made of. */
    private record Keys(List<String> secrets, List<Key> all) {

        @Override
        public String toString() {
            return "Keys";
        }
    }

    private final Supplier<List<String>> secrets;
    private final InstantSource clock;
    private volatile Keys keys = new Keys(List.of(), List.of());

    private SealingKeys(Supplier<List<String>> secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
        learn();
    }

    /**
     * {@return what seals by what a source's current key is}
     *
     * @param source where the key comes from
     * @param secrets what of a key nobody else knows, and of those that stand beside it; the first seals, and all open
     * @param clock tells when a key was replaced
     * @param <K> what signs
     */
    public static <K extends SigningKey> SealingKeys of(
            KeySource<K> source, Function<K, List<String>> secrets, InstantSource clock) {
        SealingKeys keys = new SealingKeys(() -> secrets.apply(source.current()), clock);
        // Also a node that seals nothing meanwhile has to open what the others seal.
        source.onReplaced(keys::current);
        return keys;
    }

    /**
     * {@return what seals by a token that links carry themselves}
     *
     * @param credential the token
     */
    public static SealingKeys of(Credential credential) {
        return new SealingKeys(() -> List.of(credential.reveal()), InstantSource.system());
    }

    /**
     * {@return the seal by the key that is current now}
     *
     * @param parts what is sealed, of which none can run into the next
     */
    public byte[] seal(List<byte[]> parts) {
        return mac(current().all.get(0).key, parts);
    }

    /**
     * {@return whether one of the keys made a seal}
     *
     * @param seal the seal, which is compared in constant time
     * @param parts what was sealed
     * @param mayHaveSealed whether a key that was replaced at a time may have made it
     */
    public boolean isSealOf(byte[] seal, List<byte[]> parts, Predicate<Instant> mayHaveSealed) {
        for (Key key : current().all) {
            if (MessageDigest.isEqual(seal, mac(key.key, parts))) {
                return key.replaced == null || mayHaveSealed.test(key.replaced);
            }
        }
        return false;
    }

    /** The keys, among them the one that is current now. */
    private Keys current() {
        List<String> now = secrets.get();
        Keys known = keys;
        return known.secrets.equals(now) ? known : learn();
    }

    private synchronized Keys learn() {
        List<String> now = secrets.get(); // again: a reader that was overtaken must not bring the old one back
        Keys known = keys;
        if (!known.secrets.equals(now)) {
            List<Key> all = new ArrayList<>();
            now.forEach(secret -> all.add(new Key(sealingKey(secret), null)));
            for (Key before : known.all) {
                if (all.size() < now.size() + MOST_KEYS - 1
                        && all.stream().noneMatch(each -> each.key.equals(before.key))) {
                    all.add(before.replaced == null ? new Key(before.key, clock.instant()) : before);
                }
            }
            known = new Keys(now, List.copyOf(all));
            keys = known;
        }
        return known;
    }

    private static byte[] mac(SecretKeySpec key, List<byte[]> parts) {
        Mac mac = hmac(key);
        for (byte[] part : parts) {
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static SecretKeySpec sealingKey(String secret) {
        return new SecretKeySpec(hkdf(secret.getBytes(StandardCharsets.UTF_8), new byte[SEAL_BYTES], INFO), HMAC);
    }

    /** HKDF-SHA256 of RFC 5869: the first 32 bytes. */
    static byte[] hkdf(byte[] secret, byte[] salt, byte[] info) {
        byte[] extracted = hmac(new SecretKeySpec(salt, HMAC)).doFinal(secret);
        Mac expand = hmac(new SecretKeySpec(extracted, HMAC));
        expand.update(info);
        return expand.doFinal(new byte[] {1});
    }

    private static Mac hmac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256, which tickets are sealed with", e);
        }
    }

    @Override
    public String toString() {
        return "SealingKeys";
    }
}
