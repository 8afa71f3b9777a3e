package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.settings.Settings;
import io.gshare.test.JwtSettings;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.TestClock;
import io.gshare.test.WorkspaceExtension;
import io.gshare.test.WorkspaceSettings;
import io.gshare.token.TokenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JWT links against a Grafana of one's own that is wrong in just one way. */
class TokensTest {

    private static final String IN = "set in [auth.jwt] of Grafana ";
    private static final String HEADER =
            "header_name = X-JWT-Assertion, without which Grafana takes no notice of tokens";

    @RegisterExtension
    static final WorkspaceExtension GRAFANA = new WorkspaceExtension(
            StandInWorkspace.builder().clock(TestClock.running()).jwt(JwtSettings.defaults()));

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private static Report examine(String link, String... settings) {
        Map<String, String> all = new HashMap<>(GRAFANA.applicationSettings());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        GShare gshare = GShare.from(Settings.of(all));
        try {
            Report report = Doctor.of(gshare).link(link).build().examine();
            assertThat(report.toString()).doesNotContain("eyJ");
            return report;
        } finally {
            gshare.close();
        }
    }

    private static @Nullable Finding find(Report report, Check check) {
        return report.findings().stream()
                .filter(finding -> finding.check() == check)
                .findFirst()
                .orElse(null);
    }

    /** The first failure is the cause. */
    private static void assertCause(Report report, Check check, String evidence, String remedy) {
        assertThat(report.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAILURE)
                .first()
                .isEqualTo(check.failure(evidence, remedy));
    }

    @Test
    void aKeyThatIsPublishedForLongEnough() throws IOException {
        Path key = Path.of(String.valueOf(GRAFANA.applicationSettings().get("gshare.key-file")));
        FileTime written = Files.getLastModifiedTime(key);
        try {
            Files.setLastModifiedTime(key, FileTime.from(written.toInstant().minus(Duration.ofMinutes(15))));
            assertThat(find(examine("/d/TZWea"), Check.KEY)).isEqualTo(Check.KEY.ok("in its file for 0 days"));
        } finally {
            Files.setLastModifiedTime(key, written);
        }
    }

    @Test
    void aGrafanaThatBehaves() {
        String kid = GRAFANA.tokenKey().id();
        assertThat(examine("/d/TZWea?orgId=1").findings())
                .containsExactly(
                        Check.SETTINGS.ok(
                                "workspace default at " + GRAFANA.url() + ", JWT links by the key '" + kid + "'"),
                        Check.KEY.ok("its file was changed 0 min ago; an application that did not know this key before"
                                + " signs with another until it has published this one for 15 min"),
                        Check.REACHABLE.ok(GRAFANA.url() + " answers"),
                        Check.CLOCK.ok("both clocks agree"),
                        Check.GRAFANA.ok("it is Grafana 11.6.0"),
                        Check.UNSIGNED_LINK.ok("a link without a signature is sent to the login page"),
                        Check.SIGNED_LINK.ok("the workspace takes a link that is signed this moment"),
                        Check.BROKEN_SIGNATURE.ok("a link with a wrong signature is answered 401"),
                        Check.DASHBOARD.ok("dashboard 'TZWea' opens"),
                        Check.EMBEDDING.ok("any page may frame the workspace"),
                        Check.COOKIE.ok("no cookie is needed: each request has the token"),
                        Check.HTTPS.ok("the workspace is on HTTP, on this machine alone"),
                        Check.PERMISSIONS.ok("'portal' may do no more than a Viewer"),
                        Check.SESSION.ok("a token is good for 3600 s"));
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, false, enabled = true",
        "url_login, false, url_login = true",
        "header_name, '', '" + HEADER + "'"
    })
    void tokensThatAreIgnored(String name, String value, String remedy) {
        GRAFANA.configure(JwtSettings.defaults().with(name, value));
        assertCause(
                examine("/d/TZWea"),
                Check.SIGNED_LINK,
                "a signed link is sent to the login page: Grafana takes no notice of its token",
                IN + remedy);
    }

    @Test
    void aKeyThatGrafanaDoesNotKnow() throws IOException {
        for (boolean pem : new boolean[] {false, true}) {
            Path file =
                    Files.writeString(folder.resolve("key"), TokenKeys.find().generate("ES256", pem));
            Finding found = Objects.requireNonNull(
                    find(examine("/d/TZWea", "gshare.key-file", file.toString()), Check.SIGNED_LINK));
            assertThat(found.evidence()).isEqualTo("a signed link is answered 401 'Invalid JWT'");
            assertThat(found.remedy())
                    .startsWith("Grafana's own log says why; look there, or in this order: "
                            + (pem
                                    ? "(1) key_file is the public half"
                                    : "(1) jwk_set_file or jwk_set_url has the key '"))
                    .endsWith("because the token has " + (pem ? "no kid" : "a kid")
                            + "; (2) expect_claims is what gshare.issuer and gshare.audience say, or is not set; (3)"
                            + " username_claim = sub; (4) both clocks go by NTP");
        }
    }

    @Test
    void claimsThatAreNotMet() {
        GRAFANA.configure(JwtSettings.defaults().with("expect_claims", "{\"iss\": \"portal\"}"));
        Finding found = Objects.requireNonNull(find(examine("/d/TZWea"), Check.SIGNED_LINK));
        assertThat(found.remedy()).contains("(2) expect_claims is what gshare.issuer and gshare.audience say");
        assertThat(find(examine("/d/TZWea", "gshare.issuer", "portal"), Check.SIGNED_LINK))
                .extracting(Finding::verdict)
                .isEqualTo(Verdict.OK);
    }

    @Test
    void aUserWhomGrafanaDoesNotMake() {
        GRAFANA.configure(JwtSettings.defaults().with("auto_sign_up", "false"));
        assertCause(
                examine("/d/TZWea"),
                Check.SIGNED_LINK,
                "a signed link is answered 401 'User not found': Grafana does not know 'portal', and makes no users",
                IN + "auto_sign_up = true, or make that user there");
    }

    @Test
    void anOrgThatTheUserIsNotIn() {
        assertCause(
                examine("/d/TZWea?orgId=2"),
                Check.SIGNED_LINK,
                "a signed link is answered 404 'Not found', as Grafana answers where 'portal' is not in the link's org",
                "give a link with another orgId, or make the user a member of that org");
    }

    @Test
    void aClockThatIsOff() {
        InstantSource clock = FakeWorkspace.off(Duration.ofHours(2));
        GShare gshare = GShare.from(Settings.of(GRAFANA.applicationSettings()), clock);
        Report report = Doctor.of(gshare).link("/d/TZWea").clock(clock).build().examine();
        gshare.close();
        assertThat(find(report, Check.CLOCK)).extracting(Finding::verdict).isEqualTo(Verdict.FAILURE);
        assertThat(find(report, Check.SIGNED_LINK))
                .isEqualTo(Check.SIGNED_LINK.failure("a signed link is answered 401 'Invalid JWT'", Connection.NTP));
    }

    /** What no link of gshare's brings about: a Grafana that looks for the role elsewhere. */
    @Test
    void aRoleThatGrafanaDoesNotFind() throws Exception {
        FakeWorkspace workspace = new FakeWorkspace(null);
        workspace.quirk = (request, response) -> {
            boolean signed = request.getHttpURI().getPathQuery().contains("auth_token=");
            if (signed) {
                response.setStatus(403);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                Content.Sink.write(response, true, "{\"message\":\"Invalid Role\"}", Callback.NOOP);
            }
            return signed;
        };
        Report report = examine("/d/TZWea", "gshare.url", workspace.url());
        workspace.close();
        assertCause(
                report,
                Check.SIGNED_LINK,
                "a signed link is answered 403 'Invalid Role': Grafana finds none of its roles in the token, which says"
                        + " Viewer",
                IN + "role_attribute_path = role");
    }

    /** As where a login of another kind stands in place of Grafana's own. */
    @Test
    void aLoginPageThatSaysNothingOfTheSettings() throws Exception {
        FakeWorkspace workspace = new FakeWorkspace(null);
        Report report = examine("/d/TZWea", "gshare.url", workspace.url());
        workspace.close();
        assertCause(
                report,
                Check.SIGNED_LINK,
                "a signed link is sent to the login page: Grafana takes no notice of its token",
                IN + "enabled = true, url_login = true, " + HEADER);
    }

    @Test
    void noPageMayFrameIt() {
        GRAFANA.configure(WorkspaceSettings.defaults().with("allow_embedding", "false"));
        assertThat(find(examine("/d/TZWea"), Check.EMBEDDING))
                .isEqualTo(Check.EMBEDDING.failure(
                        "no page may frame the workspace: X-Frame-Options: deny",
                        "set [security] allow_embedding = true in the workspace"));
    }

    @ParameterizedTest
    @CsvSource({"8.5.27", "9.0.9"})
    void versionsThatTakeNoTokens(String version) {
        GRAFANA.configure(JwtSettings.defaults().with("version", version));
        assertCause(
                examine("/d/TZWea"),
                Check.GRAFANA,
                "it is Grafana " + version + ", which takes no tokens in addresses",
                "upgrade Grafana to 9.1 or later");
    }

    @ParameterizedTest
    @CsvSource({"9.1.0, OK", "9.4.0-pre, OK", "10.0.0, WARNING", "11.3.3, WARNING", "11.3.4, OK", "12.0, OK"})
    void versionsThatLoop(String version, Verdict verdict) {
        GRAFANA.configure(JwtSettings.defaults().with("version", version));
        assertThat(find(examine("/d/TZWea"), Check.GRAFANA))
                .extracting(Finding::verdict)
                .isEqualTo(verdict);
    }

    @Test
    void aRoleThatMayMoreThanLook() {
        assertThat(find(examine("/d/TZWea", "gshare.role", "Editor"), Check.PERMISSIONS))
                .isEqualTo(Check.PERMISSIONS.warning(
                        "links make 'portal' an Editor of the org, for whoever has one",
                        "set gshare.role = Viewer, unless that is meant"));
    }
}
