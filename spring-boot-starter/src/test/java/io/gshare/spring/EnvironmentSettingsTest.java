package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.settings.SettingsException;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Properties of Spring are the core's settings, place by place. */
class EnvironmentSettingsTest {

    private static final Vectors.Vector KEY = Vectors.example();
    private static final String SMALLEST = "gshare:\n  url: https://grafana.example.com\n";

    /** An application.yml below the environment's variables. */
    private static StandardEnvironment environment(String yaml, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        try {
            new YamlPropertySourceLoader()
                    .load("application.yml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }

    private static GShare gshare(Environment environment) {
        return GShare.from(Objects.requireNonNull(EnvironmentSettings.of(environment)));
    }

    private static GShare gshare(String yaml, Map<String, Object> variables) {
        return gshare(environment(yaml, variables));
    }

    private static String keyName(GShare gshare) {
        return Objects.requireNonNull(
                Objects.requireNonNull(gshare.keys().get("default")).name());
    }

    @Test
    void aListIsWrittenAsYamlHasIt() {
        GShare gshare = gshare(SMALLEST + """
                  token: ${GRAFANA_TOKEN}
                  rewrite: true
                  rewrite.include: [/reports/*, '*.html']
                  mint.expiry: 8h
                """, Map.of("GRAFANA_TOKEN", KEY.token()));
        assertThat(Objects.requireNonNull(gshare.configuration().rewriting()).include())
                .isEqualTo(List.of("/reports/*", "*.html"));
        assertThat(gshare.configuration().minting().expiry()).hasHours(8);
        assertThat(gshare.keys().toString()).contains("name=test1");
    }

    @Test
    void aPlaceholderThatNothingResolvesIsNamedAndNothingElseOfItsValue() {
        assertThatThrownBy(() -> gshare(SMALLEST + "  token: glsa_secret${GRAFANA_TOKEN}\n", Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "gshare is configured wrongly in 1 place:\n  - gshare.token has the placeholder '${GRAFANA_TOKEN}' but nothing"
                                + " resolves it; set 'GRAFANA_TOKEN', or this property in a place that wins, or"
                                + " gshare.enabled=false where nothing is to be signed, as in tests");
    }

    @Test
    void aPlaceholderThatStandsForItselfIsNamed() {
        assertThatThrownBy(() -> gshare(SMALLEST + "  token: ${loop}\nloop: ${loop}\n", Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("gshare.token has the placeholder '${loop}'");
    }

    @Test
    void aPlaceholderIsNotResolvedWhereAnotherPlaceWins() {
        String yaml = SMALLEST + "  token: ${GRAFANA_TOKEN}\n";
        assertThat(keyName(gshare(yaml, Map.of("GSHARE_TOKEN", KEY.token())))).isEqualTo(KEY.name());
        for (Map<String, Object> winning : List.<Map<String, Object>>of(
                Map.of("gshare.token", KEY.token()), Map.of("gshare.TOKEN", "${its}", "its", KEY.token()))) {
            StandardEnvironment environment = environment(yaml, Map.of());
            environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", winning));
            assertThat(keyName(gshare(environment))).isEqualTo(KEY.name());
        }
    }

    @Test
    void norWhereAKeyOfAnotherKindWins() {
        assertThat(keyName(gshare(
                        SMALLEST + "  token-file: ${SECRETS}/token\n  derived-key: ${DERIVED}\n",
                        Map.of("GSHARE_TOKEN", KEY.token()))))
                .isEqualTo(KEY.name());
    }

    @Test
    void norInWhatIsSwitchedOff() {
        assertThat(gshare(SMALLEST + "  enabled: false\n  token: ${GRAFANA_TOKEN}\n  session: ${SESSION}\n", Map.of())
                        .isEnabled())
                .isFalse();
    }

    @Test
    void aDefaultThatIsBlankLeavesTheNextPlaceItsValue() {
        assertThat(keyName(gshare(
                        SMALLEST + "  token: " + KEY.token() + "\n", Map.of("GSHARE_TOKEN", "${GRAFANA_TOKEN:}"))))
                .isEqualTo(KEY.name());
    }

    @Test
    void whatDecryptsPropertiesIsAsked() {
        StandardEnvironment environment = environment(SMALLEST, Map.of());
        environment.getPropertySources().addFirst(new EnumerablePropertySource<>("decrypting", KEY.token()) {
            @Override
            public String[] getPropertyNames() {
                return new String[] {"gshare.token"};
            }

            @Override
            public @Nullable Object getProperty(String name) {
                return name.equals("gshare.token") ? getSource() : null;
            }
        });
        assertThat(keyName(gshare(environment))).isEqualTo(KEY.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gshare.key-name", "gshare.keyName", "gshare.key_name", "gshare.KEY-NAME", "GSHARE.keyname"})
    void aNameIsSpelledAsBootHasIt(String spelled) {
        StandardEnvironment environment = environment(SMALLEST + "  derived-key: " + KEY.derivedKey() + "\n", Map.of());
        environment.getPropertySources().addLast(new MapPropertySource("spelled", Map.of(spelled, "own")));
        assertThat(keyName(gshare(environment))).isEqualTo("own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GSHARE_KEY_NAME", "GSHARE_KEYNAME", "gshare.keyName"})
    void aVariableIsSpelledAsBootHasIt(String variable) {
        assertThat(keyName(gshare(SMALLEST + "  derived-key: " + KEY.derivedKey() + "\n", Map.of(variable, "own"))))
                .isEqualTo("own");
    }

    @ParameterizedTest
    @CsvSource({
        "gshare.workspaces.wall-1.keyName, wall-1",
        "gshare.workspaces.wall-1.KEY_NAME, wall-1",
        "gshare.workspaces[wall-1].keyName, wall-1",
        "GSHARE_WORKSPACES_WALL1_KEYNAME, wall-1",
        "GSHARE_WORKSPACES_WALL_1_KEY_NAME, wall-1",
        "GSHARE_WORKSPACES_WALL_1_KEYNAME, wall-1",
    })
    void soAreTheNamesInMaps(String spelled, String workspace) {
        boolean isVariable = spelled.startsWith("GSHARE_");
        StandardEnvironment environment = environment(
                """
                gshare:
                  url: https://grafana.example.com
                  token: %s
                  workspaces.wall-1:
                    url: https://example.com/grafana
                    derivedKey: %s
                """.formatted(KEY.token(), KEY.derivedKey()), isVariable ? Map.of(spelled, "own") : Map.of());
        if (!isVariable) {
            environment.getPropertySources().addLast(new MapPropertySource("spelled", Map.of(spelled, "own")));
        }
        assertThat(gshare(environment).keys().toString()).contains(workspace + "=KeyStatus[name=own");
    }

    @ParameterizedTest
    @CsvSource({"gshare.key-name, gshare.keyName", "gshare.key_name, gshare.keyName", "GSHARE_KEY_NAME, GSHARE_KEYNAME"
    })
    void ofTwoSpellingsInOnePlaceBootsOwnWins(String first, String second) {
        for (List<String> order : List.of(List.of(first, second), List.of(second, first))) {
            Map<String, Object> both = new LinkedHashMap<>();
            order.forEach(name -> both.put(name, "that of " + name));
            StandardEnvironment environment = environment(
                    SMALLEST + "  derived-key: " + KEY.derivedKey() + "\n",
                    first.startsWith("GSHARE_") ? both : Map.of());
            environment.getPropertySources().addLast(new MapPropertySource("both", both));
            assertThat(keyName(gshare(environment)))
                    .isEqualTo(Binder.get(environment)
                            .bind("gshare.key-name", String.class)
                            .get());
        }
    }

    @Test
    void aNameThatIsNoneInAnySpellingIsShownAsItIsWritten() {
        assertThatThrownBy(() -> gshare(
                        SMALLEST + "  token: " + KEY.token() + "\n  keyNmae: x\n  workspaces.ops.orgid2: 1\n",
                        Map.of("GSHARE_KEYNMAE", "x")))
                .hasMessageContaining("'gshare.keyNmae' is not a setting")
                .hasMessageContaining("'gshare.keynmae' is not a setting")
                .hasMessageContaining("'gshare.workspaces.ops.orgid2' is not a setting");
    }

    @Test
    void aListKeepsItsOrder() {
        String items =
                IntStream.range(0, 12).mapToObj(i -> "    - /page" + i + "\n").collect(Collectors.joining());
        String yaml = SMALLEST + "  token: " + KEY.token() + "\n  rewrite: true\n";
        assertThat(Objects.requireNonNull(gshare(yaml + "  rewrite.include:\n" + items, Map.of())
                                .configuration()
                                .rewriting())
                        .include())
                .isEqualTo(IntStream.range(0, 12).mapToObj(i -> "/page" + i).toList());
        assertThat(Objects.requireNonNull(
                                gshare(yaml, Map.of("GSHARE_REWRITE_INCLUDE_0", "/b", "GSHARE_REWRITE_INCLUDE_1", "/a"))
                                        .configuration()
                                        .rewriting())
                        .include())
                .containsExactly("/b", "/a");
    }

    @Test
    void whereNothingIsSetThereAreNoSettings() {
        assertThat(EnvironmentSettings.of(environment(
                        "spring.application.name: shop\ngshare-like: x\n",
                        Map.of("GSHARE_SERVICE_HOST", "10.0.0.1", "GSHARE_PORT_80_TCP", "tcp://10.0.0.1:80"))))
                .isNull();
        assertThat(EnvironmentSettings.of(environment("gshare.url: ''\n", Map.of())))
                .isNotNull();
    }

    @Test
    void workspacesAndEmbedsAreMaps() {
        GShare gshare = gshare(SMALLEST + """
                  token: %s
                  workspaces:
                    ops:
                      url: https://example.com/grafana
                      token: %<s
                  embeds:
                    sales:
                      link: /d/TZWea
                      workspace: ops
                      open: [from, to]
                """.formatted(KEY.token()), Map.of());
        assertThat(gshare.workspaces())
                .isEqualTo(Map.of("default", "https://grafana.example.com", "ops", "https://example.com/grafana"));
        assertThat(gshare.configuration().embeds().toString())
                .contains("sales", "workspace=ops, link=/d/TZWea", "from", "to", "roles=[]");
    }

    @Test
    void variablesWinAndTheirKeyDisplacesThatOfTheFile(@TempDir Path folder) {
        GShare gshare = gshare(
                SMALLEST + "  token-file: " + folder.resolve("none") + "\n  org-id: 1\n",
                Map.of(
                        "GSHARE_TOKEN",
                        KEY.token(),
                        "GSHARE_ON_REFUSED",
                        "placeholder",
                        "GSHARE_WORKSPACES_OPS_URL",
                        "https://example.com/grafana",
                        "GSHARE_WORKSPACES_OPS_DERIVED_KEY",
                        KEY.derivedKey(),
                        "GSHARE_WORKSPACES_OPS_KEY_NAME",
                        KEY.name(),
                        "GSHARE_SERVICE_HOST",
                        "10.0.0.1"));
        assertThat(gshare.configuration().onRefused()).hasToString("PLACEHOLDER");
        assertThat(gshare.workspaces()).containsKeys("default", "ops");
    }

    @Test
    void whatIsWrongIsSaidInTheCoresWords() {
        assertThatThrownBy(() -> gshare("""
                        gshare:
                          key-nmae: x
                          config: /etc/gshare.properties
                          org-id: many
                          mint.expiry: [1h, 2h]
                        """, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("""
                        gshare is configured wrongly in 6 places:
                          - gshare.config names a file that is not read here; give the settings in its place
                          - 'gshare.key-nmae' is not a setting; did you mean 'gshare.key-name'?
                          - gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com
                          - gshare.org-id was 'many' but must be a whole number, 1 or more
                          - none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one
                          - gshare.mint.expiry was '1h,2h' but must be a duration such as 1h or PT1H""");
    }

    @Test
    void aLaterPropertySourceIsALaterPlace() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "commandLineArgs",
                        Map.of("gshare.url", "https://first.example.com", "gshare.token", KEY.token())));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "application.yml",
                        Map.of("gshare.url", "https://last.example.com", "gshare.derived-key", "0")));
        assertThat(gshare(environment).workspaces()).isEqualTo(Map.of("default", "https://first.example.com"));
    }
}
