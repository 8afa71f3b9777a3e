package io.gshare.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The library that signs tokens is not here: who signs v2 links needs none. */
class TokenKeysTest {

    private static final String MISSING =
            "link-version was 'jwt' but the library that signs JSON Web Tokens is missing; add"
                    + " the artifact io.gshare:gshare-jwt to the application";

    @Test
    void theMessageNamesTheArtifactThatIsMissing() {
        assertThatThrownBy(TokenKeys::find)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(MISSING);
        assertThatThrownBy(() -> TokenKey.parse("{}")).hasMessage(MISSING);
    }

    @Test
    void theSettingsSayItAtStart() {
        assertThatThrownBy(() -> GShare.from(Settings.of(Map.of(
                        "gshare.url", "https://grafana.example.com",
                        "gshare.link-version", "jwt",
                        "gshare.key-file", "x"))))
                .hasMessage("gshare is configured wrongly in 1 place:\n  - gshare." + MISSING);
    }
}
