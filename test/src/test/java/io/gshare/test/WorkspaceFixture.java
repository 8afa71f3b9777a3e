package io.gshare.test;

import io.gshare.GShare;
import io.gshare.key.Credential;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A started workspace by a clock that tests set, a signer for it, and a browser without manners. */
final class WorkspaceFixture implements AutoCloseable {

    static final String TOKEN = "glsa_standInWorkspaceTestsOnlyNotSecret_7472bb7e";
    static final String OTHER_TOKEN = "glsa_anotherKeyThatTheWorkspaceLacks1_85e0cd07";

    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    final ShareKey key = Credential.parse(TOKEN).shareKey("test", 1);
    final TestClock clock = TestClock.standing(START);
    final StandInWorkspace workspace;
    final List<String> bodies = new ArrayList<>();

    /** One with the dashboard {@code jvm}, and with data for it. */
    WorkspaceFixture() {
        this(StandInWorkspace.builder()
                .dashboard("jvm", "JVM overview")
                .dashboard("broken", "Broken", visit -> {
                    throw new IllegalStateException("no page for " + visit.link());
                })
                .dashboard("wrong", "Wrong", visit -> {
                    throw new AssertionError("no panel");
                })
                .data("/api/wrong", visit -> {
                    throw new AssertionError("no series");
                })
                .data(
                        "/api/series",
                        visit -> new Answer(
                                200, "application/json", "[" + visit.link().parameter("panel") + "]"))
                .file("/public/dashboard.js", new Answer(200, "text/javascript;charset=utf-8", "// ü")));
    }

    WorkspaceFixture(StandInWorkspace.Builder builder) {
        workspace = builder.key(key).clock(clock).start();
    }

    String sign(String link) {
        return sign(link, key, null);
    }

    String sign(String link, ShareKey by, @Nullable Duration session) {
        return signed(LinkSigner.v2(Workspace.of(workspace.url()), KeySource.fixed(by), session, clock), link);
    }

    String signRaw(String link, String token) {
        return signed(LinkSigner.v1(Workspace.of(workspace.url()), Credential.parse(token), 1), link);
    }

    private static String signed(LinkSigner signer, String link) {
        return GShare.builder().workspace("default", signer).build().sign(link);
    }

    void configure(String... namesAndValues) {
        WorkspaceSettings settings = WorkspaceSettings.defaults();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings = settings.with(namesAndValues[i], namesAndValues[i + 1]);
        }
        workspace.configure(settings);
    }

    HttpResponse<String> get(String link) {
        return get(link, null);
    }

    HttpResponse<String> get(String link, @Nullable String cookie) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(link.startsWith("/") ? workspace.url() + link : link));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            bodies.add(response.headers().map() + response.body());
            return response;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Opens a session by a fresh link and returns its cookie. */
    String open(@Nullable Duration session) {
        return get(sign("/d/jvm", key, session))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
    }

    static String reason(HttpResponse<String> response) {
        return response.statusCode() + " "
                + response.headers().firstValue("X-Refusal-Reason").orElse("none");
    }

    @Override
    public void close() {
        workspace.close();
    }
}
