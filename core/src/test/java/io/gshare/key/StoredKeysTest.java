package io.gshare.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.link.LinkVerifier;
import io.gshare.link.VerifiedLink;
import io.gshare.settings.Places;
import io.gshare.settings.Settings;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.StoredKey;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that a real Grafana made: what is derived of each is what Grafana stores, and its name reaches the link as it is. */
class StoredKeysTest {

    private static final String URL = "https://grafana.example.com";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    static List<StoredKey> stored() {
        return Vectors.stored();
    }

    @Test
    void theFileHasItsRows() {
        assertThat(Vectors.stored()).hasSize(42).extracting(StoredKey::token).doesNotHaveDuplicates();
        assertThat(Vectors.stored())
                .extracting(StoredKey::name)
                .contains(" lead and trail ", "glsa_like", "eyJrIjoiname", "\u3000", "sa new\nline", "control\u0001x");
    }

    @ParameterizedTest
    @MethodSource("stored")
    void whatIsDerivedIsWhatGrafanaStores(StoredKey stored) {
        Credential credential = Credential.parse(stored.token());
        ShareKey key = credential.shareKey(stored.name(), stored.orgId());

        assertThat(credential).isInstanceOf(stored.kind().equals("api-key") ? ApiKey.class : ServiceAccountToken.class);
        if (credential instanceof ApiKey) {
            assertThat(credential.name()).isEqualTo(stored.name());
            assertThat(credential.orgId()).isEqualTo(stored.orgId());
        }
        assertThat(key.derivedKey()).isEqualTo(stored.derivedKey());
        assertThat(key.name()).isEqualTo(stored.name());
    }

    /** From the derived key through each place of settings into the link, and back. */
    @ParameterizedTest
    @MethodSource("stored")
    void theNameIsKeptInEveryPlaceOfSettings(StoredKey stored) throws IOException {
        Map<String, String> settings = new HashMap<>(
                ShareKey.of(stored.name(), stored.orgId(), stored.derivedKey()).settings());
        Path keyFile = Files.writeString(folder.resolve("key"), properties(settings));
        settings.put("gshare.url", URL);
        Map<String, String> environment = new HashMap<>();
        settings.forEach((name, value) ->
                environment.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        Properties system = new Properties();
        system.putAll(settings);
        Path config = Files.writeString(folder.resolve("gshare.properties"), properties(settings));
        ClassLoader none = new ClassLoader(null) {};

        assertSigns(stored, Settings.of(settings));
        assertSigns(stored, Places.load(settings, Map.of(), new Properties(), Map.of(), none));
        assertSigns(stored, Places.load(Map.of(), environment, new Properties(), Map.of(), none));
        assertSigns(stored, Places.load(Map.of(), Map.of(), system, Map.of(), none));
        assertSigns(
                stored,
                Places.load(Map.of("gshare.config", config.toString()), Map.of(), new Properties(), Map.of(), none));
        assertSigns(stored, Settings.of(Map.of("gshare.url", URL, "gshare.token-file", keyFile.toString())));
    }

    /** As {@code gshare derive} prints it. */
    private static String properties(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name)
                .append(" = ")
                .append(Redaction.visible(value.replace("\\", "\\\\")))
                .append('\n'));
        return text.toString();
    }

    private static void assertSigns(StoredKey stored, Settings settings) {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1726823533));
        GShare gshare = GShare.from(settings, clock);
        VerifiedLink verified = LinkVerifier.builder()
                .key(ShareKey.of(stored.name(), stored.orgId(), stored.derivedKey()))
                .clock(clock)
                .build()
                .verify(gshare.sign("/d/x"));
        gshare.close();

        assertThat(verified.keyName()).isEqualTo(stored.name());
        assertThat(verified.orgId()).isEqualTo(stored.orgId());
    }
}
