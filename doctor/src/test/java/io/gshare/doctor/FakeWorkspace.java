package io.gshare.doctor;

import io.gshare.GShare;
import io.gshare.key.Credential;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.LinkVerifier;
import io.gshare.link.Workspace;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** A workspace that behaves, but for what a test makes it do. */
final class FakeWorkspace {

    static final Vector KEY = Vectors.all().get(1);
    static final ShareKey SHARE_KEY = KEY.shareKey();

    /** What a Viewer's token is told by Grafana. */
    private static final String VIEWER = """
            {"annotations:create":["annotations:type:dashboard"],"dashboards:read":["dashboards:*"],"datasources:query":["datasources:*"],
            "folders:read":["folders:*"],"plugins.app:access":["plugins:*"]}""";

    /** An answer of its own in place of the workspace's. */
    @FunctionalInterface
    interface Quirk {
        boolean answers(Request request, Response response);
    }

    private final Server server = new Server();
    private final ServerConnector connector;
    final List<String> asked = new CopyOnWriteArrayList<>();
    final AtomicInteger upgrades = new AtomicInteger();
    InstantSource clock = InstantSource.system();
    String cookie = "grafana_session=secretSession; Path=/; HttpOnly; SameSite=Lax";
    String health = "{\"commit\":\"14e988bd22\",\"database\":\"ok\",\"version\":\"10.0.3\"}";
    String org = "{\"id\":1,\"name\":\"Main Org.\"}";
    boolean sendsDate = true;
    boolean checksSignatures = true;
    /** Whether it is the managed service: any other Grafana opens none. */
    boolean opensSharedLinks = true;

    /** What is answered to whoever asks for a WebSocket; 101 takes the page's own origin alone, as Grafana does. */
    int live = 101;

    /** The origin that counts for Grafana's own. */
    @Nullable
    String origin;

    String permissions = VIEWER;
    Quirk quirk = (request, response) -> false;

    FakeWorkspace(@Nullable Path keystore) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendDateHeader(false);
        if (keystore == null) {
            connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        } else {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(keystore.toString());
            tls.setKeyStorePassword("changeit");
            tls.setCertAlias("mykey");
            tls.setSniRequired(false);
            connector = new ServerConnector(
                    server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        }
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                asked.add(request.getHttpURI().getPath());
                if (request.getHeaders().contains(HttpHeader.UPGRADE, "h2c")) {
                    upgrades.incrementAndGet();
                }
                if (sendsDate) {
                    response.getHeaders()
                            .put(
                                    HttpHeader.DATE,
                                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                            clock.instant().atOffset(ZoneOffset.UTC)));
                }
                if (!quirk.answers(request, response)) {
                    answer(request, response, callback);
                } else {
                    callback.succeeded();
                }
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    String url() {
        boolean tls = connector.getConnectionFactory(SslConnectionFactory.class) != null;
        return (tls ? "https" : "http") + "://localhost:" + port();
    }

    GShare gshare() {
        return gshare(url(), null);
    }

    GShare gshare(String url, @Nullable Duration session) {
        return GShare.builder()
                .workspace("default", LinkSigner.v2(Workspace.of(url), KeySource.fixed(SHARE_KEY), session, clock))
                .build();
    }

    static Credential credential() {
        return Credential.parse(KEY.token());
    }

    private void answer(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        if (path.equals("/api/live/ws")) {
            live(request, response);
            callback.succeeded();
        } else if (path.startsWith("/api/dashboards/uid/")) {
            boolean session = request.getHeaders().get(HttpHeader.COOKIE) != null;
            json(response, session ? 200 : 401, "{}", callback);
        } else if (path.equals("/api/health")) {
            json(response, 200, health, callback);
        } else if (path.equals("/api/org") || path.equals("/api/access-control/user/permissions")) {
            boolean known =
                    ("Bearer " + KEY.token()).equals(request.getHeaders().get(HttpHeader.AUTHORIZATION));
            String answer = path.equals("/api/org") ? org : permissions;
            json(response, known ? 200 : 401, known ? answer : "{\"message\":\"invalid API key\"}", callback);
        } else if (path.equals("/login") || isSigned(request)) {
            if (!path.equals("/login")) {
                response.getHeaders().add(HttpHeader.SET_COOKIE, cookie);
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html");
            callback.succeeded();
        } else {
            Response.sendRedirect(request, response, callback, "/login");
        }
    }

    /** Opens a WebSocket on which nobody says a word (RFC 6455). */
    private void live(Request request, Response response) {
        String asking = request.getHeaders().get(HttpHeader.ORIGIN);
        boolean isOwn = asking == null || asking.equals(origin == null ? url() : origin);
        response.setStatus(isOwn ? live : 403);
        if (isOwn && live == 101) {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            request.setAttribute(
                    HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new AbstractConnection(endPoint, Runnable::run) {
                        @Override
                        public void onFillable() {
                            close();
                        }
                    });
            String key = request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY);
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                response.getHeaders()
                        .put(HttpHeader.UPGRADE, "websocket")
                        .put(HttpHeader.CONNECTION, "Upgrade")
                        .put(
                                HttpHeader.SEC_WEBSOCKET_ACCEPT,
                                Base64.getEncoder().encodeToString(hash));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void json(Response response, int status, String json, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, StandardCharsets.UTF_8.encode(json), callback);
    }

    private boolean isSigned(Request request) {
        String link = request.getHttpURI().getPathQuery();
        if (!opensSharedLinks) {
            return false;
        }
        if (!checksSignatures) {
            return link.contains("aliyun_api_key_sign=");
        }
        try {
            LinkVerifier.builder().key(SHARE_KEY).clock(clock).build().verify(link);
            return true;
        } catch (LinkRefusedException e) {
            return false;
        }
    }

    /** A clock that is so much off. */
    static InstantSource off(Duration skew) {
        return () -> Instant.now().plus(skew);
    }

    void close() throws Exception {
        server.stop();
    }
}
