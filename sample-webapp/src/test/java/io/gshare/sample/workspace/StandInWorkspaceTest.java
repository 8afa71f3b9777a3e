package io.gshare.sample.workspace;

import static io.gshare.sample.workspace.WorkspaceFixture.OTHER_TOKEN;
import static io.gshare.sample.workspace.WorkspaceFixture.START;
import static io.gshare.sample.workspace.WorkspaceFixture.TOKEN;
import static io.gshare.sample.workspace.WorkspaceFixture.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gshare.Credential;
import io.gshare.ShareKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
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
        fixture.now = START.plusSeconds(age);
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

        fixture.now = START.plusSeconds(length - 1);
        assertThat(reason(fixture.get("/d/jvm", cookie))).isEqualTo("200 none");
        assertThat(fixture.get("/api/series?panel=1", cookie).statusCode()).isEqualTo(200);

        fixture.now = START.plusSeconds(length);
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
    @CsvSource({"1, Heap, MB, 3", "2, Threads, threads, 2", "panel-3, CPU, %, 2", "4, Requests per second, req/s, 1"})
    void givesRealMeasurements(String panel, String title, String unit, int series) throws Exception {
        String cookie = fixture.open(null);
        JsonNode json = new ObjectMapper()
                .readTree(fixture.get("/api/series?var-instance=a&panel=" + panel, cookie)
                        .body());

        assertThat(json.get("title").asText()).isEqualTo(title);
        assertThat(json.get("unit").asText()).isEqualTo(unit);
        assertThat(json.get("names")).hasSize(series);
        assertThat(json.get("data")).hasSize(series + 1);
        assertThat(json.get("data")).allSatisfy(column -> assertThat(column).isNotEmpty());
        double at = json.get("data").get(0).get(0).asDouble();
        assertThat(at).isBetween(System.currentTimeMillis() / 1e3 - 60, System.currentTimeMillis() / 1e3);
        if (!unit.equals("%") && !unit.equals("req/s")) {
            assertThat(json.get("data").get(1).get(0).asDouble()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"panel=9, 404", "panel=, 404", "panel=1&from=yesterday, 400", "panel=1&from=0&to=1, 200"})
    void answersOddQuestions(String query, int status) {
        assertThat(fixture.get("/api/series?" + query, fixture.open(null)).statusCode())
                .isEqualTo(status);
    }

    @Test
    void showsPanelsAlone() {
        String cookie = fixture.open(null);
        for (String id : new String[] {"2", "panel-2"}) {
            assertThat(fixture.get("/d-solo/jvm/overview?panelId=" + id, cookie).body())
                    .contains("<title>Threads - JVM overview", "class=\"solo\"", "Threads&quot;")
                    .doesNotContain("Heap&quot;");
        }
        assertThat(fixture.get("/d-solo/jvm?panelId=9", cookie).body()).contains("data-panels=\"[]\"");
        assertThat(fixture.get("/d/jvm?kiosk=1", cookie).body()).contains("class=\"grid kiosk\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/d/other", "/d-solo/other/x?panelId=1", "/x", "/public/", "/public/../pages/dashboard.html"})
    void knowsWhatIsNotThere(String path) {
        assertThat(fixture.get(path, fixture.open(null)).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"uPlot.iife.min.js", "uPlot.min.css", "workspace.css", "dashboard.js", "panel.js", "time.js"})
    void servesItsFilesToAnyone(String name) {
        HttpResponse<String> response = fixture.get("/public/" + name);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith(name.endsWith(".js") ? "text/javascript" : "text/css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/d/jvm", "/nowhere", "/api/series", "/public/time.js", "/d/%2e%2e%2fjvm", "/d/jvm?a=%C3%28"})
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
