package io.gshare.cli.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands before a workspace, and fails as a test wants it to. */
public final class Between implements AutoCloseable {

    private static final Set<String> OWN =
            Set.of("connection", "content-length", "transfer-encoding", "host", "upgrade", "http2-settings");

    /** What becomes of a request such as {@code POST /api/serviceaccounts}. */
    @FunctionalInterface
    public interface Rule {
        /** A fault; {@code null} for none. */
        @Nullable
        Fault of(String request);
    }

    /**
     * What goes wrong.
     *
     * @param arrives whether the workspace gets the request
     * @param status what is answered; 0 where the connection breaks
     * @param body what is answered
     */
    public record Fault(boolean arrives, int status, String body) {

        /** The workspace has done what it was asked for, and nobody hears of it. */
        public static final Fault BREAKS_AFTER = new Fault(true, 0, "");

        /** The workspace never hears of it. */
        public static final Fault BREAKS_BEFORE = new Fault(false, 0, "");

        /** Another answer than the workspace's. */
        public static Fault answer(int status, String body) {
            return new Fault(false, status, body);
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final String to;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Rule rule = request -> null;

    public Between(String to) {
        this.to = to;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public Between with(Rule faults) {
        rule = faults;
        return this;
    }

    /** What was asked of Grafana's API, in order. */
    public List<String> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        if (path.startsWith("/api/") && !path.equals("/api/health")) {
            requests.add(request);
        }
        exchange.getResponseHeaders().set("Connection", "close");
        Fault fault = rule.of(request);
        HttpResponse<byte[]> answer = fault == null || fault.arrives() ? forward(exchange) : null;
        if (fault != null && fault.status() == 0) {
            exchange.close();
        } else if (fault != null) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, fault.status(), fault.body().getBytes(StandardCharsets.UTF_8));
        } else if (answer != null) {
            answer.headers().map().forEach((name, values) -> {
                if (!OWN.contains(name) && !name.startsWith(":") && !name.equals("date")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            send(exchange, answer.statusCode(), answer.body());
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
