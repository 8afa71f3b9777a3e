package io.gshare.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.key.Credential;
import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in's API for keys answers as a Grafana 9.4 did. */
class KeysApiTest {

    private static final String ADMIN = "glsa_adminAdminAdminAdminAdmin_ed9e0056";
    private static final String ACCOUNTS = "/api/serviceaccounts";
    private static final String ACCOUNT =
            "{\"id\":2,\"name\":\"gshare-viewer\",\"login\":\"sa-gshare-viewer\",\"orgId\":1,\"isDisabled\":false,"
                    + "\"role\":\"Viewer\",\"tokens\":0}";

    private final TestClock clock = TestClock.standing(Instant.parse("2026-11-27T16:12:33Z"));
    private final StandInWorkspace workspace =
            StandInWorkspace.builder().clock(clock).admin(ADMIN).start();

    @AfterEach
    void close() {
        workspace.close();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private String ask(String token, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(workspace.url() + path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body)));
        return response.statusCode() + " " + response.body();
    }

    private String get(String path) throws Exception {
        return ask(ADMIN, "GET", path, "");
    }

    private String post(String path, String body) throws Exception {
        return ask(ADMIN, "POST", path, body);
    }

    private String delete(String path) throws Exception {
        return ask(ADMIN, "DELETE", path, "");
    }

    private static String key(String answer) {
        return answer.replaceFirst(".*\"key\":\"([^\"]*)\".*", "$1");
    }

    private int opened(Credential key, String name) throws Exception {
        GShare gshare = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(
                                Workspace.of(workspace.url()), KeySource.fixed(key.shareKey(name, 1)), null, clock))
                .build();
        return send(HttpRequest.newBuilder(URI.create(gshare.sign("/d/x")))).statusCode();
    }

    @Test
    void anAccountIsMadeOnce() throws Exception {
        assertThat(get(ACCOUNTS + "/search?perpage=1000&page=1"))
                .isEqualTo("200 {\"totalCount\":0,\"serviceAccounts\":[],\"page\":1,\"perPage\":1000}");
        String body = "{\"name\":\"gshare-viewer\",\"role\":\"Viewer\"}";
        assertThat(post(ACCOUNTS, body)).isEqualTo("201 " + ACCOUNT);
        assertThat(post(ACCOUNTS, body)).isEqualTo("400 {\"message\":\"Failed to create service account\"}");
        assertThat(get(ACCOUNTS + "/2")).isEqualTo("200 " + ACCOUNT);
        assertThat(get(ACCOUNTS + "/search"))
                .isEqualTo("200 {\"totalCount\":1,\"serviceAccounts\":[" + ACCOUNT + "],\"page\":1,\"perPage\":1000}");
    }

    @Test
    void aTokenSignsUntilItIsDeletedOrExpires() throws Exception {
        post(ACCOUNTS, "{\"name\":\"gshare-viewer\",\"role\":\"Viewer\"}");
        String made = post(ACCOUNTS + "/2/tokens", "{\"name\":\"gshare-1\",\"secondsToLive\":60}");
        assertThat(made).matches("200 \\{\"id\":3,\"name\":\"gshare-1\",\"key\":\"glsa_[0-9a-f]{32}_[0-9a-f]{8}\"}");
        Credential key = Credential.parse(key(made));
        assertThat(post(ACCOUNTS + "/2/tokens", "{\"name\":\"gshare-1\"}"))
                .isEqualTo("409 {\"message\":\"service account token with given name already exists in the"
                        + " organization\"}");
        assertThat(opened(key, "gshare-1")).isEqualTo(200);
        String token = "[{\"id\":3,\"name\":\"gshare-1\",\"created\":\"2026-11-27T16:12:33Z\",\"lastUsedAt\":null,"
                + "\"expiration\":\"2026-11-27T16:13:33Z\",\"secondsUntilExpiration\":0,\"hasExpired\":%s,"
                + "\"isRevoked\":false}]";
        assertThat(get(ACCOUNTS + "/2/tokens")).isEqualTo("200 " + token.formatted("false"));
        clock.advance(Duration.ofMinutes(2));
        assertThat(get(ACCOUNTS + "/2/tokens")).isEqualTo("200 " + token.formatted("true"));
        assertThat(opened(key, "gshare-1")).isEqualTo(401);
        assertThat(delete(ACCOUNTS + "/2/tokens/3")).isEqualTo("200 {\"message\":\"Service account token deleted\"}");
        assertThat(delete(ACCOUNTS + "/2/tokens/3"))
                .isEqualTo("500 {\"message\":\"Failed to delete service account token\"}");
        assertThat(get(ACCOUNTS + "/2/tokens")).isEqualTo("200 []");
    }

    @Test
    void whatIsWrongIsRefused() throws Exception {
        assertThat(post(ACCOUNTS + "/9/tokens", "{\"name\":\"x\"}"))
                .isEqualTo("404 {\"message\":\"Failed to retrieve service account\"}");
        assertThat(post("/api/auth/keys", "{\"name\":\"\",\"secondsToLive\":-3}"))
                .isEqualTo("400 {\"message\":\"Bad request data\"}");
    }

    @Test
    void anApiKeySignsUntilItIsDeleted() throws Exception {
        assertThat(get("/api/auth/keys?includeExpired=true"))
                .isEqualTo("200 [{\"id\":1,\"name\":\"stand-in\",\"role\":\"Viewer\"}]");
        String made = post("/api/auth/keys", "{\"name\":\"gshare-key\",\"role\":\"Viewer\"}");
        assertThat(made).startsWith("200 {\"id\":2,\"name\":\"gshare-key\",\"key\":\"eyJrIjoi");
        Credential key = Credential.parse(key(made));
        assertThat(post("/api/auth/keys", "{\"name\":\"gshare-key\",\"role\":\"Viewer\"}"))
                .isEqualTo("409 {\"message\":\"API key, organization ID and name must be unique\"}");
        assertThat(opened(key, "gshare-key")).isEqualTo(200);
        assertThat(delete("/api/auth/keys/2")).startsWith("200 ");
        assertThat(opened(key, "gshare-key")).isEqualTo(401);
    }

    @Test
    void theKeyThatItIsStartedWithComesBackWhenItIsReset() throws Exception {
        assertThat(delete("/api/auth/keys/1")).startsWith("200 ");
        workspace.reset();
        assertThat(get("/api/auth/keys")).contains("stand-in");
    }

    @Test
    void whoIsNoAdminIsTold() throws Exception {
        assertThat(ask("glsa_nobody", "GET", "/api/org", "")).isEqualTo("401 {\"message\":\"invalid API key\"}");
        String viewer = key(post("/api/auth/keys", "{\"name\":\"viewer\",\"role\":\"Viewer\"}"));
        assertThat(ask(viewer, "GET", "/api/org", "")).startsWith("200 {\"id\":1,\"name\":\"Main Org.\"");
        assertThat(ask(viewer, "GET", ACCOUNTS + "/search", ""))
                .isEqualTo(
                        "403 {\"accessErrorId\":\"ACE0123456789\",\"message\":\"You'll need additional permissions to"
                                + " perform this action. Permissions needed: serviceaccounts:read\",\"title\":\"Access denied\"}");
    }

    @Test
    void aWorkspaceWithoutAnAdminHasNoSuchApi() throws Exception {
        try (StandInWorkspace plain = StandInWorkspace.builder().start()) {
            assertThat(send(HttpRequest.newBuilder(URI.create(plain.url() + ACCOUNTS + "/search")))
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
