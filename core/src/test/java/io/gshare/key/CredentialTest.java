package io.gshare.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gshare.test.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    private static final String SECRET = "DJsdf3wbHkCwzH2Z9VZhkI39mgFOhFJl";
    private static final String API_KEY =
            "eyJrIjoiREpzZGYzd2JIa0N3ekgyWjlWWmhrSTM5bWdGT2hGSmwiLCJuIjoidGVzdDEiLCJpZCI6MX0=";
    private static final String TOKEN_SECRET = "yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV";
    private static final String TOKEN = "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce";

    private static final String NO_FORM =
            "the service account token has not the form glsa_<secret>_<checksum>; copy it again from Grafana";
    private static final String NO_CHECKSUM =
            "the service account token's checksum does not fit, so it is mistyped or cut short; copy it again from Grafana";

    private static final String EMPTY = "the key is empty; copy it from Grafana, which shows it once";

    private static final String BLANK = "the key holds a blank, which no key has; copy it again from Grafana";

    private static String odd(String code) {
        return "the key holds the character U+" + code + ", which no key has; copy it again from Grafana";
    }

    private static String apiKeyMessage(String what) {
        return "the API key " + what + "; copy it again from Grafana: an API key is base64 and begins with eyJrIjoi,"
                + " a service account token begins with glsa_";
    }

    static Stream<Arguments> badServiceAccountTokens() {
        return Stream.of(
                Arguments.of("a character mistyped", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPW_4f5ff3ce", NO_CHECKSUM),
                Arguments.of("two characters swapped", "glsa_Vy9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce", NO_CHECKSUM),
                Arguments.of("another checksum", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3cd", NO_CHECKSUM),
                Arguments.of("upper-case checksum", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4F5FF3CE", NO_CHECKSUM),
                Arguments.of("big-endian checksum", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_cef35f4f", NO_CHECKSUM),
                Arguments.of("checksum cut short", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3c", NO_CHECKSUM),
                Arguments.of("checksum empty", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_", NO_CHECKSUM),
                Arguments.of("no checksum", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV", NO_FORM),
                Arguments.of("no secret", "glsa__4f5ff3ce", NO_FORM),
                Arguments.of("the prefix alone", "glsa_", NO_FORM),
                Arguments.of("a part too many", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce_", NO_FORM),
                Arguments.of("white space inside", "glsa_yV9HAOVCjNKkvKoL MiypOc5T0OovHXPV_4f5ff3ce", BLANK),
                Arguments.of(
                        "white space that is none to see",
                        "glsa_yV9HAOVCjNKkvKoL\u200BMiypOc5T0OovHXPV_4f5ff3ce",
                        odd("200B")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badServiceAccountTokens")
    void aBadServiceAccountTokenIsRefused(String why, String token, String message) {
        Throwable thrown = catchThrowable(() -> Credential.parse(token));

        assertThat(thrown)
                .as(why)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertSilentAbout(thrown, TOKEN_SECRET);
    }

    @Test
    void everyMistypedCharacterOfAServiceAccountTokenIsNoticed() {
        for (int i = "glsa_".length(); i < TOKEN.length(); i++) {
            char other = TOKEN.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = TOKEN.substring(0, i) + other + TOKEN.substring(i + 1);

            assertThatThrownBy(() -> Credential.parse(mistyped))
                    .as("character %d", i)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static Stream<Arguments> badApiKeys() {
        String noObject = apiKeyMessage("does not hold a JSON object");
        String noJson = apiKeyMessage("does not hold well-formed JSON");
        String lacks = apiKeyMessage("lacks one of the fields k, n and id");
        String badK = apiKeyMessage("has a field k that is not a non-empty string");
        String badN = apiKeyMessage("has a field n that is not a non-empty string");
        String badId = apiKeyMessage("has a field id that is not a positive whole number");
        return Stream.of(
                Arguments.of("empty", "", EMPTY),
                Arguments.of("white space", " \t ", EMPTY),
                Arguments.of("not base64", API_KEY.replace('R', '!'), apiKeyMessage("is not base64")),
                Arguments.of(
                        "a line break inside",
                        API_KEY.replace("z", "z\n"),
                        "the key has 4 lines; give one key, on one line"),
                Arguments.of("a tab inside", API_KEY.replace("z", "z\t"), BLANK),
                Arguments.of("base64url", API_KEY.replace('R', '-'), apiKeyMessage("is not base64")),
                Arguments.of("unpadded", API_KEY.substring(0, API_KEY.length() - 1), apiKeyMessage("is cut short")),
                Arguments.of("cut short", API_KEY.substring(0, API_KEY.length() - 8), noJson),
                Arguments.of("trailing garbage behind the padding", API_KEY + "x", apiKeyMessage("is not base64")),
                Arguments.of("not JSON", base64("k=" + SECRET), noJson),
                Arguments.of("an array", base64("[\"" + SECRET + "\",\"test1\",1]"), noObject),
                Arguments.of("a string", base64("\"" + SECRET + "\""), noObject),
                Arguments.of("null", base64("null"), noObject),
                Arguments.of("white space as JSON", base64("   "), noObject),
                Arguments.of("unfinished", base64("{\"k\":\"" + SECRET + "\",\"n\":\"test1\",\"id\":1"), noJson),
                Arguments.of(
                        "a second object",
                        base64(json("\"" + SECRET + "\"", "\"test1\"", "1") + "{}"),
                        apiKeyMessage("goes on after its JSON object")),
                Arguments.of(
                        "garbage behind the object",
                        base64(json("\"" + SECRET + "\"", "\"test1\"", "1") + "?"),
                        noJson),
                Arguments.of(
                        "k twice", base64("{\"k\":\"a\",\"k\":\"" + SECRET + "\",\"n\":\"test1\",\"id\":1}"), noJson),
                Arguments.of(
                        "id twice", base64("{\"k\":\"" + SECRET + "\",\"n\":\"test1\",\"id\":1,\"id\":2}"), noJson),
                Arguments.of("no fields", base64("{}"), lacks),
                Arguments.of("no k", base64("{\"n\":\"test1\",\"id\":1}"), lacks),
                Arguments.of("no n", base64("{\"k\":\"" + SECRET + "\",\"id\":1}"), lacks),
                Arguments.of("no id", base64("{\"k\":\"" + SECRET + "\",\"n\":\"test1\"}"), lacks),
                Arguments.of(
                        "the fields nested",
                        base64("{\"key\":" + json("\"" + SECRET + "\"", "\"test1\"", "1") + "}"),
                        lacks),
                Arguments.of("k empty", base64(json("\"\"", "\"test1\"", "1")), badK),
                Arguments.of("k a number", base64(json("7", "\"test1\"", "1")), badK),
                Arguments.of("k null", base64(json("null", "\"test1\"", "1")), badK),
                Arguments.of("k an object", base64(json("{\"k\":\"a\"}", "\"test1\"", "1")), badK),
                Arguments.of("n empty", base64(json("\"" + SECRET + "\"", "\"\"", "1")), badN),
                Arguments.of("n a boolean", base64(json("\"" + SECRET + "\"", "true", "1")), badN),
                Arguments.of("n an array", base64(json("\"" + SECRET + "\"", "[\"test1\"]", "1")), badN),
                Arguments.of("id 0", base64(json("\"" + SECRET + "\"", "\"test1\"", "0")), badId),
                Arguments.of("id negative", base64(json("\"" + SECRET + "\"", "\"test1\"", "-1")), badId),
                Arguments.of("id a fraction", base64(json("\"" + SECRET + "\"", "\"test1\"", "1.5")), badId),
                Arguments.of("id 1.0", base64(json("\"" + SECRET + "\"", "\"test1\"", "1.0")), badId),
                Arguments.of("id 1e3", base64(json("\"" + SECRET + "\"", "\"test1\"", "1e3")), badId),
                Arguments.of("id a string", base64(json("\"" + SECRET + "\"", "\"test1\"", "\"1\"")), badId),
                Arguments.of("id null", base64(json("\"" + SECRET + "\"", "\"test1\"", "null")), badId),
                Arguments.of(
                        "id beyond 64 bits",
                        base64(json("\"" + SECRET + "\"", "\"test1\"", "9223372036854775808")),
                        badId),
                Arguments.of(
                        "id far beyond 64 bits",
                        base64(json("\"" + SECRET + "\"", "\"test1\"", "1" + "0".repeat(60))),
                        badId));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badApiKeys")
    void aBadApiKeyIsRefused(String why, String token, String message) {
        Throwable thrown = catchThrowable(() -> Credential.parse(token));

        assertThat(thrown)
                .as(why)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertSilentAbout(thrown, SECRET);
        assertSilentAbout(thrown, API_KEY.substring(8));
    }

    @Test
    void aKeysNameIsCheckedAsEveryName() {
        assertThatThrownBy(() -> ApiKey.parse(base64(json("\"" + SECRET + "\"", "\"" + "n".repeat(501) + "\"", "1"))))
                .hasMessage("key-name was '" + "n".repeat(200)
                        + "…' but must have 1 to 500 characters; use the key's name as Grafana shows it");
        for (String name : List.of(" ", "\u3000", "😀".repeat(500), "\\u0001")) {
            assertThat(ApiKey.parse(base64(json("\"k\"", "\"" + name + "\"", "1")))
                            .name())
                    .isEqualTo(name.replace("\\u0001", "\u0001"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"k\":\"" + SECRET + "\",\"n\":\"test1\",\"id\":1,\"role\":\"Viewer\"}",
                "{\"v\":{\"k\":\"other\",\"id\":[2,{\"n\":\"other\"}]},\"k\":\"" + SECRET
                        + "\",\"n\":\"test1\",\"id\":1}",
                "{\"x\":null,\"y\":[],\"z\":1e9,\"id\":1,\"n\":\"test1\",\"k\":\"" + SECRET + "\"}",
                " {\n \"k\" : \"" + SECRET + "\" , \"n\" : \"test\\u0031\" , \"id\" : 1 } "
            })
    void otherFieldsOrderAndWhiteSpaceDoNotMatter(String json) {
        ApiKey key = ApiKey.parse(base64(json));

        assertThat(key.name()).isEqualTo("test1");
        assertThat(key.orgId()).isEqualTo(1L);
        assertThat(key.shareKey().sameSecret(Vectors.example().shareKey())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s\n", "\t%s\r\n", "\u3000%s\u2003"})
    void whiteSpaceAroundATokenIsIgnored(String around) {
        assertThat(Credential.parse(around.formatted(API_KEY))).isEqualTo(ApiKey.parse(API_KEY));
        assertThat(Credential.parse(around.formatted(TOKEN))).isEqualTo(ServiceAccountToken.parse(TOKEN));
        assertThat(Credential.parse(around.formatted(TOKEN)).reveal()).isEqualTo(TOKEN);
    }

    @Test
    void theLargestOrgIdHas64Bits() {
        assertThat(ApiKey.parse(base64(json("\"k\"", "\"n\"", "9223372036854775807")))
                        .orgId())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anApiKeyKnowsItsNameAndOrg() {
        Credential key = Credential.parse(API_KEY);

        assertThatThrownBy(() -> key.shareKey("test2", 1))
                .hasMessage("key-name was 'test2' but the API key's own name is 'test1'; leave key-name out");
        assertThatThrownBy(() -> key.shareKey("test1", 2))
                .hasMessage("org-id was '2' but the API key belongs to org 1; leave org-id out");
    }

    @Test
    void aServiceAccountTokenTakesAnyNameAndOrgThatIsOne() {
        Credential token = Credential.parse(TOKEN);

        assertThat(token.shareKey("any name", 7)).hasToString("ShareKey[name=any name, orgId=7]");
        assertThatThrownBy(() -> token.shareKey("", 1))
                .hasMessage(
                        "key-name was '' but must have 1 to 500 characters; use the key's name as Grafana shows it");
        assertThatThrownBy(() -> token.shareKey("name", 0))
                .hasMessage("org-id was '0' but must be 1 or more; use the org's id as Grafana shows it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1e5b", "1E5B", "not-hex"})
    void aBadDerivedKeyIsRefusedWithoutBeingRepeated(String start) {
        String good = Vectors.example().derivedKey();
        String bad = start.isEmpty() ? "" : start + good.substring(4) + "0".repeat(start.equals("1e5b") ? 1 : 0);

        assertThatThrownBy(() -> ShareKey.of("test1", 1, bad))
                .hasMessage("the derived key must be 100 lower-case hex digits and has " + bad.length()
                        + " characters; derive it again from the token")
                .hasNoCause();
    }

    @Test
    void nothingShowsASecret() {
        String derived = Vectors.example().derivedKey();

        assertThat(ApiKey.parse(API_KEY)).hasToString("ApiKey[name=test1, orgId=1]");
        assertThat(ServiceAccountToken.parse(TOKEN)).hasToString("ServiceAccountToken[redacted]");
        assertThat(ShareKey.of("test1", 1, derived)).hasToString("ShareKey[name=test1, orgId=1]");
    }

    @Test
    void credentialsAreEqualByTheirToken() {
        assertThat(ApiKey.parse(API_KEY)).isEqualTo(ApiKey.parse(API_KEY)).hasSameHashCodeAs(ApiKey.parse(API_KEY));
        assertThat(ApiKey.parse(API_KEY)).isNotEqualTo(ApiKey.parse(base64(json("\"k\"", "\"test1\"", "1"))));
        assertThat(ServiceAccountToken.parse(TOKEN)).isEqualTo(ServiceAccountToken.parse(TOKEN));
    }

    @Test
    void shareKeysAreEqualByTheirPublicPart() {
        ShareKey key = Vectors.example().shareKey();
        ShareKey rotated = ShareKey.of("test1", 1, "0".repeat(100));

        assertThat(key).isEqualTo(rotated).hasSameHashCodeAs(rotated);
        assertThat(key.sameSecret(rotated)).isFalse();
        assertThat(List.of(ShareKey.of("test1", 2, "0".repeat(100)), ShareKey.of("test2", 1, "0".repeat(100))))
                .doesNotContain(key);
    }

    @Test
    void theSaltIsUtf8WhateverThePlatformsCharset() {
        byte[] name = "生产看板".getBytes(StandardCharsets.UTF_8);
        assertThat(name).hasSize(12);
        Vectors.Vector chinese = Vectors.all().stream()
                .filter(vector -> vector.name().equals("生产看板"))
                .findFirst()
                .orElseThrow();

        assertThat(ApiKey.parse(chinese.token()).shareKey().sameSecret(chinese.shareKey()))
                .isTrue();
    }

    private static String json(String k, String n, String id) {
        return "{\"k\":" + k + ",\"n\":" + n + ",\"id\":" + id + "}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** No run of six characters of the secret is anywhere in the error or its causes. */
    private static void assertSilentAbout(Throwable thrown, String secret) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String shown = t.toString().toLowerCase(Locale.ROOT);
            for (int i = 0; i + 6 <= secret.length(); i++) {
                assertThat(shown).doesNotContain(secret.substring(i, i + 6).toLowerCase(Locale.ROOT));
            }
        }
    }
}
