package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.LinkVerifier;
import io.gshare.link.Workspace;
import io.gshare.settings.Embed;
import io.gshare.settings.Settings;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check of links and keys against a workspace that misbehaves in just its way. */
class DoctorTest extends Examined {

    private static final String CHECK_URL = "check gshare.url and its path, and [server] root_url in the workspace";
    private static final String NTP = "set both clocks by NTP; links are good for 60 s";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    // ---- nothing is asked

    @Test
    void whatIsSwitchedOffIsSaidAndNobodyIsAsked() {
        List<Check> followed = new ArrayList<>();
        Doctor doctor = Doctor.of(GShare.disabled())
                .workspace("ops")
                .page("https://portal.example.com")
                .link("https://grafana.example.com/d/x")
                .build();
        Finding found = new Finding(
                Check.SETTINGS,
                Verdict.UNKNOWN,
                "gshare is switched off: pages show placeholders, and nothing is signed",
                "set gshare.url and a key, and remove gshare.enabled=false where it is set");
        assertThat(doctor.examine().workspace()).isEqualTo("ops");
        assertThat(doctor.examine().findings()).containsExactly(found);
        doctor.examine(Check.cheap(), new Progress() {
            @Override
            public void checking(Check check) {
                followed.add(check);
            }

            @Override
            public void found(Finding finding) {
                assertThat(finding).isEqualTo(found);
                followed.add(finding.check());
            }
        });
        assertThat(followed).containsExactly(Check.SETTINGS, Check.SETTINGS);
        assertThat(doctor.examine(EnumSet.of(Check.REACHABLE), Progress.NONE).findings())
                .isEmpty();
    }

    // ---- all is well

    @Test
    void aWorkspaceThatBehaves() {
        List<String> followed = new ArrayList<>();
        Report report = doctor().page("http://localhost:8080/reports")
                .build()
                .examine(EnumSet.allOf(Check.class), new Progress() {
                    @Override
                    public void checking(Check check) {
                        followed.add(check + "?");
                    }

                    @Override
                    public void found(Finding finding) {
                        followed.add(finding.check() + "!");
                    }
                });

        assertThat(report.findings())
                .containsExactly(
                        Check.SETTINGS.ok("workspace default at " + workspace.url() + ", key '"
                                + FakeWorkspace.KEY.name() + "' of org 1"),
                        Check.KEY.unknown("how old the key is, only Grafana's list of tokens tells"),
                        Check.REACHABLE.ok(workspace.url() + " answers"),
                        Check.CLOCK.ok("both clocks agree"),
                        Check.GRAFANA.ok("it is Grafana 10.0.3"),
                        Check.TOKEN.ok("Grafana knows the token, of org 1"),
                        Check.UNSIGNED_LINK.ok("a link without a signature is sent to the login page"),
                        Check.SIGNED_LINK.ok("the workspace takes a link that is signed this moment"),
                        Check.BROKEN_SIGNATURE.ok("a link with a wrong signature is sent to the login page"),
                        Check.DASHBOARD.ok("dashboard 'TZWea' opens"),
                        Check.EMBEDDING.ok("any page may frame the workspace"),
                        Check.COOKIE.ok(
                                "grafana_session: SameSite=lax, on a page of the same site: kept by Chromium, Firefox and"
                                        + " WebKitGTK"),
                        Check.LIVE.ok("WebSockets come through, for panels that stream"),
                        Check.HTTPS.ok("the workspace is on HTTP, on this machine alone"),
                        Check.PERMISSIONS.ok("the key may do no more than a Viewer"),
                        Check.SESSION.ok("a link opens a session of 3600 s"));
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.count(Verdict.OK)).isEqualTo(15);
        assertThat(workspace.upgrades).hasValue(0); // to h2c, which some proxies do not get over
        assertThat(followed)
                .startsWith("SETTINGS?", "SETTINGS!", "KEY?", "KEY!")
                .contains("CERTIFICATE?");
        assertThat(followed).doesNotContain("CERTIFICATE!");
    }

    @Test
    void theCheapChecksAskOnce() {
        Report report = doctor().build().examine(Check.cheap(), Progress.NONE);
        assertThat(report.findings())
                .extracting(Finding::check)
                .containsExactly(Check.SETTINGS, Check.KEY, Check.REACHABLE, Check.CLOCK);
        assertThat(workspace.asked).containsExactly(LINK, "/login");
    }

    // ---- the key

    private GShare ofFile(Path file) {
        return GShare.from(Settings.of(Map.of(
                "gshare.url", workspace.url(),
                "gshare.token-file", file.toString(),
                "gshare.key-name", FakeWorkspace.KEY.name())));
    }

    @ParameterizedTest
    @CsvSource({"0, OK, in its file for 0 days", "1, OK, in its file for 1 day", "91, WARNING, in its file for 91 days"
    })
    void theAgeOfAKeyFile(int days, Verdict verdict, String evidence) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), FakeWorkspace.KEY.token());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
        GShare gshare = ofFile(file);
        assertFound(
                Doctor.of(gshare),
                Check.KEY,
                verdict,
                evidence,
                verdict == Verdict.OK ? null : "replace it: the vendor advises a new key every three months");
        gshare.close();
    }

    @Test
    void aKeyFileThatEverybodyCanRead() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), FakeWorkspace.KEY.token());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        GShare gshare = ofFile(file);
        assertFound(
                Doctor.of(gshare),
                Check.KEY,
                Verdict.WARNING,
                "every user of this machine can read the key file",
                "take that right away (chmod o-r, or defaultMode: 0440 of a Kubernetes secret)");
        gshare.close();
    }

    @Test
    void aKeyFileThatHoldsNoKeyAnyMore() {
        KeySource<ShareKey> broken = new KeySource<>() {
            @Override
            public ShareKey current() {
                return FakeWorkspace.SHARE_KEY;
            }

            @Override
            public String problem() {
                return "token-file was 'x' but cannot be read";
            }
        };
        GShare gshare = GShare.builder()
                .workspace("default", LinkSigner.v2(Workspace.of(workspace.url()), broken, null, workspace.clock))
                .build();
        assertFound(
                Doctor.of(gshare),
                Check.KEY,
                Verdict.WARNING,
                "the key file holds no key, and the last good one signs on: token-file was 'x' but cannot be read",
                "put a good key into the file of gshare.token-file");
    }

    // ---- what it takes

    @Test
    void aSignatureByAnotherKey() {
        GShare other = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(
                                Workspace.of(workspace.url()),
                                KeySource.fixed(ShareKey.of("other", 1, "0".repeat(100))),
                                null,
                                workspace.clock))
                .build();
        Doctor.Builder doctor = Doctor.of(other).link(LINK);
        assertFound(
                doctor,
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is sent to the login page, as is one without a signature",
                "if it is the managed service, set [aliyun] api_key_share = true and api_key_share_version = v2 in the workspace,"
                        + " and set gshare.key-name to the token's own name in Grafana, which is not the service account's; any"
                        + " other Grafana reads no share links");
        assertThat(find(doctor, Check.DASHBOARD)).isNull();
        assertThat(find(doctor, Check.BROKEN_SIGNATURE)).isNull();
        assertThat(find(doctor, Check.COOKIE)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHARING_OFF | set [aliyun] api_key_share = true in the workspace",
                "WRONG_VERSION | set [aliyun] api_key_share_version = v2 in the workspace, or gshare.link-version to what it takes",
                "UNKNOWN_KEY | set gshare.key-name to the token's own name in Grafana, which is not the service account's, and"
                        + " gshare.org-id to its org; look whether the token is still there",
                "KEY_EXPIRED | create another token with the role Viewer, and set gshare.token and gshare.key-name to it",
                "WRONG_SIGNATURE | set gshare.token to the token that gshare.key-name names",
                "EXPIRED | " + NTP,
                "NOT_YET_VALID | " + NTP
            })
    void aRefusalWithAReason(String reason, String remedy) {
        workspace.quirk = (request, response) -> {
            response.setStatus(401);
            response.getHeaders().put("X-Refusal-Reason", reason);
            return true;
        };
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is answered 401, because of '" + reason + "'",
                remedy);
    }

    @Test
    void redirectsWithoutAnEnd() {
        workspace.quirk = movedTo("", true);
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is sent on without an end, as is one without a signature",
                CHECK_URL);
        workspace.quirk = movedTo("", false);
        assertFound(Check.SIGNED_LINK, Verdict.FAILURE, "a signed link is sent on without an end", CHECK_URL);
    }

    @Test
    void aSessionThatIsOpenedByARedirect() {
        workspace.quirk = (request, response) -> {
            boolean session = request.getHeaders().get(HttpHeader.COOKIE) != null;
            if (session) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            } else if (String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=")) {
                response.setStatus(302);
                response.getHeaders().put(HttpHeader.LOCATION, "test?x=1");
                response.getHeaders().put(HttpHeader.SET_COOKIE, workspace.cookie);
                return true;
            }
            return session;
        };
        assertFound(Check.SIGNED_LINK, Verdict.OK, "the workspace takes a link that is signed this moment", null);
        assertThat(workspace.asked).contains("/d/TZWea/test");
    }

    @Test
    void anonymousAccess() {
        workspace.quirk = (request, response) -> {
            String link = request.getHttpURI().getPathQuery();
            return !link.startsWith("/api/") && !link.contains("aliyun_api_key_sign=");
        };
        assertFound(
                Check.UNSIGNED_LINK,
                Verdict.FAILURE,
                "a link without a signature opens: whoever knows the address sees the dashboards",
                "set [auth.anonymous] enabled = false in the workspace");
        assertThat(find(doctor(), Check.BROKEN_SIGNATURE)).isNull();
    }

    @Test
    void signaturesThatAreNotChecked() {
        workspace.checksSignatures = false;
        assertFound(
                Check.BROKEN_SIGNATURE,
                Verdict.FAILURE,
                "a link with a wrong signature opens",
                "set [aliyun] api_key_share_version = v2 in the workspace");
    }

    @Test
    void anErrorThatIsAPageIsARefusal() {
        workspace.quirk = (request, response) -> {
            String query = String.valueOf(request.getHttpURI().getQuery());
            return query.contains("aliyun_api_key_sign=") && !isRight(query);
        };
        assertFound(Check.BROKEN_SIGNATURE, Verdict.OK, "a link with a wrong signature is answered 200", null);
    }

    private boolean isRight(String query) {
        try {
            LinkVerifier.builder().key(FakeWorkspace.SHARE_KEY).build().verify(LINK + "?" + query);
            return true;
        } catch (LinkRefusedException e) {
            return false;
        }
    }

    @Test
    void linksOfVersion1() {
        GShare v1 = GShare.builder()
                .workspace("default", LinkSigner.v1(Workspace.of(workspace.url()), FakeWorkspace.credential(), 1))
                .build();
        assertFound(
                Doctor.of(v1),
                Check.BROKEN_SIGNATURE,
                Verdict.WARNING,
                "links carry the key itself: whoever sees one holds the key",
                "set [aliyun] api_key_share_version = v2 in the workspace, and remove gshare.link-version");
    }

    // ---- the dashboard

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | FAILURE | the workspace has no dashboard 'TZWea' in org 1 | copy the link again, by Share in the dashboard itself",
                "403 | FAILURE | the key may not see dashboard 'TZWea' | give the service account the role Viewer, or the permission to view this dashboard",
                "401 | FAILURE | the page opens, but the session's cookie does not count for what it loads | look whether a proxy removes Set-Cookie or Cookie between here and the workspace",
                "500 | UNKNOWN | the page opens; Grafana's API does not tell more |"
            })
    void whatTheApiSaysOfADashboard(int status, Verdict verdict, String evidence, @Nullable String remedy) {
        workspace.quirk = only("/api/dashboards/", status);
        assertFound(Check.DASHBOARD, verdict, evidence, remedy);
    }

    @Test
    void aServerThatKnowsNoDashboardAtAllTakesNoLink() {
        workspace.quirk = only("/d/", 404);
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is answered 404, as is one without a signature",
                CHECK_URL);
    }

    @Test
    void aDashboardWhoseSlugIsLogin() {
        assertFound(
                doctor().link("/d/TZWea/login"),
                Check.SIGNED_LINK,
                Verdict.OK,
                "the workspace takes a link that is signed this moment",
                null);
    }

    @Test
    void aSignedLinkThatIsNotAnswered() {
        workspace.quirk = (request, response) -> {
            if (String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=")) {
                throw new IllegalStateException("the connection breaks");
            }
            return false;
        };
        assertThat(Objects.requireNonNull(find(doctor(), Check.SIGNED_LINK)).verdict())
                .isEqualTo(Verdict.FAILURE);
    }

    @Test
    void aPageThatIsNotThere() {
        workspace.quirk = (request, response) -> {
            boolean signed = String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=");
            if (signed) {
                response.setStatus(404);
            }
            return signed;
        };
        assertFound(
                Check.DASHBOARD,
                Verdict.FAILURE,
                "the workspace has no dashboard 'TZWea' in org 1",
                "copy the link again, by Share in the dashboard itself");
    }

    @Test
    void withoutALinkTheFirstEmbedOrTheHomeIsOpened() {
        assertFound(
                Doctor.of(workspace.gshare()),
                Check.DASHBOARD,
                Verdict.UNKNOWN,
                "no dashboard's link was given to open",
                null);
        GShare gshare = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(
                                Workspace.of(workspace.url()),
                                KeySource.fixed(FakeWorkspace.SHARE_KEY),
                                null,
                                workspace.clock))
                .embed(new Embed("sales", "default", "/d/sales/x", Set.of(), Set.of()))
                .build();
        assertFound(Doctor.of(gshare), Check.DASHBOARD, Verdict.OK, "dashboard 'sales' opens", null);
    }

    @Test
    void aLinkThatMayNotBeSignedIsRefused() {
        assertThatThrownBy(() -> Doctor.of(workspace.gshare())
                        .link("https://evil.example/d/x")
                        .build())
                .isInstanceOf(LinkRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {LINK, LINK + "?orgId=1&from=now-6h#x", "/d/TZWea?a=aliyun_api_key"})
    void aSignatureThatIsCopiedWithTheLinkDoesNotCount(String link) {
        Doctor.Builder doctor = doctor().link(workspace.gshare().sign(link));
        assertFound(
                doctor, Check.UNSIGNED_LINK, Verdict.OK, "a link without a signature is sent to the login page", null);
        assertFound(doctor, Check.DASHBOARD, Verdict.OK, "dashboard 'TZWea' opens", null);
    }

    @Test
    void aLinkWithCharactersThatBrowsersEncode() {
        assertFound(
                doctor().link("/d/TZWea/生产?var-a={x|y}&b=%zz"),
                Check.SIGNED_LINK,
                Verdict.OK,
                "the workspace takes a link that is signed this moment",
                null);
    }

    // ---- what the key may do

    @Test
    void anEditorsKey() {
        workspace.permissions = """
                {"dashboards:read":["*"],"dashboards:create":["folders:*"],"folders:create":[],"annotations:write":["x"]}""";
        assertFound(
                Check.PERMISSIONS,
                Verdict.FAILURE,
                "whoever holds a link may do more than look: dashboards:create, folders:create",
                "give the service account the role Viewer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"dashboards:create\"", "<html>"})
    void anAnswerThatTellsNothing(String json) {
        workspace.permissions = json;
        assertFound(
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "Grafana's API does not tell what the key may do: look that its role is Viewer",
                null);
    }

    @Test
    void aProxyThatKeepsTheTokenToItself() {
        workspace.quirk = only("/api/access-control/", 401);
        assertFound(
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "Grafana's API does not tell what the key may do: look that its role is Viewer",
                null);
    }

    @Test
    void aTokenFollowsNoRedirect() {
        workspace.quirk = (request, response) -> {
            boolean api = request.getHttpURI().getPath().startsWith("/api/access-control/");
            if (api) {
                response.setStatus(302);
                response.getHeaders().put(HttpHeader.LOCATION, "/other-application");
            }
            return api;
        };
        assertThat(Objects.requireNonNull(find(doctor(), Check.PERMISSIONS)).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(workspace.asked).doesNotContain("/other-application");
    }

    @Test
    void aTokenIsNotSentOverHttp() {
        assertFound(
                at("http://grafana.example.com"),
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "the token is not sent over HTTP: look that its role in Grafana is Viewer",
                null);
        assertThat(workspace.asked).noneMatch(path -> path.contains("/api/access-control"));
    }

    @Test
    void aTokenThatIsNotAtHand() {
        assertFound(
                Doctor.of(workspace.gshare()),
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "the token is not at hand: look that its role in Grafana is Viewer",
                null);
    }

    // ---- sessions

    @Test
    void aLongSession() {
        assertFound(
                Doctor.of(workspace.gshare(workspace.url(), Duration.ofDays(30))),
                Check.SESSION,
                Verdict.WARNING,
                "links ask for a session of 2592000 s",
                "shorten gshare.session, and keep frames alive by live=\"true\": whoever catches a link has the session as"
                        + " long");
    }

    // ---- its document, and wrong use

    @Test
    void theSnippetOfTheDocumentCompiles() {
        String snippet = Documents.snippets("docs/troubleshooting.md", "java").get(1);
        assertThat(Documents.compile("""
                        import io.gshare.*;
                        import io.gshare.doctor.*;
                        import java.time.*;
                        class Snippet {
                          void log(String message) {}
                          void run(GShare gshare) {
                        %s
                          }
                        }
                        """.formatted(snippet), folder)).isEmpty();
    }

    @Test
    void wrongUseIsRefused() {
        assertThatThrownBy(() -> doctor().page("portal"))
                .hasMessage(
                        "page was 'portal' but must be an address such as https://portal.example.com; give the page that"
                                + " holds the frame");
        assertThatThrownBy(() -> doctor().workspace("ops").build())
                .hasMessage("workspace was 'ops' but must be one of default; configure it as gshare.workspaces.<name>");
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> doctor().client(follows).build())
                .hasMessage(
                        "the client follows redirects, but where they lead is part of the diagnosis; build it without");
        HttpClient keeps =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        assertThatThrownBy(() -> doctor().client(keeps).build())
                .hasMessage(
                        "the client keeps cookies, but a link must open without those of another; build it without");
    }
}
