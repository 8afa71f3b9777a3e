package io.gshare.test;

import static io.gshare.test.GShareAssertions.assertThatPage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.settings.Settings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The document does what it says. */
class DocumentsTest {

    @RegisterExtension
    static final WorkspaceExtension GRAFANA =
            new WorkspaceExtension(StandInWorkspace.builder().clock(TestClock.standing(Instant.EPOCH.plusSeconds(1))));

    private static final String LINK = GShare.from(Settings.of(GRAFANA.applicationSettings()), GRAFANA.clock())
            .sign("/d/TZWea?orgId=1");

    @TempDir
    private Path folder;

    /** Runs the method of this name in the document. */
    private void run(String name) throws Exception {
        List<String> snippets = Documents.snippets("docs/testing.md", "java").stream()
                .filter(snippet -> snippet.startsWith("void " + name + "("))
                .toList();
        assertThat(snippets).hasSize(1);
        String source = """
                import static org.assertj.core.api.Assertions.assertThat;
                import io.gshare.test.*;
                import java.time.Duration;
                public class Snippet { public %s }
                """.formatted(snippets.get(0));
        assertThat(Documents.compile(source, folder)).isEmpty();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("Snippet");
            Method method = type.getMethod(name, StandInWorkspace.class);
            method.invoke(type.getConstructor().newInstance(), GRAFANA);
        }
    }

    @Test
    void theTestOfAPageCompiles() throws Exception {
        String source =
                """
                import static io.gshare.test.GShareAssertions.*;
                import io.gshare.test.*;
                import java.util.Map;
                import org.junit.jupiter.api.Test;
                import org.junit.jupiter.api.extension.RegisterExtension;
                interface Application {
                  static Application start(Map<String, String> settings) { throw new UnsupportedOperationException(); }
                  String get(String path) throws Exception;
                }
                %s
                """.formatted(Documents.snippets("docs/testing.md", "java").get(0));
        assertThat(Documents.compile(source, folder)).isEmpty();
    }

    private static HttpResponse<String> open() throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(LINK)).build(), BodyHandlers.ofString());
    }

    @Test
    void aBrowserHasOpenedIt() throws Exception {
        open();
        run("theFrameHasOpened");
    }

    @Test
    void noPageMayFrameIt() throws Exception {
        run("whatTheVisitorSeesWhereNoPageMayFrameIt");
        assertThat(open().headers().firstValue("X-Frame-Options")).contains("deny");
    }

    @Test
    void aMinuteHasPassed() throws Exception {
        run("whatTheVisitorSeesAfterAMinute");
        assertThat(open().headers().firstValue("X-Refusal-Reason")).contains("EXPIRED");
    }

    /** Its settings sign links that it takes, until somebody stops it. */
    @Test
    void itRunsBesideAnApplication() throws Exception {
        List<String> snippets = Documents.snippets("docs/testing.md", "java").stream()
                .filter(snippet -> snippet.startsWith("class Workspace "))
                .toList();
        assertThat(snippets).hasSize(1);
        String source = "import io.gshare.key.ShareKey;\nimport io.gshare.test.*;\n"
                + snippets.get(0).replace(".port(3000)", ".port(0)");
        assertThat(Documents.compile(source, folder)).isEmpty();
        PrintStream before = System.out;
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()});
                PipedInputStream printed = new PipedInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            System.setOut(new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8));
            Method main = loader.loadClass("Workspace").getMethod("main", String[].class);
            main.setAccessible(true);
            FutureTask<Object> running = new FutureTask<>(() -> main.invoke(null, (Object) new String[0]));
            Thread thread = new Thread(running, "workspace");
            thread.start();
            Map<String, String> settings = new HashMap<>();
            while (settings.size() < GRAFANA.applicationSettings().size()) {
                String[] line = lines.readLine().split(" = ", 2);
                settings.put(line[0], line[1]);
            }
            String link = GShare.from(Settings.of(settings)).sign("/d/TZWea?orgId=1");
            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            thread.interrupt();
            assertThatThrownBy(running::get).hasRootCauseInstanceOf(InterruptedException.class);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void theMessageIsTheOneThatIsShown() {
        String shown = Documents.snippets("docs/testing.md", "text").get(0).strip();
        GRAFANA.clock().advance(Duration.ofSeconds(61));
        assertThatThrownBy(() -> assertThatPage("<iframe src='" + LINK + "'></iframe>")
                        .frame(0)
                        .isAcceptedBy(GRAFANA))
                .hasMessage(shown.replace("http://localhost:3000", GRAFANA.url()));
    }

    /** The table names every assertion there is. */
    @Test
    void everyAssertionIsNamed() {
        String document = Documents.read("docs/testing.md");
        for (Class<?> type : List.of(LinkAssert.class, PageAssert.class)) {
            assertThat(Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> Modifier.isPublic(method.getModifiers()))
                            .filter(method -> !method.isSynthetic())
                            .map(Method::getName))
                    .isNotEmpty()
                    .allMatch(name -> document.contains(name + "("), "named in the document");
        }
    }
}
