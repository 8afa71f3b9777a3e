package io.gshare;

import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.OnRefused;
import io.gshare.test.Vectors;
import io.gshare.token.Claims;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** What every surface must do alike: one table of tags and their markup, one of refusals. */
public final class Surfaces {

    /**
     * One tag.
     *
     * @param why what the row is there for
     * @param attributes the tag's attributes, as JSP and Thymeleaf both read them
     * @param expected the markup, or the message of the refusal
     */
    public record Case(String why, String attributes, String expected) {
        @Override
        public String toString() {
            return why;
        }
    }

    /** A placeholder, whatever its frame is called, and whatever form that has. */
    public static final String PLACEHOLDER =
            "<div class=\"gshare-refused[^\"]*\" role=\"note\"( (id|title|hidden|style)=\"[^\"]*\")*>This dashboard cannot be shown.</div>";

    private Surfaces() {}

    /** Tags and the markup that they become with {@link #gshare()}. */
    public static List<Case> iframes() {
        return iframes(Vectors.example().signedSuffix(), "aliyun_api_key_sign=00&aliyun_api_key=x", "orgId=1&amp;");
    }

    /** The same with {@link #jwt()}. */
    public static List<Case> jwtIframes() {
        String signed = jwt().sign("/d/x");
        return iframes(signed.substring(signed.indexOf('?') + 1), "auth_token=x&auth%5Ftoken=y", "");
    }

    private static List<Case> iframes(String signature, String stale, String org) {
        return read("/surfaces/iframes.tsv").stream()
                .map(row -> new Case(
                        row.why,
                        row.attributes.replace("{X}", stale),
                        row.expected
                                .replace("{S}", signature.replace("&", "&amp;"))
                                .replace("{O}", org)))
                .toList();
    }

    /** Tags and the message with which they are refused. */
    public static List<Case> refused() {
        return read("/surfaces/refused.tsv");
    }

    /** The same with {@link #jwt()}, whose users may be in any org. */
    public static List<Case> jwtRefused() {
        return refused().stream().filter(row -> !row.why.equals("another org")).toList();
    }

    /** Tags with attributes that no tag takes, or takes without a value, and the message that says so. */
    public static List<Case> misspelled() {
        return read("/surfaces/misspelled.tsv");
    }

    /** Signs with the vendor's example key, its clock standing still: a default workspace, and one named ops below a path. */
    public static GShare gshare() {
        return builder().build();
    }

    /** The same workspaces, of Grafanas of one's own, where one user stands for all visitors; its clock stands still, too. */
    public static GShare jwt() {
        return jwt(TokenRules.everybodyAs(Claims.of("portal")));
    }

    /** The same, where each visitor is a user of his own. */
    public static GShare visitors() {
        return jwt(TokenRules.eachVisitor("portal:"));
    }

    private static GShare jwt(TokenRules rules) {
        return GShare.builder()
                .workspace("default", JwtSigners.of("https://grafana.example.com", rules))
                .workspace("ops", JwtSigners.of("https://example.com/grafana", rules))
                .build();
    }

    /** Made when they are asked for: few tests have the library that signs tokens. */
    private static final class JwtSigners {

        /** Its signatures of one text are the same. */
        private static final TokenKey KEY = TokenKey.parse("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(rsa()) + "\n-----END PRIVATE KEY-----\n");

        private static byte[] rsa() {
            try {
                return KeyPairGenerator.getInstance("RSA")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        static LinkSigner of(String url, TokenRules rules) {
            return LinkSigner.jwt(
                    Workspace.of(url),
                    KeySource.fixed(KEY),
                    rules,
                    Vectors.example().clock());
        }
    }

    /** Signs as {@link #gshare()}, showing placeholders. */
    public static GShare placeholders() {
        return builder().onRefused(OnRefused.PLACEHOLDER).build();
    }

    /** The same, to be built. */
    public static GShare.Builder builder() {
        return GShare.builder()
                .workspace("default", signer("https://grafana.example.com", Vectors.example()))
                .workspace("ops", signer("https://example.com/grafana", Vectors.example()));
    }

    /** A signer of a vector's key and time. */
    public static LinkSigner signer(String url, Vectors.Vector vector) {
        return LinkSigner.v2(Workspace.of(url), KeySource.fixed(vector.shareKey()), null, vector.clock());
    }

    private static List<Case> read(String file) {
        try (InputStream in = Objects.requireNonNull(Surfaces.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split("\t", -1)))
                    .map(cells -> new Case(cells.get(0), cells.get(1), cells.get(2)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
