package io.gshare.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A page with a frame of a workspace, each on HTTP and HTTPS under any name that leads here. The frame's page sets a cookie, and asks for
 * data at once, as Grafana's does.
 */
final class TwoSites implements AutoCloseable {

    private final Server page;
    private final Server workspace;
    private final AtomicInteger visits = new AtomicInteger();
    private final Map<String, String> frames = new ConcurrentHashMap<>();
    private final Map<String, String> cookies = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Boolean>> kept = new ConcurrentHashMap<>();

    /** @param folder for a certificate that nobody has signed */
    TwoSites(Path folder) {
        Path keys = certificate(folder);
        page = serve(keys, this::page);
        workspace = serve(keys, this::workspace);
    }

    /**
     * A page with a frame.
     *
     * @param page its origin, without the port
     * @param workspace the frame's
     * @param cookie the attributes of the cookie that the frame's page sets
     * @return the page's address
     */
    String visit(String page, String workspace, String cookie) {
        String visit = "/" + visits.incrementAndGet();
        frames.put(visit, url(this.workspace, workspace) + visit);
        cookies.put(visit, cookie.isEmpty() ? "" : "; " + cookie);
        kept.put(visit, new CompletableFuture<>());
        return url(this.page, page) + visit;
    }

    /** Whether the cookie comes with what the frame asks for. */
    CompletableFuture<Boolean> keepsCookie(String visit) {
        return Objects.requireNonNull(kept.get(URI.create(visit).getPath()), visit);
    }

    /** An origin with the port that a server has for its scheme. */
    static String url(Server server, String origin) {
        boolean tls = origin.startsWith("https:");
        return origin + ":" + ((ServerConnector) server.getConnectors()[tls ? 1 : 0]).getLocalPort();
    }

    private void page(String path, Request request, Response response, Callback callback) {
        String frame = frames.get(path);
        send(
                response,
                frame == null ? "" : "<!DOCTYPE html><title>Page</title><iframe src='" + frame + "'></iframe>",
                callback);
    }

    private void workspace(String path, Request request, Response response, Callback callback) {
        String visit = path.replace("/data", "");
        String name = "session" + visit.substring(1); // of this visit alone
        CompletableFuture<Boolean> answer = kept.get(visit);
        if (path.endsWith("/data") && answer != null) {
            answer.complete(String.join(";", request.getHeaders().getValuesList(HttpHeader.COOKIE))
                    .contains(name + "=open"));
        } else if (answer != null) {
            response.getHeaders().put(HttpHeader.SET_COOKIE, name + "=open; Path=/; HttpOnly" + cookies.get(visit));
        }
        send(response, "<!DOCTYPE html><title>Frame</title><script>fetch('" + visit + "/data')</script>", callback);
    }

    static void send(Response response, String body, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, body, callback);
    }

    interface Answer {
        void give(String path, Request request, Response response, Callback callback);
    }

    /** A server of HTTP and HTTPS, each on a port of its own. */
    static Server serve(Path keys, Answer answer) {
        Server server = new Server();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keys.toString());
        tls.setKeyStorePassword("changeit");
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer(false));
        server.addConnector(new ServerConnector(server, 1, 1));
        server.addConnector(new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(https)));
        for (var connector : server.getConnectors()) {
            ((ServerConnector) connector).setHost("127.0.0.1");
        }
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                answer.give(request.getHttpURI().getPath(), request, response, callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    /** A key store with a key for all names that lead here, by the password {@code changeit}. */
    static Path certificate(Path folder) {
        Path keys = folder.resolve("keys");
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keystore",
                            keys.toString(),
                            "-storepass",
                            "changeit",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,dns:*.example.com,dns:*.example.org")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return keys;
    }

    @Override
    public void close() {
        try {
            page.stop();
            workspace.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
