package io.gshare.sample;

import io.gshare.sample.launch.Portal;
import io.gshare.sample.workspace.JvmDashboard;
import io.gshare.test.JwtSettings;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.TestClock;
import io.gshare.test.Vectors;
import io.gshare.token.TokenKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The built WAR on Jetty, with the stand-in workspace beside it. */
final class Sample implements AutoCloseable {

    /** Every page of the portal. */
    static final List<String> PAGES = List.of(
            "index.jsp",
            "tag.jsp",
            "url.jsp",
            "function.jsp",
            "thymeleaf/element",
            "thymeleaf/attributes",
            "thymeleaf/links",
            "legacy.html",
            "printed");

    /** Who may use the API for keys of the workspace. */
    static final String ADMIN = "glsa_adminAdminAdminAdminAdmin_ed9e0056";

    private static final Pattern IFRAME = Pattern.compile("(?i)(?<!Out of use: )<iframe[^>]*></iframe>");
    private static final Pattern SRC = Pattern.compile("(?i)src=([\"'])(.*?)\\1");

    private final HttpClient client = HttpClient.newHttpClient();
    private final JvmDashboard jvm = new JvmDashboard();
    private final StandInWorkspace workspace;
    private final Portal portal;

    /** Starts both; the clock is the workspace's, the portal has the machine's. */
    Sample(TestClock clock) {
        this(clock, InstantSource.system(), Map.of());
    }

    /** Starts both with a clock each, the portal with further settings, in which <code>{port}</code> is its own. */
    Sample(TestClock ofWorkspace, InstantSource ofPortal, Map<String, String> settings) {
        this(ofWorkspace, ofPortal, settings, null);
    }

    /** Starts both, the portal with a derived key that may change. */
    Sample(
            TestClock ofWorkspace,
            InstantSource ofPortal,
            Map<String, String> settings,
            @Nullable Supplier<String> derivedKey) {
        workspace = jvm.addTo(StandInWorkspace.builder())
                .key(Vectors.example().shareKey())
                .clock(ofWorkspace)
                .admin(ADMIN)
                .start();
        portal = new Portal("127.0.0.1", 0, war(), workspace.url()).withWorkspace(workspace.url());
        start(settings, ofPortal, derivedKey);
    }

    private Sample(TestClock clock, String privateKey, Map<String, String> settings) {
        workspace = jvm.addUsersTo(jvm.addTo(StandInWorkspace.builder()))
                .jwt(JwtSettings.defaults())
                .tokenKey(privateKey)
                .clock(clock)
                .start();
        portal = new Portal("127.0.0.1", 0, war(), workspace.url()).withTokensFor(workspace);
        start(settings, clock, null);
    }

    /** Starts both by one clock, the workspace as a Grafana of one's own, the portal with further settings. */
    static Sample withTokens(TestClock clock, Map<String, String> settings) {
        return withTokens(clock, TokenKeys.find().generate("ES256", false), settings);
    }

    /** The same, by a key that is given. */
    static Sample withTokens(TestClock clock, String privateKey, Map<String, String> settings) {
        return new Sample(clock, privateKey, settings);
    }

    private void start(Map<String, String> settings, InstantSource clock, @Nullable Supplier<String> derivedKey) {
        portal.with(ofPort(settings, URI.create(portal.url()).getPort())).by(clock);
        if (derivedKey != null) {
            portal.withKey(derivedKey);
        }
        portal.start();
    }

    private static Map<String, String> ofPort(Map<String, String> settings, int port) {
        Map<String, String> filled = new HashMap<>(settings);
        filled.replaceAll((name, value) -> value.replace("{port}", Integer.toString(port)));
        return filled;
    }

    static Path war() {
        return Path.of(Objects.requireNonNull(System.getProperty("sample.war"), "sample.war"));
    }

    StandInWorkspace workspace() {
        return workspace;
    }

    String url(String page) {
        return portal.url() + "/" + page;
    }

    HttpResponse<String> get(String url) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> page(String page) {
        return get(url(page));
    }

    /** The iframes of a page, as they stand in it. */
    List<String> iframes(String page) {
        return IFRAME.matcher(page(page).body())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Any signature in place of the one of the second in which a page happened to be rendered. */
    static String timeless(String text) {
        return text.replaceAll(
                "(aliyun_api_key_sign=)[0-9a-f]{32}(&(?:amp;)?aliyun_api_key_timestamp=)[0-9]+", "$1…$2…");
    }

    /** The links of a page's iframes, absolute and as a browser decodes them. */
    List<String> links(String page) {
        return iframes(page).stream()
                .map(iframe -> SRC.matcher(iframe)
                        .results()
                        .map(match -> match.group(2))
                        .findFirst()
                        .orElseThrow())
                .map(src -> src.replace("&amp;", "&"))
                .map(src -> URI.create(url(page)).resolve(src).toString())
                .toList();
    }

    @Override
    public void close() {
        portal.close();
        workspace.close();
        jvm.close();
    }
}
