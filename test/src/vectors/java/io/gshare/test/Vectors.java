package io.gshare.test;

import io.gshare.ShareKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * The test vectors of the share-link format: keys as Grafana shows them, and what they sign, to the byte.
 *
 * <p>The first two are the vendor's own example. They feed gshare's own tests too, and are for any other implementation of the format:
 * the file {@code signing.tsv} beside this class has them all, in UTF-8, a row each, its cells separated by tabs. Stateless.
 */
public final class Vectors {

    private static final String FILE = "signing.tsv";

    /**
     * One row. Its key is nobody's secret. Immutable and thread-safe.
     *
     * @param why what the row is there for
     * @param kind {@code api-key} or {@code service-account-token}
     * @param token the key as Grafana shows it
     * @param name the key's name
     * @param orgId the org's id
     * @param derivedKey 100 hex digits
     * @param timestamp Unix time in seconds
     * @param signature 32 hex digits
     */
    public record Vector(
            String why,
            String kind,
            String token,
            String name,
            long orgId,
            String derivedKey,
            String timestamp,
            String signature) {

        /**
         * What a signed v2 link ends with, but for its separator and its fragment.
         *
         * @return the parameters of the format, encoded
         */
        public String signedSuffix() {
            return "aliyun_api_key_sign=" + signature
                    + "&aliyun_api_key_timestamp=" + timestamp
                    + "&aliyun_api_key_name=" + percentEncoded(name)
                    + "&aliyun_api_key_org_id=" + orgId;
        }

        /**
         * The share key.
         *
         * @return the key, from the row's derived key
         */
        public ShareKey shareKey() {
            return ShareKey.of(name, orgId, derivedKey);
        }

        /**
         * A clock that stands still at the row's time.
         *
         * @return the clock
         */
        public InstantSource clock() {
            return InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(timestamp)));
        }

        /** What the row is there for. */
        @Override
        public String toString() {
            return why;
        }
    }

    private Vectors() {}

    /**
     * Every row.
     *
     * @return the rows, in the file's order
     */
    public static List<Vector> all() {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Vectors::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The vendor's own example: API key {@code test1} of org 1.
     *
     * @return the first row
     */
    public static Vector example() {
        return all().get(0);
    }

    private static Vector row(String line) {
        String[] cells = line.split("\t", -1);
        return new Vector(
                cells[0], cells[1], cells[2], cells[3], Long.parseLong(cells[4]), cells[5], cells[6], cells[7]);
    }

    /** Slow and obvious: every byte of UTF-8 that RFC 3986 does not call unreserved becomes %XX. */
    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved =
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".indexOf((char) b) >= 0;
            encoded.append(unreserved ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return encoded.toString();
    }
}
