package io.gshare.doctor;

import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers make of a workspace in a frame. */
class FramingTest extends Examined {

    private static final String ONE_SITE =
            "put Grafana on the page's own site, by the same scheme: a host name of its domain, by a reverse proxy as"
                    + " docs/same-site.md shows";

    // ---- frames

    private void answers(String... headers) {
        workspace.quirk = (request, response) -> {
            for (int i = 0; i < headers.length; i += 2) {
                response.getHeaders().add(headers[i], headers[i + 1]);
            }
            return false;
        };
    }

    @Test
    void embeddingIsForbidden() {
        answers("X-Frame-Options", "deny");
        assertFound(
                Check.EMBEDDING,
                Verdict.FAILURE,
                "no page may frame the workspace: X-Frame-Options: deny",
                "set [security] allow_embedding = true in the workspace");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1, FAILURE, http://localhost:1 may not frame the workspace: X-Frame-Options: sameorigin",
        ", UNKNOWN, which page may frame it depends on the page: X-Frame-Options: sameorigin"
    })
    void sameOriginAlone(@Nullable String page, Verdict verdict, String evidence) {
        answers("X-Frame-Options", "SAMEORIGIN");
        assertFound(
                page == null ? doctor() : doctor().page(page),
                Check.EMBEDDING,
                verdict,
                evidence,
                verdict == Verdict.FAILURE ? "set [security] allow_embedding = true in the workspace" : null);
        assertFound(
                doctor().page(workspace.url()),
                Check.EMBEDDING,
                Verdict.OK,
                workspace.url() + " may frame the workspace: X-Frame-Options: sameorigin",
                null);
    }

    @Test
    void frameAncestorsPrevail() {
        answers(
                "X-Frame-Options",
                "deny",
                "Content-Security-Policy",
                "default-src 'self'; frame-ancestors 'self' https://*.example.com");
        assertFound(
                doctor().page("https://portal.example.com"),
                Check.EMBEDDING,
                Verdict.OK,
                "https://portal.example.com may frame the workspace: frame-ancestors 'self' https://*.example.com",
                null);
        assertFound(
                doctor().page("https://portal.example.org"),
                Check.EMBEDDING,
                Verdict.FAILURE,
                "https://portal.example.org may not frame the workspace: frame-ancestors 'self' https://*.example.com",
                "name the page's origin in frame-ancestors of [security] content_security_policy_template in the workspace");
    }

    // ---- cookies

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "; SameSite=Strict | http://localhost:8080 | OK"
                        + " | grafana_session: SameSite=strict, on a page of the same site: kept by Chromium, Firefox and WebKitGTK | -",
                "; SameSite=Lax | http://portal.example.com | FAILURE"
                        + " | grafana_session: SameSite=lax, on a page of another site: dropped by Chromium, Firefox and WebKitGTK"
                        + " | " + ONE_SITE,
                "'' | http://portal.example.com | FAILURE"
                        + " | grafana_session: no SameSite, on a page of another site: kept by Firefox; dropped by Chromium and WebKitGTK"
                        + " | " + ONE_SITE,
                "; SameSite=None; Secure | http://portal.example.com | WARNING"
                        + " | grafana_session: SameSite=none; Secure, on a page of another site: kept by Chromium where it allows"
                        + " third-party cookies and Firefox; dropped by Chromium where it blocks third-party cookies and WebKitGTK"
                        + " | " + ONE_SITE,
                "; SameSite=None; Secure; Partitioned | http://portal.example.com | WARNING"
                        + " | grafana_session: SameSite=none; Secure; Partitioned, on a page of another site: kept by Chromium and Firefox;"
                        + " dropped by WebKitGTK"
                        + " | " + ONE_SITE,
                "; SameSite=None; Secure | http://localhost:8080 | WARNING"
                        + " | grafana_session: SameSite=none; Secure, on a page of the same site: kept by Chromium and Firefox; dropped by"
                        + " WebKitGTK"
                        + " | put page and workspace on HTTPS, or set [security] cookie_secure = false and cookie_samesite = lax in the"
                        + " workspace",
                "; SameSite=Lax; Secure | http://localhost:8080 | WARNING"
                        + " | grafana_session: SameSite=lax; Secure, on a page of the same site: kept by Chromium and Firefox; dropped by"
                        + " WebKitGTK"
                        + " | put page and workspace on HTTPS, or set [security] cookie_secure = false in the workspace",
                "; SameSite=None | http://localhost:8080 | FAILURE"
                        + " | grafana_session: SameSite=none: dropped by Chromium and Firefox, because it is not Secure"
                        + " | set [security] cookie_samesite = lax in the workspace",
                "; SameSite=None | http://portal.example.com | FAILURE"
                        + " | grafana_session: SameSite=none: dropped by Chromium and Firefox, because it is not Secure"
                        + " | set [security] cookie_samesite = lax in the workspace, and " + ONE_SITE,
                "; SameSite=Lax | https://localhost:8443 | FAILURE"
                        + " | grafana_session: SameSite=lax, on a page of the same domain, but on another scheme: kept by Firefox and"
                        + " WebKitGTK; dropped by Chromium"
                        + " | put the page on http as well"
            })
    void theSessionsCookieInAFrame(
            String attributes, String page, Verdict verdict, String evidence, @Nullable String remedy) {
        workspace.cookie = "grafana_session=secretSession; Path=/" + attributes;
        assertFound(doctor().page(page), Check.COOKIE, verdict, evidence, remedy);
    }

    @Test
    void aSecureCookieOverHttp() {
        workspace.cookie += "; Secure";
        assertFound(
                at("http://grafana.example.com"),
                Check.COOKIE,
                Verdict.FAILURE,
                "grafana_session: SameSite=lax; Secure: dropped by all browsers, because the workspace is on HTTP",
                "put the workspace on HTTPS, or set [security] cookie_secure = false in it");
    }

    @Test
    void withoutAPageNobodyKnows() {
        assertFound(
                Check.COOKIE,
                Verdict.UNKNOWN,
                "grafana_session: SameSite=lax; which browsers keep it in a frame depends on the page",
                null);
    }

    @Test
    void aCookieThatGotLost() {
        workspace.quirk = (request, response) ->
                String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=");
        assertFound(
                Check.COOKIE,
                Verdict.WARNING,
                "the page opens, but no session's cookie came with it",
                "look whether a proxy removes Set-Cookie between here and the workspace");
    }

    @Test
    void aCookieThatComesWithoutASignatureIsNotTheSessions() {
        workspace.quirk = (request, response) -> {
            response.getHeaders().add(HttpHeader.SET_COOKIE, "lb_session=1; Path=/");
            response.getHeaders().add(HttpHeader.SET_COOKIE, "tracker=1; Path=/");
            return false;
        };
        assertFound(
                doctor().page("http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "grafana_session: SameSite=lax, on a page of the same site: kept by Chromium, Firefox and WebKitGTK",
                null);
        workspace.cookie = "own_name=secretSession; Path=/; SameSite=Lax";
        assertFound(
                doctor().page("http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "own_name: SameSite=lax, on a page of the same site: kept by Chromium, Firefox and WebKitGTK",
                null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Age=0",
                "Max-Age=-1; Expires=Fri, 01 Jan 2100 00:00:00 GMT",
                "expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "Expires=Thu, 01-Jan-1970 00:00:00 GMT"
            })
    void aCookieThatIsDeletedIsNone(String attribute) {
        workspace.cookie = "grafana_session=; Path=/; " + attribute;
        assertFound(
                Check.COOKIE,
                Verdict.WARNING,
                "the page opens, but no session's cookie came with it",
                "look whether a proxy removes Set-Cookie between here and the workspace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Max-Age=3600", "Expires=Fri, 01 Jan 2100 00:00:00 GMT", "Expires=yesterday", "Max-Age=x"})
    void aCookieThatLastsIsOne(String attribute) {
        workspace.cookie = "grafana_session=secretSession; Path=/; SameSite=Lax; " + attribute;
        assertFound(
                doctor().page("http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "grafana_session: SameSite=lax, on a page of the same site: kept by Chromium, Firefox and WebKitGTK",
                null);
    }

    // ---- HTTPS

    @Test
    void aFrameOnHttpInAPageOnHttps() {
        assertFound(
                at("http://grafana.example.com").page("https://portal.example.com"),
                Check.HTTPS,
                Verdict.FAILURE,
                "browsers block a frame on HTTP in a page on HTTPS",
                "put the workspace on HTTPS, and gshare.url to https://…");
        assertFound(
                at("http://grafana.example.com").page("http://portal.example.com"),
                Check.HTTPS,
                Verdict.WARNING,
                "the workspace is on HTTP: whoever is on the way reads links and sessions",
                "put the workspace on HTTPS, and gshare.url to https://…");
    }
}
