package io.gshare.test;

import static io.gshare.test.WorkspaceFixture.OTHER_TOKEN;
import static io.gshare.test.WorkspaceFixture.START;
import static io.gshare.test.WorkspaceFixture.TOKEN;
import static io.gshare.test.WorkspaceFixture.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gshare.GShare;
import io.gshare.key.Credential;
import io.gshare.key.ShareKey;
import io.gshare.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandInWorkspaceTest {

    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{32}");

    private final WorkspaceFixture fixture = new WorkspaceFixture();

    /** Whatever a test asked for, no answer repeats a link's signature; a session's id is in its cookie alone. */
    @AfterEach
    void noAnswerRepeatsASignature() {
        fixture.close();
        for (String body : fixture.bodies) {
            assertThat(body).doesNotContain("aliyun_api_key_sign=", TOKEN);
            Matcher hex = SIGNATURE.matcher(body.replaceAll("grafana_session=[0-9a-f]{32}", ""));
            assertThat(hex.find()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, true, SameSite=None; Secure; Partitioned",
        "none, false, SameSite=None; Partitioned",
        "lax, true, SameSite=Lax; Secure",
        "lax, false, SameSite=Lax",
        "strict, true, SameSite=Strict; Secure",
        "strict, false, SameSite=Strict"
    })
    void opensASession(String sameSite, String secure, String attributes) {
        fixture.configure("cookie_samesite", sameSite, "cookie_secure", secure);

        HttpResponse<String> response = fixture.get(fixture.sign("/d/jvm/overview?orgId=1&theme=dark"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("<title>JVM overview - Grafana stand-in</title>", "data-theme=\"dark\"");
        assertThat(response.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("grafana_session=[0-9a-f]{32}; Path=/; HttpOnly; Max-Age=3600; " + attributes);
    }

    @ParameterizedTest
    @CsvSource({"0, 200 none", "60, 200 none", "61, 401 EXPIRED", "-60, 200 none", "-61, 401 NOT_YET_VALID"})
    void takesLinksOfTheLastMinute(int age, String expected) {
        String link = fixture.sign("/d/jvm");
        fixture.clock.advance(Duration.ofSeconds(age));
        assertThat(reason(fixture.get(link))).isEqualTo(expected);
    }

    @Test
    void refusesAChangedDigit() {
        String link = fixture.sign("/d/jvm");
        int at = link.indexOf("_sign=") + "_sign=".length();
        String changed = link.substring(0, at) + (link.charAt(at) == '0' ? '1' : '0') + link.substring(at + 1);
        assertThat(reason(fixture.get(changed))).isEqualTo("401 WRONG_SIGNATURE");
    }

    @Test
    void refusesOtherKeys() {
        ShareKey sameName = Credential.parse(OTHER_TOKEN).shareKey("test", 1);
        ShareKey otherName = Credential.parse(TOKEN).shareKey("other", 1);
        assertThat(reason(fixture.get(fixture.sign("/d/jvm", sameName, null)))).isEqualTo("401 WRONG_SIGNATURE");
        assertThat(reason(fixture.get(fixture.sign("/d/jvm", otherName, null)))).isEqualTo("401 UNKNOWN_KEY");
    }

    @Test
    void refusesEveryLinkWithSharingOff() {
        fixture.configure("api_key_share", "false");
        assertThat(reason(fixture.get(fixture.sign("/d/jvm")))).isEqualTo("401 SHARING_OFF");
        assertThat(reason(fixture.get("/d/jvm"))).isEqualTo("401 NOT_SIGNED");
    }

    @Test
    void takesOneVersionOfLinksOnly() {
        assertThat(reason(fixture.get(fixture.signRaw("/d/jvm", TOKEN)))).isEqualTo("401 WRONG_VERSION");
        fixture.configure("api_key_share_version", "v1");
        assertThat(reason(fixture.get(fixture.signRaw("/d/jvm", TOKEN)))).isEqualTo("200 none");
        assertThat(reason(fixture.get(fixture.signRaw("/d/jvm", OTHER_TOKEN)))).isEqualTo("401 UNKNOWN_KEY");
        assertThat(reason(fixture.get(fixture.sign("/d/jvm")))).isEqualTo("401 WRONG_VERSION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&aliyun_api_key_org_id=1", "&aliyun_api_key_other=1", "&aliyun%5fapi_key_name=x"})
    void refusesDoubledAndUnknownParameters(String more) {
        assertThat(reason(fixture.get(fixture.sign("/d/jvm") + more))).isEqualTo("401 MALFORMED");
    }

    @Test
    void refusesOtherOrgs() {
        String link = fixture.sign("/d/jvm").replace("?", "?orgId=2&");
        HttpResponse<String> refused = fixture.get(link);
        assertThat(reason(refused)).isEqualTo("401 OTHER_ORG");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();

        String cookie = fixture.open(null);
        assertThat(reason(fixture.get("/d/jvm?orgId=1", cookie))).isEqualTo("200 none");
        assertThat(reason(fixture.get("/d/jvm?orgId=2", cookie))).isEqualTo("401 OTHER_ORG");
    }

    @ParameterizedTest
    @CsvSource({"3600,", "90, 90", "5, 5"})
    void endsSessions(int length, Integer given) {
        String cookie = fixture.open(given == null ? null : Duration.ofSeconds(given));

        fixture.clock.advance(Duration.ofSeconds(length - 1));
        assertThat(reason(fixture.get("/d/jvm", cookie))).isEqualTo("200 none");
        assertThat(fixture.get("/api/series?panel=1", cookie).statusCode()).isEqualTo(200);

        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(reason(fixture.get("/d/jvm", cookie))).isEqualTo("401 NOT_SIGNED");
        assertThat(fixture.get("/api/series?panel=1", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void forgetsTheOldestOfTooManySessions() {
        Sessions sessions = new Sessions(() -> START);
        String first = sessions.open(Duration.ofHours(1));
        for (int i = 1; i < 10_000; i++) {
            sessions.open(Duration.ofHours(1));
        }
        assertThat(sessions.isOpen(first)).isTrue();
        String last = sessions.open(Duration.ofHours(1));
        assertThat(sessions.isOpen(first)).isFalse();
        assertThat(sessions.isOpen(last)).isTrue();
    }

    @Test
    void itsHomeIsTheDashboard() {
        assertThat(fixture.get(fixture.sign("/")).body()).contains("JVM overview");
        assertThat(reason(fixture.get("/"))).isEqualTo("401 NOT_SIGNED");
    }

    @Test
    void tellsASessionOfItsDashboard() {
        String cookie = fixture.open(null);
        assertThat(fixture.get("/api/dashboards/uid/jvm", cookie).body()).contains("\"title\":\"JVM overview\"");
        assertThat(fixture.get("/api/dashboards/uid/x", cookie).statusCode()).isEqualTo(404);
        assertThat(fixture.get("/api/dashboards/uid/jvm").statusCode()).isEqualTo(401);
    }

    @Test
    void asksForTheSessionBeforeItGivesData() {
        assertThat(fixture.get("/api/series?panel=1").body()).isEqualTo("{\"message\":\"Unauthorized\"}");
        assertThat(fixture.get("/api/series?panel=1", "grafana_session=0").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/d/other", "/d-solo/other/x?panelId=1", "/x", "/public/", "/public/../pages/dashboard.html"})
    void knowsWhatIsNotThere(String path) {
        assertThat(fixture.get(path, fixture.open(null)).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsAnybodyThatItIsThere() {
        HttpResponse<String> response = fixture.get("/api/health");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"database\":\"ok\",\"version\":\"10.0.0-stand-in\"}");
    }

    @ParameterizedTest
    @CsvSource({"/public/workspace.css, text/css;charset=utf-8", "/public/dashboard.js, text/javascript;charset=utf-8"})
    void servesItsFilesToAnyone(String path, String type) {
        HttpResponse<String> response = fixture.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().allValues("Content-Type")).containsExactly(type);
        assertThat(response.body()).isNotEmpty();
    }

    @Test
    void givesDataToASession() {
        HttpResponse<String> response = fixture.get("/api/series?panel=1", fixture.open(null));
        assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(response.body()).isEqualTo("[1]");
    }

    @Test
    void aPageThatFailsSaysSo() {
        HttpResponse<String> response = fixture.get(fixture.sign("/d/broken"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .isEqualTo("the dashboard's page failed: java.lang.IllegalStateException: no page for /d/broken");
    }

    @Test
    void anAssertionThatFailsInAPageOrItsDataSaysSo() {
        HttpResponse<String> page = fixture.get(fixture.sign("/d/wrong"));
        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(page.body()).isEqualTo("the dashboard's page failed: java.lang.AssertionError: no panel");
        HttpResponse<String> data = fixture.get("/api/wrong", fixture.open(null));
        assertThat(data.statusCode()).isEqualTo(500);
        assertThat(data.body()).isEqualTo("the dashboard's page failed: java.lang.AssertionError: no series");
    }

    @Test
    void aPageSaysWhatItsLinkAskedFor() {
        String cookie = fixture.open(null);
        assertThat(facts(
                        fixture.get("/d/jvm/x?from=now-6h&to=now&var-host=web%207&var-host=%3Cb%3E&var-x=1+2", cookie)))
                .containsExactly(
                        "Dashboard: jvm",
                        "From: now-6h",
                        "To: now",
                        "Variable host: web 7, &lt;b&gt;",
                        "Variable x: 1 2");
        assertThat(facts(fixture.get("/d-solo/jvm?panelId=panel-2", cookie)))
                .containsExactly("Dashboard: jvm", "Panel: 2");
        assertThat(facts(fixture.get("/d/jvm?viewPanel=3&orgId=1", cookie)))
                .containsExactly("Dashboard: jvm", "Panel: 3");
    }

    private static List<String> facts(HttpResponse<String> page) {
        return Pattern.compile("<dt>(.*)</dt><dd>(.*)</dd>")
                .matcher(page.body())
                .results()
                .map(fact -> fact.group(1) + ": " + fact.group(2))
                .toList();
    }

    @Test
    void withoutDashboardsItHasEachThatIsAskedFor() {
        try (WorkspaceFixture any = new WorkspaceFixture(StandInWorkspace.builder())) {
            assertThat(any.get(any.sign("/d/TZ%20Wea/test")).body()).contains("<h1>TZ Wea</h1>");
            assertThat(any.get(any.sign("/")).body()).contains("<h1>Home</h1>");
            assertThat(any.get("/api/dashboards/uid/a%22b", any.open(null)).body())
                    .isEqualTo("{\"dashboard\":{\"uid\":\"a\\\"b\",\"title\":\"a\\\"b\"}}");
        }
    }

    @Test
    void behindAProxyItsPagesHaveThePrefix() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fixture.sign("/d/jvm")))
                .header("X-Forwarded-Prefix", "/grafana")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body())
                .contains("href=\"/grafana/public/workspace.css\"");
    }

    @Test
    void answersReadersAlone() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.sign("/d/jvm")));
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> head =
                client.send(request.method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        HttpResponse<String> post =
                client.send(request.POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void remembersTheLinksThatOpenedADashboard() {
        String link = fixture.sign("/d/jvm/overview?orgId=1&var-host=a#x");
        fixture.get(link);
        fixture.get("/d/jvm?viewPanel=2", fixture.open(null));
        fixture.get(fixture.sign("/d/gone"));
        fixture.get("/d/jvm");
        fixture.clock.advance(Duration.ofSeconds(61));
        fixture.get(link);
        assertThat(fixture.workspace.opened())
                .hasToString("[/d/jvm/overview?orgId=1&var-host=a, /d/jvm]")
                .extracting(Link::uid)
                .containsExactly("jvm", "jvm");
    }

    @Test
    void remembersTheLastHundred() {
        for (int i = 0; i <= 100; i++) {
            fixture.get(fixture.sign("/d/jvm?i=" + i));
        }
        assertThat(fixture.workspace.opened()).hasSize(100).first().hasToString("/d/jvm?i=1");
    }

    @Test
    void becomesWhatItWas() {
        ShareKey another = Credential.parse(OTHER_TOKEN).shareKey("another", 1);
        fixture.workspace.accept(another);
        String cookie = fixture.open(null);
        assertThat(reason(fixture.get(fixture.sign("/d/jvm", another, null)))).isEqualTo("200 none");
        fixture.configure("allow_embedding", "false");
        fixture.clock.advance(Duration.ofDays(1));

        fixture.workspace.reset();

        assertThat(fixture.clock.instant()).isEqualTo(START);
        assertThat(fixture.workspace.opened()).isEmpty();
        assertThat(reason(fixture.get("/d/jvm", cookie))).isEqualTo("401 NOT_SIGNED");
        HttpResponse<String> refused = fixture.get(fixture.sign("/d/jvm", another, null));
        assertThat(reason(refused)).isEqualTo("401 UNKNOWN_KEY");
        assertThat(refused.headers().allValues("X-Frame-Options")).isEmpty();
    }

    @Test
    void anApplicationSignsWithItsSettings() {
        try (StandInWorkspace workspace = StandInWorkspace.builder().start();
                StandInWorkspace other = StandInWorkspace.builder().start()) {
            String link =
                    GShare.from(Settings.of(workspace.applicationSettings())).sign("/d/jvm");
            assertThat(reason(fixture.get(link))).isEqualTo("200 none");
            assertThat(reason(fixture.get(link.replace(workspace.url(), other.url()))))
                    .as("each has a key of its own")
                    .isEqualTo("401 WRONG_SIGNATURE");
            assertThat(workspace).hasToString("StandInWorkspace[" + workspace.url() + "]");
        }
    }

    @Test
    void blanksAtTheEndsOfAKeysNameReachTheLink() {
        ShareKey key = ShareKey.of(" wall display ", 1, Vectors.example().derivedKey());
        try (StandInWorkspace workspace = StandInWorkspace.builder().key(key).start()) {
            assertThat(reason(fixture.get(GShare.from(Settings.of(workspace.applicationSettings()))
                            .sign("/d/jvm"))))
                    .isEqualTo("200 none");
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        int port = URI.create(fixture.workspace.url()).getPort();
        assertThatIllegalStateException()
                .isThrownBy(() -> StandInWorkspace.builder().port(port).start())
                .withMessage("the workspace could not start on port " + port + "; is it taken?");
    }

    @Test
    void keepsNoJvmAliveAndLeavesNoThread() {
        fixture.get("/");
        Predicate<Thread> own = thread ->
                thread.getName().equals("workspace") || thread.getName().equals("HTTP-Dispatcher");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(own)
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/d/jvm", "/nowhere", "/api/series", "/public/dashboard.js", "/d/%2e%2e%2fjvm", "/d/jvm?a=%C3%28"
            })
    void guardsEveryAnswer(String link) {
        assertThat(fixture.get(link).headers().map())
                .containsEntry("Cache-Control", List.of("no-store"))
                .containsEntry("Referrer-Policy", List.of("no-referrer"))
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .doesNotContainKey("X-Frame-Options");
        fixture.configure("allow_embedding", "false");
        assertThat(fixture.get(link).headers().allValues("X-Frame-Options")).containsExactly("deny");
    }

    @Test
    void refusalsEscapeWhatTheyRepeat() {
        String hostile = "%3Cscript%3Ealert('x')%3C%2Fscript%3E%22{{reason}}"
                .replace("{", "%7B")
                .replace("}", "%7D");
        String link = fixture.sign("/d/jvm").replace("_name=test", "_name=" + hostile);
        HttpResponse<String> response = fixture.get(link + "&theme=" + hostile);

        assertThat(reason(response)).isEqualTo("401 UNKNOWN_KEY");
        assertThat(response.body())
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .contains("<code>UNKNOWN_KEY</code>")
                .doesNotContain("<script");
        assertThat(fixture.get("/d/" + hostile, fixture.open(null)).body()).doesNotContain("<script>", "<script a");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void wrongSettingsSayWhatIsRight() {
        WorkspaceSettings settings = WorkspaceSettings.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.with("cookie_samesite", "None"))
                .withMessage("cookie_samesite was 'None' but must be none, lax or strict");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.with("api_key_share", "yes"))
                .withMessage("api_key_share was 'yes' but must be true or false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.with("samesite", "lax"))
                .withMessage("the setting was 'samesite' but must be api_key_share, api_key_share_version,"
                        + " allow_embedding, cookie_samesite or cookie_secure");
    }
}
