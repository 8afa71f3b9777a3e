package io.gshare.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * a link of the workspace that opens one session and is stale after that, or gives itself for a further ticket; the workspace's page shows
 * {@code board}. Each can be killed and restarted.
 */
final class TwoOrigins implements AutoCloseable {

    /** What the application does when a frame asks it for a link. */
    enum Mint {
        REDIRECT,
        GONE,
        /** Refuses, as the mint endpoint does for whoever may not. */
        DENY,
        /** Is not there, as its container says while it is deployed anew. */
        AWAY,
        /**
         * Sends who has not logged in to another site, whose page sends him back by itself; and from there to what he last asked for, unless
         * it was a script that asked. Then it redirects.
         */
        SINGLE_SIGN_ON,
        /** The same, but the other site wants a password. */
        PASSWORD,
        /** Sends the frame through another site and back first, as a single sign-on does. */
        THROUGH_ANOTHER_SITE,
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
    private final Queue<String> referrers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger boards = new AtomicInteger();
    private volatile Mint mint = Mint.REDIRECT;
    private volatile @Nullable String renewal;
    private final Queue<Integer> renewals = new ConcurrentLinkedQueue<>();
    private volatile boolean dropsCookies;
    private volatile boolean pauses;
    private volatile String returns = "/other";
    private volatile boolean mayAskTheWorkspace;
    private volatile boolean asksToLogIn;

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
        renewals.clear();
        asksToLogIn = false;
        referrers.clear();
        boards.set(0);
        dropsCookies = false;
        pauses = false;
        mayAskTheWorkspace = true;
        mint(Mint.REDIRECT);
    }

    void mint(Mint mint) {
        this.mint = mint;
    }

    /** What a ticket is exchanged for from now on. */
    void renewal(String link) {
        renewal = link;
    }

    /** The statuses with which scripts are answered from now on, in turn and over again; 0 for none. */
    void renewals(Integer... statuses) {
        renewals.clear();
        renewals.addAll(List.of(statuses));
    }

    /** Lets the workspace send whoever asks how it is to another site. */
    void askToLogIn() {
        asksToLogIn = true;
    }

    /** Whether the workspace's page finds no session, and loads itself again and again, as Grafana's does. */
    void dropCookies(boolean drops) {
        dropsCookies = drops;
    }

    /** Whether it pauses for ten seconds after each four times. */
    void pauseReloads() {
        pauses = true;
    }

    /** Takes the workspace out of the pages' {@code connect-src}. */
    void forbidToAskTheWorkspace() {
        mayAskTheWorkspace = false;
    }

    void killApplication() {
        kill(application);
    }

    void startApplication() {
        start(application);
    }

    void killWorkspace() {
        kill(workspace);
    }

    void startWorkspace() {
        start(workspace);
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

    /** Who asked, in the order of the requests for a link and a page: {@code <Sec-Fetch-Site> <Referer>}. */
    List<String> referrers() {
        return List.copyOf(referrers);
    }

    /** How often the workspace's page was loaded. */
    int boards() {
        return boards.get();
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
        return address(workspace);
    }

    String url(String path) {
        return address(application) + path.substring(1);
    }

    private void application(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        String page = pages.get(path);
        if (path.equals(MODULE)) {
            send(response, HttpStatus.OK_200, "text/javascript", new String(module, StandardCharsets.UTF_8), callback);
        } else if (path.startsWith("/mint/")) {
            minted.add(request.getHttpURI().getPathQuery());
            if (!request.getHttpURI().getPathQuery().endsWith("?renew")) {
                note(request);
            }
            link(request, response, callback);
        } else if (path.equals("/logged-in")) {
            mint(Mint.REDIRECT);
            redirect(response, returns, callback);
        } else if (page != null) {
            response.getHeaders()
                    .put(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; connect-src 'self' "
                                    + (mayAskTheWorkspace ? address(workspace) + "api/health" : "")
                                    + "; img-src data:; frame-src 'self' "
                                    + address(workspace) + " " + otherSite());
            send(response, HttpStatus.OK_200, path.endsWith(".js") ? "text/javascript" : "text/html", page, callback);
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
        Integer status = "renew".equals(uri.getQuery()) ? renewals.poll() : null;
        if (status != null) {
            renewals.add(status);
            if (status == 0) {
                waiting.add(() -> send(response, HttpStatus.GONE_410, "text/plain", "", callback));
            } else {
                send(response, status, "text/plain", "", callback);
            }
            return;
        }
        String query = uri.getQuery();
        boolean back = query != null && query.startsWith("back");
        switch (mint) {
            case REDIRECT, THROUGH_ANOTHER_SITE -> {
                if (query != null && query.startsWith("renew")) {
                    send(response, HttpStatus.OK_200, "text/plain", uri.getPath(), callback);
                    return;
                }
                if (mint == Mint.THROUGH_ANOTHER_SITE && !back) {
                    redirect(response, otherSite() + "sso?" + uri.getPath(), callback);
                    return;
                }
                response.getHeaders().put("Referrer-Policy", "no-referrer");
                redirect(response, address(workspace) + "d/board?link=" + links.incrementAndGet(), callback);
            }
            case SINGLE_SIGN_ON, PASSWORD -> {
                if (!"XMLHttpRequest".equals(request.getHeaders().get("X-Requested-With"))) {
                    returns = uri.getPathQuery();
                }
                redirect(response, otherSite() + "login", callback);
            }
            case LOGIN -> redirect(response, "/other", callback);
            case GONE -> send(response, HttpStatus.GONE_410, "text/html", "gone: " + uri.getPath(), callback);
            case DENY -> {
                response.getHeaders().put("GShare-Refused", "true");
                send(response, HttpStatus.NOT_FOUND_404, "text/html", "not found", callback);
            }
            case AWAY -> send(response, HttpStatus.NOT_FOUND_404, "text/html", "not found", callback);
            case WAIT -> waiting.add(() -> link(request, response, callback));
        }
    }

    private void workspace(Request request, Response response, Callback callback) {
        String query = request.getHttpURI().getQuery();
        if (request.getHttpURI().getPath().equals("/sso")) {
            redirect(response, url(query + "?back"), callback);
            return;
        }
        if (request.getHttpURI().getPath().equals("/login")) {
            String on = "<script>location.replace('" + url("/logged-in") + "')</script>";
            send(response, HttpStatus.OK_200, "text/html", mint == Mint.PASSWORD ? "password" : on, callback);
            return;
        }
        if (asksToLogIn && request.getHttpURI().getPath().equals("/api/health")) {
            redirect(response, otherSite() + "login", callback);
            return;
        }
        String cookie = request.getHeaders().get(HttpHeader.COOKIE);
        if (query != null && query.startsWith("link=")) {
            int link = Integer.parseInt(query.substring("link=".length()));
            if (session.getAndAccumulate(link, Math::max) >= link) {
                refused.incrementAndGet();
                send(response, HttpStatus.FORBIDDEN_403, "text/html", "stale", callback);
                return;
            }
            response.getHeaders().put(HttpHeader.SET_COOKIE, "session=" + link + "; Path=/; HttpOnly; SameSite=Lax");
            board(request, response, callback);
        } else if (request.getHttpURI().getPath().equals("/d/board") && dropsCookies) {
            board(request, response, callback);
        } else if (cookie == null) {
            send(response, HttpStatus.FORBIDDEN_403, "text/plain", "no session", callback);
        } else {
            send(response, HttpStatus.OK_200, "text/plain", cookie.replaceFirst(".*session=", ""), callback);
        }
    }

    private void board(Request request, Response response, Callback callback) {
        note(request);
        int delay = boards.incrementAndGet() % 4 == 0 && pauses ? 10_000 : 100;
        String again =
                dropsCookies ? "<script>setTimeout(() => location.replace('/d/board'), " + delay + ")</script>" : "";
        send(response, HttpStatus.OK_200, "text/html", "<!DOCTYPE html><title>Board</title><p>board" + again, callback);
    }

    private void note(Request request) {
        referrers.add(request.getHeaders().get("Sec-Fetch-Site") + " "
                + request.getHeaders().get(HttpHeader.REFERER));
    }

    private static void redirect(Response response, String location, Callback callback) {
        response.getHeaders().put(HttpHeader.LOCATION, location);
        send(response, HttpStatus.FOUND_302, "text/html", "", callback);
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
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connector.setPort(connector.getLocalPort());
        start(server);
        return server;
    }

    private static void start(Server server) {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the test's server did not start", e);
        }
    }

    /** The workspace by another name, which makes it another site. */
    private String otherSite() {
        return address(workspace).replace("localhost", "127.0.0.1");
    }

    private static String address(Server server) {
        return "http://localhost:" + ((ServerConnector) server.getConnectors()[0]).getPort() + "/";
    }

    private static void kill(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the test's server did not stop", e);
        }
    }

    @Override
    public void close() {
        answer(Mint.GONE);
        kill(application);
        kill(workspace);
    }
}
