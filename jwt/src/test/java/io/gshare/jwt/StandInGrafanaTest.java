package io.gshare.jwt;

import static io.gshare.test.GShareAssertions.assertThatLink;
import static io.gshare.test.GShareAssertions.assertThatPage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.settings.Settings;
import io.gshare.test.Answer;
import io.gshare.test.JwtSettings;
import io.gshare.test.Link;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.TestClock;
import io.gshare.test.WorkspaceExtension;
import io.gshare.test.WorkspaceSettings;
import io.gshare.token.Claims;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test kit's Grafana of one's own answers as a real one was seen to: 9.4, with what its sources say up to 13. */
class StandInGrafanaTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final long NOW = START.getEpochSecond();

    @RegisterExtension
    static final WorkspaceExtension GRAFANA = new WorkspaceExtension(StandInWorkspace.builder()
            .clock(TestClock.standing(START))
            .jwt(JwtSettings.defaults().withUsers("anna"))
            .dashboard("jvm", "JVM overview")
            .data("/api/series", visit -> new Answer(200, "text/plain", visit.login() + " asks for " + visit.link())));

    private static final GShare PORTAL = GShare.from(Settings.of(GRAFANA.applicationSettings()), GRAFANA.clock());
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<HttpResponse<String>> answers = new ArrayList<>();

    @AfterAll
    static void close() {
        PORTAL.close();
    }

    @AfterEach
    void noAnswerRepeatsATokenOrSetsASession() {
        for (HttpResponse<String> answer : answers) {
            assertThat(answer.body()).doesNotContain("eyJ");
            assertThat(answer.headers().map().toString()).doesNotContain("eyJ", "grafana_session", "X-Refusal-Reason");
        }
    }

    private HttpResponse<String> get(String link, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(link.startsWith("/") ? GRAFANA.url() + link : link));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            answers.add(answer);
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String said(HttpResponse<String> answer) {
        String location =
                answer.headers().firstValue("Location").map(to -> " " + to).orElse("");
        boolean isPage = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        return answer.statusCode() + location + (isPage ? "" : " " + answer.body());
    }

    /** A link whose token says what is given, and what it must besides; {@code null} takes a claim away. */
    private static String link(Object... claims) {
        Map<String, Object> all =
                new HashMap<>(Map.of("sub", "anna", "iat", NOW, "nbf", NOW, "exp", NOW + 3600, "role", "Editor"));
        for (int i = 0; i < claims.length; i += 2) {
            all.put((String) claims[i], claims[i + 1]);
        }
        all.values().removeIf("-"::equals);
        return "/d/jvm?orgId=1&auth_token=" + GRAFANA.tokenKey().sign(all);
    }

    @Test
    void aLinkOpensAndOpensNoSession() {
        HttpResponse<String> page = get(PORTAL.sign("/d/jvm?orgId=1&from=now-6h"));
        assertThat(said(page)).isEqualTo("200");
        assertThat(page.body()).contains("<h1>JVM overview</h1>", "<dt>Visitor</dt><dd>portal</dd>");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(GRAFANA.opened()).extracting(Link::text).containsExactly("/d/jvm?orgId=1&from=now-6h");
    }

    @Test
    void thePagesRequestsCarryTheTokenInTheHeaderOrInTheAddress() {
        String token = new Uri(link()).token();
        assertThat(said(get("/api/series?a=1", "X-JWT-Assertion", token)))
                .isEqualTo("200 anna asks for /api/series?a=1");
        assertThat(said(get("/api/series?a=1&auth_token=" + token))).isEqualTo("200 anna asks for /api/series?a=1");
        assertThat(said(get("/api/user", "X-JWT-Assertion", token))).isEqualTo("200 {\"login\":\"anna\",\"orgId\":1}");
        assertThat(said(get("/api/dashboards/uid/jvm", "X-JWT-Assertion", token)))
                .startsWith("200 {\"dashboard\":");
        assertThat(said(get("/d/jvm", "X-JWT-Assertion", token))).isEqualTo("200");
        assertThat(said(get("/api/series", "X-Other", token))).isEqualTo("401 {\"message\":\"Unauthorized\"}");
        assertThat(said(get("/api/series", "X-JWT-Assertion", token + "&x")))
                .isEqualTo("401 {\"message\":\"Invalid JWT\",\"traceID\":\"\"}");
    }

    /** What follows behind the address. */
    private record Uri(String link) {
        String token() {
            return link.substring(link.indexOf("auth_token=") + "auth_token=".length());
        }
    }

    @ParameterizedTest
    @CsvSource({"3600, 200", "3660, 200", "3661, 401", "-60, 200", "-61, 401"})
    void timesHaveAMinuteOfLeeway(int later, int status) {
        String link = link();
        GRAFANA.clock().advance(Duration.ofSeconds(later));
        assertThat(get(link).statusCode()).isEqualTo(status);
    }

    @Test
    void whatIsWrongWithATokenIsSaidInTheLogAlone() {
        String invalid = "401 {\"message\":\"Invalid JWT\",\"traceID\":\"\"}";
        TokenKey other = TokenKey.parse(TokenKeys.find().generate("ES256", false));
        String foreign = "/d/jvm?auth_token=" + other.sign(Map.of("sub", "anna", "exp", NOW + 60));
        assertThat(said(get(foreign))).isEqualTo(invalid);
        GRAFANA.accept(other); // as in the set that jwk_set_url leads to
        assertThat(said(get(foreign))).isEqualTo("200");
        assertThat(said(get(link("sub", "-")))).isEqualTo(invalid);
        assertThat(said(get(link("exp", Long.toString(NOW + 60))))).isEqualTo(invalid);
        assertThat(said(get(link() + "AA"))).isEqualTo(invalid);
        assertThat(said(get("/d/jvm?auth_token=x"))).isEqualTo(invalid);
    }

    @Test
    void claimsThatAreExpected() {
        GRAFANA.configure(JwtSettings.defaults().with("expect_claims", "{\"iss\": \"portal\"}"));
        assertThat(said(get(link()))).startsWith("401 {\"message\":\"Invalid JWT\"");
        assertThat(said(get(link("iss", "other")))).startsWith("401 {\"message\":\"Invalid JWT\"");
        assertThat(said(get(link("iss", "portal")))).isEqualTo("200");
    }

    @Test
    void usersThatAreNotMade() {
        GRAFANA.configure(JwtSettings.defaults().withUsers("anna").with("auto_sign_up", "false"));
        assertThat(said(get(link()))).isEqualTo("200");
        assertThat(said(get(link("sub", "portal:ben")))).isEqualTo("401 {\"message\":\"User not found\"}");
    }

    @Test
    void rolesThatAreNone() {
        assertThat(said(get(link("role", "viewer")))).isEqualTo("200");
        GRAFANA.configure(JwtSettings.defaults().with("role_attribute_strict", "true"));
        assertThat(said(get(link("role", "viewer")))).isEqualTo("403 {\"message\":\"Invalid Role\"}");
        assertThat(said(get(link("role", "Viewer")))).isEqualTo("200");
    }

    @Test
    void anOrgThatTheUserIsNotIn() {
        assertThat(said(get(link().replace("orgId=1", "orgId=2")))).isEqualTo("404 Not found");
    }

    @ParameterizedTest
    @CsvSource({"enabled, false", "url_login, false", "header_name, ''", "version, 9.0.9", "version, 8.5.27"})
    void whoeverBringsNoTokenThatGrafanaReadsIsSentToItsLogin(String name, String value) {
        assertThat(said(get("/d/jvm"))).isEqualTo("302 /login");
        GRAFANA.configure(JwtSettings.defaults().with(name, value));
        assertThat(said(get(link()))).isEqualTo("302 /login");
        assertThat(said(get("/login"))).isEqualTo("200");
        assertThatThrownBy(() -> assertThatLink(GRAFANA.url() + link()).isAcceptedBy(GRAFANA))
                .hasMessageEndingWith("refuses it (SHARING_OFF): Grafana takes no notice of tokens in addresses; set"
                        + " [auth.jwt] enabled = true, url_login = true and header_name, from Grafana 9.1 on");
    }

    @Test
    void theLoginPageSaysWhatItsScriptIsTold() {
        assertThat(get("/login").body()).contains("{\"jwtHeaderName\":\"X-JWT-Assertion\",\"jwtUrlLogin\":true}");
        GRAFANA.configure(JwtSettings.defaults().with("url_login", "false").with("header_name", ""));
        assertThat(get("/login").body()).contains("{\"jwtHeaderName\":\"\",\"jwtUrlLogin\":false}");
        String token = new Uri(link()).token();
        assertThat(said(get("/api/series", "X-JWT-Assertion", token))).isEqualTo("401 {\"message\":\"Unauthorized\"}");
    }

    @Test
    void anAddressThatIsNotReadMayBringTheTokenInItsHeader() {
        GRAFANA.configure(JwtSettings.defaults().with("url_login", "false"));
        String token = new Uri(link()).token();
        assertThat(said(get("/api/series", "X-JWT-Assertion", token))).isEqualTo("200 anna asks for /api/series");
    }

    @Test
    void aKeyInPemIsForTokensWithoutKid() {
        String pem = TokenKeys.find().generate("RS256", true);
        try (StandInWorkspace grafana = StandInWorkspace.builder()
                .clock(TestClock.standing(START))
                .jwt(JwtSettings.defaults())
                .tokenKey(pem)
                .start()) {
            assertThatLink(grafana.url() + "/d/x?auth_token="
                            + grafana.tokenKey().sign(Map.of("sub", "anna")))
                    .isAcceptedBy(grafana);
            assertThatThrownBy(() -> assertThatLink(grafana.url() + link()).isAcceptedBy(grafana))
                    .hasMessageContaining("refuses it (UNKNOWN_KEY)");
        }
    }

    @Test
    void eachKeyOfASetIsKnown() {
        String set = "{\"keys\":[" + Keys.EC.toJSONString() + "," + Keys.NEXT.toJSONString() + "]}";
        try (StandInWorkspace grafana = StandInWorkspace.builder()
                .jwt(JwtSettings.defaults())
                .tokenKey(set)
                .start()) {
            String link = grafana.url() + "/d/TZWea?auth_token=";
            for (TokenKey key : TokenKey.parse(set).all()) {
                assertThatLink(link + key.sign(Map.of("sub", "portal"))).isAcceptedBy(grafana);
            }
        }
    }

    /** The document's, until somebody stops it. */
    @Test
    void itRunsBesideAnApplicationThatHasItsOwnKey(@TempDir Path folder) throws Exception {
        List<String> snippets = Documents.snippets("docs/testing.md", "java").stream()
                .filter(snippet -> snippet.startsWith("class Grafana "))
                .toList();
        assertThat(snippets).hasSize(1);
        String source = "import io.gshare.test.*;\nimport java.nio.file.*;\n"
                + snippets.get(0).replace(".port(3000)", ".port(0)");
        assertThat(Documents.compile(source, folder)).isEmpty();
        Path key = Files.writeString(folder.resolve("key"), Keys.NEXT.toJSONString() + "\n");
        PrintStream before = System.out;
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()});
                PipedInputStream printed = new PipedInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            System.setOut(new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8));
            Method main = loader.loadClass("Grafana").getMethod("main", String[].class);
            main.setAccessible(true);
            FutureTask<Object> running =
                    new FutureTask<>(() -> main.invoke(null, (Object) new String[] {key.toString()}));
            Thread thread = new Thread(running, "grafana");
            thread.start();
            String[] url = lines.readLine().split(" = ", 2);
            GShare application = GShare.from(Settings.of(
                    Map.of(url[0], url[1], "gshare.link-version", "jwt", "gshare.key-file", key.toString())));
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(application.sign("/d/TZWea")))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            application.close();
            thread.interrupt();
            assertThatThrownBy(running::get).hasRootCauseInstanceOf(InterruptedException.class);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void theKeyOfTheApplicationIsThereForItsOwnerAloneAndAsLongAsTheWorkspace() throws IOException {
        StandInWorkspace grafana =
                StandInWorkspace.builder().jwt(JwtSettings.defaults()).start();
        Path file = Path.of(grafana.applicationSettings().get("gshare.key-file"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(grafana.applicationSettings())
                .containsOnlyKeys("gshare.url", "gshare.enabled", "gshare.link-version", "gshare.key-file");
        grafana.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void embeddingIsOfBothKinds() {
        GRAFANA.configure(WorkspaceSettings.defaults().with("allow_embedding", "false"));
        assertThat(get(link()).headers().firstValue("X-Frame-Options")).contains("deny");
        GRAFANA.reset();
        assertThat(get(link()).headers().firstValue("X-Frame-Options")).isEmpty();
    }

    // ---- assertions

    @Test
    void aLinkSaysWhoLooks() {
        Map<String, String> settings = new HashMap<>(GRAFANA.applicationSettings());
        settings.put("gshare.subject", "visitor");
        GShare portal = GShare.from(Settings.of(settings), GRAFANA.clock());
        String signed = portal.forVisitor(new Claims("anna", null, null, Claims.Role.EDITOR, List.of()))
                .sign("/d/jvm");
        portal.close();
        assertThatLink(signed)
                .isSigned()
                .isFreshAt(START.plusSeconds(3660))
                .isAcceptedBy(GRAFANA)
                .opensAs("portal:anna")
                .hasRole("Editor")
                .opensDashboard("jvm")
                .carriesNoSecret();
        assertThatPage("<iframe src='" + signed + "'></iframe>").everyLinkIsAcceptedBy(GRAFANA);
        String shown = "link was '" + GRAFANA.url() + "/d/jvm?auth_token=***' but ";
        assertThatThrownBy(() -> assertThatLink(signed).opensAs("anna"))
                .hasMessage(shown + "opens as 'portal:anna', not as 'anna'; see gshare.subject and"
                        + " gshare.subject-prefix, and who is looking");
        assertThatThrownBy(() -> assertThatLink(signed).hasRole("Viewer"))
                .hasMessage(shown + "has the role 'Editor', not 'Viewer'; see gshare.role, and what the application"
                        + " says of its visitors");
        assertThatThrownBy(() -> assertThatLink(signed).isFreshAt(START.plusSeconds(3661)))
                .hasMessage(shown + "is good until 2026-01-01T13:00:00Z and is followed at 2026-01-01T13:01:01Z; load"
                        + " its frame anew, and see gshare.session");
        assertThatThrownBy(() -> assertThatLink(signed).isNotSigned())
                .hasMessage(shown + "is signed; leave it as it is written, or sign it when its frame loads");
        assertThatThrownBy(() -> assertThatPage("<a href='" + signed + "'>").hasNoSignedLink())
                .hasMessageStartingWith("page had signed links, [" + GRAFANA.url() + "/d/jvm?auth_token=***]");
    }

    @Test
    void aLinkThatNamesNobody() {
        assertThatThrownBy(() -> assertThatLink("/d/jvm").opensAs("anna"))
                .hasMessage("link was '/d/jvm' but names no user; sign it as a JWT link, by gshare.link-version = jwt");
        assertThatThrownBy(() -> assertThatLink("/d/jvm?auth_token=x").hasRole("Viewer"))
                .hasMessage("link was '/d/jvm?auth_token=***' but carries a token that cannot be read: the token is no"
                        + " JSON Web Token");
        assertThatThrownBy(() -> assertThatLink(link("sub", "-")).opensAs("anna"))
                .hasMessageContaining("but opens as nobody's, not as 'anna'");
    }

    // ---- what is no setting

    @Test
    void settingsThatAreNone() {
        JwtSettings settings = JwtSettings.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.with("key_file", "x"))
                .withMessage("the setting was 'key_file' but must be enabled, url_login, header_name, expect_claims,"
                        + " auto_sign_up, role_attribute_strict or version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.with("auto_sign_up", "yes"))
                .withMessage("auto_sign_up was 'yes' but must be true or false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.with("version", "new"))
                .withMessage("version was 'new' but must be one of Grafana's, such as 11.6.0");
        for (String wrong : List.of("iss", "{\"iss\": 1}", "{\"iss\": \"a\"", "[]", "{} {}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.with("expect_claims", wrong))
                    .withMessage("expect_claims was '" + wrong
                            + "' but must be a JSON object of strings, such as {\"iss\": \"portal\"}");
        }
    }

    @Test
    void aManagedWorkspaceTakesNoTokens() {
        try (StandInWorkspace managed = StandInWorkspace.builder().start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> managed.configure(JwtSettings.defaults()))
                    .withMessage("the workspace takes no tokens; start it by builder().jwt(JwtSettings.defaults())");
            assertThat(said(get(managed.url() + link()))).isEqualTo("401");
            answers.clear(); // its reason stands in a header
        }
    }
}
