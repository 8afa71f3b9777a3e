package io.gshare.key;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A service account token (Grafana 9 and later): {@code glsa_<secret>_<checksum>}.
 *
 * <p>The checksum is the lower-case hex of the little-endian CRC-32/IEEE of {@code glsa_<secret>}, so a mistyped token is
 * found when it is configured. Immutable and thread-safe; {@code toString} shows no part of the token.
 */
public final class ServiceAccountToken extends Credential {

    static final String PREFIX = "glsa_";

    private final String checksum;

    private ServiceAccountToken(String token, String secret, String checksum) {
        super(token, secret);
        this.checksum = checksum;
    }

    /**
     * {@return the service account token of a text, checked}
     *
     * @param token the token as Grafana shows it once; white space around it is ignored
     * @throws IllegalArgumentException if it has not the three parts, or its checksum does not fit; the message never repeats
     *     the token
     */
    public static ServiceAccountToken parse(String token) {
        String key = KeyText.of(token);
        String[] parts = key.split("_", -1);
        if (parts.length != 3 || !parts[0].equals("glsa") || parts[1].isEmpty()) {
            throw new IllegalArgumentException("the service account token has not the form glsa_<secret>_<checksum>;"
                    + " copy it again from Grafana");
        }
        if (!parts[2].equals(checksum(PREFIX + parts[1]))) {
            throw new IllegalArgumentException(
                    "the service account token's checksum does not fit, so it is mistyped or cut short;"
                            + " copy it again from Grafana");
        }
        return new ServiceAccountToken(key, parts[1], parts[2]);
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", Integer.reverseBytes((int) crc.getValue()));
    }

    @Override
    public @Nullable String name() {
        return null;
    }

    @Override
    public @Nullable Long orgId() {
        return null;
    }

    @Override
    public ShareKey shareKey(String name, long orgId) {
        return ShareKey.derive(secret, checksum.getBytes(StandardCharsets.UTF_8), name, orgId);
    }

    @Override
    public String toString() {
        return "ServiceAccountToken[redacted]";
    }
}
