package io.gshare.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.ShownPage;
import io.gshare.Surface;
import io.gshare.Surfaces;
import io.gshare.html.HtmlEscape;
import io.gshare.html.Iframe;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;
import org.xml.sax.InputSource;

/** The dialect on real templates, with OGNL as in plain Thymeleaf and with Spring's expressions. */
class DialectTest {

    private static final String SUFFIX = Vectors.example().signedSuffix();
    private static final String LINK = "https://grafana.example.com/d/TZWea?" + SUFFIX;
    private static final String ESCAPED = HtmlEscape.escape(LINK);

    private static TemplateEngine plain(Page page) {
        return with(new TemplateEngine(), page);
    }

    private static TemplateEngine plain(Page page, TemplateMode mode) {
        TemplateEngine engine = new TemplateEngine();
        StringTemplateResolver resolver = new StringTemplateResolver();
        resolver.setTemplateMode(mode);
        engine.setTemplateResolver(resolver);
        engine.addDialect(new GShareDialect(page));
        return engine;
    }

    private static TemplateEngine with(TemplateEngine engine, Page page) {
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect(new GShareDialect(page));
        return engine;
    }

    static Stream<ITemplateEngine> enginesAtLoad() {
        Page page = Surfaces.builder().signAt(SignAt.LOAD).build().page(new ShownPage(null));
        return Stream.of(plain(page), with(new SpringTemplateEngine(), page));
    }

    static Stream<ITemplateEngine> engines() {
        return Stream.of(
                plain(Surfaces.gshare().page()),
                with(new SpringTemplateEngine(), Surfaces.gshare().page()));
    }

    static Stream<ITemplateEngine> jwtEngines() {
        return Stream.of(
                plain(Surfaces.jwt().page()),
                with(new SpringTemplateEngine(), Surfaces.jwt().page()));
    }

    private static String render(ITemplateEngine engine, String template, Map<String, Object> variables) {
        return engine.process(template, new Context(Locale.ROOT, variables));
    }

    @Test
    void whatAVisitorReadsIsInTheTemplatesLanguage() {
        ITemplateEngine refusing = plain(Surfaces.placeholders().page());
        String template = "<gshare:iframe link='//evil'></gshare:iframe>";
        assertThat(refusing.process(template, new Context(Locale.SIMPLIFIED_CHINESE)))
                .isEqualTo("<div class=\"gshare-refused\" role=\"note\" lang=\"zh\">无法显示此仪表板。</div>");
        assertThat(refusing.process(template, new Context(Locale.TAIWAN))).contains("無法顯示此儀表板。");
        assertThat(refusing.process(template, new Context(Locale.FRENCH))).contains("This dashboard cannot be shown.");
        assertThat(plain(Surfaces.gshare().page())
                        .process("<gshare:iframe link='/d/x'></gshare:iframe>", new Context(Locale.CHINA)))
                .contains(" title=\"Grafana 仪表板\"");
    }

    private static String render(String template, Map<String, Object> variables) {
        return render(plain(Surfaces.gshare().page()), template, variables);
    }

    /** The error of the dialect itself, which Thymeleaf wraps in errors of its own. */
    private static TemplateProcessingException error(ITemplateEngine engine, String template) {
        Throwable error = catchThrowable(() -> render(engine, template, Map.of()));
        for (; error != null; error = error.getCause()) {
            if (error instanceof TemplateProcessingException own
                    && own.getClass() == TemplateProcessingException.class) {
                return own;
            }
        }
        throw new AssertionError("no error of a template: " + template);
    }

    private static TemplateProcessingException error(String template) {
        return error(plain(Surfaces.gshare().page()), template);
    }

    @Test
    void linksAreHeardAsTheDialects() {
        List<Surface> heard = new ArrayList<>();
        GShare gshare = Surfaces.gshare().heardBy(event -> heard.add(event.surface()));
        String template = """
                <gshare:iframe dashboard="TZWea"></gshare:iframe><a gshare:href="${'/d/x'}">a</a><a th:href="${#gshare.sign('/d/x')}">a</a>""";
        render(plain(gshare.page()), template, Map.of());
        assertThat(heard).containsExactly(Surface.DIALECT, Surface.DIALECT, Surface.DIALECT);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyTagOfTheTableBecomesItsMarkup(ITemplateEngine engine) {
        assertRenders(engine, Surfaces.iframes());
    }

    @ParameterizedTest
    @MethodSource("jwtEngines")
    void andWithLinksToAGrafanaOfOnesOwn(ITemplateEngine engine) {
        assertRenders(engine, Surfaces.jwtIframes());
        for (Surfaces.Case row : Surfaces.jwtRefused()) {
            assertThat(error(engine, "<gshare:iframe " + row.attributes() + "/>"))
                    .as(row.why())
                    .hasMessageStartingWith("<gshare:iframe>: " + row.expected());
        }
    }

    private static void assertRenders(ITemplateEngine engine, List<Surfaces.Case> cases) {
        String template = cases.stream()
                .map(row -> "<gshare:iframe " + row.attributes() + "></gshare:iframe>")
                .collect(Collectors.joining("\n"));
        assertThat(render(engine, template, Map.of()).lines())
                .containsExactlyElementsOf(
                        cases.stream().map(Surfaces.Case::expected).toList());
    }

    @ParameterizedTest
    @MethodSource("enginesAtLoad")
    void aFrameMayBeSignedWhenItLoadsAndKeptAlive(ITemplateEngine engine) {
        String ticket = "/app/gshare/ticket/[A-Za-z0-9_-]+";
        String iframe = "<iframe src=\"" + ticket
                + "\" title=\"Grafana dashboard\" width=\"100%\" frameborder=\"0\" referrerpolicy=\"strict-origin\" loading=\"lazy\" allow=\"fullscreen\"></iframe>";
        assertThat(render(
                        engine,
                        "<gshare:iframe link='/d/x'/><gshare:iframe link='/d/x' live='true' gshare:ratio=\"'16/9'\"/>"
                                + "<gshare:iframe link='/d/x' live='true' theme='auto'/>"
                                + "<a gshare:href=\"'/d/x'\">x</a>",
                        Map.of()))
                .matches(iframe + "<gshare-frame session=\"3600\" at=\"[^\"]+\" ratio=\"16/9\"><script type=\"module\""
                        + " src=\"/app/gshare/frame-[0-9a-f]{9,16}\\.js\"></script>" + iframe
                        + "</gshare-frame><gshare-frame [^>]*><script [^>]*></script><noscript>"
                        + iframe + "</noscript>" + iframe.replace(" width", " hidden=\"\" width")
                        + "</gshare-frame><a href=\""
                        + ticket + "\">x</a>");
    }

    @Test
    void everyRefusalOfTheTableFailsTheTemplateWithItsMessageAndPlace() {
        SoftAssertions all = new SoftAssertions();
        for (Surfaces.Case row : Stream.concat(Surfaces.refused().stream(), Surfaces.misspelled().stream())
                .toList()) {
            String template = "<p>\n <gshare:iframe " + row.attributes() + "/></p>";
            all.assertThat(error(template))
                    .as(row.why())
                    .hasMessageStartingWith("<gshare:iframe>: " + row.expected() + " (template: ")
                    .hasMessageEndingWith(" - line 2, col 2)");
        }
        all.assertAll();
    }

    @Test
    void refusalsAreQuietBoxesWithPlaceholders() {
        TemplateEngine engine = plain(Surfaces.placeholders().page());
        for (Surfaces.Case row : Stream.concat(Surfaces.refused().stream(), Surfaces.misspelled().stream())
                .toList()) {
            assertThat(render(engine, "<gshare:iframe " + row.attributes() + "/>", Map.of()))
                    .as(row.why())
                    .matches(Surfaces.PLACEHOLDER);
        }
        assertThat(render(engine, "<a gshare:href=\"'javascript:alert(1)'\">x</a>", Map.of()))
                .isEqualTo("<a href=\"about:blank\">x</a>");
        assertThat(render(engine, "[(${#gshare.sign('javascript:alert(1)')})]", Map.of()))
                .isEqualTo("about:blank");
    }

    @Test
    void everythingIsAPlaceholderWhereGshareIsSwitchedOff() {
        TemplateEngine engine = plain(GShare.disabled().page());
        for (Surfaces.Case row : Surfaces.iframes()) {
            assertThat(render(engine, "<gshare:iframe " + row.attributes() + "/>", Map.of()))
                    .as(row.why())
                    .matches(Surfaces.PLACEHOLDER);
        }
        for (String link : List.of(
                "'/d/x'",
                "@{https://grafana.example.com/d/x}",
                "${#gshare.dashboard('TZWea').from('now-6h')}",
                "${#gshare.sign('/d/x')}",
                "${#gshare.dashboard('TZWea').panel(2).sign()}",
                "${#gshare.workspace('ops').sign('/d/x')}")) {
            assertThat(render(engine, "<a gshare:href=\"" + link + "\">x</a>", Map.of()))
                    .as(link)
                    .isEqualTo("<a href=\"about:blank\">x</a>");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyAttributeMayBeAnExpression(ITemplateEngine engine) {
        String template = """
                <gshare:iframe gshare:dashboard="${uid}" slug="test" gshare:panel="${panel}" gshare:kiosk="${kiosk}" \
                gshare:var-host="${hosts}" th:title="${title}" gshare:data-x="${title}" gshare:theme="${none}" \
                th:classappend="wide" allowfullscreen></gshare:iframe>""";
        assertThat(render(
                        engine,
                        template,
                        Map.of(
                                "uid",
                                "TZWea",
                                "panel",
                                2,
                                "kiosk",
                                false,
                                "hosts",
                                List.of("a", "b"),
                                "title",
                                "\"<b>")))
                .isEqualTo(
                        "<iframe src=\"https://grafana.example.com/d-solo/TZWea/test?orgId=1&amp;panelId=2"
                                + "&amp;var-host=a&amp;var-host=b&amp;" + SUFFIX.replace("&", "&amp;")
                                + "\" title=\"&quot;&lt;b&gt;\" data-x=\"&quot;&lt;b&gt;\" allowfullscreen=\"\" class=\"wide\""
                                + " width=\"100%\" frameborder=\"0\" referrerpolicy=\"no-referrer\" loading=\"eager\" allow=\"fullscreen\"></iframe>");
    }

    @Test
    void standardAttributesDecideWhetherAndHowOften() {
        assertThat(render(
                        "<gshare:iframe th:each=\"uid : ${uids}\" th:if=\"${uid != 'skip'}\" gshare:dashboard=\"${uid}\"/>",
                        Map.of("uids", List.of("a", "skip", "c"))))
                .contains("/d/a?", "/d/c?")
                .doesNotContain("/d/skip?");
    }

    @Test
    void variablesComeFromTheBodyToo() {
        assertThat(render("""
                        <gshare:iframe dashboard="TZWea">
                          <!-- a comment -->
                          <gshare:variable name="host" gshare:value="${hosts}"/>
                          <gshare:variable name="db" value="a &amp; b"></gshare:variable>
                        </gshare:iframe>""", Map.of("hosts", List.of("a", "b"))))
                .contains("orgId=1&amp;var-host=a&amp;var-host=b&amp;var-db=a%20%26%20b&amp;aliyun")
                .doesNotContain("comment", "gshare:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>x</b>",
                "text",
                "<gshare:variable name='a'/>",
                "<gshare:variable name='a' value='b' th:if='${x}'/>"
            })
    void whatElseStandsInTheBodyIsAnError(String body) {
        assertThat(error("<gshare:iframe dashboard='TZWea'>" + body + "</gshare:iframe>"))
                .hasMessageMatching(
                        "(?s)<gshare:iframe>: (the body has .* but may have|<gshare:variable> must have) .*");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void srcAndHrefAreSigned(ITemplateEngine engine) {
        Map<String, Object> model = Map.of("link", "https://grafana.example.com/d/TZWea", "uid", "TZWea");
        assertThat(render(engine, "<iframe gshare:src=\"${link}\"></iframe>", model))
                .isEqualTo("<iframe src=\"" + ESCAPED + "\"></iframe>");
        assertThat(render(
                        engine,
                        "<a href=\"#\" gshare:href=\"@{https://grafana.example.com/d/{uid}(uid=${uid})}\">x</a>",
                        model))
                .isEqualTo("<a href=\"" + ESCAPED + "\">x</a>");
        assertThat(render(engine, "<a gshare:href=\"/d/TZWea\">x</a>", model))
                .isEqualTo("<a href=\"" + ESCAPED + "\">x</a>");
        assertThat(render(engine, "<a data-gshare-href=\"/d/TZWea\">x</a>", model))
                .isEqualTo("<a href=\"" + ESCAPED + "\">x</a>");
    }

    @Test
    void xmlIsSignedAsHtmlIs() throws Exception {
        Page page = Surfaces.builder().signAt(SignAt.LOAD).build().page(new ShownPage(null));
        String template = """
                <gshare:iframe dashboard="TZWea" var-host="a" th:title="${title}" allowfullscreen=""><gshare:variable name="db" value="b"/></gshare:iframe>\
                <a gshare:href="/d/TZWea">x</a><embed gshare:src="${'/d/TZWea'}"/>""";
        Map<String, Object> model = Map.of("title", "\"<b> & '");
        assertThat(render(plain(Surfaces.gshare().page(), TemplateMode.XML), template, model))
                .isEqualTo(render(plain(Surfaces.gshare().page()), template, model))
                .contains("<a href=\"" + ESCAPED + "\">");
        String live = "<p>" + template + "<gshare:iframe link='/d/x' live='true' gshare:ratio=\"'16/9'\"/></p>";
        String rendered = render(plain(page, TemplateMode.XML), live, model);
        assertThat(rendered).contains("<gshare-frame session=\"3600\"", "<script type=\"module\"");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(rendered))); // well-formed
        assertThat(render(
                        plain(Surfaces.placeholders().page(), TemplateMode.XML),
                        "<gshare:iframe link='//evil'/>",
                        model))
                .isEqualTo("<div class=\"gshare-refused\" role=\"note\">This dashboard cannot be shown.</div>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT", "JAVASCRIPT", "CSS"})
    void whatIsNoMarkupHasNoFrames(TemplateMode mode) {
        TemplateEngine engine = plain(Surfaces.gshare().page(), mode);
        String rule = ": stands in a template of mode " + mode
                + " but must stand in one of HTML or XML; write [(${#gshare.sign(…)})] for the link alone (template: ";
        assertThat(error(engine, "x [#gshare:iframe dashboard=\"TZWea\"/]"))
                .hasMessageStartingWith("[#gshare:iframe]" + rule);
        assertThat(error(engine, "x [#a gshare:src=\"/d/TZWea\"]y[/a]")).hasMessageStartingWith("gshare:src" + rule);
        assertThat(error(engine, "x [# gshare:src=\"/d/TZWea\"]y[/]")).hasMessageStartingWith("gshare:src" + rule);
        assertThat(error(engine, "x [# th:if=\"${true}\" gshare:pannel=\"2\"/]"))
                .hasMessageStartingWith("gshare:pannel" + rule);
        assertThat(error(engine, "x [#th:block gshare:href=\"/d/TZWea\"/]"))
                .hasMessageStartingWith("gshare:href" + rule);
        assertThat(render(engine, "[# th:if=\"${true}\"][(${#gshare.sign('/d/TZWea')})][/]", Map.of()))
                .isEqualTo(LINK);
    }

    /** A fragment is read by itself, and a template of the cache once more. */
    @Test
    void whatStandsOnABlockIsToldInFragmentsAndEachTime() {
        TemplateEngine engine = new TemplateEngine();
        StringTemplateResolver resolver = new StringTemplateResolver();
        resolver.setCacheable(true);
        engine.setTemplateResolver(resolver);
        engine.addDialect("g", new GShareDialect(Surfaces.gshare()));
        for (String template : List.of(
                "<p th:insert=\"~{'<th:block g:src=&quot;/d/x&quot;/>'}\"/>",
                "<th:block g:src='/d/x'/>",
                "<th:block g:src='/d/x'/>",
                "<p th:if='${false}'><th:block g:src='/d/x'/></p>")) {
            assertThat(error(engine, template))
                    .hasMessageStartingWith("g:src: stands on <th:block>, of which nothing is left in the page;");
        }
        assertThat(render(engine, "<th:block gshare:src='/d/x' th:text='a'/>", Map.of()))
                .isEqualTo("a");
    }

    @Test
    void anAttributeWithoutAValueIsASlipAndAnExpressionThatFindsNoneIsNot() {
        assertThat(error("<gshare:iframe dashboard='TZWea' live/>"))
                .hasMessageStartingWith(
                        "<gshare:iframe>: live was '' but must have a value where it is written; give it one, or leave it out (");
        assertThat(render(
                        "<gshare:iframe dashboard='TZWea' gshare:panel='${none}' gshare:from=\"''\" kiosk var-a='' hidden=''/>",
                        Map.of()))
                .contains("/d/TZWea?orgId=1&amp;kiosk=1&amp;")
                .contains("&amp;var-a=&amp;")
                .doesNotContain("from");
    }

    @Test
    void thePrefixInTheWayOfHtmlNeedsItsData() {
        assertThat(error("<gshare-iframe gshare-dashboard='${x}'/>"))
                .hasMessageStartingWith(
                        "<gshare:iframe>: 'gshare-dashboard' is no attribute of this tag; did you mean 'gshare:dashboard'? (");
        assertThat(render("<gshare-iframe data-gshare-dashboard='${x}'/>", Map.of("x", "TZWea")))
                .contains("/d/TZWea?");
    }

    /** Thymeleaf leaves it alone there, data- or not. */
    @Test
    void inXmlNoHyphenTakesThePlaceOfTheColon() {
        TemplateEngine xml = plain(Surfaces.gshare().page(), TemplateMode.XML);
        assertThat(error(xml, "<iframe data-gshare-src='/d/x'/>"))
                .hasMessageStartingWith("data-gshare-src: is no attribute of this dialect; did you mean gshare:src? (");
        assertThat(error(xml, "<th:block data-gshare-src='/d/x'/>"))
                .hasMessageStartingWith("data-gshare-src: stands on <th:block>, of which nothing is left in the page;");
        assertThat(error(xml, "<gshare:iframe dashboard='x' data-gshare-live='true' data-own='1'/>"))
                .hasMessageStartingWith("<gshare:iframe>: 'data-gshare-live' is no attribute of this tag; did you mean"
                        + " 'gshare:live'? (");
    }

    @Test
    void anExpressionWinsOverWhatStandsInItsPlaceForThePrototype() {
        assertThat(render(
                        "<gshare:iframe dashboard='' gshare:dashboard='${x}' from='' gshare:from='${from}' gshare:to='${to}' to='now'"
                                + " theme='${theme}' gshare:theme=\"'dark'\" kiosk='' gshare:kiosk='${false}'/>",
                        Map.of("x", "TZWea", "from", "now-1h", "to", "now-5m")))
                .contains("/d/TZWea?orgId=1&amp;from=now-1h&amp;to=now-5m&amp;theme=dark&amp;aliyun");
    }

    @Test
    void whatTheBrowserWouldIgnoreIsAnError() {
        assertThat(error("<gshare:variable name='a' value='b'/>"))
                .hasMessageStartingWith("<gshare:variable>: stands outside of <gshare:iframe>; put it into one's body");
        assertThat(error("<gshare:url dashboard='TZWea'/>"))
                .hasMessageStartingWith(
                        "<gshare:url>: is JSP's; write <a gshare:href=\"…\"> or ${#gshare.sign(…)} (template: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<gshare:ifame dashboard='x'/> | <gshare:ifame>: is no element of this dialect; did you mean <gshare:iframe>? | 2",
                "<gshare-ifame/> | <gshare-ifame>: is no element of this dialect; did you mean <gshare:iframe>? | 2",
                "<gshare:frame/> | <gshare:frame>: is no element of this dialect; did you mean <gshare:iframe>? | 2",
                "<gshare:varable/> | <gshare:varable>: is no element of this dialect; did you mean <gshare:variable>? | 2",
                "<gshare:chart/> | <gshare:chart>: is no element of this dialect; write <gshare:iframe> | 2",
                "<iframe gshare:scr='/d/x'/> | gshare:scr: is no attribute of this dialect; did you mean gshare:src? | 10",
                "<iframe data-gshare-scr='/d/x'/> | data-gshare-scr: is no attribute of this dialect; did you mean gshare:src? | 10",
                "<iframe gshare-src='/d/x'/> | gshare-src: is no attribute of this dialect; did you mean gshare:src? | 10",
                "<a gshare-herf='/d/x'/> | gshare-herf: is no attribute of this dialect; did you mean gshare:href? | 5",
                "<th:block gshare:src='/d/x'>y</th:block> | gshare:src: stands on <th:block>, of which nothing is left in the page; write it on an element | 12",
                "<th:block th:if='${true}' data-gshare-href='/d/x'/> | data-gshare-href: stands on <th:block>, of which nothing is left in the page; write it on an element | 28",
                "<th-block gshare:dashboard='x'/> | gshare:dashboard: stands on <th-block>, of which nothing is left in the page; write it on an element | 12",
                "<a id='a' gshare:hrf='/d/x'/> | gshare:hrf: is no attribute of this dialect; did you mean gshare:href? | 12",
                "<a gshare:link='/d/x'/> | gshare:link: is no attribute for <a>; write it on <gshare:iframe> | 5",
                "<iframe gshare:dashboard='x'/> | gshare:dashboard: is no attribute for <iframe>; write it on <gshare:iframe> | 10",
                "<p gshare:foo='x'/> | gshare:foo: is no attribute for <p>; write gshare:src or gshare:href for a link that is to be signed | 5"
            })
    void whatHasThePrefixAndIsUnknownIsAnErrorWithItsPlaceAndWhatWasMeant(String markup, String message, int column) {
        assertThat(error("<p>\n " + markup + "</p>"))
                .hasMessageStartingWith(message + " (template: ")
                .hasMessageEndingWith(" - line 2, col " + column + ")");
    }

    @Test
    void everyAttributeOfTheTableIsTheFramesAlone() {
        SoftAssertions all = new SoftAssertions();
        for (String name : Iframe.names()) {
            all.assertThat(error("<p gshare:" + name + "='x'/>"))
                    .hasMessageStartingWith(
                            "gshare:" + name + ": is no attribute for <p>; write it on <gshare:iframe> (template: ");
        }
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "dashboard='${uid}' | dashboard was '${uid}' but is text, as every attribute without a prefix; write gshare:dashboard where it is an expression",
                "link='@{/d/x}' | the link was '@{/…}', which is relative to this application, but must be relative to the workspace; write it without @{ and }",
                "link='/d/x?var-host=${host}' | link was '/d/x?var-host=${host}' but is text, as every attribute without a prefix; write gshare:link where it is an expression",
                "dashboard='x' var-host='*{host}' | var-host was '*{host}' but is text, as every attribute without a prefix; write gshare:var-host where it is an expression",
                "dashboard='x' from='#{from}' | from was '#{from}' but is text, as every attribute without a prefix; write gshare:from where it is an expression"
            })
    void anExpressionWithoutThePrefixIsToldWhereItGoes(String attributes, String message) {
        assertThat(error("<gshare:iframe " + attributes + "/>"))
                .hasMessageStartingWith("<gshare:iframe>: " + message + " (template: ");
    }

    @Test
    void anExpressionWithoutThePrefixIsToldInTheBodyToo() {
        assertThat(error("<gshare:iframe dashboard='x'><gshare:variable name='a' value='${b}'/></gshare:iframe>"))
                .hasMessageStartingWith(
                        "<gshare:iframe>: value was '${b}' but is text, as every attribute without a prefix;"
                                + " write gshare:value where it is an expression (template: ");
    }

    /** What Thymeleaf has evaluated already may be a visitor's. */
    @Test
    void whatAttributesShowIsTextWhateverItLooksLike() {
        assertThat(render("<gshare:iframe dashboard='TZWea' data-x='${a}' th:title='${x}'/>", Map.of("x", "${1+1}")))
                .contains(" data-x=\"${a}\"", " title=\"${1+1}\"");
    }

    @Test
    void aMisspelledAttributeIsToldAsAnExpressionToo() {
        assertThat(error("<gshare:iframe dashboard='x' gshare:pannel='2'/>"))
                .hasMessageStartingWith(
                        "<gshare:iframe>: 'pannel' is no attribute of this tag; did you mean 'panel'? (");
        assertThat(error("<gshare:iframe dashboard='x' th:titel=\"'x'\"/>"))
                .hasMessageStartingWith(
                        "<gshare:iframe>: 'titel' is no attribute of this tag; did you mean 'title'? (");
    }

    @Test
    void whatIsNotRenderedIsNotJudged() {
        assertThat(render(
                        "<gshare:ifame th:if='${false}'/><p th:remove='all' gshare:scr='x'/><g:x h:y='1'/>", Map.of()))
                .isEqualTo("<g:x h:y='1'/>");
    }

    @Test
    void aLinkThatThymeleafWouldMakeTheApplicationsOwnIsAnError() {
        String message = "the link was '@{/…}', which is relative to this application, but must be relative to the"
                + " workspace; write it without @{ and } (template: ";
        assertThat(error("<a gshare:href='@{/d/TZWea}'/>")).hasMessageStartingWith("gshare:href: " + message);
        assertThat(error("<gshare:iframe gshare:link='@{/d/TZWea}'/>"))
                .hasMessageStartingWith("<gshare:iframe>: " + message);
    }

    @Test
    void anotherPrefixWorksAsWell() {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect("g", new GShareDialect(Surfaces.gshare()));
        assertThat(render(
                        engine,
                        "<g:iframe g:dashboard='${x}'><g:variable name='a' g:value='${x}'/></g:iframe>",
                        Map.of("x", "b")))
                .startsWith("<iframe src=\"https://grafana.example.com/d/b?orgId=1&amp;var-a=b&amp;aliyun");
    }

    @Test
    void namesKnowNoCaseAsInHtml() {
        assertThat(render("<gshare:iframe gshare:LINK='/d/TZWea'/>", Map.of())).contains("src=\"" + ESCAPED + "\"");
        assertThat(render("<gshare:iframe Dashboard='TZWea' KIOSK></gshare:iframe>", Map.of()))
                .contains("kiosk=1");
    }

    @Test
    void anExpressionWinsOverTextOfTheSameNameAsWithTh() {
        assertThat(render("<gshare:iframe dashboard='TZWea' theme='dark' gshare:theme=\"'light'\"/>", Map.of()))
                .contains("theme=light");
        assertThat(render("<gshare:iframe dashboard='TZWea' gshare:theme=\"'light'\" theme='dark'/>", Map.of()))
                .contains("theme=light");
    }

    @Test
    void variablesKeepTheCaseOfTheirNames() {
        assertThat(render(
                        "<gshare:iframe dashboard='TZWea' gshare:var-myHost=\"${x}\" var-myDb='b'/>", Map.of("x", "a")))
                .contains("&amp;var-myHost=a&amp;var-myDb=b&amp;");
    }

    @Test
    void aRefusedSrcNamesThePlace() {
        assertThat(error("<p>\n<iframe gshare:src=\"'https://evil.example/'\"></iframe>"))
                .hasMessageStartingWith(
                        "gshare:src: link was 'https://evil.example/' but its host is not the workspace's")
                .hasMessageEndingWith("line 2, col 9)");
        assertThat(error("<iframe gshare:src=\"${none}\"></iframe>"))
                .hasMessageStartingWith(
                        "gshare:src: link was '' but must be the address that Grafana's Share dialog copies; see why its"
                                + " expression found nothing (template: ");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theExpressionObjectSigns(ITemplateEngine engine) {
        assertThat(render(engine, "<a th:href=\"${#gshare.sign('/d/TZWea')}\">x</a>", Map.of()))
                .isEqualTo("<a href=\"" + ESCAPED + "\">x</a>");
        assertThat(render(
                        engine,
                        "<a gshare:href=\"${#gshare.dashboard('TZWea').from('now-6h')}\""
                                + " th:title=\"${#gshare.dashboard('TZWea').from('now-6h')}\">x</a>",
                        Map.of()))
                .contains("href=\"https://grafana.example.com/d/TZWea?orgId=1&amp;from=now-6h&amp;aliyun_api_key_sign=")
                .contains("title=\"https://grafana.example.com/d/TZWea?orgId=1&amp;from=now-6h\"");
        assertThat(render(engine, "[(${#gshare.dashboard('TZWea').from('now-6h').sign()})]", Map.of()))
                .isEqualTo("https://grafana.example.com/d/TZWea?orgId=1&from=now-6h&" + SUFFIX);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void hostileValuesStayInsideTheirAttributesAndAreNoTemplates(ITemplateEngine engine) {
        String hostile = "\"><script>alert(1)</script>[[${1+1}]] [(${1+1})] __${1+1}__ |${1+1}| @{/x}";
        String rendered = render(
                engine,
                "<gshare:iframe dashboard=\"TZWea\" th:title=\"${x}\" gshare:data-x=\"${x}\" gshare:var-host=\"${x}\">"
                        + "<gshare:variable gshare:name=\"${x}\" gshare:value=\"${x}\"/></gshare:iframe>",
                Map.of("x", hostile));
        assertThat(rendered)
                .contains(
                        "title=\"" + HtmlEscape.escape(hostile) + "\"", "data-x=\"" + HtmlEscape.escape(hostile) + "\"")
                .doesNotContain("<script")
                .contains("[[${1+1}]]");
    }

    static List<Vectors.Vector> vectors() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyVectorSignsOnEverySurface(Vectors.Vector vector) {
        TemplateEngine engine = plain(GShare.builder()
                .workspace("default", Surfaces.signer("https://grafana.example.com", vector))
                .build()
                .page());
        String link = HtmlEscape.escape("https://grafana.example.com/d/TZWea?" + vector.signedSuffix());
        assertThat(render(
                        engine,
                        "<gshare:iframe link='/d/TZWea'/><a gshare:href='/d/TZWea'></a><a th:href=\"${#gshare.sign('/d/TZWea')}\"></a>",
                        Map.of()))
                .startsWith("<iframe src=\"" + link + "\"")
                .endsWith("<a href=\"" + link + "\"></a><a href=\"" + link + "\"></a>");
    }

    @Test
    void withoutAGShareTheErrorSaysWhatToDo() {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect(new GShareDialect());
        assertThat(error(engine, "<gshare:iframe dashboard='TZWea'/>"))
                .hasMessageStartingWith("<gshare:iframe>: no GShare was published for this page; map"
                        + " io.gshare.servlet.GShareFilter to it, or make the dialect with new GShareDialect(gshare)");
    }
}
