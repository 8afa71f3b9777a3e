package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gshare.Documents;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The portal with the lines that {@code docs/spring-boot.md} adds to it, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalTest {

    private static final String DOCUMENT = "docs/spring-boot.md";
    private static final Pattern SIGNATURE =
            Pattern.compile("aliyun_api_key_sign=[0-9a-f]{32}&(amp;)?aliyun_api_key_timestamp=[0-9]+");

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer workspace = stopped();
    private ConfigurableApplicationContext application = new GenericApplicationContext();

    private static HttpServer stopped() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        workspace = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workspace.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        workspace.start();
        Files.writeString(
                folder.resolve("layout.html"),
                "<main th:fragment=\"page(content)\"><th:block th:replace=\"${content}\"/></main>");
        Files.writeString(
                folder.resolve("operations.html"),
                "<th:block th:replace=\"~{layout :: page(~{::section})}\"><section>"
                        + added("<gshare").get(0) + "</section></th:block>");
        Matcher policy = Pattern.compile("policyDirectives\\(\"(.*)\"\\)")
                .matcher(added(".headers").get(0));
        assertThat(policy.find()).isTrue();
        Files.writeString(
                folder.resolve("application.yml"),
                String.join("\n", added("gshare.")) + "\n"
                        + Documents.snippets(DOCUMENT, "yaml").get(0));
        SpringApplication portal = new SpringApplication(Portal.class);
        application = portal.run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.config.location=file:" + folder.resolve("application.yml"),
                "--spring.thymeleaf.prefix=file:" + folder + "/",
                "--spring.threads.virtual.enabled=true",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always",
                "--management.info.env.enabled=false",
                "--GRAFANA_TOKEN=" + Vectors.all().get(1).token(),
                "--portal.policy=" + policy.group(1),
                "--gshare.workspaces.near.url=http://localhost:"
                        + workspace.getAddress().getPort(),
                "--gshare.workspaces.near.token=" + Vectors.example().token());
    }

    @AfterAll
    void stop() {
        application.close();
        workspace.stop(0);
    }

    private static List<String> added(String beginning) {
        return Documents.snippets(DOCUMENT, "diff")
                .get(0)
                .lines()
                .filter(line -> line.startsWith("+"))
                .map(line -> line.substring(1).strip())
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    private HttpResponse<String> get(String path, String visitor) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path));
        if (!visitor.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder().encodeToString((visitor + ":pass").getBytes(StandardCharsets.UTF_8)));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void sixLinesAreEnough() {
        assertThat(added("")).hasSize(6);
    }

    @Test
    void thePageShowsTheDashboard() throws Exception {
        HttpResponse<String> page = get("/operations", "ann");
        String shown = Documents.snippets(DOCUMENT, "html").get(0).strip();
        assertThat(SIGNATURE.matcher(page.body()).replaceAll("aliyun_api_key_sign=…&amp;aliyun_api_key_timestamp=…"))
                .contains(shown.lines().map(String::strip).collect(Collectors.joining(" ")));
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'self'; frame-src 'self' https://grafana.example.com");
        assertThat(page.headers().allValues("Cache-Control").toString()).contains("no-store");
    }

    @Test
    void theMintEndpointIsBehindSpringSecurityAndTheAuthorizerSeesTheVisitor() throws Exception {
        assertThat(get("/gshare/embed/sales", "").statusCode()).isEqualTo(401);
        assertThat(get("/gshare/embed/sales", "bob").statusCode()).isEqualTo(404);
        HttpResponse<String> frame = get("/gshare/embed/sales?from=now-1h", "ann");
        assertThat(frame.statusCode()).isEqualTo(302);
        assertThat(SIGNATURE
                        .matcher(frame.headers().firstValue("Location").orElseThrow())
                        .replaceAll("…"))
                .isEqualTo("https://grafana.example.com/d/TZWea/test?from=now-1h&var-tenant=ann&…&aliyun_api_key_name="
                        + Vectors.all().get(1).name() + "&aliyun_api_key_org_id=1");
    }

    @Test
    void theDocumentedRuleIsTheOneThatRuns() throws Exception {
        Path sources = Path.of("src/test/java");
        String source = Files.readString(sources.resolve("io/gshare/spring/Portal.java"))
                + Files.readString(sources.resolve("org/example/shop/ConfiguredTest.java"));
        for (String snippet : Documents.snippets(DOCUMENT, "java")) {
            assertThat(words(source)).contains(words(snippet));
        }
    }

    private static String words(String code) {
        return code.replace("EmbedAuthorizer.Decision", "Decision")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    void metricsAreThere() throws Exception {
        get("/operations", "ann");
        get("/gshare/embed/sales", "ann");
        assertThat(get("/actuator/metrics/gshare.links?tag=surface:dialect&tag=workspace:default", "ann")
                        .body())
                .contains("\"name\":\"gshare.links\"");
        assertThat(get("/actuator/metrics/gshare.mints?tag=outcome:minted", "ann")
                        .body())
                .contains("\"name\":\"gshare.mints\"");
        assertThat(get("/actuator/metrics/gshare.key.age", "ann").body()).contains("\"baseUnit\":\"seconds\"");
        String all = get("/actuator/metrics", "ann").body();
        for (String documented : Pattern.compile("`(gshare\\.(?:links|refusals|mints|key\\.age|rewritten))`")
                .matcher(Documents.read(DOCUMENT))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.equals("gshare.refusals"))
                .toList()) {
            assertThat(all).contains('"' + documented + '"');
        }
    }

    @Test
    void theInfoLineIsThere() throws Exception {
        assertThat(get("/actuator/info", "ann").body())
                .contains(
                        "\"gshare\":{\"workspaces\":{\"default\":\"https://grafana.example.com\",\"near\":\"http://localhost:");
    }

    @Test
    void healthIsThatOfTheDoctorsLastVisit() throws Exception {
        application.getBean(Checkups.class).examine();
        String health = get("/actuator/health/gshare", "ann").body();
        assertThat(health)
                .contains("\"near\":{\"settings\":\"ok: ")
                .contains("\"reachable\":\"ok: ")
                .contains("\"clock\":");
    }
}
