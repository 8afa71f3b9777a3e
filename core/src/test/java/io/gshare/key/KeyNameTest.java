package io.gshare.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.settings.Places;
import io.gshare.settings.Settings;
import io.gshare.test.Vectors;
import io.gshare.text.Redaction;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a key's name is written, and what is none. */
class KeyNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viewer",
                " lead and trail ",
                "\t",
                "\u3000",
                "\n",
                "\"",
                "\"\"",
                "'",
                "''",
                "\"viewer\"",
                "'viewer'",
                "19\" display\"",
                "\uFEFFmarked",
                "a\\b",
                "\u00a0",
                "\u0001",
                "say \"hi\" "
            })
    void whatIsWrittenIsRead(String name) {
        assertThat(KeyName.read(KeyName.write(name))).isEqualTo(name);
        assertThat(Settings.of(ShareKey.of(name, 1, Vectors.example().derivedKey())
                                .settings())
                        .keyName("default"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "viewer,viewer",
                "`viewer\n`,viewer",
                "`\n    viewer\n  `,viewer",
                "`\"viewer\"`,viewer",
                "`\" viewer \"\r\n`,` viewer `",
                "`\"\"viewer\"\"`,`\"viewer\"`",
                "`19\"`,`19\"`"
            })
    void quotesKeepBlanksAndLineBreaksAreLayout(String written, String name) {
        assertThat(KeyName.read(written)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {" viewer", "viewer ", "\tviewer", "viewer\u3000", "viewer\u00a0", "\u202fviewer"})
    void blanksAtTheEndsAreNotLostInSilence(String written) {
        assertThatThrownBy(() -> KeyName.read(written))
                .hasMessage("key-name was " + Redaction.quote(written)
                        + " but begins or ends with a blank; leave that out, or put it into double quotes where it is part of the"
                        + " name");
    }

    @Test
    void aWideBlankIsNotTakenForNoName() {
        Settings settings = Settings.of(Map.of("gshare.key-name", "\u3000"));
        assertThatThrownBy(() -> settings.keyName("default"))
                .hasMessage(
                        "key-name was '\u3000' but begins or ends with a blank; leave that out, or put it into double quotes where"
                                + " it is part of the name");
        assertThat(Settings.of(Map.of("gshare.key-name", " \t")).keyName("default"))
                .isNull();
    }

    @Test
    void singleQuotesAreNotSigned() {
        assertThatThrownBy(() -> KeyName.read("'viewer'"))
                .hasMessage(
                        "key-name was ''viewer'' but stands in single quotes; leave them out, or put it into double quotes"
                                + " where they are part of the name");
    }

    @Test
    void quotesAroundNothingAreNoName() {
        assertThatThrownBy(() -> KeyName.read("\"\""))
                .hasMessage(
                        "key-name was '' but must have 1 to 500 characters; use the key's name as Grafana shows it");
    }

    @Test
    void aByteOrderMarkInTheEnvironmentIsNoPartOfAKeyOrItsName() {
        Vectors.Vector vector = Vectors.all().get(1);
        Map<String, String> environment = Map.of(
                "GSHARE_URL",
                "\uFEFFhttps://grafana.example.com",
                "GSHARE_TOKEN",
                "\uFEFF" + vector.token() + "\n",
                "GSHARE_KEY_NAME",
                "\uFEFFviewer\n");
        Settings settings = Places.load(Map.of(), environment, new Properties(), Map.of(), new ClassLoader(null) {});

        assertThat(GShare.from(settings).sign("/d/x"))
                .startsWith("https://grafana.example.com/d/x?")
                .contains("_name=viewer&");
    }

    /** Each was accepted, and published in every link. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "Bearer %s",
                "token=%s",
                "\"%s\"",
                "viewer %s",
                "https://grafana.example.com/?auth_token=%s",
            })
    void aNameThatHoldsASecretIsRefused(String around) {
        for (Vectors.Vector vector : Vectors.all()) {
            for (String secret : new String[] {vector.token(), vector.derivedKey()}) {
                assertHoldsKey(around.formatted(secret), vector);
            }
            if (vector.token().startsWith("glsa_")) {
                assertHoldsKey(around.formatted(vector.token().replace("_", "%5F")), vector);
                assertHoldsKey(around.formatted(vector.token().substring(5, 37)), vector);
                assertHoldsKey(around.formatted(vector.token().substring(0, 30)), vector);
            }
        }
    }

    private static void assertHoldsKey(String name, Vectors.Vector vector) {
        Map<String, String> settings = Map.of(
                "gshare.url", "https://grafana.example.com", "gshare.token", vector.token(), "gshare.key-name", name);
        assertThatThrownBy(() -> GShare.from(Settings.of(settings)))
                .hasMessage(
                        "gshare is configured wrongly in 1 place:\n  - gshare.key-name was '***' but holds a key, and names stand"
                                + " in every link; use the key's name as Grafana shows it");
    }
}
