package io.gshare.compatibility.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gshare.test.StandInWorkspace;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The application in a process of its own, and the workspace that its links lead to. */
final class Line implements AutoCloseable {

    /** Where the application is, to whom visits it: behind a proxy that has another workspace below {@code /grafana}. */
    private static final String HOST = "portal.example.com";

    private static final Pattern STARTED = Pattern.compile("started on port ([0-9]+) .*context path '/portal'");

    private final HttpClient client = HttpClient.newHttpClient();
    private final StandInWorkspace workspace =
            StandInWorkspace.builder().key(Vectors.example().shareKey()).start();
    private final String name;
    private final Program program;
    private final String url;

    /** The executable jar that a system property names. */
    Line(String name) throws IOException, InterruptedException {
        this.name = name;
        program = new Program(
                built("target").resolve(name + ".log"),
                Map.of("GSHARE_TOKEN", Vectors.example().token()),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-jar",
                        built(name).toString(),
                        "--gshare.url=" + workspace.url(),
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--server.servlet.context-path=/portal"));
        url = "http://127.0.0.1:" + program.said(STARTED) + "/portal";
    }

    /** What the build has made. */
    static Path built(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }

    StandInWorkspace workspace() {
        return workspace;
    }

    /** A page of the application, asked for by a visitor, or by nobody known where that is empty. */
    HttpResponse<String> get(String path, String visitor) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).header("Host", HOST);
        if (!visitor.isEmpty()) {
            byte[] credentials = (visitor + ":pass").getBytes(UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A link of a page as its proxy sends it on: what is below {@code /grafana} on the page's own host goes to the workspace. */
    String routed(String link) {
        return link.replaceFirst("^(http://" + Pattern.quote(HOST) + ")?/grafana/", workspace.url() + "/");
    }

    /** What the workspace answers to a link. */
    int status(String link) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(routed(link))).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        program.close();
        workspace.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
