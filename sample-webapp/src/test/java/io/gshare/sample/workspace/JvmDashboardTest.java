package io.gshare.sample.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gshare.GShare;
import io.gshare.settings.Settings;
import io.gshare.test.StandInWorkspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard over HTTP, to a visitor whose session a link has opened. */
class JvmDashboardTest {

    private final JvmDashboard jvm = new JvmDashboard();
    private final StandInWorkspace workspace =
            jvm.addTo(StandInWorkspace.builder()).start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String cookie;

    JvmDashboardTest() throws Exception {
        String link = GShare.from(Settings.of(workspace.applicationSettings())).sign("/d/jvm");
        cookie = send(HttpRequest.newBuilder(URI.create(link)))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
    }

    @AfterEach
    void stop() {
        workspace.close();
        jvm.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(workspace.url() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).header("Cookie", cookie));
    }

    @ParameterizedTest
    @CsvSource({"1, Heap, MB, 3", "2, Threads, threads, 2", "panel-3, CPU, %, 2", "4, Requests per second, req/s, 1"})
    void givesRealMeasurements(String panel, String title, String unit, int series) throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(get("/api/series?var-instance=a&panel=" + panel).body());

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
    void answersOddQuestions(String query, int status) throws Exception {
        assertThat(get("/api/series?" + query).statusCode()).isEqualTo(status);
    }

    @Test
    void showsPanelsAlone() throws Exception {
        for (String id : new String[] {"2", "panel-2"}) {
            assertThat(get("/d-solo/jvm/overview?panelId=" + id).body())
                    .contains("<title>Threads - JVM overview", "class=\"solo\"", "Threads&quot;")
                    .doesNotContain("Heap&quot;");
        }
        assertThat(get("/d-solo/jvm?panelId=9").body()).contains("data-panels=\"[]\"");
        assertThat(get("/d/jvm?kiosk=1").body()).contains("class=\"grid kiosk\"");
    }

    @Test
    void escapesWhatItRepeats() throws Exception {
        assertThat(get("/d/jvm?theme=%22%3E%3Cscript%3E").body()).contains("data-theme=\"&quot;&gt;&lt;script&gt;\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"uPlot.iife.min.js", "uPlot.min.css", "dashboard.css", "dashboard.js", "panel.js", "time.js"})
    void servesItsFilesToAnyone(String name) throws Exception {
        HttpResponse<String> response = send(request("/public/" + name));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith(name.endsWith(".js") ? "text/javascript" : "text/css");
    }

    @Test
    void hasNoFurtherDashboard() throws Exception {
        assertThat(get("/d/other").statusCode()).isEqualTo(404);
        assertThat(get("/public/../pages/dashboard.html").statusCode()).isEqualTo(404);
    }
}
