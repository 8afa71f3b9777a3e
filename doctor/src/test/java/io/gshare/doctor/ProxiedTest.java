package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A workspace behind a proxy that has put it on the page's site, and has left out one thing each. */
class ProxiedTest extends Examined {

    private static final String URL = "http://grafana.example.com";
    private static final String MANAGED = "https://grafana-example.grafana.aliyuncs.com";
    private static final String HOME_ALONE =
            "bring the workspace's redirects home in the proxy before it (Location), as docs/same-site.md shows";
    private static final String HOME = HOME_ALONE + ", or set gshare.url to " + MANAGED;
    private static final String UPGRADE =
            "pass Upgrade and Connection on in the proxy before the workspace, as docs/same-site.md shows";

    // ---- Set-Cookie

    @ParameterizedTest
    @CsvSource({
        "grafana-example.grafana.aliyuncs.com, grafana-example.grafana.aliyuncs.com",
        ".Aliyuncs.com, aliyuncs.com",
        "portal.example.com, portal.example.com",
        "a.grafana.example.com, a.grafana.example.com",
        "ana.example.com, ana.example.com"
    })
    void aCookieOfAnotherDomain(String domain, String read) {
        workspace.cookie += "; Domain=" + domain;
        assertFound(
                at(URL).page("http://portal.example.com"),
                Check.COOKIE,
                Verdict.FAILURE,
                "grafana_session: SameSite=lax; Domain=" + read
                        + ": dropped by all browsers, because grafana.example.com is not of that domain",
                "take Domain out of Set-Cookie in the proxy before the workspace, as docs/same-site.md shows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grafana.example.com", ".grafana.example.com", "EXAMPLE.com", ".example.com"})
    void aCookieOfItsOwnDomain(String domain) {
        workspace.cookie += "; Domain=" + domain;
        assertFound(
                at(URL).page("http://portal.example.com"),
                Check.COOKIE,
                Verdict.OK,
                "grafana_session: SameSite=lax, on a page of the same site: kept by Chromium, Firefox and WebKitGTK",
                null);
    }

    // ---- Location

    @Test
    void linksThatAreSentOnToTheWorkspacesOwnHost() {
        workspace.quirk = movedTo(MANAGED, true);
        assertCause(
                Check.REACHABLE,
                workspace.url() + " sends its links on to " + MANAGED + ", the workspace's own host",
                HOME);
    }

    @Test
    void signedLinksThatAreSentOnToTheWorkspacesOwnHost() {
        workspace.quirk = movedTo(MANAGED, false);
        assertCause(Check.SIGNED_LINK, "a signed link is sent on to " + MANAGED + ", the workspace's own host", HOME);
    }

    /** As where Grafana adds a dashboard's title to its address. */
    @Test
    void signedLinksThatAreSentOnToAnotherPathOfTheWorkspacesOwnHost() {
        workspace.quirk = (request, response) -> {
            boolean signed = String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=");
            if (signed) {
                response.setStatus(302);
                response.getHeaders().put(HttpHeader.LOCATION, MANAGED + "/d/TZWea/title");
            }
            return signed;
        };
        assertCause(Check.SIGNED_LINK, "a signed link is sent on to " + MANAGED + ", the workspace's own host", HOME);
    }

    @Test
    void aLoginOnTheWorkspacesOwnHost() {
        workspace.quirk = (request, response) -> {
            boolean unsigned = request.getHttpURI().getPathQuery().equals(LINK);
            if (unsigned) {
                response.setStatus(302);
                response.getHeaders().put(HttpHeader.LOCATION, MANAGED + "/login");
            }
            return unsigned;
        };
        assertFound(
                Check.UNSIGNED_LINK,
                Verdict.WARNING,
                "a link without a signature is sent on to " + MANAGED + ", the workspace's own host",
                HOME);
    }

    @ParameterizedTest
    @CsvSource({
        "http://grafana-example.grafana.aliyuncs.com, http://grafana-example.grafana.aliyuncs.com",
        "//grafana-example.grafana.aliyuncs.com, http://grafana-example.grafana.aliyuncs.com",
        "HTTP://Grafana-Example.Grafana.Aliyuncs.com:80, http://grafana-example.grafana.aliyuncs.com"
    })
    void nobodyIsSentToPlainHttp(String spelling, String read) {
        workspace.quirk = movedTo(spelling, true);
        assertCause(
                Check.REACHABLE,
                workspace.url() + " sends its links on to " + read + ", the workspace's own host",
                HOME_ALONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyUndoesAProxyOfThePagesOwnSite(boolean withoutSignatureAsWell) {
        workspace.quirk = movedTo(MANAGED, withoutSignatureAsWell);
        assertFound(
                at(URL).page("http://portal.example.com"),
                withoutSignatureAsWell ? Check.REACHABLE : Check.SIGNED_LINK,
                Verdict.FAILURE,
                (withoutSignatureAsWell ? URL + " sends its links on to " : "a signed link is sent on to ") + MANAGED
                        + ", the workspace's own host",
                HOME_ALONE);
    }

    @Test
    void aWorkspaceOfSomebodysOwnThatSendsOffThePagesSite() {
        workspace.quirk = movedTo("https://grafana.example.org", true);
        assertFound(
                at(URL).page("http://portal.example.com"),
                Check.REACHABLE,
                Verdict.FAILURE,
                URL + " sends its links on to https://grafana.example.org, the workspace's own host",
                HOME_ALONE + ", or set [server] root_url in the workspace to " + URL);
    }

    // ---- Upgrade, Origin

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 403, 426, 502})
    void anUpgradeThatIsNotPassedOn(int status) {
        workspace.live = status;
        assertFound(
                Check.LIVE,
                Verdict.WARNING,
                "a WebSocket is answered " + status + "; panels that stream stand still",
                UPGRADE);
    }

    @Test
    void aGrafanaWithoutLive() {
        workspace.live = 404;
        assertFound(
                Check.LIVE,
                Verdict.UNKNOWN,
                "there is no Grafana Live at /api/live/ws, which is answered 404: whether a proxy passes Upgrade on, and"
                        + " what it makes of Origin, does not show",
                null);
    }

    /** Here a proxy of the doctor's own hangs up, by which no visitor goes. */
    @Test
    void nobodyKnowsWhereNothingIsAnswered() {
        workspace.quirk = (request, response) -> {
            boolean live = request.getHttpURI().getPath().equals("/api/live/ws");
            if (live) {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
            }
            return live;
        };
        Finding finding = Objects.requireNonNull(find(doctor(), Check.LIVE));
        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.evidence()).startsWith("a WebSocket is not answered: ");
    }

    @Test
    void anOriginThatIsNotTheWorkspacesOwn() {
        workspace.origin = MANAGED;
        assertFound(
                Check.LIVE,
                Verdict.FAILURE,
                "Grafana takes its own page for another site's: what it asks for from " + workspace.url()
                        + " is answered 403",
                "send the workspace its own origin in Origin, as docs/same-site.md shows, or set [server] root_url in it to "
                        + workspace.url());
    }
}
