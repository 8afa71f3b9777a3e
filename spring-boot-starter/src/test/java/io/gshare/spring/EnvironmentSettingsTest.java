package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.SettingsException;
import io.gshare.test.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Properties of Spring are the core's settings, place by place. */
class EnvironmentSettingsTest {

    private static final Vectors.Vector KEY = Vectors.example();
    private static final String SMALLEST = "gshare:\n  url: https://grafana.example.com\n";

    /** An application.yml below the environment's variables. */
    private static GShare gshare(String yaml, Map<String, Object> variables) throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        new YamlPropertySourceLoader()
                .load("application.yml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        return GShare.from(EnvironmentSettings.of(environment));
    }

    @Test
    void aListIsWrittenAsYamlHasIt() throws Exception {
        GShare gshare = gshare(SMALLEST + """
                  token: ${GRAFANA_TOKEN}
                  rewrite: true
                  rewrite.include: [/reports/*, '*.html']
                  mint.expiry: 8h
                """, Map.of("GRAFANA_TOKEN", KEY.token()));
        assertThat(Objects.requireNonNull(gshare.rewriting()).include()).isEqualTo(List.of("/reports/*", "*.html"));
        assertThat(gshare.minting().expiry()).hasHours(8);
        assertThat(gshare.keys().toString()).contains("name=test1");
    }

    @Test
    void aPlaceholderThatNothingResolvesIsNamed() {
        assertThatThrownBy(() -> gshare(SMALLEST + "  token: ${GRAFANA_TOKEN}\n", Map.of()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("'gshare.token'")
                .rootCause()
                .hasMessage("Could not resolve placeholder 'GRAFANA_TOKEN' in value \"${GRAFANA_TOKEN}\"");
    }

    @Test
    void workspacesAndEmbedsAreMaps() throws Exception {
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
        assertThat(gshare.embeds().toString())
                .contains("sales", "workspace=ops, link=/d/TZWea", "from", "to", "roles=[]");
    }

    @Test
    void variablesWinAndTheirKeyDisplacesThatOfTheFile(@TempDir Path folder) throws Exception {
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
        assertThat(gshare.onRefused()).hasToString("PLACEHOLDER");
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
        assertThat(GShare.from(EnvironmentSettings.of(environment)).workspaces())
                .isEqualTo(Map.of("default", "https://first.example.com"));
    }
}
