package io.gshare.compatibility.boot;

import static io.gshare.test.GShareAssertions.assertThatLink;
import static io.gshare.test.GShareAssertions.assertThatPage;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same pages on each container. */
@ParameterizedClass
@MethodSource("lines")
record BootIT(Line line) {

    /** Each is started when its turn comes, and closed after it. */
    static Stream<Line> lines() {
        return Stream.<ThrowingSupplier<Line>>of(() -> Line.jar("jar"), () -> Line.jar("jetty"), Line::war)
                .map(Assertions::assertDoesNotThrow);
    }

    private HttpResponse<String> page(String path) throws Exception {
        HttpResponse<String> page = line.get(path, "ann");
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'self'; frame-src 'self' "
                        + line.workspace().url());
        assertThatPage(page.body()).carriesNoSecret();
        return page;
    }

    /** The page's links to dashboards, each of which the workspace opens. */
    private List<String> opened(HttpResponse<String> page) throws Exception {
        List<String> links = Jsoup.parse(page.body()).select("iframe, main a, body > a").stream()
                .map(element -> element.attr(element.normalName().equals("a") ? "href" : "src"))
                .toList();
        for (String link : links) {
            assertThatLink(line.routed(link)).opensDashboard("TZWea").isAcceptedBy(line.workspace());
            assertThat(line.status(link)).isEqualTo(200);
            assertThat(link).doesNotContainIgnoringCase("jsessionid");
        }
        assertThat(page.headers().allValues("Cache-Control"))
                .singleElement()
                .asString()
                .contains("no-store");
        return links;
    }

    @ParameterizedTest
    @CsvSource({
        "/element,        1",
        "/attribute,      2",
        "/expression,     2",
        "/dispatched,     2",
        "/untouched.html, 2",
        "/printed,        1",
        "/streamed,     100",
        "/forwarded,      2",
    })
    void theWorkspaceOpensEachLink(String path, int links) throws Exception {
        assertThat(opened(page(path))).hasSize(links);
    }

    @Test
    void noSessionIdGetsIntoASignedLink() throws Exception {
        HttpResponse<String> page = page("/session");
        assertThat(Jsoup.parse(page.body()).select("#home").attr("href")).startsWith("/portal/element;jsessionid=");
        assertThat(Jsoup.parse(page.body()).select("object").attr("data"))
                .isEqualTo("/portal/gshare/embed/sales?from=now-1h");
        assertThat(opened(page)).hasSize(2);
    }

    @Test
    void framesGetTheirLinksBehindSpringSecurity() throws Exception {
        HttpResponse<String> page = page("/frames");
        assertThatPage(page.body()).hasNoSignedLink().hasFrames(2);
        List<String> frames = Jsoup.parse(page.body()).select("iframe").eachAttr("src");
        assertThat(frames.get(0)).isEqualTo("/portal/gshare/embed/sales?from=now-1h");
        for (String frame : frames) {
            String path = frame.substring("/portal".length());
            assertThat(line.get(path, "").statusCode()).isEqualTo(401);
            String link = line.get(path, "ann").headers().firstValue("Location").orElseThrow();
            assertThatLink(link).opensDashboard("TZWea").isAcceptedBy(line.workspace());
            assertThat(line.status(link)).isEqualTo(200);
        }
        assertThat(line.get("/gshare/embed/sales", "bob").statusCode()).isEqualTo(404);
    }

    @Test
    void jspWorksInTheWarAlone() throws Exception {
        if (line.servesJsp()) {
            assertThat(opened(page("/jsp"))).hasSize(3);
        } else {
            assertThat(line.get("/jsp", "ann").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theDocumentHasThisLine() throws Exception {
        String[] versions = page("/versions").body().split(" ", 2);
        assertThat(Files.readString(Path.of("../../docs/compatibility.md")))
                .contains("\n| Spring Boot " + versions[0] + " | " + line.packaging() + " | " + versions[1]
                        + " | yes | " + (line.servesJsp() ? "yes" : "no") + " |\n");
    }

    @Test
    void thereIsOneFilter() throws Exception {
        assertThat(page("/filters").body().lines().filter(filter -> filter.startsWith("io.gshare.")))
                .containsExactly("io.gshare.servlet.GShareFilter gshare [/*]");
    }
}
