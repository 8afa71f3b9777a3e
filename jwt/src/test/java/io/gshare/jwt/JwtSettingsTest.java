package io.gshare.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gshare.GShare;
import io.gshare.key.KeyListener.Event;
import io.gshare.key.KeyStatus;
import io.gshare.link.LinkVerifier;
import io.gshare.link.VerifiedLink;
import io.gshare.settings.Settings;
import io.gshare.settings.SettingsException;
import io.gshare.test.TestClock;
import io.gshare.test.Vectors;
import io.gshare.token.Claims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of JWT links, right and wrong. */
class JwtSettingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // before each test
    private Path file;

    private final TestClock clock = TestClock.running();

    @BeforeEach
    void key() throws IOException {
        file = Files.writeString(folder.resolve("key"), Keys.EC.toJSONString() + "\n");
    }

    /** The smallest configuration, and more. */
    private Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "gshare.url", "https://grafana.example.com",
                "gshare.link-version", "jwt",
                "gshare.key-file", file.toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("gshare." + more[i], more[i + 1]);
        }
        return settings;
    }

    private GShare gshare(String... more) {
        return GShare.from(Settings.of(settings(more)), clock);
    }

    private void assertProblems(Map<String, String> settings, String... problems) {
        SettingsException thrown =
                catchThrowableOfType(SettingsException.class, () -> GShare.from(Settings.of(settings), clock));
        assertThat(thrown).isNotNull();
        assertThat(thrown.problems()).containsExactly(problems);
    }

    @Test
    void aKeyFileIsEnough() {
        GShare gshare = gshare();
        VerifiedLink verified = gshare.verify(gshare.sign("/d/TZWea?orgId=3"));
        assertThat(verified.login()).isEqualTo("portal");
        assertThat(verified.role()).isEqualTo("Viewer");
        assertThat(verified.session()).isEqualTo(Duration.ofHours(1));
        assertThat(gshare.session()).isEqualTo(Duration.ofHours(1));
        assertThat(gshare.needsVisitor()).isFalse();
        assertThat(gshare.configuration().publishesKeys()).isTrue();
        assertThat(gshare.jwks()).contains("\"kid\":\"now\"").doesNotContain("\"d\"");
        assertThat(gshare.keys().get("default"))
                .extracting(KeyStatus::name, KeyStatus::orgId)
                .containsExactly("now", 0L);
        assertThat(gshare.dashboard("TZWea").sign()).startsWith("https://grafana.example.com/d/TZWea?auth_token=");
    }

    @Test
    void oneAddressTakesOneKindOfLink() {
        assertProblems(
                settings(
                        "workspaces.other.url",
                        "https://grafana.example.com",
                        "workspaces.other.link-version",
                        "v2",
                        "workspaces.other.token",
                        Vectors.example().token()),
                "gshare.workspaces.other.link-version was not that of workspace 'default' but a Grafana at one address"
                        + " takes JWT links or share links; give both one link-version");
    }

    @Test
    void everySettingIsInTheToken() {
        GShare gshare = gshare(
                "subject",
                "desk",
                "issuer",
                "portal",
                "audience",
                "grafana",
                "email",
                "d@example.com",
                "name",
                "The desk",
                "role",
                "Editor",
                "orgs",
                "ops, The desk's",
                "session",
                "12h",
                "jwks",
                "false");
        String token = gshare.sign("/d/TZWea").replaceAll(".*auth_token=", "");
        assertThat(new NimbusTokenKeys().parse(token).claims())
                .containsAllEntriesOf(Map.of(
                        "sub", "desk",
                        "iss", "portal",
                        "aud", "grafana",
                        "email", "d@example.com",
                        "name", "The desk",
                        "role", "Editor",
                        "orgs", List.of("ops", "The desk's")));
        assertThat(gshare.configuration().publishesKeys()).isFalse();
        assertThat(gshare.verify(gshare.sign("/d/TZWea")).session()).isEqualTo(Duration.ofHours(12));
    }

    @ParameterizedTest
    @CsvSource({"portal:, portal:anna", "shop/, shop/anna", "none, anna"})
    void visitorsHaveAPrefix(String prefix, String login) {
        GShare gshare = gshare("subject", "visitor", "subject-prefix", prefix);
        assertThat(gshare.needsVisitor()).isTrue();
        String signed = gshare.forVisitor(Claims.of("anna")).sign("/d/TZWea");
        assertThat(gshare.verify(signed).login()).isEqualTo(login);
    }

    @Test
    void workspacesOfSeveralLinkVersionsStandSideBySide() {
        GShare gshare = gshare(
                "workspaces.managed.url", "https://managed.example.com",
                "workspaces.managed.token", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce",
                "workspaces.managed.key-name", "x");
        assertThat(gshare.sign("/d/a")).contains("auth_token=").doesNotContain("aliyun");
        assertThat(gshare.sign("https://managed.example.com/d/a?auth_token=mine"))
                .startsWith("https://managed.example.com/d/a?auth_token=mine&aliyun_api_key_sign=");
    }

    // ---- what is wrong

    @Test
    void settingsOfAnotherLinkVersion() {
        assertProblems(
                settings(
                        "token", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce",
                        "token-file", "x",
                        "derived-key", "0",
                        "key-name", "x",
                        "org-id", "1"),
                "gshare.token is set but JWT links are signed with a private key; remove it, and name the file that holds that"
                        + " key in gshare.key-file",
                "gshare.token-file is set but JWT links are signed with a private key; remove it, and name the file that holds"
                        + " that key in gshare.key-file",
                "gshare.derived-key is set but JWT links are signed with a private key; remove it, and name the file that"
                        + " holds that key in gshare.key-file",
                "gshare.key-name is set but JWT links name their key by the kid that it has in its file; remove it",
                "gshare.org-id is set but JWT links keep the orgId that they have, because users may be in several orgs; remove"
                        + " it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"key-file", "subject", "subject-prefix", "issuer", "audience", "email", "name", "role", "orgs"})
    void aSettingOfTokensBesideV2(String setting) {
        assertProblems(
                Map.of(
                        "gshare.url",
                        "https://grafana.example.com",
                        "gshare.token",
                        "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce",
                        "gshare.key-name",
                        "x",
                        "gshare." + setting,
                        "x"),
                "gshare." + setting
                        + " is set but belongs to JWT links, and gshare.link-version is v2; remove it, or set"
                        + " gshare.link-version = jwt");
    }

    @Test
    void jwksWithoutJwtLinks() {
        assertProblems(
                Map.of(
                        "gshare.url", "https://grafana.example.com",
                        "gshare.token", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce",
                        "gshare.key-name", "x",
                        "gshare.jwks", "false"),
                "gshare.jwks is set but no workspace signs JWT links; remove it, or set gshare.link-version = jwt");
    }

    @Test
    void aKeyFileThatIsMissing() {
        Map<String, String> settings = settings();
        settings.remove("gshare.key-file");
        assertProblems(
                settings,
                "gshare.key-file is missing; name a file that holds the private key, a JWK or PKCS#8 in PEM, as gshare keys"
                        + " new writes it");
        settings.put("gshare.key-file", folder.resolve("none").toString());
        assertProblems(
                settings,
                "gshare.key-file was '" + folder.resolve("none")
                        + "' but cannot be read (NoSuchFileException); name a file that holds the key, and that this process"
                        + " may read");
    }

    @Test
    void aKeyInPlaceOfItsFile() {
        for (String key : List.of(Keys.EC.toJSONString(), Keys.pem(Keys.EC))) {
            assertProblems(
                    settings("key-file", key),
                    "gshare.key-file: it holds the key itself but must name a file that does; write the key into one, and take"
                            + " it out here");
        }
    }

    @Test
    void aPublicKey() throws IOException {
        Files.writeString(file, Keys.publicPem(Keys.EC));
        assertProblems(
                settings(),
                "gshare.key-file '" + file
                        + "': the key is public but tokens are signed with the private one; name the file that holds that");
    }

    @Test
    void everyWrongValueIsToldAtOnce() {
        assertProblems(
                settings(
                        "session",
                        "13h",
                        "role",
                        "GrafanaAdmin",
                        "subject",
                        "Admin",
                        "email",
                        "a\u0007b",
                        "jwks",
                        "yes"),
                "gshare.session was '13h' but must be whole seconds, from 1s to 12h, with JWT links: their token is good for"
                        + " as long",
                "gshare.subject was 'Admin' but is the login of Grafana's own administrator, whom such a token would take"
                        + " over; give another",
                "gshare.email was 'a\\u0007b' but has a character that nobody sees, such as a line break; take it out",
                "gshare.role was 'GrafanaAdmin' but must be one of Viewer, Editor, Admin",
                "gshare.jwks was 'yes' but must be true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Visitor", "VISITOR", "visitors", "vistor"})
    void aSlipThatWouldMakeOneUserOfAll(String subject) {
        assertProblems(
                settings("subject", subject),
                "gshare.subject was '" + subject
                        + "' but is nearly visitor, which means each visitor himself; write that, or another login");
    }

    @Test
    void settingsOfOneUserBesideEachVisitor() {
        assertProblems(
                settings("subject", "visitor", "email", "a@example.com", "name", "A"),
                "gshare.email is set but each visitor has his own (gshare.subject = visitor); remove it",
                "gshare.name is set but each visitor has his own (gshare.subject = visitor); remove it");
        assertProblems(
                settings("subject-prefix", "x:"),
                "gshare.subject-prefix is set but all visitors are one user; remove it, or set gshare.subject = visitor");
    }

    // ---- the file

    @Test
    void anotherKeyInTheFileIsPublishedThenSignsAndTheFirstIsStillPublished() throws Exception {
        BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        GShare gshare = GShare.from(Settings.of(settings()), clock, heard::add);
        String before = gshare.sign("/d/TZWea");
        Files.writeString(file, Keys.NEXT.toJSONString() + "\n");
        assertThat(heard.poll(1, TimeUnit.MINUTES))
                .hasToString(
                        "'workspace default' signs with the key 'next' (ES256) as soon as it has been published for 15"
                                + " minutes, so that Grafana knows it");
        assertThat(gshare.verify(gshare.sign("/d/TZWea")).keyName()).isEqualTo("now");
        assertThat(gshare.jwks()).contains("\"kid\":\"now\"", "\"kid\":\"next\"");
        clock.advance(Duration.ofMinutes(16));
        assertThat(gshare.verify(gshare.sign("/d/TZWea")).keyName()).isEqualTo("next");
        assertThat(gshare.verify(before).keyName()).isEqualTo("now");
        assertThat(gshare.jwks()).contains("\"kid\":\"now\"", "\"kid\":\"next\"");

        Files.writeString(file, Keys.publicPem(Keys.EC));
        assertThat(heard.poll(1, TimeUnit.MINUTES))
                .hasToString(
                        "'workspace default' signs with the key 'next' (ES256) as before, because what was found is no"
                                + " key: gshare.key-file '" + file
                                + "': the key is public but tokens are signed with the private one; name the file that"
                                + " holds that");
        assertThat(gshare.verify(gshare.sign("/d/TZWea")).keyName()).isEqualTo("next");
        gshare.close();
    }

    @Test
    void grafanaVerifiesWithWhatIsPublished() {
        GShare gshare = gshare("issuer", "portal");
        LinkVerifier grafana = LinkVerifier.builder()
                .version(LinkVerifier.Version.JWT)
                .publicKey(String.valueOf(gshare.jwks()))
                .expectClaim("iss", "portal")
                .clock(clock)
                .build();
        assertThat(grafana.verify(gshare.sign("/d/TZWea")).login()).isEqualTo("portal");
    }
}
