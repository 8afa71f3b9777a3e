package io.gshare.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gshare.Draws;
import io.gshare.GShare;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import io.gshare.ticket.Minting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Vector KEY = Vectors.example();
    private static final Vector TOKEN = Vectors.all().get(1);
    private static final String URL = "https://grafana.example.com";
    private static final String ALL =
            "url, token, token-file, derived-key, key-name, org-id, link-version, session, key-file, subject, subject-prefix,"
                    + " issuer, audience, email, name, role, orgs, enabled, strict, on-refused, rewrite,"
                    + " rewrite.include, rewrite.exclude, rewrite.attributes, sign-at, path, mint.expiry, mint.renewal, mint.bind-session,"
                    + " mint.origins, csp, jwks, config";
    private static final String OF_EMBED =
            "those of an embed are gshare.embeds.<name>. (lower case) and one of link, workspace, open, roles";
    private static final String OF_WORKSPACE =
            "url, token, token-file, derived-key, key-name, org-id, link-version, session, key-file, subject, subject-prefix,"
                    + " issuer, audience, email, name, role, orgs";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    // ---- helpers

    /** Settings by name and value, without {@code gshare.}. */
    private static Map<String, String> settings(String... namesAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put("gshare." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    private static GShare gshare(String... namesAndValues) {
        return GShare.from(Settings.of(settings(namesAndValues)), KEY.clock());
    }

    private static void assertProblems(Settings settings, String... problems) {
        SettingsException thrown =
                catchThrowableOfType(SettingsException.class, () -> GShare.from(settings, KEY.clock()));
        assertThat(thrown).isNotNull();
        assertThat(thrown.problems()).containsExactly(problems);
        String places = problems.length == 1 ? " place:" : " places:";
        assertThat(thrown)
                .hasMessage("gshare is configured wrongly in " + problems.length + places + "\n  - "
                        + String.join("\n  - ", problems))
                .hasNoCause();
        for (Vector vector : Vectors.all()) {
            assertThat(thrown.toString()).doesNotContain(vector.token(), vector.derivedKey());
        }
    }

    private static void assertProblems(Map<String, String> settings, String... problems) {
        assertProblems(Settings.of(settings), problems);
    }

    /** A good configuration but for these. */
    private static Map<String, String> goodBut(String... namesAndValues) {
        Map<String, String> settings = settings("url", URL, "token", KEY.token());
        settings.putAll(settings(namesAndValues));
        return settings;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static final class OneFile extends ClassLoader {

        private final @Nullable String properties;

        OneFile(@Nullable String properties) {
            super(null);
            this.properties = properties;
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            return name.equals("gshare.properties") && properties != null
                    ? new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8))
                    : null;
        }
    }

    private static Settings load(
            @Nullable String resource,
            Map<String, String> initParams,
            Map<String, String> environment,
            Map<String, String> system) {
        Properties properties = new Properties();
        properties.putAll(system);
        return Settings.load(initParams, environment, properties, Map.of(), new OneFile(resource));
    }

    private static Settings environment(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return load(null, Map.of(), environment, Map.of());
    }

    // ---- what the settings mean

    @Test
    void theTableOfSettings() {
        assertThat(Arrays.stream(Setting.values()).map(s -> s.key() + " = " + s.defaultValue()))
                .containsExactly(
                        "url = null",
                        "token = null",
                        "token-file = null",
                        "derived-key = null",
                        "key-name = null",
                        "org-id = 1",
                        "link-version = v2",
                        "session = null",
                        "key-file = null",
                        "subject = portal",
                        "subject-prefix = portal:",
                        "issuer = null",
                        "audience = null",
                        "email = null",
                        "name = null",
                        "role = Viewer",
                        "orgs = null",
                        "enabled = true",
                        "strict = false",
                        "on-refused = fail",
                        "rewrite = false",
                        "rewrite.include = /*",
                        "rewrite.exclude = null",
                        "rewrite.attributes = null",
                        "sign-at = render",
                        "path = /gshare",
                        "mint.expiry = 12h",
                        "mint.renewal = 30d",
                        "mint.bind-session = true",
                        "mint.origins = null",
                        "csp = leave",
                        "jwks = true",
                        "config = null",
                        "link = null",
                        "workspace = default",
                        "open = null",
                        "roles = null");
        assertThat(Setting.values()).allSatisfy(s -> assertThat(s.meaning()).isNotBlank());
    }

    @Test
    void anApiKeyNeedsItsUrlAlone() {
        GShare gshare = gshare("url", URL, "token", KEY.token());

        assertThat(gshare.sign("/d/x")).isEqualTo(URL + "/d/x?" + KEY.signedSuffix());
        assertThat(gshare.configuration().onRefused()).isEqualTo(OnRefused.FAIL);
    }

    @Test
    void anApiKeyBringsItsOrg() {
        Vector vector = Vectors.all().get(5);

        assertThat(gshare("url", URL, "token", vector.token()).sign("/d/x"))
                .isEqualTo(URL + "/d/x?" + vector.signedSuffix());
        assertThat(gshare("url", URL, "token", vector.token(), "org-id", "7", "key-name", "my_key_1")
                        .sign("/d/x"))
                .isEqualTo(URL + "/d/x?" + vector.signedSuffix());
    }

    @Test
    void aServiceAccountTokenNeedsItsName() {
        assertThat(gshare("url", URL, "token", TOKEN.token(), "key-name", TOKEN.name())
                        .sign("/d/x"))
                .isEqualTo(URL + "/d/x?" + TOKEN.signedSuffix());
        assertThat(gshare("url", URL, "token", TOKEN.token(), "key-name", TOKEN.name(), "org-id", "12")
                        .sign("/d/x"))
                .endsWith("&aliyun_api_key_org_id=12");
        assertProblems(
                goodBut("token", TOKEN.token()),
                "gshare.key-name is missing; set it to the token's own name in Grafana, which is not the service account's");
    }

    @Test
    void aDerivedKeyNeedsItsName() {
        assertThat(gshare("url", URL, "derived-key", KEY.derivedKey(), "key-name", "test1")
                        .sign("/d/x"))
                .isEqualTo(URL + "/d/x?" + KEY.signedSuffix());
        assertProblems(
                settings("url", URL, "derived-key", KEY.derivedKey()),
                "gshare.key-name is missing; set it to the token's own name in Grafana, which is not the service account's");
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 1",
        "90s, 90",
        "1m, 60",
        "1h, 3600",
        "12h, 43200",
        "1d, 86400",
        "365d, 31536000",
        "PT1H, 3600",
        "P1D, 86400",
        "pt30m, 1800",
        "PT1H30M, 5400",
        "' 1h ', 3600"
    })
    void aSession(String session, String seconds) {
        assertThat(gshare("url", URL, "token", KEY.token(), "session", session).sign("/d/x"))
                .endsWith("&aliyun_api_key_expire_seconds=" + seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 hour", "1", "3600", "1H", "1w", "h", "1h30m", "-1h", "PT", "９s", "1000000000s"})
    void aSessionThatIsNoDuration(String session) {
        assertProblems(
                goodBut("session", session),
                "gshare.session was '" + session + "' but must be a duration such as 1h or PT1H");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0s", "PT0S", "PT0.5S", "PT1.5S", "-PT1H", "PT-1S", "366d", "P365DT1S", "P106751991167300D"})
    void aSessionThatNoSessionLasts(String session) {
        assertProblems(
                goodBut("session", session),
                "gshare.session was '" + session + "' but must be whole seconds, from 1s to 365d");
    }

    @Test
    void aV1LinkCarriesTheKey() {
        assertThat(gshare("url", URL, "token", KEY.token(), "link-version", "v1")
                        .sign("/d/x"))
                .isEqualTo(URL + "/d/x?aliyun_api_key=" + KEY.token());
        assertThat(gshare("url", URL, "token", TOKEN.token(), "link-version", "v1")
                        .sign("/d/x"))
                .isEqualTo(URL + "/d/x?aliyun_api_key=" + TOKEN.token());
    }

    @Test
    void aV1LinkCannotBeMadeOfADerivedKey() {
        assertProblems(
                settings("url", URL, "derived-key", KEY.derivedKey(), "key-name", "test1", "link-version", "v1"),
                "gshare.link-version was 'v1' but v1 links carry the key itself; set gshare.token or"
                        + " gshare.token-file in place of gshare.derived-key");
    }

    @Test
    void onRefusedMayBeAPlaceholder() {
        assertThat(gshare("url", URL, "token", KEY.token(), "on-refused", "placeholder")
                        .configuration()
                        .onRefused())
                .isEqualTo(OnRefused.PLACEHOLDER);
    }

    @Test
    void whatContradictsAnApiKeyIsAProblem() {
        assertProblems(
                goodBut("key-name", "test2"),
                "gshare.key-name was 'test2' but the API key's own name is 'test1'; leave key-name out");
        assertProblems(
                goodBut("org-id", "2"), "gshare.org-id was '2' but the API key belongs to org 1; leave org-id out");
        assertProblems(
                goodBut("org-id", "2", "link-version", "v1"),
                "gshare.org-id was '2' but the API key belongs to org 1; leave org-id out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "1.0", "one", "9223372036854775808", "１"})
    void anOrgIdThatIsNone(String orgId) {
        assertProblems(
                goodBut("org-id", orgId), "gshare.org-id was '" + orgId + "' but must be a whole number, 1 or more");
    }

    @Test
    void theLargestOrgIdHas64Bits() {
        assertThat(gshare("url", URL, "token", TOKEN.token(), "key-name", "n", "org-id", "9223372036854775807")
                        .sign("/d/x"))
                .endsWith("&aliyun_api_key_org_id=9223372036854775807");
    }

    // ---- all problems at once

    @Test
    void nothingIsSet() {
        assertProblems(
                Map.of(),
                "gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com",
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        Map<String, String> settings = settings(
                "url", "grafana.example.com",
                "token", KEY.token() + "x",
                "derived-key", "abc",
                "key-name", "n".repeat(501),
                "org-id", "one",
                "link-version", "2",
                "session", "1 hour",
                "on-refused", "ignore",
                "sesion", "1h",
                "workspaces.ops.url", "https://admin:hunter2@ops.example.com",
                "workspaces.ops.token", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPW_4f5ff3ce",
                "workspaces.ops.on-refused", "fail",
                "workspaces.default.url", URL,
                "workspaces.url", URL);

        assertProblems(
                settings,
                "'gshare.sesion' is not a setting; did you mean 'gshare.session'?",
                "'gshare.workspaces.default.url' is not a setting; the default workspace's settings have no workspace name",
                "'gshare.workspaces.ops.on-refused' is not a setting; those of a workspace are gshare.workspaces.<name>."
                        + " (lower case) and one of " + OF_WORKSPACE,
                "'gshare.workspaces.url' is not a setting; those of a workspace are gshare.workspaces.<name>. (lower case) and one of "
                        + OF_WORKSPACE,
                "gshare.url was 'grafana.example.com' but must be the workspace's base URL, such as"
                        + " https://grafana.example.com or https://example.com/grafana, without user info,"
                        + " dashboard, query or fragment",
                "gshare.link-version was '2' but must be v1, v2 or jwt",
                "gshare.session was '1 hour' but must be a duration such as 1h or PT1H",
                "gshare.org-id was 'one' but must be a whole number, 1 or more",
                "gshare.key-name was '" + "n".repeat(200)
                        + "…' but must have 1 to 500 characters; use the key's name as Grafana shows it",
                "gshare.token and gshare.derived-key are set together; set exactly one of gshare.token,"
                        + " gshare.token-file and gshare.derived-key",
                "gshare.workspaces.ops.url was 'https://***@ops.example.com' but must be the workspace's base URL, such"
                        + " as https://grafana.example.com or https://example.com/grafana, without user info,"
                        + " dashboard, query or fragment",
                "gshare.workspaces.ops.token: the service account token's checksum does not fit, so it is mistyped or"
                        + " cut short; copy it again from Grafana",
                "gshare.on-refused was 'ignore' but must be fail or placeholder");
    }

    @Test
    void embedsAndMintingAreRead() {
        GShare gshare = gshare(
                "url", URL,
                "token", KEY.token(),
                "workspaces.ops.url", "https://example.com/grafana",
                "workspaces.ops.token", KEY.token(),
                "sign-at", "load",
                "path", "/dash/boards",
                "mint.expiry", "2d",
                "mint.renewal", "7d",
                "mint.bind-session", "false",
                "mint.origins", "https://portal.example.com, http://localhost:3000",
                "embeds.sales.link", URL + "/d/sales?orgId=1",
                "embeds.sales.open", "from, to,var-Host",
                "embeds.sales.roles", "sales board",
                "embeds.all-2.link", "/d/x",
                "embeds.all-2.workspace", "ops");

        assertThat(gshare.configuration().signAt()).isEqualTo(SignAt.LOAD);
        assertThat(gshare.configuration().minting())
                .isEqualTo(new Minting(
                        "/dash/boards",
                        Duration.ofDays(2),
                        Duration.ofDays(7),
                        false,
                        Set.of("https://portal.example.com", "http://localhost:3000")));
        assertThat(gshare.configuration().embeds())
                .isEqualTo(Map.of(
                        "sales",
                        new Embed(
                                "sales",
                                "default",
                                URL + "/d/sales?orgId=1",
                                Set.of("from", "to", "var-Host"),
                                Set.of("sales", "board")),
                        "all-2",
                        new Embed("all-2", "ops", "/d/x", Set.of(), Set.of())));
    }

    @Test
    void theEnvironmentHasEmbedsToo() {
        GShare gshare = GShare.from(
                environment(
                        "GSHARE_URL", URL,
                        "GSHARE_TOKEN", KEY.token(),
                        "GSHARE_SIGN_AT", "load",
                        "GSHARE_MINT_BIND_SESSION", "false",
                        "GSHARE_EMBEDS_TOP_SALES_LINK", "/d/x",
                        "GSHARE_EMBEDS_TOP_SALES_OPEN", "var-host"),
                KEY.clock());
        assertThat(gshare.configuration().embeds()).containsOnlyKeys("top-sales");
        assertThat(gshare.configuration().minting().bindSession()).isFalse();
    }

    @Test
    void everyProblemOfEmbedsAndMintingIsNamed() {
        assertProblems(
                goodBut(
                        "sign-at", "once",
                        "path", "gshare/",
                        "mint.expiry", "59s",
                        "mint.renewal", "3651d",
                        "mint.bind-session", "no",
                        "csp", "yes",
                        "mint.origins", "https://Portal.example.com/",
                        "embeds.a.link", "https://evil.example.com/d/x",
                        "embeds.b.open", "from,orgId,aliyun_api_key_sign",
                        "embeds.b.workspace", "nowhere",
                        "embeds.d.link", "/d/x",
                        "embeds.d.workspace", "osp",
                        "workspaces.ops.url", "https://ops.example.com",
                        "workspaces.ops.token", KEY.token(),
                        "embeds.c.link", "/d/x?orgId=2",
                        "embeds.c.role", "x",
                        "embeds.C.link", "/d/x",
                        "embeds.link", "/d/x"),
                "'gshare.embeds.C.link' is not a setting; did you mean 'gshare.embeds.c.link'?",
                "'gshare.embeds.c.role' is not a setting; did you mean 'gshare.embeds.c.roles'?",
                "'gshare.embeds.link' is not a setting; " + OF_EMBED,
                "gshare.sign-at was 'once' but must be render or load",
                "gshare.csp was 'yes' but must be leave or add",
                "gshare.path was 'gshare/' but must begin with / and have letters, digits, -, _, . and ~ between slashes, such as /gshare",
                "gshare.mint.expiry was 'PT59S' but must be from 1m to 365d",
                "gshare.mint.renewal was 'PT87624H' but must be from 0s to 3650d",
                "gshare.mint.bind-session was 'no' but must be true or false",
                "gshare.mint.origins was 'https://Portal.example.com/' but must be an origin as browsers write it, such as https://portal.example.com, in lower case, without a path or a default port",
                "gshare.embeds.a.link was 'https://evil.example.com/d/x' but its host is not the workspace's; give a"
                        + " link below https://grafana.example.com, or one that begins with / and is relative to it",
                "gshare.embeds.b.open was 'orgId' but must be panel, from, to, timezone, theme, kiosk, refresh or a"
                        + " variable such as var-host",
                "gshare.embeds.b.link is missing; set it to the dashboard's link, as Grafana's Share dialog copies it",
                "gshare.embeds.b.workspace was 'nowhere' but there is no such workspace; configure it as"
                        + " gshare.workspaces.<name>",
                "gshare.embeds.c.link was '/d/x?orgId=2' but its orgId is '2' and the key belongs to org 1; give a link of"
                        + " the key's org, or configure a key of the link's org",
                "gshare.embeds.d.workspace was 'osp' but there is no such workspace; did you mean 'ops'?");
    }

    @Test
    void aBadTokenAndABadDerivedKey() {
        assertProblems(
                goodBut("token", "secret"),
                "gshare.token: the API key is cut short; copy it again from Grafana: an API key is base64 and"
                        + " begins with eyJrIjoi, a service account token begins with glsa_");
        assertProblems(
                settings("url", URL, "derived-key", "hunter2", "key-name", "n"),
                "gshare.derived-key: the derived key must be 100 lower-case hex digits and has 7 characters; derive it"
                        + " again from the token");
    }

    @Test
    void aNameThatIsNoSettingIsAProblem() {
        assertProblems(goodBut("", "x"), "'gshare.' is not a setting; the settings are gshare. and one of " + ALL);
        Map<String, String> settings = goodBut();
        settings.put("grafana.url", URL);
        assertProblems(settings, "'***' is not a setting; the settings are gshare. and one of " + ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "gshare.ulr, gshare.url",
        "gshare.tokn-file, gshare.token-file",
        "gshare.keyName, gshare.key-name",
        "gshare.key_name, gshare.key-name",
        "gshare.rewrite-include, gshare.rewrite.include",
        "gshare.rewrite.inlcude, gshare.rewrite.include",
        "GSHARE_URL, gshare.url",
        "Gshare.Url, gshare.url",
        "gshare-url, gshare.url",
        "url, gshare.url",
        "key-name, gshare.key-name",
        "workspaces.ops.url, gshare.workspaces.ops.url",
        "embeds.sales.link, gshare.embeds.sales.link",
        "gshare.workspaces.Ops.url, gshare.workspaces.ops.url",
        "gshare.workspaces.a_b.url, gshare.workspaces.a-b.url",
        "gshare.workspaces.ops.session-s, gshare.workspaces.ops.session",
        "gshare.workspace.ops.url, gshare.workspaces.ops.url",
        "gshare.embed.sales.open, gshare.embeds.sales.open",
        "gshare.embeds.sales.lnik, gshare.embeds.sales.link"
    })
    void aNameThatIsNoSettingIsToldWithTheOneThatWasMeant(String given, String meant) {
        Map<String, String> settings = goodBut();
        settings.put(given, "x");
        assertProblems(settings, "'" + given + "' is not a setting; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gshare.foo", "gshare.", "gshare.title", "gshare.workspaces.url", "gshare.a.b.c"})
    void whereNoneIsNearAllAreListed(String given) {
        assertThatThrownBy(() -> GShare.from(Settings.of(Map.of(given, "x"))))
                .hasMessageContaining("'" + given + "' is not a setting; th")
                .hasMessageContaining(" and one of url, token,")
                .hasMessageNotContaining("did you mean");
    }

    @Test
    void aNameWithoutItsPrefixIsNamedInItsLine() {
        assertProblems(
                load("\nurl = " + URL, Map.of(), Map.of("GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token()), Map.of()),
                "'url' in line 2 of gshare.properties on the class path is not a setting; did you mean 'gshare.url'?");
    }

    @ParameterizedTest
    @CsvSource({"keyname, gshare.key-name", "tokn, gshare.token", "embed.sales.link, gshare.embeds.sales.link"})
    void aNameThatIsNotShownIsToldWithTheOneThatWasMeant(String given, String meant) {
        assertProblems(
                load(given + " = x", Map.of(), Map.of("GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token()), Map.of()),
                "'***' in line 1 of gshare.properties on the class path is not a setting; did you mean '" + meant
                        + "'?");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void aDerivedKeyInTheTokensPlaceIsToldAsOne(int lost) {
        assertProblems(
                settings("url", URL, "token", KEY.derivedKey().substring(lost), "key-name", "n"),
                "gshare.token: the key is a derived key, which is no token; set gshare.derived-key in place of gshare.token, or"
                        + " copy the token again from Grafana");
    }

    @Test
    void whereThereIsNoFileItIsSaidWhereOneGoes() {
        assertProblems(
                load(null, Map.of(), Map.of(), Map.of()),
                "no gshare.properties was found on the class path; put one there, which is WEB-INF/classes in a web"
                        + " application, or let gshare.config name a file elsewhere",
                "gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com",
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one");
        assertProblems(
                load("", Map.of(), Map.of(), Map.of()),
                "gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com",
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one");
        assertProblems(
                load(null, Map.of(), Map.of("GSHARE_URL", URL), Map.of()),
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one");
    }

    @Test
    void anEmbedsLinkThatIsAWholeFrameIsToldWhatToGive() {
        assertProblems(
                goodBut("embeds.cpu.link", "<iframe src=\"" + URL + "/d-solo/x?panelId=2\"></iframe>"),
                "gshare.embeds.cpu.link was '<iframe src=\"" + URL
                        + "/d-solo/x?panelId=2\"></iframe>' but is markup, not an"
                        + " address; give what its src holds: '" + URL + "/d-solo/x?panelId=2' alone");
    }

    @Test
    void secretsInTheWrongPlaceAreNotRepeated() {
        assertProblems(
                settings("url", URL, "token-file", TOKEN.token()),
                "gshare.token-file was '***' but holds a key, and links and logs would show it; take the key out, it belongs into"
                        + " gshare.token or into a file that gshare.token-file names");
        assertProblems(
                settings("url", URL, "token-file", KEY.token()),
                "gshare.token-file was '***' but holds a key, and links and logs would show it; take the key out, it belongs into"
                        + " gshare.token or into a file that gshare.token-file names");
        assertProblems(
                goodBut("key", KEY.token()),
                "'gshare.key' is not a setting; the settings are gshare. and one of " + ALL);
        assertProblems(
                goodBut("session", KEY.derivedKey()),
                "gshare.session was '***' but holds a key, and links and logs would show it; take the key out, it belongs into"
                        + " gshare.token or into a file that gshare.token-file names");
        assertProblems(
                goodBut("org-id", TOKEN.token()),
                "gshare.org-id was '***' but holds a key, and links and logs would show it; take the key out, it belongs into"
                        + " gshare.token or into a file that gshare.token-file names");
        assertProblems(
                goodBut("key-name", TOKEN.token()),
                "gshare.key-name was '***' but holds a key, and names stand in every link; use the key's name as"
                        + " Grafana shows it");
    }

    // ---- workspaces

    @Test
    void furtherWorkspacesHaveTheSameSettings() {
        GShare gshare = gshare(
                "url",
                URL,
                "token",
                KEY.token(),
                "workspaces.ops.url",
                "https://ops.example.com",
                "workspaces.ops.derived-key",
                TOKEN.derivedKey(),
                "workspaces.ops.key-name",
                TOKEN.name(),
                "workspaces.ops.session",
                "2h",
                "workspaces.old-1.url",
                "https://old.example.com",
                "workspaces.old-1.token",
                KEY.token(),
                "workspaces.old-1.link-version",
                "v1");

        assertThat(gshare)
                .hasToString("GShare{default=https://grafana.example.com (v2, key 'test1' of org 1),"
                        + " old-1=https://old.example.com (v1, key 'test1' of org 1),"
                        + " ops=https://ops.example.com (v2, key '" + TOKEN.name() + "' of org 1)}");
        assertThat(gshare.workspace("ops").sign("/d/x"))
                .isEqualTo(
                        "https://ops.example.com/d/x?" + TOKEN.signedSuffix() + "&aliyun_api_key_expire_seconds=7200");
        assertThat(gshare.workspace("old-1").sign("/d/x"))
                .isEqualTo("https://old.example.com/d/x?aliyun_api_key=" + KEY.token());
    }

    @Test
    void aFurtherWorkspaceMustBeWhole() {
        assertProblems(
                goodBut("workspaces.ops.session", "1h"),
                "gshare.workspaces.ops.url is missing; set it to the workspace's base URL, such as"
                        + " https://grafana.example.com",
                "none of gshare.workspaces.ops.token, gshare.workspaces.ops.token-file and"
                        + " gshare.workspaces.ops.derived-key is set; set exactly one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "生产", "a/b"})
    void aWorkspaceNameThatIsNone(String name) {
        assertProblems(
                goodBut("workspaces." + name + ".url", URL),
                "'gshare.workspaces." + name + ".url' is not a setting; those of a workspace are"
                        + " gshare.workspaces.<name>. (lower case) and one of " + OF_WORKSPACE);
    }

    // ---- places

    @Test
    void laterPlacesWin() {
        Map<String, String> param = Map.of("gshare.session", "2h");
        Map<String, String> variable = Map.of("GSHARE_SESSION", "3h");
        Map<String, String> property = Map.of("gshare.session", "4h");
        String file = "gshare.session=1h\ngshare.url=" + URL;

        assertThat(load(file, Map.of(), Map.of(), Map.of()).get("gshare.session"))
                .isEqualTo("1h");
        assertThat(load(file, param, Map.of(), Map.of()).get("gshare.session")).isEqualTo("2h");
        assertThat(load(file, param, variable, Map.of()).get("gshare.session")).isEqualTo("3h");
        assertThat(load(file, param, variable, property).get("gshare.session")).isEqualTo("4h");
        assertThat(load(file, param, variable, property).get("gshare.url")).isEqualTo(URL);
        assertThat(load(null, Map.of(), Map.of(), Map.of()).names()).isEmpty();
    }

    @Test
    void aBlankValueCountsAsNone() {
        Settings settings =
                load("gshare.session=1h", Map.of("gshare.session", " "), Map.of("GSHARE_SESSION", ""), Map.of());

        assertThat(settings.get("gshare.session")).isEqualTo("1h");
    }

    @Test
    void whiteSpaceAroundAValueIsIgnored() {
        assertThat(load("gshare.session = 1h \t", Map.of(), Map.of(), Map.of()).get("gshare.session"))
                .isEqualTo("1h");
    }

    @ParameterizedTest
    @CsvSource({
        "GSHARE_URL, gshare.url",
        "GSHARE_TOKEN, gshare.token",
        "GSHARE_TOKEN_FILE, gshare.token-file",
        "GSHARE_DERIVED_KEY, gshare.derived-key",
        "GSHARE_KEY_NAME, gshare.key-name",
        "GSHARE_ORG_ID, gshare.org-id",
        "GSHARE_LINK_VERSION, gshare.link-version",
        "GSHARE_SESSION, gshare.session",
        "GSHARE_ON_REFUSED, gshare.on-refused",
        "GSHARE_REWRITE, gshare.rewrite",
        "GSHARE_REWRITE_INCLUDE, gshare.rewrite.include",
        "GSHARE_REWRITE_ATTRIBUTES, gshare.rewrite.attributes",
        "GSHARE_SESION, gshare.sesion",
        "GSHARE_WORKSPACES_OPS_URL, gshare.workspaces.ops.url",
        "GSHARE_WORKSPACES_OPS_TOKEN_FILE, gshare.workspaces.ops.token-file",
        "GSHARE_WORKSPACES_OPS_KEY_NAME, gshare.workspaces.ops.key-name",
        "GSHARE_WORKSPACES_EU_WEST_ORG_ID, gshare.workspaces.eu-west.org-id",
        "GSHARE_WORKSPACES_OPS_COLOUR, gshare.workspaces.ops-colour",
    })
    void theEnvironmentsNames(String variable, String name) {
        assertThat(environment(variable, "x").names()).containsExactly(name);
    }

    @Test
    void theEnvironmentIsNotOurs() {
        assertThat(environment(
                                "PATH", "/bin",
                                "gshare.url", URL,
                                "gshare_url", URL,
                                "MY_GSHARE_URL", URL)
                        .names())
                .isEmpty();
    }

    @Test
    void kubernetesServiceLinksAreNotSettings() {
        assertThat(environment(
                                "GSHARE_SERVICE_HOST", "10.0.0.1",
                                "GSHARE_SERVICE_PORT", "80",
                                "GSHARE_SERVICE_PORT_HTTP", "80",
                                "GSHARE_PORT", "tcp://10.0.0.1:80",
                                "GSHARE_PORT_80_TCP", "tcp://10.0.0.1:80",
                                "GSHARE_PORT_80_TCP_ADDR", "10.0.0.1",
                                "GSHARE_GATEWAY_SERVICE_HOST", "10.0.0.1",
                                "GSHARE_GATEWAY_PORT_80_TCP_PROTO", "tcp")
                        .names())
                .isEmpty();
        assertThat(environment("GSHARE_WORKSPACES_SEA_PORT_URL", URL, "GSHARE_WORKSPACES_PORT_TOKEN", "x")
                        .names())
                .containsExactly("gshare.workspaces.port.token", "gshare.workspaces.sea-port.url");
    }

    @Test
    void noProblemHidesAnother() {
        assertProblems(
                settings("url", URL, "derived-key", "zz"),
                "gshare.key-name is missing; set it to the token's own name in Grafana, which is not the service"
                        + " account's",
                "gshare.derived-key: the derived key must be 100 lower-case hex digits and has 2 characters; derive it"
                        + " again from the token");
        assertProblems(
                goodBut("link-version", "v1", "session", "1h", "org-id", "2"),
                "gshare.session is set but v1 links carry none; remove it",
                "gshare.org-id was '2' but the API key belongs to org 1; leave org-id out");
        assertProblems(
                settings("url", URL, "token", TOKEN.token(), "org-id", "x"),
                "gshare.org-id was 'x' but must be a whole number, 1 or more",
                "gshare.key-name is missing; set it to the token's own name in Grafana, which is not the service"
                        + " account's");
    }

    @Test
    void whatContradictsAKeyIsToldWithAllElse() throws IOException {
        String name = "gshare.key-name was 'test2' but the API key's own name is 'test1'; leave key-name out";
        String org = "gshare.org-id was '2' but the API key belongs to org 1; leave org-id out";
        assertProblems(goodBut("key-name", "test2", "org-id", "2"), name, org);
        assertProblems(goodBut("key-name", "test2", "org-id", "2", "link-version", "v1"), name, org);
        assertProblems(
                settings("token", KEY.token(), "key-name", "test2", "org-id", "2"),
                "gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com",
                name,
                org);
        assertProblems(
                settings(
                        "url",
                        URL,
                        "token-file",
                        file("key", KEY.token()).toString(),
                        "key-name",
                        "test2",
                        "org-id",
                        "2"),
                name,
                org);
        Path lines = file("lines", "gshare.token=" + TOKEN.token() + "\ngshare.key-name=viewer\ngshare.org-id=7\n");
        assertProblems(
                settings("token-file", lines.toString(), "key-name", "editor", "org-id", "2", "session", "soon"),
                "gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com",
                "gshare.session was 'soon' but must be a duration such as 1h or PT1H",
                "gshare.key-name was 'editor' but the key file says 'viewer'; leave the setting to the file",
                "gshare.org-id was '2' but the key file says '7'; leave the setting to the file");
    }

    @Test
    void anEmbedsLinkIsLookedAtThoughItsWorkspaceHasNoKey() {
        assertProblems(
                settings("url", URL, "embeds.a.link", "https://evil.example.com/d/x", "embeds.b.link", "/login"),
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one",
                "gshare.embeds.a.link was 'https://evil.example.com/d/x' but its host is not the workspace's; give a"
                        + " link below https://grafana.example.com, or one that begins with / and is relative to it",
                "gshare.embeds.b.link was '/login' but is of Grafana's login, which a signature stands in for; give a"
                        + " dashboard's address, as Grafana's Share dialog copies it");
    }

    /** As of {@code gshare.token =} with the token in the next line, which reads as a name with nothing behind it. */
    @Test
    void aKeyThatSlippedIntoTheNextLineIsTold() {
        assertProblems(
                load("gshare.token =\n " + TOKEN.token() + "\ngshare.url = " + URL, Map.of(), Map.of(), Map.of()),
                "'***' in line 2 of gshare.properties on the class path is a key where a setting's name goes; write it behind"
                        + " gshare.token, on the same line",
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one");
    }

    @Test
    void soIsADerivedKey() {
        assertProblems(
                load(
                        "gshare.derived-key =\n" + "0a".repeat(50) + "\ngshare.url = " + URL,
                        Map.of(),
                        Map.of(),
                        Map.of()),
                "'***' in line 2 of gshare.properties on the class path is a key where a setting's name goes; write it behind"
                        + " gshare.derived-key, on the same line",
                "none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one");
    }

    @Test
    void anEmbedWhoseRangeEndsBeforeItBeginsIsTold() {
        assertProblems(
                settings("url", URL, "token", KEY.token(), "embeds.a.link", "/d/x?from=now&to=now-6h"),
                "gshare.embeds.a.link was '/d/x?from=now&to=now-6h' but its from must not be after its to; exchange them");
    }

    @Test
    void linesAreReadAsJavaReadsThem() {
        List<String> pieces = List.of(
                "a", "b", "=", "#", "!", ":", "\\", "\\", "\n", "\n", "\r", " ", "\t", "\f", "\u0085", "\u2028",
                "\u000b");
        Draws.each(10_000, draws -> {
            String text = draws.joined(14, pieces);
            Properties javas = new Properties();
            try {
                javas.load(new StringReader(text));
                Map<String, String> read = new HashMap<>(PropertyLines.of(text).values());
                // Of a backslash at the end of all, Java makes a name without letters, which is no setting's.
                javas.remove("");
                read.remove("");
                assertThat(read).as(text).isEqualTo(javas);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void aNameThatIsNoneIsToldThoughItsValueIsBlank() {
        assertProblems(
                load("gshare.sesion =\n", Map.of(), Map.of("GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token()), Map.of()),
                "'gshare.sesion' in gshare.properties on the class path is not a setting; did you mean 'gshare.session'?");
    }

    @Test
    void aWideBlankIsNoValue() {
        assertThat(load("gshare.session=1h", Map.of("gshare.session", "\u3000"), Map.of(), Map.of())
                        .get("gshare.session"))
                .isEqualTo("1h");
    }

    @Test
    void aBackslashThatIsNoEscapeIsNamed() {
        assertProblems(
                load(
                        "gshare.url=" + URL + "\ngshare.token=" + KEY.token() + "\nx=C:\\users",
                        Map.of(),
                        Map.of(),
                        Map.of()),
                "gshare.properties on the class path has a backslash and a u with no code of four digits behind it; write"
                        + " two backslashes for one");
    }

    @Test
    void aSystemPropertyThatIsNotOursIsNoSetting() {
        assertThat(load(null, Map.of(), Map.of(), Map.of("java.home", "/", "gshare.url", URL))
                        .names())
                .containsExactly("gshare.url");
    }

    @Test
    void anInitParamThatIsNoSettingIsAProblem() {
        assertProblems(
                load(null, Map.of("url", URL), Map.of("GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token()), Map.of()),
                "'url' in an init-param is not a setting; did you mean 'gshare.url'?");
    }

    @Test
    void theWaysToGiveAKeyDisplaceOneAnotherBetweenPlaces() {
        String file = "gshare.token-file=/etc/token\ngshare.workspaces.ops.token=x";

        assertThat(load(file, Map.of(), Map.of("GSHARE_TOKEN", "t"), Map.of()).names())
                .containsExactly("gshare.token", "gshare.workspaces.ops.token");
        assertThat(load(file, Map.of(), Map.of("GSHARE_TOKEN", "t"), Map.of("gshare.derived-key", "d"))
                        .names())
                .containsExactly("gshare.derived-key", "gshare.workspaces.ops.token");
        assertThat(load(file, Map.of("gshare.workspaces.ops.derived-key", "d"), Map.of(), Map.of())
                        .names())
                .containsExactly("gshare.token-file", "gshare.workspaces.ops.derived-key");
        assertThat(load(file, Map.of(), Map.of("GSHARE_TOKEN", " "), Map.of()).names())
                .containsExactly("gshare.token-file", "gshare.workspaces.ops.token");
    }

    @Test
    void theWaysToGiveAKeyConflictWithinOnePlace() {
        assertProblems(
                load(
                        "gshare.derived-key=x",
                        Map.of(),
                        Map.of("GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token(), "GSHARE_TOKEN_FILE", "/etc/token"),
                        Map.of()),
                "gshare.token and gshare.token-file are set together; set exactly one of gshare.token,"
                        + " gshare.token-file and gshare.derived-key");
    }

    // ---- token file

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n", "%s\r\n", "\n %s \n\n"})
    void aTokenFile(String content) throws IOException {
        Path file = file("token", content.formatted(KEY.token()));

        assertThat(gshare("url", URL, "token-file", file.toString()).sign("/d/x"))
                .isEqualTo(URL + "/d/x?" + KEY.signedSuffix());
    }

    @Test
    void aByteOrderMarkIsNoPartOfAFile() throws IOException {
        Path token = file("token", "\uFEFF" + KEY.token());
        Path config = file("config", "\uFEFFgshare.url=" + URL + "\ngshare.token-file=" + token);

        assertThat(GShare.from(load(null, Map.of("gshare.config", config.toString()), Map.of(), Map.of()))
                        .sign("/d/x"))
                .contains("aliyun_api_key_name=" + KEY.name());
    }

    @Test
    void aConfigInsideAFileComesTooLate() {
        assertProblems(
                load(
                        "gshare.config=/nowhere\ngshare.url=" + URL + "\ngshare.token=" + KEY.token(),
                        Map.of(),
                        Map.of(),
                        Map.of()),
                "gshare.config stands in a properties file, where it comes too late; set it in an init-param, the"
                        + " environment or a system property");
    }

    /** A value on a line of its own is a name to java.util.Properties, and was printed. */
    @Test
    void aTokenThatSlippedIntoALineOfItsOwnIsNotRepeated() {
        for (Vector vector : Vectors.all()) {
            String file = "gshare.url=" + URL + "\ngshare.token=\n  " + vector.token() + " # the key";
            assertThatThrownBy(() -> GShare.from(load(file, Map.of(), Map.of(), Map.of())))
                    .hasMessageContaining(
                            "'***' in line 3 of gshare.properties on the class path is a key where a setting's name goes;")
                    .hasMessageNotContaining(vector.token().substring(0, 20));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce", "eyJrIjoiREpzZGYzd2JIa0N3"})
    void aKeyInPlaceOfItsNameIsRefused(String key) {
        assertProblems(
                settings("url", URL, "token", TOKEN.token(), "key-name", key),
                "gshare.key-name was '***' but holds a key, and names stand in every link; use the key's name as"
                        + " Grafana shows it");
    }

    @Test
    void v1TakesNoSessionAndNoOtherName() {
        assertProblems(
                goodBut("link-version", "v1", "session", "1h"),
                "gshare.session is set but v1 links carry none; remove it");
        assertProblems(
                goodBut("link-version", "v1", "key-name", "other"),
                "gshare.key-name was 'other' but the API key's own name is 'test1'; leave key-name out");
    }

    @Test
    void aTokenFileThatIsMissing() {
        Path file = folder.resolve("missing");

        assertProblems(
                settings("url", URL, "token-file", file.toString()),
                "gshare.token-file was '" + file + "' but cannot be read (NoSuchFileException); name a file that holds"
                        + " the key, and that this process may read");
    }

    @Test
    void aTokenFileThatIsTooLarge() throws IOException {
        Path large = file("large", " ".repeat(16 * 1024 + 1 - KEY.token().length()) + KEY.token());
        Path fits = file("fits", " ".repeat(16 * 1024 - KEY.token().length()) + KEY.token());

        assertProblems(
                settings("url", URL, "token-file", large.toString()),
                "gshare.token-file was '" + large + "' but has more than 16 KiB; name a file that holds the key alone");
        assertThat(gshare("url", URL, "token-file", fits.toString()).sign("/d/x"))
                .contains(KEY.signature());
    }

    @Test
    void aTokenFileThatHoldsNoToken() throws IOException {
        Path empty = file("empty", "\n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28});

        assertProblems(
                settings("url", URL, "token-file", empty.toString()),
                "gshare.token-file '" + empty + "': the key is empty; copy it from Grafana, which shows it once");
        assertProblems(
                settings("url", URL, "token-file", binary.toString()),
                "gshare.token-file was '" + binary + "' but is not UTF-8; save it as UTF-8");
    }

    // ---- places of a framework's own

    @Test
    void aLaterPlacesKeyDisplacesAnEarlierOnesWhoeverGathersThem() {
        GShare gshare = GShare.from(Settings.of(
                List.of(
                        Map.of("gshare.url", URL, "gshare.token-file", "/nowhere"),
                        Settings.ofEnvironment(Map.of(
                                "GSHARE_TOKEN", KEY.token(), "PATH", "/bin", "GSHARE_SERVICE_HOST", "10.0.0.1"))),
                (name, value) -> value));
        assertThat(gshare.workspaces()).isEqualTo(Map.of("default", URL));
    }

    @Test
    void aFileThatNobodyReadsIsAProblem() {
        assertThatThrownBy(() -> GShare.from(Settings.of(Map.of(
                        "gshare.url", URL, "gshare.token", KEY.token(), "gshare.config", "/etc/gshare.properties"))))
                .hasMessage("gshare is configured wrongly in 1 place:\n"
                        + "  - gshare.config names a file that is not read here; give the settings in its place");
    }

    // ---- gshare.config

    @Test
    void aConfigIsReadInPlaceOfTheClassPath() throws IOException {
        Path config = file("my.properties", "gshare.key-name=生产看板\ngshare.session=1h\n");
        String resource = "gshare.session=2h\ngshare.url=" + URL;

        for (Settings settings : List.of(
                load(resource, Map.of("gshare.config", config.toString()), Map.of(), Map.of()),
                load(resource, Map.of(), Map.of("GSHARE_CONFIG", config.toString()), Map.of()),
                load(resource, Map.of(), Map.of(), Map.of("gshare.config", config.toString())))) {
            assertThat(settings.get("gshare.key-name")).isEqualTo("生产看板");
            assertThat(settings.get("gshare.session")).isEqualTo("1h");
            assertThat(settings.get("gshare.url")).isNull();
        }
        assertThat(load(resource, Map.of("gshare.session", "3h"), Map.of("GSHARE_CONFIG", config.toString()), Map.of())
                        .get("gshare.session"))
                .isEqualTo("3h");
    }

    @Test
    void theClassPathsFileIsUtf8() {
        assertThat(load("gshare.key-name=生产看板", Map.of(), Map.of(), Map.of()).get("gshare.key-name"))
                .isEqualTo("生产看板");
    }

    /** What else is missing may stand in it. */
    @Test
    void aConfigThatIsMissingIsTheOneProblem() {
        Path config = folder.resolve("missing.properties");

        assertProblems(
                load(null, Map.of(), Map.of("GSHARE_CONFIG", config.toString()), Map.of()),
                "gshare.config was '" + config + "' but cannot be read (NoSuchFileException); name a properties file"
                        + " that this process may read");
    }

    @Test
    void aConfigThatIsSomethingElse() throws IOException {
        Path config = file("large", "#".repeat((1 << 20) + 1));

        assertProblems(
                load(null, Map.of(), Map.of("GSHARE_CONFIG", config.toString()), Map.of()),
                "'" + config + "' has more than 1 MiB; name a properties file");
    }

    @Test
    void aNameThatIsNotShownIsFoundByItsLine() throws IOException {
        Path config = file("typo", "# my settings\n\n  gshar.key-name = x\ngshare.url = " + URL + "\n");

        assertProblems(
                load(null, Map.of(), Map.of("GSHARE_CONFIG", config.toString(), "GSHARE_TOKEN", KEY.token()), Map.of()),
                "'***' in line 3 of '" + config + "' is not a setting; the settings are gshare. and one of " + ALL);
    }

    /** A line that goes on, a comment that seems to, and names that begin with another. */
    @Test
    void itsLineIsThatOfTheNameAsAPropertiesFileIsRead() throws IOException {
        String start = "gshare.session = 1\\\n  gsh\n# gsh = not that one \\\n! gsh\r\n\fgshar.url : y\n";
        for (String name : List.of("gsh = x", "gsh", "g\\u0073h", "gs\\\n  h : x")) {
            Path config = file("typo", start + name + "\ngshare.url = " + URL + "\n");
            assertProblems(
                    load(
                            null,
                            Map.of(),
                            Map.of(
                                    "GSHARE_CONFIG",
                                    config.toString(),
                                    "GSHARE_TOKEN",
                                    KEY.token(),
                                    "GSHARE_SESSION",
                                    "1h"),
                            Map.of()),
                    "'***' in line 6 of '" + config + "' is not a setting; the settings are gshare. and one of " + ALL,
                    "'***' in line 5 of '" + config + "' is not a setting; the settings are gshare. and one of " + ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
    void aConfigInUtf16(String charset) throws IOException {
        Path config = Files.write(folder.resolve("utf16.properties"), ("gshare.url=" + URL).getBytes(charset));

        assertProblems(
                load(null, Map.of(), Map.of("GSHARE_CONFIG", config.toString()), Map.of()),
                "'" + config + "' is in UTF-16, as PowerShell writes it; save it as UTF-8");
    }

    @Test
    void aConfigThatIsADirectory() {
        assertProblems(
                load(null, Map.of(), Map.of("GSHARE_CONFIG", folder.toString()), Map.of()),
                "gshare.config was '" + folder + "' but is a directory; name a properties file in it");
    }

    @Test
    void aTokenFileThatIsADirectory() {
        assertProblems(
                settings("url", URL, "token-file", folder.toString()),
                "gshare.token-file was '" + folder + "' but is a directory; name the file in it that holds the key");
    }

    @Test
    void aConfigThatIsNotUtf8() throws IOException {
        Path config = Files.write(
                folder.resolve("latin.properties"), "gshare.key-name=ä".getBytes(StandardCharsets.ISO_8859_1));

        assertProblems(
                load(
                        null,
                        Map.of(),
                        Map.of("GSHARE_CONFIG", config.toString(), "GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token()),
                        Map.of()),
                "'" + config + "' is not a properties file in UTF-8; save it as UTF-8");
    }

    @Test
    void aConfigThatIsNotProperties() throws IOException {
        Path config = file("bad.properties", "gshare.key-name=\\u12");

        assertProblems(
                load(
                        null,
                        Map.of(),
                        Map.of("GSHARE_CONFIG", config.toString(), "GSHARE_URL", URL, "GSHARE_TOKEN", KEY.token()),
                        Map.of()),
                "'" + config + "' has a backslash and a u with no code of four digits behind it; write two"
                        + " backslashes for one");
    }

    // ---- what shows

    @Test
    void toStringShowsNamesAlone() {
        assertThat(Settings.of(goodBut("session", "1h")))
                .hasToString("Settings[gshare.session, gshare.token, gshare.url]");
    }

    @Test
    void theProblemsCannotBeChanged() {
        SettingsException thrown =
                catchThrowableOfType(SettingsException.class, () -> GShare.from(Settings.of(Map.of())));

        assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> thrown.problems().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
