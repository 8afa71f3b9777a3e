package io.gshare;

import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.OnRefused;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        return read("/surfaces/iframes.tsv");
    }

    /** Tags and the message with which they are refused. */
    public static List<Case> refused() {
        return read("/surfaces/refused.tsv");
    }

    /** Tags with attributes that no tag takes, or takes without a value, and the message that says so. */
    public static List<Case> misspelled() {
        return read("/surfaces/misspelled.tsv");
    }

    /** Signs with the vendor's example key, its clock standing still: a default workspace, and one named ops below a path. */
    public static GShare gshare() {
        return builder().build();
    }

    /** The same, showing placeholders. */
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
        String signature = Vectors.example().signedSuffix().replace("&", "&amp;");
        try (InputStream in = Objects.requireNonNull(Surfaces.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split("\t", -1)))
                    .map(cells ->
                            new Case(cells.get(0), cells.get(1), cells.get(2).replace("{S}", signature)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
