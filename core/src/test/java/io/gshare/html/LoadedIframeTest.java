package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.ShownPage;
import io.gshare.Surfaces;
import io.gshare.settings.Embed;
import io.gshare.settings.OnRefused;
import io.gshare.settings.SignAt;
import io.gshare.text.Texts;
import io.gshare.ticket.Minting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames whose link is signed when they load, and those that are kept alive. */
class LoadedIframeTest {

    private static final String REST =
            " title=\"Grafana dashboard\" width=\"100%\" frameborder=\"0\" referrerpolicy=\"strict-origin\" loading=\"lazy\" allow=\"fullscreen\"></iframe>";
    private static final String SCRIPT =
            "<script type=\"module\" src=\"/app/gshare/" + FrameScript.path(Texts.load()) + "\"></script>";

    private final ShownPage page = new ShownPage(null);

    private Page gshare(SignAt signAt) {
        return builder().signAt(signAt).build().page(page);
    }

    private static GShare.Builder builder() {
        return Surfaces.builder()
                .embed(new Embed("sales", "ops", "/d/x", Set.of("from", "theme", "var-host"), Set.of()))
                .embed(new Embed("closed", "default", "/d/x", Set.of(), Set.of()));
    }

    /** The markup, with {@code {T}} in place of the ticket. */
    private static String render(Page shown, @Nullable Object... namesAndValues) {
        Iframe iframe = new Iframe(shown, "a test");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            iframe.set(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return iframe.render().markup().replaceAll("/app/gshare/ticket/[A-Za-z0-9_-]+", "{T}");
    }

    private String atLoad(@Nullable Object... namesAndValues) {
        return render(gshare(SignAt.LOAD), namesAndValues);
    }

    private String atRender(@Nullable Object... namesAndValues) {
        return render(gshare(SignAt.RENDER), namesAndValues);
    }

    @Test
    void theFrameIsTheApplicationsOwnAndLazy() {
        assertThat(atLoad("link", "/d/x")).isEqualTo("<iframe src=\"{T}\"" + REST);
        assertThat(atRender("link", "/d/x", "sign", "load")).isEqualTo("<iframe src=\"{T}\"" + REST);
        assertThat(atLoad("dashboard", "TZWea", "panel", 2, "workspace", "ops"))
                .isEqualTo("<iframe src=\"{T}\"" + REST);
        assertThat(page.signedLinks()).isZero();
    }

    @Test
    void withoutAScriptANonceIsTheFrames() {
        assertThat(atRender("link", "/d/x", "sign", "load", "nonce", "n")).contains(" nonce=\"n\" ");
    }

    @Test
    void aTagMayBeAnException() {
        assertThat(atLoad("link", "/d/x", "sign", "render"))
                .startsWith("<iframe src=\"https://grafana.example.com/d/x?aliyun_api_key_sign=")
                .contains("loading=\"eager\"");
        assertThat(page.signedLinks()).isEqualTo(1);
    }

    @Test
    void anEmbedIsTheApplicationsOwnInAnyCase() {
        assertThat(atRender("embed", "sales", "from", "now-1h", "var-host", "a&b"))
                .isEqualTo("<iframe src=\"/app/gshare/embed/sales?from=now-1h&amp;var-host=a%26b\"" + REST);
        assertThat(atRender("embed", "closed", "sign", "load"))
                .isEqualTo("<iframe src=\"/app/gshare/embed/closed\"" + REST);
    }

    @Test
    void aLinkMayBeOneToo() {
        LinkAttributes attributes = new LinkAttributes(gshare(SignAt.RENDER), "a test");
        attributes.set("embed", "sales");
        assertThat(attributes.signOrBlank()).isEqualTo("/app/gshare/embed/sales");
        assertThat(LinkAttributes.signOrBlank(gshare(SignAt.LOAD), "a test", "/d/x"))
                .startsWith("/app/gshare/ticket/");
        assertThat(gshare(SignAt.LOAD).dashboard("TZWea").sign()).startsWith("/app/gshare/ticket/");
    }

    /** A frame that waits for a script to say which theme, and one in its place where there are no scripts. */
    private static String waiting(String iframe) {
        return "<noscript>" + iframe.replace("{hidden}", "") + "</noscript>"
                + iframe.replace("{hidden}", " hidden=\"\"");
    }

    @Test
    void aFrameThatIsKeptAliveStandsInAnElementOfItsOwn() {
        assertThat(atRender("live", "true", "link", "/d/x"))
                .isEqualTo("<gshare-frame session=\"3600\" at=\"https://grafana.example.com\">" + SCRIPT
                        + "<iframe src=\"{T}\"" + REST + "</gshare-frame>");
        assertThat(atRender(
                        "LIVE", true, "link", "/d/x", "theme", "auto", "ratio", "16/9", "nonce", "a\"b", "class", "c"))
                .isEqualTo(
                        "<gshare-frame session=\"3600\" at=\"https://grafana.example.com\" theme=\"auto\" ratio=\"16/9\">"
                                + SCRIPT.replace("></script>", " nonce=\"a&quot;b\"></script>")
                                + waiting(
                                        "<iframe src=\"{T}\" title=\"Grafana dashboard\" class=\"c\"{hidden} width=\"100%\" frameborder=\"0\""
                                                + " referrerpolicy=\"strict-origin\" loading=\"lazy\" allow=\"fullscreen\"></iframe>")
                                + "</gshare-frame>");
        assertThat(atRender("live", "true", "embed", "sales", "theme", "auto"))
                .isEqualTo("<gshare-frame session=\"3600\" at=\"https://example.com/grafana\" theme=\"auto\">" + SCRIPT
                        + waiting("<iframe src=\"/app/gshare/embed/sales\"" + REST.replace(" width", "{hidden} width"))
                        + "</gshare-frame>");
        assertThat(atRender("live", "false", "link", "/d/x", "sign", "load")).isEqualTo("<iframe src=\"{T}\"" + REST);
    }

    @ParameterizedTest
    @CsvSource({"PT720H, ''", "PT30M, ' renewal=\"1800\"'", "PT0S, ' renewal=\"1\"'"})
    void itSaysForHowLongItIsRenewedIfThatIsNotTheDefault(Duration renewal, String attribute) {
        GShare gshare = builder()
                .minting(new Minting("/gshare", Duration.ofHours(12), renewal, true, Set.of()))
                .build();
        assertThat(render(gshare.page(page), "live", "true", "embed", "sales"))
                .startsWith("<gshare-frame session=\"3600\" at=\"https://example.com/grafana\"" + attribute + "><");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "live | yes | link | /d/x | live was 'yes' but must be true or false",
                "theme | auto | link | /d/x | theme was 'auto' but only a script sees the page's colours; give live=\"true\" too",
                "ratio | 16/9 | link | /d/x | ratio was '16/9' but only a script keeps it; give live=\"true\" too",
                "sign | once | link | /d/x | sign was 'once' but must be render or load",
                "embed | sale | id | y | embed was 'sale' but must be one of sales, closed; did you mean 'sales'?",
                "embed | sales | to | now | 'to' was given but is not open; give no other than from, theme, var-host",
                "embed | closed | from | now | 'from' was given but is not open; leave it out",
                "embed | sales | slug | x | 'slug' was given but is not open; give no other than from, theme, var-host",
                "embed | sales | from | once | from was 'once' but must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z",
                "embed | sales | workspace | ops | workspace was given beside embed, which has its own; remove workspace",
                "embed | sales | sign | render | sign was 'render' beside embed but an embed is signed at load, when it is known who is looking; remove sign",
                "embed | sales | link | /d/x | link and embed were given together but exactly one of them must be given: link, the address that Grafana's Share dialog copies; dashboard, the dashboard's uid; or embed, the name of one that is configured"
            })
    void wrongUseIsToldAtOnce(String name, String value, String other, String otherValue, String message) {
        assertThatThrownBy(() -> atRender(name, value, other, otherValue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void soIsWrongUseOfALiveFrame() {
        assertThatThrownBy(() -> atRender("live", "true", "link", "/d/x", "ratio", "wide"))
                .hasMessage("ratio was 'wide' but must be width/height, such as 16/9");
        assertThatThrownBy(() -> atRender("live", "true", "link", "/d/x", "sign", "render"))
                .hasMessage(
                        "live was given beside sign=\"render\" but a frame that is kept alive is signed at load; remove"
                                + " one of them");
        assertThatThrownBy(() -> atRender("live", "true", "embed", "closed", "theme", "auto"))
                .hasMessage("theme was 'auto' but is not open in the embed; add it to gshare.embeds.closed.open");
        assertThatThrownBy(() -> atRender("live", "true", "link", "https://evil.example.com/d/x"))
                .hasMessageContaining("its host is not the workspace's");
    }

    @Test
    void aPlaceholderStandsInTheirPlace() {
        Page gshare = builder().onRefused(OnRefused.PLACEHOLDER).build().page(page);
        String box = "<div class=\"gshare-refused\" role=\"note\">This dashboard cannot be shown.</div>";
        assertThat(render(gshare, "live", "true", "link", "https://evil.example.com/"))
                .isEqualTo(box);
        assertThat(render(gshare, "embed", "nobody")).isEqualTo(box);
    }

    @Test
    void withoutAPageThereIsNothingToLoadFrom() {
        GShare gshare = builder().build();
        assertThatThrownBy(() -> render(gshare.page(), "live", "true", "link", "/d/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "live was given where no response carries the page, so no application answers its frame; leave it out");
    }

    @Test
    void theScriptIsSmallInAllLanguages() throws IOException {
        FrameScript script = new FrameScript(Texts.load());
        assertThat(script.compressed().length).isLessThan(6 * 1024);
        try (GZIPInputStream compressed = new GZIPInputStream(new ByteArrayInputStream(script.compressed()))) {
            assertThat(compressed.readAllBytes()).isEqualTo(script.content());
        }
        assertThat(script.path()).matches("frame-[0-9a-f]{9,16}\\.js");
        assertThat(new String(script.content(), StandardCharsets.UTF_8))
                .startsWith("const TEXTS = {\"en\":{\"again\":\"Try again\",")
                .contains("\"zh\":{\"again\":\"重试\"", "\"zh-hant\":{\"again\":\"再試一次\"")
                .doesNotContain("\n  ", "\n//", "\n/*");
    }

    /** The nearest {@code lang} of the markup is the script's to find; a tag's own is the frame's and its element's. */
    @Test
    void theScriptIsToldThePagesLanguage() {
        assertThat(atLoad("link", "/d/x", "live", "true", "lang", "zh-TW"))
                .contains(" lang=\"zh-TW\" language=\"zh-hant\"><script", " title=\"Grafana 儀表板\" lang=\"zh-TW\" ");
        page.isIn(Locale.CHINA);
        assertThat(atLoad("link", "/d/x", "live", "true"))
                .contains(" language=\"zh\"><script", " title=\"Grafana 仪表板\"")
                .doesNotContain(" lang=");
        page.isIn(Locale.GERMANY);
        assertThat(atLoad("link", "/d/x", "live", "true")).doesNotContain("lang");
    }

    @ParameterizedTest
    @CsvSource({
        // the tag's lang, the surface's, the response's, the visitor's, what it says
        "zh-CN, fr,    en,    en,       zh",
        "fr,    zh-HK, en,    en,       zh-hant",
        ",      ,      zh_MO, en,       zh-hant",
        ",      en-GB, ,      zh,       en",
        ",      fr,    ,      'it, zh', zh",
        ",      ,      ,      'fr, it', en",
        ",      ,      ,      ,         en",
        "!?,    '',    ,      ,         en"
    })
    void aVisitorReadsThePagesLanguageElseHisOwn(
            @Nullable String lang,
            @Nullable String surface,
            @Nullable String response,
            @Nullable String visitor,
            String language) {
        Function<String, Locale> locale = tag -> Locale.forLanguageTag(tag.replace('_', '-'));
        page.isIn(response == null ? null : locale.apply(response));
        page.isReadIn(Stream.of((visitor == null ? "" : visitor).split(", "))
                .map(locale)
                .toList());
        Iframe iframe =
                new Iframe(builder().onRefused(OnRefused.PLACEHOLDER).build().page(page), "a test");
        iframe.set("link", "https://elsewhere.example/d/x");
        iframe.set("lang", lang);
        iframe.setLanguage(surface == null ? null : locale.apply(surface));
        String box = Map.of("en", ">This dashboard cannot be shown.", "zh", " lang=\"zh\">无法显示此仪表板。")
                .getOrDefault(language, " lang=\"zh-hant\">無法顯示此儀表板。");
        assertThat(iframe.render().markup()).isEqualTo("<div class=\"gshare-refused\" role=\"note\"" + box + "</div>");
    }
}
