package io.gshare.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.settings.Setting.Scope;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.json.JsonParserFactory;

/** What editors complete in application.yml is what the core's table of settings says. */
class SpringMetadataTest {

    private static final Map<String, Map<?, ?>> PROPERTIES = named("properties");
    private static final Map<String, Map<?, ?>> HINTS = named("hints");

    private static Map<String, Map<?, ?>> named(String kind) {
        try (InputStream in = Objects.requireNonNull(io.gshare.spring.GShareAutoConfiguration.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<?> all =
                    (List<?>) JsonParserFactory.getJsonParser().parseMap(json).get(kind);
            return Objects.requireNonNull(all).stream()
                    .map(each -> (Map<?, ?>) each)
                    .collect(Collectors.toMap(each -> String.valueOf(each.get("name")), each -> each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that Spring's environment may hold: an embed's are a map, and a file of settings is Spring's own business. */
    static Stream<Setting> settings() {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.scope() != Scope.EMBED && setting != Setting.CONFIG);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSettingIsThereWithItsMeaningAndItsDefault(Setting setting) {
        Map<?, ?> property = PROPERTIES.get(setting.documented());
        assertThat(Objects.requireNonNull(property, setting.documented()).get("description"))
                .isEqualTo(setting.meaning());
        Object shown = property.get("defaultValue");
        assertThat(shown == null ? null : shown.toString()).isEqualTo(setting.defaultValue());
    }

    @Test
    void nothingElseIsThere() {
        assertThat(PROPERTIES.keySet().stream().sorted())
                .containsExactlyElementsOf(Stream.concat(
                                settings().map(Setting::documented),
                                Stream.of(
                                        "gshare.workspaces",
                                        "gshare.embeds",
                                        "management.health.gshare.enabled",
                                        "management.info.gshare.enabled"))
                        .sorted()
                        .toList());
    }

    @Test
    void aMapSaysWhatItsValuesHold() {
        assertThat(description("gshare.workspaces")).endsWith(": " + keys(Scope.WORKSPACE));
        assertThat(description("gshare.embeds")).endsWith(": " + keys(Scope.EMBED));
    }

    private static String description(String name) {
        return String.valueOf(PROPERTIES.getOrDefault(name, Map.of()).get("description"));
    }

    private static String keys(Scope scope) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.scope() == scope)
                .map(Setting::key)
                .collect(Collectors.joining(", "));
    }

    @Test
    void aHintIsOfAPropertyAndItsValuesAreTaken(@TempDir Path folder) throws Exception {
        byte[] key = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        HINTS.forEach((name, hint) -> {
            assertThat(PROPERTIES).containsKey(name);
            for (Object value : (List<?>) Objects.requireNonNull(hint.get("values"))) {
                String given = String.valueOf(((Map<?, ?>) value).get("value"));
                boolean jwt = given.equals("jwt")
                        || Set.of("gshare.subject", "gshare.role").contains(name);
                Map<String, String> settings = new HashMap<>(Map.of("gshare.url", "https://grafana.example.com"));
                settings.putAll(
                        jwt
                                ? Map.of("gshare.link-version", "jwt", "gshare.key-file", file.toString())
                                : Map.of("gshare.token", Vectors.example().token()));
                settings.put(name, given);
                GShare.from(Settings.of(settings)).close();
            }
        });
    }
}
