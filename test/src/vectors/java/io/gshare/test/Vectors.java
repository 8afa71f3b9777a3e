package io.gshare.test;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.gshare.text.Redaction;
import io.gshare.key.ShareKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The test vectors of the share-link format: keys as Grafana shows them, and what they sign, to the byte; and keys that a Grafana made,
 * with the hash that it stores of each.
 *
 * <p>The first two are the vendor's own example. They feed gshare's own tests too, and are for any other implementation of the format:
 * the files {@code signing.tsv} and {@code grafana.tsv} beside this class have them all, in UTF-8, a row each, its cells separated by
 * tabs. Stateless.
 */
public final class Vectors {

    private static final String SIGNING = "signing.tsv";
    private static final String GRAFANA = "grafana.tsv";
    private static final JsonFactory JSON = new JsonFactory();

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

    /**
     * A key that a Grafana made, which is gone, and the hash that it stored. Immutable and thread-safe.
     *
     * @param kind {@code api-key} or {@code service-account-token}
     * @param token the key as Grafana shows it
     * @param name the key's name: any text, with blanks at its ends, control characters and line breaks
     * @param orgId the org's id
     * @param derivedKey what Grafana stores: 100 hex digits
     */
    public record StoredKey(String kind, String token, String name, long orgId, String derivedKey) {

        /** Which key it is, by what is seen of its name. */
        @Override
        public String toString() {
            return kind + " " + Redaction.quote(name) + " of org " + orgId;
        }
    }

    private Vectors() {}

    /**
     * Every row of {@code signing.tsv}.
     *
     * @return the rows, in the file's order
     */
    public static List<Vector> all() {
        return rows(
                SIGNING,
                cells -> new Vector(
                        cells[0], cells[1], cells[2], cells[3], Long.parseLong(cells[4]), cells[5], cells[6], cells[7]));
    }

    /**
     * Every row of {@code grafana.tsv}.
     *
     * @return the rows, in the file's order
     */
    public static List<StoredKey> stored() {
        return rows(
                GRAFANA,
                cells -> new StoredKey(cells[0], cells[1], text(cells[2]), Long.parseLong(cells[3]), cells[4]));
    }

    private static <T> List<T> rows(String file, Function<String[], T> row) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> row.apply(line.split("\t", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            return Objects.requireNonNull(parser.nextTextValue(), json);
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
