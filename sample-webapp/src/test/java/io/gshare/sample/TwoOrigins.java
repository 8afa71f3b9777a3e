package io.gshare.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An application and a workspace of the barest kind, each on an origin of its own. {@code /mint/…} of the application redirects to
 * a link of the workspace that opens one session and is stale after that; the workspace's page shows {@code board}.
 */
final class TwoOrigins implements AutoCloseable {

    /** What the application does when a frame asks it for a link. */
    enum Mint {
        REDIRECT,
        GONE,
        /** Sends the visitor to a page of the application's own, as when he has to log in. */
        LOGIN,
        /** Answers nothing until {@link #answer} is called. */
        WAIT
    }

    static final String MODULE = "/gshare/frame.js";

    private final Server application;
    private final Server workspace;
    private final byte[] module;
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Queue<String> minted = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger links = new AtomicInteger();
    private final AtomicInteger session = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Mint mint = Mint.REDIRECT;
    private volatile @Nullable String renewal;

    TwoOrigins(byte[] module) {
        this.module = module;
        application = serve(this::application);
        workspace = serve(this::workspace);
    }

    /** Forgets everything; {@code pages} are what the application has at each path, apart from the module. */
    void begin(Map<String, String> pages) {
        answer(Mint.GONE);
        this.pages.clear();
        this.pages.putAll(pages);
        minted.clear();
        refused.set(0);
        renewal = null;
        mint(Mint.REDIRECT);
    }

    void mint(Mint mint) {
        this.mint = mint;
    }

    /** What a ticket is exchanged for from now on. */
    void renewal(String link) {
        renewal = link;
    }

    /** From now on, and for the requests that wait. */
    void answer(Mint mint) {
        mint(mint);
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    /** The path and query of each request for a link. */
    List<String> minted() {
        return List.copyOf(minted);
    }

    boolean waits() {
        return !waiting.isEmpty();
    }

    /** How often the workspace was asked with a stale link. */
    int refused() {
        return refused.get();
    }

    /** The number of the session opened last. */
    String session() {
        return String.valueOf(session.get());
    }

    String workspace() {
        return workspace.getURI().resolve("/").toString();
    }

    String url(String path) {
        return application.getURI().resolve(path).toString();
    }

    private void application(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        String page = pages.get(path);
        if (path.equals(MODULE)) {
            send(response, HttpStatus.OK_200, "text/javascript", new String(module, StandardCharsets.UTF_8), callback);
        } else if (path.startsWith("/mint/")) {
            minted.add(request.getHttpURI().getPathQuery());
            link(request, response, callback);
        } else if (page != null) {
            response.getHeaders()
                    .put(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self' "
                                    + workspace.getURI());
            send(response, HttpStatus.OK_200, "text/html", page, callback);
        } else {
            send(response, HttpStatus.NO_CONTENT_204, "text/html", "", callback);
        }
    }

    private void link(Request request, Response response, Callback callback) {
        HttpURI uri = request.getHttpURI();
        String next = renewal;
        if (next != null && "renew".equals(uri.getQuery())) {
            send(response, HttpStatus.OK_200, "text/plain", next, callback);
            return;
        }
        switch (mint) {
            case REDIRECT -> {
                response.getHeaders()
                        .put(HttpHeader.LOCATION, workspace.getURI() + "d/board?link=" + links.incrementAndGet());
                send(response, HttpStatus.FOUND_302, "text/html", "", callback);
            }
            case LOGIN -> {
                response.getHeaders().put(HttpHeader.LOCATION, "/other");
                send(response, HttpStatus.FOUND_302, "text/html", "", callback);
            }
            case GONE -> send(response, HttpStatus.GONE_410, "text/html", "gone: " + uri.getPath(), callback);
            case WAIT -> waiting.add(() -> link(request, response, callback));
        }
    }

    private void workspace(Request request, Response response, Callback callback) {
        String query = request.getHttpURI().getQuery();
        String cookie = request.getHeaders().get(HttpHeader.COOKIE);
        if (query != null && query.startsWith("link=")) {
            int link = Integer.parseInt(query.substring("link=".length()));
            if (session.getAndAccumulate(link, Math::max) >= link) {
                refused.incrementAndGet();
                send(response, HttpStatus.FORBIDDEN_403, "text/html", "stale", callback);
                return;
            }
            response.getHeaders().put(HttpHeader.SET_COOKIE, "session=" + link + "; Path=/; HttpOnly; SameSite=Lax");
            send(response, HttpStatus.OK_200, "text/html", "<!DOCTYPE html><title>Board</title><p>board", callback);
        } else if (cookie == null) {
            send(response, HttpStatus.FORBIDDEN_403, "text/plain", "no session", callback);
        } else {
            send(response, HttpStatus.OK_200, "text/plain", cookie.replaceFirst(".*session=", ""), callback);
        }
    }

    private static void send(Response response, int status, String type, String body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + ";charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, body, callback);
    }

    private interface Answer {
        void give(Request request, Response response, Callback callback);
    }

    private static Server serve(Answer answer) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("localhost");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                answer.give(request, response, callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the test's server did not start", e);
        }
        return server;
    }

    private static void stop(@Nullable Server server) {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the test's server did not stop", e);
        }
    }

    @Override
    public void close() {
        answer(Mint.GONE);
        stop(application);
        stop(workspace);
    }
}
