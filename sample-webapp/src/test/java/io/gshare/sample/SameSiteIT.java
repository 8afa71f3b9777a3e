package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.sample.ReverseProxy.Kind;
import io.gshare.sample.workspace.JvmDashboard;
import io.gshare.settings.Settings;
import io.gshare.test.StandInWorkspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A workspace of another site behind the reverse proxies of {@code docs/same-site.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameSiteIT {

    private static final int PANELS = 4;
    /** A port at which nobody is. */
    private static final int NOBODY = 1;

    private final JvmDashboard jvm = new JvmDashboard();
    private final Map<Kind, ReverseProxy> proxies = new EnumMap<>(Kind.class);
    private StandInWorkspace standIn;
    private Gateway workspace;
    private Server page;
    private SSLContext tls;
    private HttpClient client;
    private Path keys;
    private Path certificate;
    private Path key;
    private volatile String framed = "";

    /** A browser, and the names that it finds: each page, and its workspace on another site and on the same. */
    private enum Browser {
        CHROMIUM("https://portal.example.com", "https://grafana.example.org", "https://grafana.example.com") {
            @Override
            Engine start(Path files) {
                return new ChromiumCookieIT.WithNames(files, true);
            }
        },
        FIREFOX("https://portal.example.com", "https://grafana.example.org", "https://grafana.example.com") {
            @Override
            Engine start(Path files) {
                return new FirefoxCookieIT().start(files);
            }
        },
        WEBKIT("https://localhost", "https://127.0.0.1", "https://localhost") {
            @Override
            Engine start(Path files) {
                return new WebKitEngine(files);
            }
        };

        private final String page;
        private final String otherSite;
        private final String sameSite;

        Browser(String page, String otherSite, String sameSite) {
            this.page = page;
            this.otherSite = otherSite;
            this.sameSite = sameSite;
        }

        abstract Engine start(Path files);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        keys = TwoSites.certificate(folder);
        KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        String alias = store.aliases().nextElement();
        certificate = pem(folder, "CERTIFICATE", store.getCertificate(alias).getEncoded());
        Key secret = store.getKey(alias, "changeit".toCharArray());
        key = pem(folder, "PRIVATE KEY", secret.getEncoded());
        tls = tls(store);
        standIn = jvm.addTo(StandInWorkspace.builder()).start();
        workspace = new Gateway(tls, standIn);
        page = TwoSites.serve(
                keys,
                (path, request, response, callback) -> TwoSites.send(
                        response,
                        "<!DOCTYPE html><title>Page</title><iframe referrerpolicy='no-referrer' src='" + framed
                                + "'></iframe>",
                        callback));
        client = HttpClient.newBuilder().sslContext(tls).build();
        for (Kind kind : Kind.values()) {
            proxies.put(kind, proxy(kind, folder, workspace.port()));
        }
    }

    private ReverseProxy proxy(Kind kind, Path folder, int port) throws IOException {
        return new ReverseProxy(kind, Files.createDirectory(folder.resolve(kind.name())), port, certificate, key);
    }

    private static Path pem(Path folder, String type, byte[] encoded) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return Files.writeString(
                folder.resolve(type.replace(' ', '-')),
                "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n");
    }

    /** Has the key, and trusts it. */
    private static SSLContext tls(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, "changeit".toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return tls;
    }

    @AfterAll
    void stop() throws Exception {
        proxies.values().forEach(ReverseProxy::close);
        if (page != null) {
            page.stop();
        }
        if (workspace != null) {
            workspace.close();
        }
        if (standIn != null) {
            standIn.close();
        }
        jvm.close();
    }

    @BeforeEach
    void forget() {
        standIn.reset();
        workspace.asked().clear();
        workspace.series().clear();
    }

    /** A link for a workspace at some address, signed as an application does whose {@code gshare.url} it is. */
    private String sign(String url) {
        Map<String, String> settings = new HashMap<>(standIn.applicationSettings());
        settings.put("gshare.url", url);
        return GShare.from(Settings.of(settings)).sign("/d/jvm?orgId=1&kiosk=1");
    }

    // ---- in browsers

    private List<Integer> statusesOfCharts(Engine engine, Browser browser, String workspaceUrl) throws Exception {
        forget(); // a session of another proxy's
        framed = sign(workspaceUrl).replace("&", "&amp;");
        engine.open(TwoSites.url(page, browser.page));
        Integer[] statuses = new Integer[PANELS];
        for (int i = 0; i < PANELS; i++) {
            statuses[i] =
                    Objects.requireNonNull(workspace.series().poll(1, TimeUnit.MINUTES), "the frame asks for no data");
        }
        return List.of(statuses);
    }

    @ParameterizedTest
    @EnumSource
    void chartsOnOneSiteAndNoneOnTwo(Browser browser, @TempDir Path files) throws Exception {
        try (Engine engine = browser.start(files)) {
            assertThat(statusesOfCharts(engine, browser, browser.otherSite + ":" + workspace.port()))
                    .containsOnly(401);
            for (ReverseProxy proxy : proxies.values()) {
                assertThat(statusesOfCharts(engine, browser, browser.sameSite + ":" + proxy.port()))
                        .containsOnly(200);
            }
        }
    }

    // ---- what a proxy passes on, and what not

    private ReverseProxy proxy(Kind kind) {
        return Objects.requireNonNull(proxies.get(kind));
    }

    private HttpResponse<InputStream> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    @ParameterizedTest
    @EnumSource
    void theWorkspaceIsAskedByItsOwnName(Kind kind) throws Exception {
        assertThat(get(sign(proxy(kind).url())).statusCode()).isEqualTo(200);
        assertThat(Stream.generate(this::asked)
                        .filter(asked -> asked.path().equals("/d/jvm"))
                        .findFirst())
                .contains(new Gateway.Asked("localhost", "localhost:" + workspace.port(), "/d/jvm", 200));
    }

    private Gateway.Asked asked() {
        try {
            return Objects.requireNonNull(workspace.asked().poll(1, TimeUnit.MINUTES), "nothing is asked for");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cookiesAreTheProxysOwn(Kind kind) throws Exception {
        List<String> cookies =
                get(proxy(kind).url() + Gateway.MOVED + "?/login").headers().allValues("Set-Cookie");
        assertThat(cookies).hasSize(2).noneMatch(cookie -> cookie.contains("aliyuncs.com"));
        assertThat(cookies.get(0)).matches("one=1(?i:; domain=)?; Path=/; HttpOnly");
        assertThat(cookies.get(1)).matches("other=2; Path=/; Secure(?i:; domain=)?");
        assertThat(HttpCookie.parse(cookies.get(0)).get(0).getDomain()).isNullOrEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void redirectsComeHomeHoweverTheyAreSpelt(Kind kind) throws Exception {
        String home = proxy(kind).url();
        String port = ":" + workspace.port();
        assertThat(movedTo(kind, "https://localhost" + port + "/login?to=1")).isEqualTo(home + "/login?to=1");
        assertThat(movedTo(kind, "https://localhost/d/x?a=/b")).isEqualTo(home + "/d/x?a=/b");
        assertThat(movedTo(kind, "http://localhost/login")).isEqualTo(home + "/login");
        assertThat(movedTo(kind, "https://localhost:443/login")).isEqualTo(home + "/login");
        assertThat(movedTo(kind, "//localhost/login")).isEqualTo(home + "/login");
        assertThat(movedTo(kind, "HTTPS://LocalHost/login")).isEqualTo(home + "/login");
        assertThat(movedTo(kind, "https://localhost")).isEqualTo(home + "/");
        assertThat(movedTo(kind, "https://localhost:443")).isEqualTo(home + "/");
        assertThat(movedTo(kind, "https://localhost?orgId=1")).isEqualTo(home + "/?orgId=1");
        assertThat(movedTo(kind, "https://localhost//example.org/")).isEqualTo(home + "//example.org/");
    }

    @ParameterizedTest
    @EnumSource
    void redirectsToOtherHostsStayWhatTheyAre(Kind kind) throws Exception {
        for (String location : List.of(
                "https://sso.example.org/login?to=https://localhost/",
                "https://localhost.example.org/",
                "https://localhost@example.org/",
                "https://my-localhost/")) {
            assertThat(movedTo(kind, location)).isEqualTo(location);
        }
        assertThat(movedTo(kind, "/login")).isEqualTo(proxy(kind).url() + "/login");
    }

    private String movedTo(Kind kind, String location) throws Exception {
        String url = proxy(kind).url() + Gateway.MOVED;
        HttpResponse<InputStream> moved = get(url + "?" + location);
        assertThat(moved.statusCode()).isEqualTo(302);
        return URI.create(url)
                .resolve(moved.headers().firstValue("Location").orElseThrow())
                .toString();
    }

    /** As Grafana's own pages ask for data; a page that is not Grafana's does not become one. */
    @ParameterizedTest
    @EnumSource
    void queriesComeFromTheWorkspacesOwnPagesAlone(Kind kind) throws Exception {
        assertThat(query(kind, proxy(kind).url())).isEqualTo(200);
        assertThat(query(kind, "https://portal.example.com")).isEqualTo(403);
    }

    private int query(Kind kind, String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy(kind).url() + Gateway.QUERY))
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString("{\"queries\":[]}"))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLargeComesThrough(Kind kind) throws Exception {
        assertThat(get(proxy(kind).url() + Gateway.LARGE).statusCode()).isEqualTo(200);
        HttpRequest query = HttpRequest.newBuilder(URI.create(proxy(kind).url() + Gateway.QUERY))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2 << 20]))
                .build();
        assertThat(client.send(query, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    /** It would repeat cookies that no script may read. */
    @ParameterizedTest
    @EnumSource
    void nothingIsTraced(Kind kind) throws Exception {
        HttpRequest trace = HttpRequest.newBuilder(URI.create(proxy(kind).url()))
                .method("TRACE", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(trace, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @EnumSource
    void webSocketsComeThrough(Kind kind) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(
                        URI.create(proxy(kind).url().replace("https", "wss") + Gateway.LIVE), new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket from, CharSequence text, boolean last) {
                                heard.complete(text.toString());
                                return null;
                            }

                            @Override
                            public void onError(WebSocket from, Throwable problem) {
                                heard.completeExceptionally(problem);
                            }
                        })
                .get(1, TimeUnit.MINUTES);
        socket.sendText("{\"id\":1}", true).join();
        assertThat(heard.get(1, TimeUnit.MINUTES)).isEqualTo("{\"id\":1}");
        socket.abort();
    }

    @ParameterizedTest
    @EnumSource
    void whatStreamsIsNotKeptBack(Kind kind) throws Exception {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(get(proxy(kind).url() + Gateway.STREAM).body(), StandardCharsets.US_ASCII))) {
            assertThat(CompletableFuture.supplyAsync(() -> line(lines)).get(1, TimeUnit.MINUTES))
                    .isEqualTo("first");
            workspace.sendRest();
            assertThat(line(lines)).isEqualTo("rest");
        } finally {
            workspace.sendRest();
        }
    }

    private static @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noLogHasASignature(Kind kind, @TempDir Path folder) throws Exception {
        String link = sign(proxy(kind).url());
        String target = link.substring(proxy(kind).url().length());
        for (String refused : List.of(
                target.replace("/d/jvm", "/d/jvm%zz") + " HTTP/1.1\r\nHost: localhost",
                "/../.." + target + " HTTP/1.1\r\nHost: localhost",
                target + " HTTP/1.1")) {
            assertThat(firstLine(kind, refused)).contains(" 400 ");
        }
        assertThat(get(link, "Referer", link).statusCode()).isEqualTo(200);
        assertThat(logs(proxy(kind), "GET /d/jvm HTTP/1.1\" 200")).noneMatch(log -> log.contains("aliyun_api_key"));
        try (ReverseProxy broken = proxy(kind, folder, NOBODY)) {
            String other = link.replace(proxy(kind).url(), broken.url());
            assertThat(get(other, "Referer", other).statusCode()).isBetween(502, 503);
            assertThat(logs(broken, "GET /d/jvm HTTP/1.1\" 50")).noneMatch(log -> log.contains("aliyun_api_key"));
        }
    }

    /** How a request is answered that no library sends. */
    private String firstLine(Kind kind, String request) throws IOException {
        try (Socket socket =
                tls.getSocketFactory().createSocket("localhost", proxy(kind).port())) {
            socket.getOutputStream()
                    .write(("GET " + request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(line(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))));
        }
    }

    /** All logs, once one of them has something. */
    private static List<String> logs(ReverseProxy proxy, String expected) {
        Instant end = Instant.now().plusSeconds(60);
        List<String> logs = proxy.logs();
        while (logs.stream().noneMatch(log -> log.contains(expected))) {
            assertThat(Instant.now()).as(expected).isBefore(end);
            logs = proxy.logs();
        }
        return logs;
    }

    // ---- as the doctor sees it

    @ParameterizedTest
    @EnumSource
    void theDoctorFindsNothingWrong(Kind kind) throws Exception {
        ProcessBuilder doctor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + keys,
                        "-Djavax.net.ssl.trustStorePassword=changeit",
                        "-jar",
                        Objects.requireNonNull(System.getProperty("cli.jar"), "cli.jar"),
                        "doctor",
                        "--page",
                        "https://localhost",
                        "/d/jvm")
                .redirectErrorStream(true);
        Map<String, String> settings = new HashMap<>(standIn.applicationSettings());
        settings.put("gshare.url", proxy(kind).url());
        settings.forEach((name, value) ->
                doctor.environment().put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        Process process = doctor.start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("signed link       ok ")
                .contains(
                        "cookie            ok       grafana_session: SameSite=lax, on a page of the same site: kept by")
                .contains("live              ok       WebSockets come through")
                .endsWith("no failure\n");
        assertThat(process.waitFor()).isZero();
    }
}
