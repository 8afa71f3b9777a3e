package org.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.settings.SettingsException;
import io.gshare.test.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The shop has the documented lines, and its token in another place than these say. */
class PlacesTest {

    private static final Vectors.Vector KEY = Vectors.all().get(1);

    private static SpringApplicationBuilder shop(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return new SpringApplicationBuilder(Empty.class)
                .environment(environment)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=shop");
    }

    /** Nothing but what is configured by itself. */
    @org.springframework.boot.autoconfigure.EnableAutoConfiguration
    static class Empty {}

    private static void assertSigns(SpringApplicationBuilder shop, String... arguments) {
        try (ConfigurableApplicationContext context = shop.run(arguments)) {
            assertThat(context.getBean(GShare.class).sign("/d/x")).contains("aliyun_api_key_sign=");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--gshare.token={token}",
                "--GRAFANA_TOKEN={token}",
                "--gshare.TOKEN=${its}|--its={token}",
                "--spring.application.json={\"gshare\":{\"token\":\"{token}\"}}",
                "--gshare.derived-key={derived}"
            })
    void anArgumentWins(String arguments) {
        assertSigns(
                shop(Map.of()),
                arguments
                        .replace("{token}", KEY.token())
                        .replace("{derived}", KEY.derivedKey())
                        .split("\\|", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GSHARE_TOKEN", "GRAFANA_TOKEN"})
    void aVariableWins(String variable) {
        assertSigns(shop(Map.of(variable, KEY.token())));
        assertSigns(shop(Map.of("SPRING_APPLICATION_JSON", "{\"gshare.token\":\"" + KEY.token() + "\"}")));
    }

    @Test
    void aVariableBehindAPrefixWins() {
        SpringApplicationBuilder shop =
                shop(Map.of("SHOP_GSHARE_TOKEN", KEY.token(), "GSHARE_TOKEN", "another application's"));
        shop.application().setEnvironmentPrefix("shop");
        assertSigns(shop);
    }

    @Test
    void aProfileWins(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("shop-live.yml"), "gshare.token: " + KEY.token() + "\n");
        assertSigns(shop(Map.of()).profiles("live"), "--spring.config.additional-location=" + folder.toUri());
    }

    @Test
    void aTreeOfFilesWins(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("gshare"));
        Files.writeString(folder.resolve("gshare/token"), KEY.token() + "\n");
        assertSigns(shop(Map.of()), "--spring.config.import=configtree:" + folder + "/");
    }

    @Test
    void whereNoneWinsThePlaceholderIsNamed() {
        assertThatThrownBy(() -> shop(Map.of()).run())
                .rootCause()
                .isInstanceOf(SettingsException.class)
                .hasMessage("gshare is configured wrongly in 1 place:\n  - gshare.token has the placeholder"
                        + " '${GRAFANA_TOKEN}' but nothing resolves it; set 'GRAFANA_TOKEN', or this property in a place that wins, or"
                        + " gshare.enabled=false where nothing is to be signed, as in tests");
    }
}
