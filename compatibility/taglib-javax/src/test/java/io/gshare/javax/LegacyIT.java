package io.gshare.javax;

import static io.gshare.test.GShareAssertions.assertThatLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.Documents;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/legacy-jsp.md} says, done to an application in that style. */
class LegacyIT {

    private static final String DOCUMENT = "docs/legacy-jsp.md";
    private static final Vectors.Vector VECTOR = Vectors.all().get(1);

    private static final String DESCRIPTOR_2_3 =
            "<!DOCTYPE web-app PUBLIC \"-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN\" \"http://java.sun.com/dtd/web-app_2_3.dtd\"><web-app/>";
    private static final Pattern SIGNED = Pattern.compile("https://grafana\\.example\\.com/[^\"]+");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    /** The application with the document's lines, before it starts. */
    private LegacyApplication application() throws IOException {
        Path token = folder.resolve("grafana-token");
        Files.writeString(token, VECTOR.token());
        return new LegacyApplication(folder.resolve("portal"))
                .gshare()
                .with("WEB-INF/classes/gshare.properties", properties());
    }

    private String properties() {
        return added("gshare.")
                .replace(
                        "/run/secrets/grafana-token",
                        folder.resolve("grafana-token").toString());
    }

    /** The parts of the document's change: the lines of one file each. */
    private static List<String> parts() {
        return List.of(Documents.snippets(DOCUMENT, "diff").get(0).split("\n\n"));
    }

    private static String added(String beginning) {
        return parts().stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("+" + beginning))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    /** The page before the change, or after it: what stands there, without the line that names the file. */
    private static String page(char other) {
        return parts().get(2)
                .lines()
                .skip(1)
                .filter(line -> line.charAt(0) != other)
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    private static LegacyApplication changed(LegacyApplication application) throws IOException {
        String before = Files.readString(application.file("WEB-INF/jsp/operations.jsp"));
        assertThat(before).endsWith(page('+'));
        return application.with("WEB-INF/jsp/operations.jsp", before.replace(page('+'), page('-')));
    }

    private static List<String> signed(HttpResponse<String> page) {
        return SIGNED.matcher(page.body()).results().map(MatchResult::group).toList();
    }

    private static void assertGood(String link) {
        assertThatLink(link).isSignedBy(VECTOR.shareKey()).isFreshAt(Instant.now());
    }

    @Test
    void sixLinesAreEnough() throws Exception {
        assertThat(String.join("\n", parts()).lines().filter(line -> line.startsWith("+")))
                .hasSize(6);
        assertThat(added("<dependency>")).contains(">gshare-taglib-javax<");
        try (LegacyApplication application = changed(application()).start()) {
            HttpResponse<String> page = application.get("/operations.do");
            String shown = Documents.snippets(DOCUMENT, "html").get(0).strip();
            assertThat(page.body().replaceAll("(_sign=)[0-9a-f]{32}(&amp;aliyun_api_key_timestamp=)[0-9]+", "$1…$2…"))
                    .contains(shown.lines().map(String::strip).collect(Collectors.joining(" ")))
                    .contains("<title>Operations</title>", "<h1>web-7</h1>", "href=\"/portal/operations.do;jsessionid=")
                    .endsWith("<hr></body></html>\n\n");
            assertThat(signed(page)).singleElement().satisfies(LegacyIT::assertGood);
            assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        }
    }

    @Test
    void aPageThatStaysAsItIsIsSignedWhileItPasses() throws Exception {
        String setting = Documents.snippets(DOCUMENT, "properties").get(0);
        try (LegacyApplication application = application()
                .with("WEB-INF/classes/gshare.properties", properties() + setting)
                .start()) {
            assertThat(signed(application.get("/operations.do")))
                    .singleElement()
                    .satisfies(link -> assertThat(link).contains("?var-host=web-7&amp;"))
                    .satisfies(LegacyIT::assertGood);
        }
    }

    @Test
    void functionsJstlAndFramesThatAreSignedWhenTheyLoad() throws Exception {
        try (LegacyApplication application = application()
                .with("WEB-INF/classes/gshare.properties", properties() + "gshare.embeds.sales.link = /d/sales\n")
                .with("page.jsp", """
                        <%@ taglib prefix="gshare" uri="io.gshare.tags" %><%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
                        <a href="${gshare:sign('/d/function')}">signed</a> <a href="<c:url value='/page.jsp'/>">not ours</a>
                        <gshare:iframe embed="sales"/>
                        """)
                .start()) {
            HttpResponse<String> page = application.get("/page.jsp");
            assertThat(signed(page)).singleElement().satisfies(LegacyIT::assertGood);
            assertThat(page.body()).contains("\"/portal/page.jsp;jsessionid=", "\"/portal/gshare/embed/sales");
            HttpResponse<String> frame = application.get("/gshare/embed/sales");
            assertThat(frame.statusCode()).isEqualTo(302);
            assertGood(frame.headers().firstValue("Location").orElseThrow());
        }
    }

    /** As old as they come: the descriptor's version, and what its EL is. */
    @ParameterizedTest
    @CsvSource({
        "'" + DESCRIPTOR_2_3 + "', ${gshare:sign('/d/function')}",
        "'<web-app xmlns=\"http://java.sun.com/xml/ns/j2ee\" version=\"2.4\"/>', https://grafana.example.com/d/function?aliyun",
        "'<web-app xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\" version=\"3.1\"/>', https://grafana.example.com/d/function?aliyun",
        "'<web-app xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\" version=\"4.0\"/>', https://grafana.example.com/d/function?aliyun"
    })
    void theTagWorksWithEveryDescriptor(String descriptor, String function) throws Exception {
        try (LegacyApplication application = application()
                .with("WEB-INF/web.xml", descriptor)
                .with("page.jsp", """
                        <%@ taglib prefix="gshare" uri="io.gshare.tags" %><gshare:iframe dashboard="tag"/>${gshare:sign('/d/function')}""")
                .start()) {
            HttpResponse<String> page = application.get("/page.jsp");
            assertThat(page.body()).contains("</iframe>" + function);
            assertGood(signed(page).get(0));
        }
    }

    @Test
    void anOldDescriptorsPageTurnsItsElOn() throws Exception {
        assertThat(Documents.read(DOCUMENT)).contains("| `<%@ page isELIgnored=\"false\" %>` |");
        try (LegacyApplication application = application()
                .with("WEB-INF/web.xml", DESCRIPTOR_2_3)
                .with(
                        "page.jsp",
                        "<%@ page isELIgnored=\"false\" %><%@ taglib prefix=\"gshare\" uri=\"io.gshare.tags\" %>"
                                + "<gshare:iframe dashboard=\"${param.uid}\"/>")
                .start()) {
            assertThat(signed(application.get("/page.jsp?uid=found")).get(0)).contains("/d/found?");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDescriptorThatIsCompleteDeclaresTheFilter(boolean declared) throws Exception {
        String filter = declared ? Documents.snippets(DOCUMENT, "xml").get(0) : "";
        try (LegacyApplication application = application()
                .with(
                        "WEB-INF/web.xml",
                        "<web-app xmlns=\"http://java.sun.com/xml/ns/javaee\" version=\"2.5\" metadata-complete=\"true\">"
                                + filter + "</web-app>")
                .with(
                        "page.jsp",
                        "<%@ taglib prefix=\"gshare\" uri=\"io.gshare.tags\" %><gshare:iframe dashboard=\"tag\"/>")
                .start()) {
            HttpResponse<String> page = application.get("/page.jsp");
            if (declared) {
                assertGood(signed(page).get(0));
            } else {
                assertThat(page.body()).contains(documented("this request did not go through the filter gshare"));
            }
        }
    }

    @Test
    void aJarForTheOtherNamespaceIsNamed() throws Exception {
        try (LegacyApplication application = application().jar(Path.of(System.getProperty("jakarta.filter", "")))) {
            assertThatThrownBy(application::start)
                    .rootCause()
                    .hasMessageContainingAll(
                            documented("More than one fragment with the name [gshare] was found"),
                            "/gshare-filter-javax-0",
                            "/gshare-filter-0");
        }
    }

    @Test
    void aJarForTheOtherNamespaceAloneIsRecognized() throws Exception {
        try (LegacyApplication application = new LegacyApplication(folder.resolve("portal"))
                .jar(LegacyApplication.found("gshare-core"))
                .jar(Path.of(System.getProperty("jakarta.filter", "")))
                .start()) {
            assertThat(application.log()).contains(documented("NoClassDefFoundError: jakarta/servlet/Filter"));
        }
    }

    /** What one sees, as the document's table has it. */
    private static String documented(String symptom) {
        assertThat(Documents.read(DOCUMENT)).contains("\n| `" + symptom + "` |");
        return symptom;
    }
}
