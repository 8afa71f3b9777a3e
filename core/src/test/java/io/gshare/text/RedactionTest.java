package io.gshare.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.key.ShareKey;
import io.gshare.link.Workspace;
import io.gshare.settings.Settings;
import io.gshare.test.Vectors;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages, logs and terminals may show, and what settings must not make them show. */
class RedactionTest {

    /** Every code point: a terminal that is sent U+009B runs a command, and U+202E turns the rest of its line around. */
    @Test
    void noCharacterIsShownThatIsNotSeen() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean seen = Character.toString(c).matches("[^\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");
            String text = new StringBuilder("a").appendCodePoint(c).append('b').toString();
            StringBuilder escaped = new StringBuilder();
            for (char unit : Character.toChars(c)) {
                escaped.append(String.format("\\u%04x", (int) unit));
            }
            assertThat(Redaction.visible(text)).as("U+%04X", c).isEqualTo(seen ? text : "a" + escaped + "b");
        }
    }

    @Test
    void everythingThatIsShownGoesThroughIt() {
        assertThat(Redaction.quote("a\u009b\u202e\n\u0378")).isEqualTo("'a\\u009b\\u202e\\u000a\\u0378'");
        assertThat(Redaction.line("a\u009b\u202e\n\u0378")).isEqualTo("a\\u009b\\u202e\\u000a\\u0378");
        ShareKey key = ShareKey.of("a\u009b", 1, Vectors.example().derivedKey());
        assertThat(key).hasToString("ShareKey[name=a\\u009b, orgId=1]");
    }

    @Test
    void aSentenceLosesItsSecretsAlone() {
        Vectors.Vector vector = Vectors.example();
        String sentence = "write iframe@data-src, or look at https://grafana.example.com/d/x?a=1&";
        assertThat(Redaction.line(sentence + vector.signedSuffix()))
                .isEqualTo(sentence + "aliyun_api_key_sign=***&aliyun_api_key_timestamp=***&aliyun_api_key_name=***"
                        + "&aliyun_api_key_org_id=***");
        assertThat(Redaction.line("a " + vector.token() + " b")).isEqualTo("a *** b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJwb3J0YWwifQ.c2ln-_x. b | a ***. b",
                "a eyJhbGciOiJub25lIn0.eyJzdWIiOiJwb3J0YWwifQ. b | a ***. b",
                "auth%5Ftoken=x.y.z&a=b | auth%5Ftoken=***&a=b",
                "-----BEGIN PRIVATE KEY-----MIGHAgEAMBMG+/=-----END PRIVATE KEY----- b | *** b",
                "-----BEGIN EC PRIVATE KEY-----MIGHAgEAMBMG+/= b | ***",
                "a MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+/= b | a *** b",
                "{\"kty\":\"EC\",\"d\":\"c2VjcmV0\",\"x\":\"a\"} | {\"kty\":\"EC\",***,\"x\":\"a\"}",
                "{\\\"kty\\\":\\\"EC\\\",\\\"d\\\":\\\"c2VjcmV0\\\",\\\"x\\\":1} | {\\\"kty\\\":\\\"EC\\\",***,\\\"x\\\":1}",
                "-----BEGIN PUBLIC KEY-----MFkw-----END PUBLIC KEY----- | -----BEGIN PUBLIC KEY-----MFkw-----END PUBLIC KEY-----",
            })
    void tokensOfJwtLinksAndTheKeysThatSignThemAreHidden(String text, String shown) {
        assertThat(Redaction.redact(text)).isEqualTo(shown);
        assertThat(Redaction.line(text)).isEqualTo(shown);
        assertThat(Redaction.quote(text)).isEqualTo("'" + shown + "'");
    }

    /** A secret where a public value belongs, {@code T} standing for it. */
    @ParameterizedTest
    @CsvSource({
        "gshare.url, https://T@grafana.example.com",
        "gshare.url, https://user:T@grafana.example.com",
        "gshare.url, https://grafana.example.com/T",
        "gshare.url, https://grafana.example.com/?token=T",
        "gshare.url, https://grafana.example.com/#T",
        "gshare.workspaces.ops.url, https://grafana.example.com/T",
        "gshare.path, /T",
        "gshare.mint.origins, https://T.example.com",
        "gshare.rewrite.include, /T/*",
        "gshare.token-file, T",
        "gshare.embeds.jvm.link, /d/x?a=T",
        "gshare.embeds.jvm.link, /d/T",
        "gshare.embeds.jvm.link, /d/x?aliyun_api_key=T",
        "gshare.embeds.jvm.roles, T",
    })
    void aSecretInAPublicSettingIsRefused(String name, String value) {
        for (Vectors.Vector vector : Vectors.all()) {
            for (String secret : new String[] {vector.token(), vector.derivedKey()}) {
                Map<String, String> settings = new HashMap<>(vector.shareKey().settings());
                if (name.equals("gshare.token-file")) {
                    settings.remove("gshare.derived-key");
                }
                settings.put("gshare.url", "https://grafana.example.com");
                settings.put("gshare.embeds.jvm.link", "/d/x");
                settings.put(name, value.replace("T", secret));
                assertThatThrownBy(() -> GShare.from(Settings.of(settings)))
                        .hasMessageContaining("\n  - " + name
                                + " was '***' but holds a key, and links and logs would show it; take the key out, it belongs into"
                                + " gshare.token or into a file that gshare.token-file names")
                        .hasMessageNotContaining(secret.substring(8, 20));
            }
        }
    }

    @Test
    void soIsOneThatAProgramGives() {
        String token = Vectors.all().get(1).token();
        assertThatThrownBy(() -> Workspace.of("https://grafana.example.com/" + token))
                .hasMessageStartingWith("url was '***' but holds a key, ");
    }
}
