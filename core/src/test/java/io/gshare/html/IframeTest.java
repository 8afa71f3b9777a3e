package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.link.LinkRefusedException;
import io.gshare.settings.OnRefused;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IframeTest {

    private static final String SRC = "src=\"" + Surface.URL + "/d/x?" + Surface.SIGNED_HTML + "\"";
    private static final String REST =
            " width=\"100%\" frameborder=\"0\" referrerpolicy=\"no-referrer\" loading=\"eager\" allow=\"fullscreen\"></iframe>";

    private static Iframe iframe(OnRefused onRefused, @Nullable Object... namesAndValues) {
        Iframe iframe = new Iframe(Surface.gshare(onRefused).page(), "a test");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            iframe.set(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return iframe;
    }

    private static Iframe iframe(@Nullable Object... namesAndValues) {
        return iframe(OnRefused.FAIL, namesAndValues);
    }

    private static Arguments row(String markup, @Nullable Object... namesAndValues) {
        return Arguments.of(markup, iframe(namesAndValues));
    }

    static Stream<Arguments> frames() {
        String titled = "<iframe " + SRC + " title=\"Grafana dashboard\"";
        return Stream.of(
                row(titled + REST, "link", "/d/x"),
                row(titled + " height=\"400\"" + REST, "link", "/d/x", "height", 400),
                row(titled + " class=\"wide\"" + REST, "class", "wide", "link", "/d/x"),
                row(titled + " class=\"\"" + REST, "link", "/d/x", "class", ""),
                row(titled + REST, "link", "/d/x", "class", null),
                row(titled + " data-a.b:c_d=\"1\"" + REST, "link", "/d/x", "data-a.b:c_d", "1"),
                row("<iframe " + SRC + " title=\"CPU\"" + REST, "link", "/d/x", "title", "CPU"),
                row("<iframe " + SRC + " TITLE=\"CPU\"" + REST, "link", "/d/x", "TITLE", "CPU"),
                row(
                        titled
                                + " loading=\"lazy\" width=\"100%\" frameborder=\"0\" referrerpolicy=\"no-referrer\" allow=\"fullscreen\"></iframe>",
                        "link",
                        "/d/x",
                        "loading",
                        "lazy"),
                row(
                        titled
                                + " Allow=\"\" referrerPolicy=\"origin\" width=\"100%\" frameborder=\"0\" loading=\"eager\"></iframe>",
                        "link",
                        "/d/x",
                        "Allow",
                        "",
                        "referrerPolicy",
                        "origin"),
                row(
                        "<iframe src=\"" + Surface.URL + "/d/TZWea?orgId=1&amp;var-a=%3Cb%3E&amp;" + Surface.SIGNED_HTML
                                + "\" title=\"Grafana dashboard\"" + REST,
                        "dashboard",
                        "TZWea",
                        "var-a",
                        "<b>"),
                row(
                        "<iframe src=\"" + Surface.URL + "/d/x?a=&#39;&amp;b&amp;" + Surface.SIGNED_HTML
                                + "#f&#39;\" title=\"Grafana dashboard\"" + REST,
                        "link",
                        "/d/x?a='&amp;b#f'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void aFrameIsWritten(String markup, Iframe iframe) {
        assertThat(iframe.render().markup()).isEqualTo(markup);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"><script>alert(1)</script>",
                "\" onload=\"alert(1)",
                "' onload='alert(1)",
                "&quot; onload=&quot;",
                "</iframe><script>",
                "javascript:alert(1)"
            })
    void aValueNeverLeavesItsAttribute(String attack) {
        for (String name : new String[] {"title", "class", "id", "style", "allow", "loading", "name", "data-x"}) {
            String markup = iframe("link", "/d/x", name, attack).render().markup();

            assertThat(markup)
                    .contains(" " + name + "=\""
                            + attack.replace("&", "&amp;")
                                    .replace("\"", "&quot;")
                                    .replace("'", "&#39;")
                                    .replace("<", "&lt;")
                                    .replace(">", "&gt;")
                            + "\"");
            assertThat(markup.chars().filter(c -> c == '<')).hasSize(2);
            assertThat(markup.chars().filter(c -> c == '>')).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slug",
                "panel",
                "from",
                "to",
                "timezone",
                "theme",
                "kiosk",
                "refresh",
                "var-host",
                "var-\"><script>"
            })
    void aLinksAttributeNeverLeavesTheLink(String name) {
        Iframe iframe = iframe("dashboard", "TZWea", name, "\"><script>alert(1)</script>");

        String markup;
        try {
            markup = iframe.render().markup();
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(markup).doesNotContain("<script").contains("%22%3E%3Cscript%3E");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a=\"b\"",
                "a>",
                "<a",
                "a\"",
                "a'",
                "a/",
                "1a",
                "-a",
                "ä",
                "onload =",
                "a\tb",
                "a\nb",
                "\0a"
            })
    void aNameThatIsNoAttributesIsRefusedAndNotRepeated(String name) {
        assertThatThrownBy(() -> iframe("link", "/d/x", name, "x").render())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "an attribute's name has characters that an iframe's may not; use letters, digits, -, _, . and :");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"onload", "ONLOAD", "onLoad", "onerror", "on", "onfuture", "On-x", "srcdoc", "SrcDoc", "SRCDOC"})
    void whatWouldRunOrReplaceTheContentIsRefused(String name) {
        assertThatThrownBy(() -> iframe("link", "/d/x", name, "x").render())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " is not allowed on a gshare iframe, whose content is the signed link and nothing"
                        + " else; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src", "SRC", "Src"})
    void srcIsTheLinks(String name) {
        assertThatThrownBy(() -> iframe("link", "/d/x", name, "https://evil/").render())
                .hasMessage(name + " is not allowed on a gshare iframe, whose content is the signed link and nothing"
                        + " else; give link or dashboard");
    }

    @Test
    void anAttributeInTwoSpellingsIsRefused() {
        assertThatThrownBy(
                        () -> iframe("link", "/d/x", "class", "a", "CLASS", "b").render())
                .hasMessage("CLASS was given twice; HTML knows no case in attribute names");
    }

    @Test
    void whereALinkIsRefusedThePageFails() {
        assertThatThrownBy(() -> iframe("link", "https://evil/").render()).isInstanceOf(LinkRefusedException.class);
        assertThatThrownBy(() -> iframe("class", "wide").render())
                .hasMessageStartingWith("link, dashboard and embed were all missing");
    }

    @Test
    void orAPlaceholderStandsInItsPlace() {
        String placeholder = "<div class=\"gshare-refused\" role=\"note\">This dashboard cannot be shown.</div>";

        assertThat(iframe(OnRefused.PLACEHOLDER, "link", "https://evil/", "name", "n")
                        .render()
                        .markup())
                .isEqualTo(placeholder);
        assertThat(iframe(OnRefused.PLACEHOLDER, "link", "/d/x", "onload", "x")
                        .render()
                        .markup())
                .isEqualTo(placeholder);
        assertThat(iframe(OnRefused.PLACEHOLDER).render().markup()).isEqualTo(placeholder);
        assertThat(iframe(OnRefused.PLACEHOLDER, "link", "/d/x").render().markup())
                .startsWith("<iframe " + SRC);
    }

    @ParameterizedTest
    @CsvSource({
        "height, 300, box-sizing:border-box;min-height:300px",
        "HEIGHT, ' 300.5px', box-sizing:border-box;min-height:300px",
        "height, 60%, box-sizing:border-box;min-height:60%",
        "ratio, 16/9, box-sizing:border-box;aspect-ratio:16/9",
        "height, '400\n', box-sizing:border-box;min-height:400px",
        "height, 4.5e2, box-sizing:border-box;min-height:4px",
        "width, 300, box-sizing:border-box;width:300px",
        "style, height:60vh, height:60vh"
    })
    void thePageStaysAsItIsWhereAPlaceholderStandsInAFramesPlace(String name, String value, String style) {
        assertThat(iframe(OnRefused.PLACEHOLDER, "link", "https://evil/", "class", "wide", name, value)
                        .render()
                        .markup())
                .isEqualTo("<div class=\"gshare-refused wide\" role=\"note\" style=\"" + style
                        + "\">This dashboard cannot be shown.</div>");
    }

    @Test
    void aPlaceholderIsKnownByWhatItsFrameIs() {
        assertThat(iframe(OnRefused.PLACEHOLDER, "link", "//evil/", "id", "f", "title", "T", "hidden", "")
                        .render()
                        .markup())
                .isEqualTo(
                        "<div class=\"gshare-refused\" role=\"note\" id=\"f\" title=\"T\" hidden=\"\">This dashboard cannot be"
                                + " shown.</div>");
    }

    @ParameterizedTest
    @CsvSource({"height, auto", "height, -1", "height, 300000;", "ratio, wide"})
    void aFormThatIsNoneIsNoPlaceholders(String name, String value) {
        assertThat(iframe(OnRefused.PLACEHOLDER, "link", "https://evil/", name, value)
                        .render()
                        .markup())
                .isEqualTo("<div class=\"gshare-refused\" role=\"note\">This dashboard cannot be shown.</div>");
    }

    @Test
    void theLinkCanBeFilledDirectly() {
        Iframe iframe = iframe();
        iframe.link().set("link", "/d/x");

        assertThat(iframe.render().markup()).startsWith("<iframe " + SRC);
    }

    @Test
    void anElementsContentIsEscaped() {
        assertThat(new Element("p", Map.of("title", "a\"b"), "a<b&c").markup())
                .isEqualTo("<p title=\"a&quot;b\">a&lt;b&amp;c</p>");
    }
}
