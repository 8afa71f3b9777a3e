package io.gshare.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The machine's own Firefox, by WebDriver BiDi, which it speaks without a driver's program. */
final class FirefoxEngine implements Engine {

    private static final Pattern LISTENING = Pattern.compile(".*WebDriver BiDi listening on (ws://\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process firefox;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final String context;
    private int commands;

    FirefoxEngine(Path profile) {
        Path program = Engine.installed("firefox-esr", "firefox-esr");
        try {
            Files.writeString(profile.resolve("user.js"), """
                    user_pref("layout.css.prefers-color-scheme.content-override", 0);
                    user_pref("app.update.enabled", false);
                    user_pref("datareporting.policy.dataSubmissionEnabled", false);
                    user_pref("network.captive-portal-service.enabled", false);
                    user_pref("network.connectivity-service.enabled", false);
                    """);
            firefox = new ProcessBuilder(
                            program.toString(),
                            "--headless",
                            "--no-remote",
                            "--profile",
                            profile.toString(),
                            "--remote-debugging-port",
                            "0",
                            "about:blank")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(firefox) + "/session"), new Listener())
                .join();
        send("session.new", Map.of("capabilities", Map.of("alwaysMatch", Map.of("acceptInsecureCerts", true))));
        context = send("browsingContext.getTree", Map.of())
                .at("/contexts/0/context")
                .asText();
    }

    private static String address(Process firefox) {
        BufferedReader lines = firefox.inputReader(StandardCharsets.UTF_8);
        String address = lines.lines()
                .map(LISTENING::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Firefox has ended before it could be asked"));
        Thread rest = new Thread(() -> lines.lines().forEach(line -> {}), "Firefox's output");
        rest.setDaemon(true);
        rest.start();
        return address;
    }

    /** Collects messages, which may come in parts. */
    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                try {
                    answers.add(JSON.readTree(message.toString()));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private JsonNode send(String method, Map<String, ?> params) {
        int id = ++commands;
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", params)), true)
                    .join();
            while (true) {
                JsonNode answer = Objects.requireNonNull(
                        answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "Firefox does not answer " + method);
                if (answer.path("id").asInt() == id) {
                    if (!answer.has("result")) {
                        throw new IllegalStateException(method + ": " + answer);
                    }
                    return answer.path("result");
                }
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void open(String url) {
        send("browsingContext.navigate", Map.of("context", context, "url", url, "wait", "interactive"));
    }

    @Override
    public String evaluate(String expression) {
        JsonNode evaluated = send(
                "script.evaluate",
                Map.of(
                        "expression",
                        "Promise.resolve(" + expression + ").then(String)",
                        "target",
                        Map.of("context", context),
                        "awaitPromise",
                        true));
        if (!evaluated.at("/result/value").isTextual()) {
            throw new IllegalStateException(expression + ": " + evaluated);
        }
        return evaluated.at("/result/value").asText();
    }

    @Override
    public void close() {
        socket.abort();
        Engine.end(firefox);
    }
}
