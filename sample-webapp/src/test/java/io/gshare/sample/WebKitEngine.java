package io.gshare.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** WebKitGTK, by its own WebDriver, on a display that nobody sees. */
final class WebKitEngine implements Engine {

    private static final String PACKAGES = "webkit2gtk-driver and xvfb";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process display;
    private final Process driver;
    private final String session;

    WebKitEngine(Path home) {
        Path program = Engine.installed("WebKitWebDriver", PACKAGES);
        Path xvfb = Engine.installed("Xvfb", PACKAGES);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            display = new ProcessBuilder(
                            xvfb.toString(), "-displayfd", "1", "-screen", "0", "1000x700x24", "-nolisten", "tcp")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader number = display.inputReader(StandardCharsets.US_ASCII);
            ProcessBuilder start = new ProcessBuilder(program.toString(), "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            start.environment()
                    .putAll(Map.of(
                            "DISPLAY", ":" + number.readLine(), "GTK_THEME", "Adwaita:dark", "HOME", home.toString()));
            driver = start.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String service = "http://127.0.0.1:" + port + "/session";
        JsonNode created = send(
                service,
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "acceptInsecureCerts",
                                        true,
                                        "webkitgtk:browserOptions",
                                        Map.of("binary", miniBrowser().toString(), "args", List.of("--automation"))))));
        session = service + "/" + created.path("sessionId").asText();
        send(session + "/timeouts", Map.of("script", 60_000, "pageLoad", 60_000));
    }

    private static Path miniBrowser() {
        for (Path folder : folders(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path webkit : folders(folder, "webkit2gtk-*")) {
                if (Files.isExecutable(webkit.resolve("MiniBrowser"))) {
                    return webkit.resolve("MiniBrowser");
                }
            }
        }
        return Engine.missing("MiniBrowser", PACKAGES);
    }

    private static List<Path> folders(Path parent, String pattern) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, pattern)) {
            return StreamSupport.stream(found.spliterator(), false).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String url, Map<String, ?> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> response = null;
            while (response == null) {
                try {
                    response = client.send(request, HttpResponse.BodyHandlers.ofString());
                } catch (ConnectException e) {
                    if (!driver.isAlive()) {
                        throw new IllegalStateException("WebKitWebDriver has ended before it could be asked", e);
                    }
                }
            }
            if (response.statusCode() != 200) {
                throw new IllegalStateException(url + ": " + response.body());
            }
            return JSON.readTree(response.body()).path("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void open(String url) {
        send(session + "/url", Map.of("url", url));
    }

    @Override
    public String evaluate(String expression) {
        String script = "Promise.resolve(" + expression + ").then(String).then(arguments[0])";
        return send(session + "/execute/async", Map.of("script", script, "args", List.of()))
                .asText();
    }

    @Override
    public void close() {
        try {
            client.send(
                    HttpRequest.newBuilder(URI.create(session)).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Engine.end(driver);
            Engine.end(display);
        }
    }
}
