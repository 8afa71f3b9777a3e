package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.Surface;
import io.gshare.Surfaces;
import io.gshare.html.HtmlEscape;
import io.gshare.html.Iframe;
import io.gshare.html.LinkAttributes;
import io.gshare.servlet.GShareFilter;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The tags on real JSPs. Tables go onto one page each, one line a row: compiling a page takes its time. */
class TagLibraryTest {

    private static final String SUFFIX = Vectors.example().signedSuffix();
    private static final String DASHBOARD = "https://grafana.example.com/d/TZWea?orgId=1&" + SUFFIX;

    private final List<Surface> heard = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final Pages pages = new Pages(Surfaces.gshare().heardBy(event -> heard.add(event.surface())))
            .with("WEB-INF/own.tld", descriptorWithoutValidator());

    private static String descriptorWithoutValidator() {
        try (InputStream in = Objects.requireNonNull(IframeTag.class.getResourceAsStream("/META-INF/gshare.tld"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?s)<validator>.*</validator>", "")
                    .replace("<uri>io.gshare.tags</uri>", "<uri>own.tags</uri>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String body(String jsp, String... parameters) throws Exception {
        HttpResponse<String> response = pages.render(jsp, parameters);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().strip();
    }

    /** What the container's error page says, its escaping undone. */
    private String error(String jsp, String... parameters) throws Exception {
        HttpResponse<String> response = pages.render(jsp, parameters);
        assertThat(response.statusCode()).as(jsp).isEqualTo(500);
        return unescaped(response);
    }

    static String unescaped(HttpResponse<String> response) {
        return response.body()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    @Test
    void everyTagOfTheTableBecomesItsMarkup() throws Exception {
        List<Surfaces.Case> cases = Surfaces.iframes();
        String jsp = cases.stream()
                .map(row -> "<gshare:iframe " + row.attributes() + "/>")
                .collect(Collectors.joining("\n", "\n", "\n"));
        assertThat(body(jsp).lines())
                .containsExactlyElementsOf(
                        cases.stream().map(Surfaces.Case::expected).toList());
    }

    @Test
    void linksAreHeardAsTheTagsAndTheFunctions() throws Exception {
        body("<gshare:iframe dashboard='TZWea'/>${gshare:sign('/d/x')}<gshare:url link='/d/x'/>");
        assertThat(heard).containsExactly(Surface.TAG, Surface.FUNCTION, Surface.TAG);
    }

    @Test
    void aFrameMayBeSignedWhenItLoadsAndKeptAlive() throws Exception {
        HttpResponse<String> response = pages.render("""
                <gshare:iframe link="/d/x" sign="load"/>
                <gshare:iframe link="/d/x" live="true" ratio="16/9"/>
                <gshare:iframe link="/d/x" live="true" theme="auto"/>
                <gshare:url link="/d/x" sign="load"/>""");
        String ticket = "/app/gshare/ticket/[A-Za-z0-9_-]+";
        String iframe = "<iframe src=\"" + ticket
                + "\" title=\"Grafana dashboard\" width=\"100%\" frameborder=\"0\" referrerpolicy=\"strict-origin\" loading=\"lazy\" allow=\"fullscreen\"></iframe>";
        assertThat(response.body().strip())
                .matches(iframe
                        + "\\s+<gshare-frame session=\"3600\" at=\"[^\"]+\" ratio=\"16/9\"><script type=\"module\""
                        + " src=\"/app/gshare/frame-[0-9a-f]{9,16}\\.js\"></script>" + iframe + "</gshare-frame>\\s+"
                        + "<gshare-frame [^>]*><script [^>]*></script><noscript>" + iframe + "</noscript>"
                        + iframe.replace(" width", " hidden=\"\" width") + "</gshare-frame>\\s+"
                        + ticket);
        assertThat(response.headers().firstValue("Cache-Control")).isEmpty();
    }

    @Test
    void everyRefusalOfTheTableFailsThePageWithItsMessageAndPlace() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Surfaces.Case row : Surfaces.refused()) {
            all.assertThat(error("\n\n<gshare:iframe " + row.attributes() + "/>"))
                    .as(row.why())
                    .contains("<gshare:iframe>: " + row.expected())
                    .containsPattern("page[0-9]+\\.jsp\\] at line \\[3\\]");
        }
        all.assertAll();
    }

    @Test
    void everyAttributeThatNoTagTakesIsToldWhenThePageIsTranslated() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Surfaces.Case row : Surfaces.misspelled()) {
            all.assertThat(error("<c:if test='false'><gshare:iframe " + row.attributes() + "/></c:if>"))
                    .as(row.why())
                    .contains("<gshare:iframe>: " + row.expected())
                    .containsPattern("\\[/page[0-9]+\\.jsp]");
        }
        all.assertAll();
    }

    @Test
    void soItIsOnEveryKindOfPage() throws Exception {
        String told = "<gshare:iframe>: 'pannel' is no attribute of this tag; did you mean 'panel'?";
        pages.page("slip.jspx", """
                <html xmlns:g="io.gshare.tags" xmlns:jsp="http://java.sun.com/JSP/Page">
                  <jsp:directive.page session="false"/><p><g:iframe dashboard="jvm" pannel="2"/></p>
                </html>""");
        assertThat(unescaped(pages.get("slip.jspx"))).contains(told, "/slip.jspx");
        pages.page(
                "WEB-INF/tags/chart.tag",
                Pages.TAGLIBS.replaceFirst("<%@ page.*?%>", "") + "<gshare:iframe dashboard=\"jvm\" pannel=\"2\"/>");
        assertThat(error("<%@ taglib prefix='own' tagdir='/WEB-INF/tags' %><own:chart/>"))
                .contains(told, "/WEB-INF/tags/chart.tag");
        pages.page("included.jspf", "<gshare:iframe dashboard=\"jvm\" pannel=\"2\"/>");
        assertThat(error("<%@ include file='included.jspf' %>")).contains(told);
        assertThat(error("<gshare:url dashboard='jvm' title='x'/>"))
                .contains(
                        "<gshare:url>: 'title' is no attribute of this tag, which makes a link alone; remove it, or write"
                                + " var-NAME to set a variable of the dashboard");
        assertThat(error("<gshare:url dashboard='jvm' pannel='2'/>"))
                .contains(
                        "<gshare:url>: 'pannel' is no attribute of this tag, which makes a link alone; did you mean 'panel'?");
    }

    @Test
    void anAttributeInTheBodyIsToldWhenThePageIsTranslatedToo() throws Exception {
        String attribute = "<jsp:attribute name='pannel'>2</jsp:attribute>";
        assertThat(error("<c:if test='false'><gshare:iframe dashboard='jvm'>" + attribute + "</gshare:iframe></c:if>"))
                .contains("<gshare:iframe>: 'pannel' is no attribute of this tag; did you mean 'panel'? It stands in"
                        + " <gshare:iframe dashboard='jvm'>")
                .containsPattern("\\[/page[0-9]+\\.jsp]");
        assertThat(error("<gshare:url dashboard='jvm'>" + attribute + "</gshare:url>"))
                .contains(
                        "<gshare:url>: 'pannel' is no attribute of this tag, which makes a link alone; did you mean 'panel'?");
        assertThat(body("<gshare:iframe dashboard='jvm'><jsp:attribute name='panel'>2</jsp:attribute></gshare:iframe>"))
                .contains("/d-solo/jvm?orgId=1&amp;panelId=2&amp;");
        assertThat(body("<c:out value='x'><jsp:attribute name='default'>2</jsp:attribute></c:out>"))
                .isEqualTo("x");
    }

    /** The containers that call a validator are told an id, which they show as a number. */
    @Test
    void whatIsToldCanBeFoundByTheTagThatItStandsIn() throws Exception {
        assertThat(
                        error(
                                "<gshare:iframe dashboard='jvm' panel='2'/><gshare:iframe title=\"${param.title}\" dashboard='ops' pannel='2'/>"))
                .contains("did you mean 'panel'? It stands in <gshare:iframe title='${param.title}' dashboard='ops'"
                        + " pannel='2'>");
        assertThat(error("<gshare:iframe dashboard='jvm' theme='blue' blah='2'/>"))
                .contains(". It stands in <gshare:iframe dashboard='jvm' theme='blue' blah='2'>");
        assertThat(error("<gshare:iframe link='/d/x?aliyun_api_key_sign=0123456789abcdef' pannel='2'/>"))
                .contains("<gshare:iframe link='/d/x?aliyun_api_key_sign=***' pannel='2'>");
    }

    @Test
    void anAttributeThatNoValidatorSeesIsToldWhenItIsRendered() throws Exception {
        String own = "<%@ taglib prefix='own' uri='own.tags' %>\n\n";
        assertThat(error(own + "<own:iframe dashboard='jvm' pannel='2'/>"))
                .contains("<gshare:iframe>: 'pannel' is no attribute of this tag; did you mean 'panel'?")
                .containsPattern("page[0-9]+\\.jsp\\] at line \\[3\\]");
        assertThat(error(own + "<own:url dashboard='jvm' pannel='2'/>"))
                .contains(
                        "<gshare:url>: 'pannel' is no attribute of this tag, which makes a link alone; did you mean 'panel'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<iframe gshare:src='/d/x'></iframe> | <iframe gshare:src>: | src=\"${gshare:sign('/d/x')}\", or <gshare:iframe>",
                "<a class=\"<c:out value='x'/>\" gshare:href=\"${param.x}\">x</a> | <a gshare:href>: | href=\"${gshare:sign('/d/x')}\", or <gshare:iframe>",
                "<c:if test='false'><iframe data-gshare-src='/d/x'/></c:if> | <iframe data-gshare-src>: | src=\"${gshare:sign('/d/x')}\", or <gshare:iframe>",
                "<iframe gshare-src='/d/x'/> | <iframe gshare-src>: | src=\"${gshare:sign('/d/x')}\", or <gshare:iframe>",
                "<div gshare:dashboard=\"<%= 1 %>\"></div> | <div gshare:dashboard>: | <gshare:iframe>",
            })
    void whatIsThymeleafsWayIsToldWhenThePageIsTranslated(String jsp, String what, String write) throws Exception {
        assertThat(error(jsp))
                .contains(what + " is Thymeleaf's way, which a JSP sends to the browser as it stands; write " + write);
    }

    @Test
    void soItIsInAJspDocument() throws Exception {
        pages.page("slip.jspx", """
                <html xmlns:g="io.gshare.tags" xmlns:jsp="http://java.sun.com/JSP/Page">
                  <jsp:directive.page session="false"/><iframe g:src="/d/x"></iframe>
                </html>""");
        assertThat(unescaped(pages.get("slip.jspx")))
                .contains("<iframe g:src>: is Thymeleaf's way, which a JSP sends to the browser as it stands; write"
                        + " src=\"${g:sign('/d/x')}\", or <g:iframe>");
    }

    @Test
    void whatOnlyLooksLikeItIsSentAsItStands() throws Exception {
        String page = "<!-- <iframe gshare:src='/d/x'> --><pre>&lt;iframe gshare:src='/d/x'&gt;</pre>"
                + "<p title='a' data-gshare='b'>gshare:src=1</p>";
        assertThat(body(page + "<% String s = \"<a gshare:href=''>\"; %>")).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p title=\"the gshare:src attribute of templates\">x</p>",
                "<script src=\"/static/gshare-src/app.js\"></script>",
                "<a href=\"https://git.example.com/ops/gshare-src/tree/main\">source</a>",
                "<a href=/docs/gshare-src >source</a>",
                "<script>if (i <n && note == ' gshare:iframe ') x();</script>",
                "<textarea><p gshare:src='x'></textarea>",
            })
    void whatStandsInAValueOrAScriptIsSentAsItStands(String jsp) throws Exception {
        assertThat(body(jsp)).isEqualTo(jsp);
    }

    @Test
    void whatAnAttributesExpressionCallsIsNoAttribute() throws Exception {
        assertThat(body("<img alt='x' src=\"${ gshare:sign ('/d/TZWea') }\">"))
                .startsWith("<img alt='x' src=\"https://grafana.example.com/d/TZWea?aliyun_api_key_sign=");
        pages.page(
                "short.jsp",
                Pages.TAGLIBS + "<%@ taglib prefix='g' uri='io.gshare.tags' %><img alt=\"weight g:net = 3\">");
        assertThat(pages.get("short.jsp").body().strip()).isEqualTo("<img alt=\"weight g:net = 3\">");
    }

    @Test
    void aScriptOfAJspDocumentIsNoMarkupEither() throws Exception {
        pages.page("script.jspx", """
                <html xmlns:gshare="io.gshare.tags" xmlns:jsp="http://java.sun.com/JSP/Page">
                  <jsp:directive.page contentType="text/html; charset=UTF-8" session="false"/>
                  <script><![CDATA[if (i <n && note == ' gshare:iframe ') x();]]></script>
                </html>""");
        assertThat(pages.get("script.jspx").body()).contains("<script>if (i <n && note == ' gshare:iframe ') x();");
    }

    /** The container knows what no tag library may leave to chance. */
    @Test
    void aTagThatThereIsNotIsTheContainersError() throws Exception {
        assertThat(error("\n\n<gshare:ifame dashboard='jvm'/>")).contains("[ifame]", "(line: [3], column: [");
    }

    @Test
    void theDescriptorHasTheAttributesOfTheTable() throws Exception {
        Set<String> ofFrame = new TreeSet<>(LinkAttributes.names());
        ofFrame.addAll(Set.of("live", "ratio"));
        assertThat(Iframe.names()).containsAll(ofFrame);
        assertThat(declared("iframe")).containsExactlyElementsOf(ofFrame);
        Set<String> ofUrl = new TreeSet<>(LinkAttributes.names());
        ofUrl.addAll(Set.of("var", "scope"));
        assertThat(declared("url")).containsExactlyElementsOf(ofUrl);
    }

    /** The attributes that the descriptor declares for a tag. */
    private static Set<String> declared(String tag) throws Exception {
        try (InputStream in = Objects.requireNonNull(IframeTag.class.getResourceAsStream("/META-INF/gshare.tld"))) {
            Document descriptor = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(in);
            NodeList names = (NodeList) XPathFactory.newDefaultInstance()
                    .newXPath()
                    .evaluate("//tag[name='" + tag + "']/attribute/name", descriptor, XPathConstants.NODESET);
            Set<String> found = new TreeSet<>();
            for (int i = 0; i < names.getLength(); i++) {
                found.add(names.item(i).getTextContent());
            }
            return found;
        }
    }

    @Test
    void variablesComeFromTheBodyToo() throws Exception {
        String body = body("""
                <% request.setAttribute("hosts", new String[] {"a", "b"});
                   request.setAttribute("list", java.util.List.of("c", "d")); %>
                <gshare:iframe dashboard="TZWea">
                  Nobody sees this.
                  <gshare:variable name="host" value="${hosts}"/>
                  <c:if test="true"><gshare:variable name="host" value="${list}"/></c:if>
                  <gshare:variable name="gone" value="${param.gone}"/>
                  <gshare:variable name="given" value="${param.given}"/>
                </gshare:iframe>""", "given", "1 & 2");
        assertThat(body)
                .contains(
                        "orgId=1&amp;var-host=a&amp;var-host=b&amp;var-host=c&amp;var-host=d&amp;var-given=1%20%26%202&amp;")
                .doesNotContain("Nobody", "gone");
    }

    @Test
    void aVariableOutsideALinkIsAnError() throws Exception {
        assertThat(error("<gshare:variable name='a' value='b'/>")).contains("stands in no tag that makes a link");
    }

    @Test
    void urlsAreWrittenEscapedOrStoredRaw() throws Exception {
        assertThat(body("<gshare:url dashboard='TZWea'/>")).isEqualTo(DASHBOARD.replace("&", "&amp;"));
        assertThat(body("<gshare:url dashboard='TZWea' var='ops'/>${ops}")).isEqualTo(DASHBOARD);
        assertThat(
                        body(
                                "<gshare:url dashboard='TZWea' var='ops' scope='request'/>${requestScope.ops} ${pageScope.ops}"))
                .isEqualTo(DASHBOARD);
        assertThat(error("<gshare:url dashboard='TZWea' var='ops' scope='galaxy'/>"))
                .contains("scope was 'galaxy' but must be page, request, session or application");
        assertThat(error("<gshare:url dashboard='TZWea' title='x'/>")).contains("'title' is no attribute of this tag");
    }

    @Test
    void theFunctionSigns() throws Exception {
        String signed = "https://grafana.example.com/d/TZWea/test?a=1&b=2&" + SUFFIX;
        assertThat(body("${gshare:sign('/d/TZWea/test?a=1&b=2')}")).isEqualTo(signed);
        assertThat(body("${gshare:sign('/d/TZWea/test?a=1&amp;b=2')}")).isEqualTo(signed);
        assertThat(error("${gshare:sign(param.link)}", "link", "javascript:alert(1)"))
                .contains("must begin with / or with the workspace's URL");
    }

    @Test
    void everyVectorSignsOnEverySurface() throws Exception {
        for (Vectors.Vector vector : Vectors.all()) {
            GShare gshare = GShare.builder()
                    .workspace("default", Surfaces.signer("https://grafana.example.com", vector))
                    .build();
            pages.context().getServletContext().setAttribute("vector", gshare.page());
            String body = body("""
                    <%% request.setAttribute("%s", application.getAttribute("vector")); %%>\
                    <gshare:url link="/d/TZWea" var="url"/>${url}
                    <gshare:iframe link="/d/TZWea"/>""".formatted(GShareFilter.PAGE));
            String link = "https://grafana.example.com/d/TZWea?" + vector.signedSuffix();
            assertThat(body.lines().toList().get(0)).isEqualTo(link);
            assertThat(body).contains("<iframe src=\"" + HtmlEscape.escape(link) + "\"");
        }
    }

    @Test
    void cUrlIsSignedThroughTheFilterAndStaysOutOfCaches() throws Exception {
        HttpResponse<String> response =
                pages.render("<%= response.encodeURL(\"https://grafana.example.com/d/TZWea\") %>");
        assertThat(response.body().strip()).isEqualTo("https://grafana.example.com/d/TZWea?" + SUFFIX);
        assertThat(response.headers().firstValue("Cache-Control")).contains("private, no-store");
        assertThat(pages.render("<gshare:iframe dashboard='TZWea'/>").headers().firstValue("Cache-Control"))
                .contains("private, no-store");
        assertThat(pages.render("${gshare:sign('/d/TZWea')}").headers().firstValue("Cache-Control"))
                .contains("private, no-store");
        assertThat(pages.render("no link").headers().firstValue("Cache-Control"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            theme     | dark          | theme=dark&amp;
            timezone  | Asia/Shanghai | timezone=Asia%2FShanghai&amp;
            workspace | ops           | https://example.com/grafana/d/
            """)
    void defaultsComeFromEveryScopeAsJstlConfigHasIt(String name, String value, String expected) throws Exception {
        String tag = "<gshare:iframe dashboard='TZWea'/>";
        List<String> scopes = new ArrayList<>(List.of("PAGE", "REQUEST", "APPLICATION"));
        for (String scope : scopes) {
            String jsp =
                    "<%% jakarta.servlet.jsp.jstl.core.Config.set(pageContext, \"io.gshare.%s\", \"%s\", PageContext.%s_SCOPE); %%>"
                            .formatted(name, value, scope);
            assertThat(body(jsp + tag)).as(scope).contains(expected);
        }
        assertThat(body(tag)).as("application, still").contains(expected);
    }

    @Test
    void defaultsComeFromTheSessionAndGiveWayToTheTag() throws Exception {
        pages.page("session.jsp", """
                <%@ taglib prefix="gshare" uri="io.gshare.tags" %>\
                <% jakarta.servlet.jsp.jstl.core.Config.set(session, "io.gshare.theme", "dark"); %>\
                <gshare:iframe dashboard="TZWea"/><gshare:iframe dashboard="TZWea" theme="light"/>\
                <gshare:iframe link="/d/TZWea"/>""");
        assertThat(pages.get("session.jsp").body().split("<iframe"))
                .satisfiesExactly(
                        none -> assertThat(none).isBlank(),
                        first -> assertThat(first).contains("theme=dark"),
                        second -> assertThat(second).contains("theme=light").doesNotContain("dark"),
                        link -> assertThat(link).doesNotContain("theme"));
    }

    @Test
    void aPageThatHasInvalidatedItsSessionGoesOnAsWithJstl() throws Exception {
        pages.page("invalidated.jsp", """
                <%@ taglib prefix="gshare" uri="io.gshare.tags" %><%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>\
                <% session.invalidate(); %><fmt:formatNumber value="1"/>\
                <gshare:iframe dashboard="TZWea"/><gshare:url dashboard="TZWea"/>${gshare:sign('/d/TZWea')}""");
        assertThat(pages.get("invalidated.jsp").body().split(SUFFIX.replaceAll("&.*", ""), -1))
                .hasSize(4);
        pages.page("kept.jsp", """
                <%@ taglib prefix="gshare" uri="io.gshare.tags" %>\
                <% session.invalidate(); %><gshare:url dashboard="TZWea" var="link" scope="session"/>""");
        assertThat(pages.get("kept.jsp").statusCode()).as("it was to be kept").isEqualTo(500);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Asia/Shanghai, &amp;timezone=Asia%2FShanghai&amp;",
        "GMT+8, &amp;timezone=Etc%2FGMT-8&amp;",
        "GMT, &amp;timezone=GMT&amp;",
        "GMT+5:45, orgId=1&amp;aliyun"
    })
    void fmtSetTimeZoneIsTheFramesTimezone(String zone, String expected) throws Exception {
        assertThat(body("<fmt:setTimeZone value='" + zone + "'/><gshare:iframe dashboard='TZWea'/>"))
                .contains(expected);
    }

    @Test
    void hostileValuesStayInsideTheirAttributes() throws Exception {
        String hostile = "\"><script>alert(1)</script><a b='";
        String escaped = HtmlEscape.escape(hostile);
        String body = body("""
                <gshare:iframe dashboard="TZWea" title="${param.x}" data-x="${param.x}" class='${param.x}' var-host="${param.x}">
                  <gshare:variable name="${param.x}" value="${param.x}"/>
                </gshare:iframe>""", "x", hostile);
        assertThat(body)
                .contains("title=\"" + escaped + "\"", "data-x=\"" + escaped + "\"", "class=\"" + escaped + "\"")
                .doesNotContain("<script")
                .contains("&amp;var-host=%22%3E%3Cscript%3E");
        for (String attribute :
                List.of("link", "dashboard", "theme", "from", "panel", "refresh", "timezone", "workspace")) {
            HttpResponse<String> response =
                    pages.render("<gshare:iframe " + attribute + "='${param.x}' />", "x", hostile);
            assertThat(response.statusCode()).as(attribute).isEqualTo(500);
            assertThat(response.body()).as(attribute).doesNotContain("<script>alert");
        }
    }

    @Test
    void inJspxAmpersandsAreDecodedBeforeTheTagSeesThem() throws Exception {
        pages.page("page.jspx", """
                <html xmlns:gshare="io.gshare.tags" xmlns:jsp="http://java.sun.com/JSP/Page">
                  <jsp:directive.page contentType="text/html; charset=UTF-8" session="false"/>
                  <gshare:iframe link="/d/TZWea?a=1&amp;b=2" title="&lt;CPU&gt; &amp; &quot;RAM&quot;"/>
                </html>""");
        assertThat(pages.get("page.jspx").body())
                .contains("<iframe src=\"https://grafana.example.com/d/TZWea?a=1&amp;b=2&amp;aliyun_api_key_sign=")
                .contains("title=\"&lt;CPU&gt; &amp; &quot;RAM&quot;\"");
    }

    @Test
    void datesAreMilliseconds() throws Exception {
        String body = body("""
                <% request.setAttribute("date", new java.util.Date(1670816840000L));
                   request.setAttribute("instant", java.time.Instant.ofEpochMilli(1670838440000L)); %>
                <gshare:iframe dashboard="TZWea" from="${date}" to="${instant}"/>""");
        assertThat(body).contains("&amp;from=1670816840000&amp;to=1670838440000&amp;");
    }
}
