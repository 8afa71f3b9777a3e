package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.key.Credential;
import io.gshare.test.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no workspace of the managed service, or has something before it: each answers as a real Grafana 9.4 was seen to. */
class OtherGrafanaTest extends Examined {

    private static final String HEALTH = "/api/health";
    private static final String CREATE =
            "create a token with the role Viewer, and set gshare.token and gshare.key-name to it";
    private static final String NO_GRAFANA =
            "check gshare.url, with the path that Grafana has there; it may be another application's, or a page of the network's"
                    + " own";
    private static final String NO_LOGIN =
            "let what stands before Grafana pass its pages without a login of its own, or set gshare.url to an address of"
                    + " Grafana's that has none";

    /** What some paths are answered; a path that ends with {@code *} is the beginning of one. */
    private void answers(Map<String, Answer> answers) {
        workspace.quirk = (request, response) -> {
            String path = request.getHttpURI().getPath();
            for (Map.Entry<String, Answer> each : answers.entrySet()) {
                String known = each.getKey();
                if (known.endsWith("*")
                        ? path.startsWith(known.substring(0, known.length() - 1))
                        : path.equals(known)) {
                    each.getValue().write(response);
                    return true;
                }
            }
            return false;
        };
    }

    private enum Packing {
        NONE,
        GZIP,
        /** By its header, which is wrong. */
        CLAIMED
    }

    private record Answer(
            int status, String type, String body, @Nullable String location, Packing packing) {

        static Answer json(int status, String json) {
            return new Answer(status, "application/json; charset=UTF-8", json, null, Packing.NONE);
        }

        static Answer text(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text, null, Packing.NONE);
        }

        static Answer page(int status) {
            return new Answer(status, "text/html", "<p>Welcome", null, Packing.NONE);
        }

        static Answer to(String location) {
            return new Answer(302, "text/html", "", location, Packing.NONE);
        }

        Answer with(Packing packing) {
            return new Answer(status, type, body, location, packing);
        }

        private byte[] bytes() {
            byte[] plain = body.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return packing == Packing.GZIP ? packed.toByteArray() : plain;
        }

        void write(Response response) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            if (packing != Packing.NONE) {
                response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            }
            if (location != null) {
                response.getHeaders().put(HttpHeader.LOCATION, location);
            }
            try {
                Content.Sink.write(response, true, ByteBuffer.wrap(bytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    // ---- a Grafana that reads no share links

    @Test
    void aGrafanaThatIsNotTheManagedService() {
        workspace.opensSharedLinks = false;
        workspace.health = "{\"commit\":\"unknown-dev\",\"database\":\"ok\",\"version\":\"9.4.0-pre\"}";
        assertFound(Check.GRAFANA, Verdict.OK, "it is Grafana 9.4.0-pre", null);
        assertFound(Check.TOKEN, Verdict.OK, "Grafana knows the token, of org 1", null);
        assertCause(
                Check.SIGNED_LINK,
                "a signed link is sent to the login page, as is one without a signature, though Grafana knows the token: it is not"
                        + " the managed service, and reads no share links",
                "set gshare.url to a workspace of the managed service, by its own address (https://….grafana.aliyuncs.com)");
        assertThat(find(doctor(), Check.COOKIE)).isNull();
        assertThat(find(doctor(), Check.SESSION)).as("none was opened").isNull();
    }

    @Test
    void withoutTheTokenItMayBeTheManagedServiceBehindAProxy() {
        workspace.opensSharedLinks = false;
        assertCause(
                Doctor.of(workspace.gshare()).link(LINK),
                Check.SIGNED_LINK,
                "a signed link is sent to the login page, as is one without a signature",
                "if it is the managed service, set [aliyun] api_key_share = true and api_key_share_version = v2 in the workspace,"
                        + " and set gshare.key-name to the token's own name in Grafana, which is not the service account's; any"
                        + " other Grafana reads no share links");
    }

    @Test
    void atItsOwnAddressItIsTheManagedService() {
        workspace.opensSharedLinks = false;
        assertCause(
                at("http://grafana-example.grafana.aliyuncs.com"),
                Check.SIGNED_LINK,
                "a signed link is sent to the login page",
                "set [aliyun] api_key_share = true and api_key_share_version = v2 in the workspace; set gshare.key-name to the"
                        + " token's own name in Grafana, which is not the service account's, and gshare.org-id to its org; look"
                        + " whether the token is still there");
    }

    @Test
    void aGrafanaBeforeShareLinks() {
        workspace.opensSharedLinks = false;
        workspace.health = "{\"commit\":\"d6d3a9c\",\"database\":\"ok\",\"version\":\"8.5.27\"}";
        assertCause(
                Check.GRAFANA,
                "it is Grafana 8.5.27, which knows no share links",
                "upgrade the workspace to 9.0 or later");
    }

    @Test
    void aGrafanaThatHidesItsVersion() {
        workspace.health = "{\"database\":\"ok\"}";
        assertFound(Check.GRAFANA, Verdict.OK, "it is a Grafana that does not tell its version", null);
    }

    @Test
    void aVersionThatIsNone() {
        workspace.health = "{\"database\":\"ok\",\"version\":\"10.0\\u001b[31m glsa_" + "x".repeat(32) + "\"}";
        assertFound(Check.GRAFANA, Verdict.OK, "it is a Grafana that does not tell its version", null);
    }

    @Test
    void aWorkspaceThatOpensLinksIsOneEvenIfItsHealthIsNobodysBusiness() {
        answers(Map.of(HEALTH, Answer.page(403)));
        assertFound(
                Check.GRAFANA,
                Verdict.UNKNOWN,
                "/api/health is answered 403, so which Grafana it is is not known",
                null);
        assertFound(Check.SIGNED_LINK, Verdict.OK, "the workspace takes a link that is signed this moment", null);
    }

    // ---- the token, its name and its org

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invalid API key | Grafana does not know the token: it was deleted, or is another Grafana's",
                "Invalid API key | Grafana does not know the token: it was deleted, or is another Grafana's",
                "Expired API key | the token has expired"
            })
    void aTokenThatGrafanaDoesNotKnow(String message, String evidence) {
        workspace.opensSharedLinks = false;
        answers(Map.of("/api/org", Answer.json(401, "{\"message\":\"" + message + "\"}")));
        assertCause(Check.TOKEN, evidence, CREATE);
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is sent to the login page",
                "give it a token that Grafana knows, as said above");
        assertThat(find(doctor(), Check.PERMISSIONS)).isNull();
    }

    /** Grafana looks it up by its name, and says of a failure no more. */
    @Test
    void anApiKeyThatWasDeleted() {
        workspace.opensSharedLinks = false;
        Vectors.Vector apiKey = Vectors.all().stream()
                .filter(vector -> vector.kind().equals("api-key"))
                .findFirst()
                .orElseThrow();
        answers(Map.of("/api/org", Answer.json(500, "{\"message\":\"Internal error\"}")));
        assertCause(
                doctor().credential(Credential.parse(apiKey.token())),
                Check.TOKEN,
                "Grafana knows no API key '" + apiKey.name() + "': it was deleted",
                CREATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"Unauthorized\"}", "{}", ""})
    void aTokenThatIsRefusedWithoutAReasonIsNotKnownToBeGood(String body) {
        answers(Map.of("/api/org", Answer.json(401, body)));
        workspace.opensSharedLinks = false;
        assertFound(
                Check.TOKEN,
                Verdict.UNKNOWN,
                "/api/org is answered 401 without a reason, as where the token was deleted, or where a proxy keeps it to itself",
                null);
    }

    @Test
    void aTokenThatSignsIsNotDoubtedForAProxyThatKeepsItToItself() {
        answers(Map.of("/api/org", Answer.json(401, "{\"message\":\"Unauthorized\"}")));
        assertThat(find(doctor(), Check.TOKEN)).isNull();
    }

    @Test
    void aNameThatIsWrong() {
        answers(Map.of("/d/*", Answer.json(401, "{\"message\":\"Unauthorized\"}")));
        assertCause(
                Check.SIGNED_LINK,
                "a signed link is answered 401, though Grafana knows the token, of org 1",
                "set gshare.key-name to the token's own name in Grafana, which is not the service account's; set [aliyun]"
                        + " api_key_share = true and api_key_share_version = v2 in the workspace");
    }

    @Test
    void anOrgThatIsNotTheTokens() {
        workspace.org = "{\"id\":2,\"name\":\"Second\",\"address\":{\"id\":7}}";
        workspace.opensSharedLinks = false;
        assertCause(
                Check.TOKEN,
                "the token is of org 2, and gshare.org-id is 1",
                "set gshare.org-id = 2, or gshare.token to a token of org 1");
    }

    @Test
    void anOrgThatIsNotTheKeys() {
        workspace.quirk = (request, response) -> {
            boolean signed = request.getHttpURI().getPathQuery().contains("aliyun_api_key_sign=");
            if (signed) {
                Answer.text(404, "Not found").write(response);
            }
            return signed;
        };
        assertCause(
                Check.SIGNED_LINK,
                "a signed link is answered 404 'Not found', as Grafana answers where the key is not of the link's org 1",
                "set gshare.org-id to the org of the key");
        assertThat(find(doctor(), Check.DASHBOARD)).isNull();
    }

    // ---- anonymous access

    @Test
    void anonymousAccessOpensAnyLink() {
        workspace.opensSharedLinks = false;
        answers(Map.of("/d/*", Answer.page(200)));
        assertCause(
                Check.UNSIGNED_LINK,
                "a link without a signature opens: whoever knows the address sees the dashboards",
                "set [auth.anonymous] enabled = false in the workspace");
        assertFound(
                Check.SIGNED_LINK,
                Verdict.UNKNOWN,
                "a signed link opens no session, and its page opens without a signature as well: that tells nothing",
                null);
        assertThat(find(doctor(), Check.BROKEN_SIGNATURE)).isNull();
        assertThat(find(doctor(), Check.COOKIE)).isNull();
        assertThat(find(doctor(), Check.SESSION)).isNull();
    }

    // ---- where Grafana is

    @ParameterizedTest
    @CsvSource({"/d/*, /grafana/login", "/d/*, /grafana/d/TZWea/test"})
    void aGrafanaBelowAPath(String path, String location) {
        answers(Map.of(
                path,
                Answer.to(location),
                "/grafana/login",
                Answer.page(200),
                "/grafana/d/*",
                Answer.to("/grafana/login"),
                "/grafana" + HEALTH,
                Answer.json(200, workspace.health)));
        assertCause(
                Check.GRAFANA,
                "Grafana's own pages are below " + workspace.url() + "/grafana, and gshare.url is " + workspace.url(),
                "set gshare.url to " + workspace.url() + "/grafana");
        assertThat(workspace.asked)
                .as("nothing that is no Grafana is shown a token")
                .doesNotContain("/api/org");
    }

    @Test
    void aGrafanaThatDoesNotKnowItsPath() {
        String url = workspace.url() + "/grafana";
        answers(Map.of(
                "/grafana/d/*",
                Answer.to("/login"),
                "/login",
                Answer.page(404),
                HEALTH,
                Answer.page(404),
                "/grafana" + HEALTH,
                Answer.json(200, workspace.health)));
        assertCause(
                Doctor.of(workspace.gshare(url, null)).link(LINK),
                Check.GRAFANA,
                "Grafana is below " + url + ", but sends its visitors to " + workspace.url(),
                "set [server] root_url in the workspace to " + url);
    }

    @Test
    void whatIsNoGrafana() {
        answers(Map.of("/*", Answer.page(404)));
        assertCause(Check.GRAFANA, "what answers there is no Grafana: /api/health is answered 404", NO_GRAFANA);
        assertThat(find(doctor(), Check.SIGNED_LINK)).isNull();
    }

    /** As a network's own page before anybody has paid, or an application that is all one page. */
    @Test
    void aPageThatAnswersEverything() {
        answers(Map.of("/*", Answer.page(200)));
        assertCause(
                Check.GRAFANA,
                "what answers there is no Grafana: /api/health is answered 200 with 'text/html'",
                NO_GRAFANA);
        assertThat(find(doctor(), Check.UNSIGNED_LINK)).isNull();
        assertThat(find(doctor(), Check.PERMISSIONS)).isNull();
        assertThat(workspace.asked).doesNotContain("/api/org", "/api/access-control/user/permissions");
    }

    // ---- what stands before it

    @ParameterizedTest
    @CsvSource({
        "https://sso.example.com/?state=secretSession, sent on to https://sso.example.com",
        "/oauth2/sign_in?rd=secretSession, sent on to 'URL/oauth2/sign_in'"
    })
    void aLoginOfAProxy(String location, String seen) {
        workspace.quirk = (request, response) -> {
            boolean own = request.getHttpURI().getPath().startsWith("/oauth2/");
            (own ? Answer.page(200) : Answer.to(location)).write(response);
            return true;
        };
        assertCause(
                Check.GRAFANA,
                "something asks for a login before Grafana does: /api/health is " + seen.replace("URL", workspace.url())
                        + ", which Grafana tells anybody",
                NO_LOGIN);
        assertThat(workspace.asked).doesNotContain("/api/org");
    }

    @Test
    void aPasswordOfAProxys() {
        answers(Map.of("/*", Answer.page(401)));
        assertCause(
                Check.GRAFANA,
                "something asks for a login before Grafana does: /api/health is answered 401, which Grafana tells anybody",
                NO_LOGIN);
    }

    /** As nginx with {@code auth_basic}, and {@code off} where monitoring asks. */
    @Test
    void aPasswordOfAProxysThatLetsHealthThrough() {
        workspace.quirk = (request, response) -> {
            boolean passes = request.getHttpURI().getPath().equals(HEALTH);
            if (!passes) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"Grafana\"");
                Answer.page(401).write(response);
            }
            return !passes;
        };
        assertFound(Check.GRAFANA, Verdict.OK, "it is Grafana 10.0.3", null);
        assertCause(
                Check.SIGNED_LINK,
                "a signed link is answered 401: something asks for a login before Grafana does",
                NO_LOGIN);
    }

    /** As oauth2-proxy with {@code --skip-auth-route}. */
    @Test
    void aPageToLogInOfAProxyThatLetsHealthThrough() {
        answers(Map.of("/d/*", Answer.page(403)));
        assertCause(
                Check.SIGNED_LINK,
                "a signed link is answered 403: something asks for a login before Grafana does",
                NO_LOGIN);
    }

    /** As oauth2-proxy answers with its button. */
    @Test
    void aPageToLogInOfAProxys() {
        answers(Map.of("/*", Answer.page(403)));
        assertCause(
                Check.GRAFANA,
                "something before Grafana asks for a login, or lets nobody in from here: /api/health is answered 403, which"
                        + " Grafana tells anybody",
                NO_LOGIN);
        assertThat(workspace.asked).doesNotContain("/api/org");
    }

    @ParameterizedTest
    @CsvSource({"http://[bad/?state=secretSession, http://[bad/", "mailto:admin, mailto:admin", "http://, http://"})
    void aRedirectToWhatIsNoPage(String location, String seen) {
        answers(Map.of("/d/*", Answer.to(location)));
        assertCause(
                Check.REACHABLE,
                workspace.url() + " answers, but a link is sent on to '" + seen + "', which is no address of a page",
                "check [server] root_url in the workspace, and what lies between");
    }

    @Test
    void aRedirectOfASignedLinkToWhatIsNoPage() {
        workspace.quirk = (request, response) -> {
            boolean signed = request.getHttpURI().getPathQuery().contains("aliyun_api_key_sign=");
            if (signed) {
                Answer.to("mailto:admin").write(response);
            }
            return signed;
        };
        assertCause(
                Check.SIGNED_LINK,
                "a signed link is sent on to 'mailto:admin', which is no address of a page",
                "look into the workspace's own log, and at what lies between");
    }

    @Test
    void aGrafanaThatStarts() {
        answers(Map.of(HEALTH, Answer.json(503, "{\"commit\":\"x\",\"database\":\"failing\",\"version\":\"9.4.0\"}")));
        assertCause(
                Check.GRAFANA,
                "Grafana answers, but its database does not",
                "wait while it starts; then look into the workspace's own log");
    }

    @Test
    void aProxyThatPacksUnasked() {
        Answer health = Answer.json(200, workspace.health).with(Packing.GZIP);
        Answer permissions = Answer.json(200, "{\"dashboards:create\":[]}").with(Packing.GZIP);
        answers(Map.of(HEALTH, health, "/api/access-control/*", permissions));
        assertFound(Check.GRAFANA, Verdict.OK, "it is Grafana 10.0.3", null);
        assertFound(
                Check.PERMISSIONS,
                Verdict.FAILURE,
                "whoever holds a link may do more than look: dashboards:create",
                "give the service account the role Viewer");
    }

    @Test
    void whatSaysThatItIsPackedAndIsNot() {
        answers(Map.of(HEALTH, Answer.json(200, workspace.health).with(Packing.CLAIMED)));
        assertFound(
                Check.GRAFANA,
                Verdict.UNKNOWN,
                "/api/health is answered 200 with 'application/json; charset=UTF-8', so which Grafana it is is not known",
                null);
    }
}
