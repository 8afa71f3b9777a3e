package io.gshare.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gshare.GShare;
import io.gshare.ShownPage;
import io.gshare.test.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewritingTest {

    private static Settings settings(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "gshare.url",
                "https://grafana.example.com",
                "gshare.token",
                Vectors.example().token()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put("gshare." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(settings);
    }

    private static @Nullable Rewriting read(String... namesAndValues) {
        return GShare.from(settings(namesAndValues)).configuration().rewriting();
    }

    @Test
    void nothingIsRewrittenUnlessTheSettingsSaySo() {
        assertThat(read()).isNull();
        assertThat(read("rewrite", "false", "rewrite.include", "/reports/*")).isNull();
    }

    @Test
    void everyPageIsRewrittenUnlessTheSettingsSayWhich() {
        assertThat(read("rewrite", "true")).isEqualTo(Rewriting.EVERYWHERE);
    }

    @Test
    void listsAreSeparatedByCommasAndWhiteSpace() {
        assertThat(read(
                        "rewrite", "true",
                        "rewrite.include", "/a/*, *.html\n/b.html",
                        "rewrite.exclude", "/a/admin/*",
                        "rewrite.attributes", "IFRAME@data-lazy-src ,x-panel@link"))
                .isEqualTo(new Rewriting(
                        List.of("/a/*", "*.html", "/b.html"),
                        List.of("/a/admin/*"),
                        Set.of("iframe@data-lazy-src", "x-panel@link")));
    }

    @Test
    void viewsOfAGShareKeepIt() {
        GShare gshare = GShare.from(settings("rewrite", "true"));
        assertThat(gshare.page(new ShownPage(null)).configuration().rewriting()).isEqualTo(Rewriting.EVERYWHERE);
        assertThat(gshare.workspace("default").configuration().rewriting()).isEqualTo(Rewriting.EVERYWHERE);
    }

    @Test
    void everyProblemIsNamed() {
        SettingsException thrown = catchThrowableOfType(
                SettingsException.class,
                () -> GShare.from(settings(
                        "rewrite", "yes",
                        "rewrite.include", "reports/*",
                        "rewrite.exclude", "/a/*.html",
                        "rewrite.attributes", "data-src")));
        assertThat(Objects.requireNonNull(thrown).problems())
                .containsExactly(
                        "gshare.rewrite was 'yes' but must be true or false",
                        "gshare.rewrite.include was 'reports/*' but must be a path pattern such as /reports/*, *.html or"
                                + " /start.html",
                        "gshare.rewrite.exclude was '/a/*.html' but must be a path pattern such as /reports/*, *.html or"
                                + " /start.html",
                        "gshare.rewrite.attributes was 'data-src' but must be element@attribute in lower case, such as"
                                + " iframe@data-lazy-src");
    }

    @Test
    void anAttributeIsShownWhole() {
        assertThatThrownBy(() -> new Rewriting(List.of(), List.of(), Set.of("Iframe@src")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rewrite.attributes was 'Iframe@src' but must be element@attribute in lower case, such as"
                        + " iframe@data-lazy-src");
    }

    @ParameterizedTest
    @CsvSource({
        "/*, /, true",
        "/*, /a/b.html, true",
        "/a/*, /a, true",
        "/a/*, /a/, true",
        "/a/*, /a/b/c, true",
        "/a/*, /ab, false",
        "/a/*, /b/a/c, false",
        "*.html, /a/b.html, true",
        "*.html, /a/b.htm, false",
        "*.html, /a.html/b, false",
        "/a.html, /a.html, true",
        "/a.html, /a.html/b, false",
        "/, /, true",
        "/, /a, false",
    })
    void patternsMatchAsTheServletStandardSays(String pattern, String path, boolean covered) {
        assertThat(new Rewriting(List.of(pattern), List.of(), Set.of()).covers(path))
                .isEqualTo(covered);
        assertThat(new Rewriting(List.of("/*"), List.of(pattern), Set.of()).covers(path))
                .isEqualTo(!covered);
    }

    @Test
    void thereAreNotTooManyAttributes() {
        Set<String> attributes =
                IntStream.rangeClosed(1, 51).mapToObj(i -> "a@x" + i).collect(Collectors.toSet());
        assertThatThrownBy(() -> new Rewriting(List.of(), List.of(), attributes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rewrite.attributes was 51 attributes but takes at most 50; leave some out");
    }
}
