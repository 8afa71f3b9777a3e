package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key file may say. */
class KeyFileTest {

    private static final Vector API_KEY = Vectors.example();
    private static final Vector TOKEN = Vectors.all().get(1);

    private static void assertKey(String text, @Nullable String name, @Nullable Long org, Vector key, String named) {
        ShareKey read = KeyFile.parse(text).shareKey(name, org);
        assertThat(read.derivedKey()).isEqualTo(key.derivedKey());
        assertThat(read.name()).isEqualTo(named);
        assertThat(read.orgId()).isEqualTo(org == null ? key.orgId() : org);
    }

    private static void assertRefused(String text, @Nullable String name, @Nullable Long org, String message) {
        assertThatThrownBy(() -> KeyFile.parse(text).shareKey(name, org))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void eitherKindOfKey() {
        assertKey(API_KEY.token() + "\n", null, null, API_KEY, "test1");
        assertKey("\n  " + API_KEY.token(), "test1", 1L, API_KEY, "test1");
        assertKey(TOKEN.token() + "\r\n", "viewer", null, TOKEN, "viewer");
        assertKey(TOKEN.token(), "viewer", 7L, TOKEN, "viewer");
    }

    @Test
    void aDerivedKeyAlone() {
        assertKey(TOKEN.derivedKey() + "\n", "viewer", null, TOKEN, "viewer");
        assertKey(TOKEN.derivedKey(), "viewer", 7L, TOKEN, "viewer");
    }

    @Test
    void whatDerivePrints() {
        String lines = "gshare.derived-key = " + TOKEN.derivedKey() + "\ngshare.key-name = a\\\\b 生产\n";
        assertKey(lines + "gshare.org-id = 1\n", null, null, TOKEN, "a\\b 生产");
        assertKey("# of the viewer\n" + lines, null, 7L, TOKEN, "a\\b 生产");
        assertKey(lines, "a\\b 生产", null, TOKEN, "a\\b 生产");
    }

    @Test
    void aTokenWithItsNameAndOrg() {
        assertKey("gshare.key-name=viewer\ngshare.token=" + TOKEN.token(), null, null, TOKEN, "viewer");
        assertKey("gshare.token = " + API_KEY.token(), null, null, API_KEY, "test1");
    }

    @Test
    void whatIsConfiguredBesideItMustAgree() {
        String lines = "gshare.derived-key=" + TOKEN.derivedKey() + "\ngshare.key-name=viewer\ngshare.org-id=7";
        assertRefused(
                lines,
                "editor",
                null,
                "key-name was 'editor' but the key file says 'viewer'; leave the setting to the file");
        assertRefused(lines, null, 1L, "org-id was '1' but the key file says '7'; leave the setting to the file");
        assertRefused(
                API_KEY.token(),
                "other",
                null,
                "key-name was 'other' but the API key's own name is 'test1'; leave key-name out");
        assertRefused(
                "gshare.key-name=other\ngshare.token=" + API_KEY.token(),
                null,
                null,
                "key-name was 'other' but the API key's own name is 'test1'; leave key-name out");
    }

    @Test
    void somebodyMustSayTheName() {
        assertRefused(
                TOKEN.token(),
                null,
                null,
                "key-name is missing; set it to the token's own name in Grafana, which is not the service account's, or"
                        + " write it into the key file as gshare.key-name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gshare.key-name=viewer",
                "gshare.derived-key=%1$s\ngshare.token=%2$s",
                "gshare.derived-key=%1$s\ngshare.url=https://grafana.example.com",
                "gshare.derived-key=%1$s\n%2$s"
            })
    void linesThatAreNotAKeys(String lines) {
        assertRefused(
                lines.formatted(TOKEN.derivedKey(), TOKEN.token()),
                "viewer",
                null,
                "the key file must have either gshare.token or gshare.derived-key, and may have gshare.key-name and"
                        + " gshare.org-id, and nothing else; write it by gshare derive");
    }

    @Test
    void aLineThatIsWrong() {
        assertRefused(
                "gshare.derived-key=12\ngshare.key-name=viewer",
                null,
                null,
                "the derived key must be 100 lower-case hex digits and has 2 characters; derive it again from the token");
        assertRefused(
                "gshare.derived-key=" + TOKEN.derivedKey() + "\ngshare.key-name=viewer\ngshare.org-id=0",
                null,
                null,
                "org-id was '0' but must be a whole number, 1 or more");
        assertRefused(
                "gshare.token=\\u00zz",
                null,
                null,
                "the key file has a backslash that begins no escape; write two for one");
    }

    @Test
    void nothingOfItIsShown() {
        assertThat(KeyFile.parse(TOKEN.token())).hasToString("KeyFile");
    }
}
