package io.gshare.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
    void aDerivedKeyThatIsCutShortOrInCapitalsIsNotTakenForAToken() {
        String key = TOKEN.derivedKey();
        assertRefused(
                key.substring(1),
                "viewer",
                null,
                "the derived key must be 100 lower-case hex digits and has 99 characters; derive it again from the token");
        assertRefused(
                key.toUpperCase(Locale.ROOT),
                "viewer",
                null,
                "the derived key must be 100 lower-case hex digits and has 100 characters; derive it again from the token");
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
        assertKey("gshare.key-name=viewer\ngshare.token=" + TOKEN.token() + "\n", null, null, TOKEN, "viewer");
        assertKey("gshare.token = " + API_KEY.token() + "\r\n\r\n", null, null, API_KEY, "test1");
    }

    @Test
    void whatIsConfiguredBesideItMustAgree() {
        String lines = "gshare.derived-key=" + TOKEN.derivedKey() + "\ngshare.key-name=viewer\ngshare.org-id=7\n";
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
                "gshare.key-name=other\ngshare.token=" + API_KEY.token() + "\n",
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
                lines.formatted(TOKEN.derivedKey(), TOKEN.token()) + "\n",
                "viewer",
                null,
                "the key file must have either gshare.token or gshare.derived-key, and may have gshare.key-name and"
                        + " gshare.org-id, and nothing else; write it by gshare derive");
    }

    @Test
    void aLineThatIsWrong() {
        assertRefused(
                "gshare.derived-key=12\ngshare.key-name=viewer\n",
                null,
                null,
                "the derived key must be 100 lower-case hex digits and has 2 characters; derive it again from the token");
        assertRefused(
                "gshare.derived-key=" + TOKEN.derivedKey() + "\ngshare.key-name=viewer\ngshare.org-id=0\n",
                null,
                null,
                "org-id was '0' but must be a whole number, 1 or more");
        assertRefused(
                "gshare.token=\\u00zz\n",
                null,
                null,
                "the key file has a backslash that begins no escape; write two for one");
    }

    static Stream<Arguments> notAKeyAlone() {
        String quotes = "the key stands in quotes; leave them out";
        String label = "the key has other text before it; give the key alone";
        String lines =
                "the key file has 2 lines, but a key alone has one, and others begin with gshare.; write it by gshare derive";
        return Stream.of(
                Arguments.of("\"glsa_x_1\"\n", quotes),
                Arguments.of("'glsa_x_1'", quotes),
                Arguments.of("glsa_x_1\"", quotes),
                Arguments.of(
                        "\uFEFF\uFEFFglsa_x_1",
                        "the key holds the character U+FEFF, which no key has; copy it again from Grafana"),
                Arguments.of(
                        "glsa_x\0_1",
                        "the key holds a NUL character, as text in UTF-16 does that is read as UTF-8; save it as UTF-8"),
                Arguments.of("glsa_x_1\nglsa_y_2\n", lines),
                Arguments.of("token = glsa_x_1\nkey-name = viewer\n", lines),
                Arguments.of("GSHARE_TOKEN=glsa_x_1", label),
                Arguments.of("Bearer glsa_x_1", label),
                Arguments.of("  \n", "the key is empty; copy it from Grafana, which shows it once"));
    }

    @ParameterizedTest
    @MethodSource("notAKeyAlone")
    void whatCameAlongWithAKeyIsCalledWhatItIs(String text, String message) {
        assertRefused(text, "viewer", null, message);
    }

    @Test
    void whatCameAlongWithAKeyInALineIsToo() {
        assertRefused(
                "gshare.token = '" + TOKEN.token() + "'\n", "viewer", null, "the key stands in quotes; leave them out");
        assertRefused(
                "gshare.derived-key = \"" + TOKEN.derivedKey() + "\"\n",
                "viewer",
                null,
                "the key stands in quotes; leave them out");
        assertRefused(
                "gshare.derived-key = " + TOKEN.derivedKey() + "\ngshare.key-name = 'viewer'\n",
                null,
                null,
                "key-name was ''viewer'' but stands in single quotes; leave them out, or put it into double quotes where they"
                        + " are part of the name");
    }

    /** A writer that pauses for longer than two looks left {@code sa-1-vie} of a name, which signed. */
    @Test
    void noBeginningOfAFileOfLinesIsAKey() {
        StringBuilder text = new StringBuilder();
        ShareKey.of("sa-1-viewer", 7, TOKEN.derivedKey())
                .settings()
                .forEach((name, value) ->
                        text.append(name).append(" = ").append(value).append("\n"));
        for (int length = 0; length < text.length(); length++) {
            String half = text.substring(0, length);
            assertThatThrownBy(() -> KeyFile.parse(half).shareKey("sa-1-viewer", 7L))
                    .as(half)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertKey(text.toString(), null, 7L, TOKEN, "sa-1-viewer");
        assertKey(text.toString().replace("\n", "\r\n") + "\r\n \r\n", null, 7L, TOKEN, "sa-1-viewer");
        assertRefused(
                text.toString().strip(),
                null,
                null,
                "the key file's last line does not end with a line break, so it may be half written; end it with one, as"
                        + " gshare derive does");
    }

    @Test
    void nothingOfItIsShown() {
        assertThat(KeyFile.parse(TOKEN.token())).hasToString("KeyFile");
    }
}
