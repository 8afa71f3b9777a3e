package io.gshare.link;

import static io.gshare.link.RefusalReason.EXPIRED;
import static io.gshare.link.RefusalReason.KEY_EXPIRED;
import static io.gshare.link.RefusalReason.MALFORMED;
import static io.gshare.link.RefusalReason.NOT_SIGNED;
import static io.gshare.link.RefusalReason.NOT_YET_VALID;
import static io.gshare.link.RefusalReason.SHARING_OFF;
import static io.gshare.link.RefusalReason.TOO_LONG;
import static io.gshare.link.RefusalReason.UNKNOWN_KEY;
import static io.gshare.link.RefusalReason.WRONG_SIGNATURE;
import static io.gshare.link.RefusalReason.WRONG_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.key.ShareKey;
import io.gshare.link.LinkVerifier.Version;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the workspace accepts, and the reason for whatever it does not. */
class LinkVerifierTest {

    private static final Vector KEY = Vectors.example();
    private static final Vector TOKEN = Vectors.all().get(1);
    private static final Instant SIGNED_AT = Instant.parse("2024-09-20T09:12:13Z");
    private static final String SIGNED = "/d/x?" + KEY.signedSuffix();
    private static final String MALFORMED_BECAUSE = "the link %s; pass signed links on unchanged";

    private static LinkVerifier.Builder verifier() {
        return LinkVerifier.builder().key(KEY.shareKey()).clock(KEY.clock());
    }

    private static void assertRefused(
            LinkVerifier.Builder verifier, String link, RefusalReason reason, String message) {
        assertThatThrownBy(() -> verifier.build().verify(link))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message)
                .hasNoCause()
                .satisfies(thrown -> assertThat(thrown.toString())
                        .doesNotContain(
                                KEY.signature(),
                                KEY.derivedKey(),
                                KEY.token(),
                                KEY.shareKey().signature(KEY.timestamp())));
    }

    @Test
    void aGoodLinkIsAccepted() {
        VerifiedLink verified = verifier().build().verify("https://grafana.example.com/d/x?a=1&" + KEY.signedSuffix());

        assertThat(verified.keyName()).isEqualTo("test1");
        assertThat(verified.orgId()).isEqualTo(1);
        assertThat(verified.signedAt()).isEqualTo(SIGNED_AT);
        assertThat(verified.session()).isEqualTo(Duration.ofHours(1));
        assertThat(verified)
                .hasToString(
                        "VerifiedLink[key=ShareKey[name=test1, orgId=1], signedAt=2024-09-20T09:12:13Z, session=PT1H]");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-09-20T09:12:13Z",
        "2024-09-20T09:13:13Z", // 60 s later
        "2024-09-20T09:11:13Z", // 60 s before
    })
    void aLinkIsGoodForAMinute(Instant now) {
        assertThat(verifier()
                        .clock(InstantSource.fixed(now))
                        .build()
                        .verify(SIGNED)
                        .signedAt())
                .isEqualTo(SIGNED_AT);
    }

    @ParameterizedTest
    @CsvSource({"61, 61", "3600, 3600"})
    void anOldLinkIsRefused(long seconds, String shown) {
        assertRefused(
                verifier().clock(InstantSource.fixed(SIGNED_AT.plusSeconds(seconds))),
                SIGNED,
                EXPIRED,
                "the link was signed " + shown
                        + " s ago and is good for 60 s; reload the page, and if this recurs set both clocks by NTP");
    }

    @ParameterizedTest
    @CsvSource({"61, 61", "3600, 3600"})
    void aLinkOfTheFutureIsRefused(long seconds, String shown) {
        assertRefused(
                verifier().clock(InstantSource.fixed(SIGNED_AT.minusSeconds(seconds))),
                SIGNED,
                NOT_YET_VALID,
                "the link was signed " + shown + " s in the future; set both clocks by NTP");
    }

    @Test
    void aTimestampOfADistantFutureIsOfTheFuture() {
        String timestamp = "999999999999";
        String link = "/d/x?aliyun_api_key_sign=" + KEY.shareKey().signature(timestamp) + "&aliyun_api_key_timestamp="
                + timestamp + "&aliyun_api_key_name=test1&aliyun_api_key_org_id=1";

        assertThatThrownBy(() -> verifier().build().verify(link))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(NOT_YET_VALID));
    }

    static Stream<Arguments> malformedLinks() {
        String doubled = "has an unknown or doubled parameter of the contract";
        String sign = "lacks aliyun_api_key_sign, or it is not of its form";
        String timestamp = "lacks aliyun_api_key_timestamp, or it is not of its form";
        String orgId = "lacks aliyun_api_key_org_id, or it is not of its form";
        String seconds = "lacks aliyun_api_key_expire_seconds, or it is not of its form";
        String key = KEY.signature();
        return Stream.of(
                Arguments.of(SIGNED + "&aliyun_api_key_sign=" + key, doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_timestamp=1726823533", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_name=test1", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_org_id=1", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_org_id", doubled),
                Arguments.of(SIGNED + "&%61liyun_api_key_org_id=1", doubled),
                Arguments.of(SIGNED + "&aliyun%5Fapi%5fkey_sign=" + key, doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_expire_seconds=1&aliyun_api_key_expire_seconds=%31", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_x=1", doubled),
                Arguments.of(SIGNED + "&aliyun_api_keys=1", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_SIGN=1", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key_sign+=1", doubled),
                Arguments.of(SIGNED + "&aliyun_api_key=" + KEY.token(), "carries a raw key beside a signature"),
                Arguments.of(SIGNED.replace(key, key.toUpperCase(Locale.ROOT)), sign),
                Arguments.of(SIGNED.replace(key, key.substring(1)), sign),
                Arguments.of(SIGNED.replace(key, key + "0"), sign),
                Arguments.of(SIGNED.replace(key, key.substring(1) + "g"), sign),
                Arguments.of(SIGNED.replace(key, key + "%0A"), sign),
                Arguments.of(SIGNED.replace(key, ""), sign),
                Arguments.of(SIGNED.replace("aliyun_api_key_sign=" + key + "&", ""), sign),
                Arguments.of(SIGNED.replace("=1726823533", "="), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=01726823533"), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=%2B1726823533"), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=-1726823533"), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=1726823533.0"), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=0"), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=１７２６８２３５３３"), timestamp),
                Arguments.of(SIGNED.replace("=1726823533", "=9999999999999"), timestamp),
                Arguments.of(SIGNED.replace("&aliyun_api_key_timestamp=1726823533", ""), timestamp),
                Arguments.of(SIGNED.replace("_org_id=1", "_org_id=0"), orgId),
                Arguments.of(SIGNED.replace("_org_id=1", "_org_id=-1"), orgId),
                Arguments.of(SIGNED.replace("_org_id=1", "_org_id=01"), orgId),
                Arguments.of(
                        SIGNED.replace("_org_id=1", "_org_id=9223372036854775808"), "has an org id beyond 64 bits"),
                Arguments.of(SIGNED.replace("_org_id=1", "_org_id="), orgId),
                Arguments.of(SIGNED.replace("&aliyun_api_key_org_id=1", ""), orgId),
                Arguments.of(SIGNED.replace("_name=test1", "_name="), "names no key"),
                Arguments.of(SIGNED.replace("&aliyun_api_key_name=test1", ""), "names no key"),
                Arguments.of(SIGNED.replace("_name=test1", "_name=%FF"), "is not percent-encoded as it should"),
                Arguments.of(SIGNED.replace("_name=test1", "_name=%C3"), "is not percent-encoded as it should"),
                Arguments.of(SIGNED.replace("_name=test1", "_name=test1%"), "is not percent-encoded as it should"),
                Arguments.of(SIGNED.replace("=1726823533", "=%３１726823533"), "is not percent-encoded as it should"),
                Arguments.of(SIGNED.replace("=1726823533", "=%+1726823533"), "is not percent-encoded as it should"),
                Arguments.of(SIGNED.replace("_name=test1", "_name=%zz"), "is not percent-encoded as it should"),
                Arguments.of(SIGNED + "&aliyun_api_key_expire_seconds=0", seconds),
                Arguments.of(SIGNED + "&aliyun_api_key_expire_seconds=", seconds),
                Arguments.of(SIGNED + "&aliyun_api_key_expire_seconds=-1", seconds),
                Arguments.of(SIGNED + "&aliyun_api_key_expire_seconds=1h", seconds),
                Arguments.of(SIGNED + "&aliyun_api_key_expire_seconds=9999999999", seconds));
    }

    @ParameterizedTest
    @MethodSource("malformedLinks")
    void aMalformedLinkIsRefusedAndNotGuessedAt(String link, String what) {
        assertRefused(verifier(), link, MALFORMED, MALFORMED_BECAUSE.formatted(what));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/d/x", "/d/x?a=1", "/d/x#aliyun_api_key_sign=1", "/aliyun_api_key=1"})
    void aLinkWithoutASignatureIsRefused(String link) {
        assertRefused(verifier(), link, NOT_SIGNED, "the link carries no signature; sign it when the page is rendered");
    }

    @Test
    void aLinkThatIsTooLongIsRefused() {
        assertRefused(
                verifier(),
                SIGNED + "&a=" + "x".repeat(16_384),
                TOO_LONG,
                "the link is longer than a signed link can be");
    }

    @Test
    void withSharingOffEveryLinkIsRefused() {
        for (String link : new String[] {SIGNED, "/d/x", "/d/x?aliyun_api_key=" + KEY.token()}) {
            assertRefused(
                    verifier().sharing(false),
                    link,
                    SHARING_OFF,
                    "share links are switched off; set [aliyun] api_key_share = true");
        }
    }

    @Test
    void aRawKeyIsRefusedUnderV2() {
        assertRefused(
                verifier(),
                "/d/x?aliyun_api_key=" + KEY.token(),
                WRONG_VERSION,
                "the link carries a raw key (v1), but this workspace takes signed links alone; sign it (v2)");
    }

    @Test
    void aSignedLinkIsRefusedUnderV1() {
        assertRefused(
                verifier().version(Version.V1),
                SIGNED,
                WRONG_VERSION,
                "the link is signed, but this workspace takes raw keys (v1); set [aliyun] api_key_share_version = v2");
    }

    @ParameterizedTest
    @CsvSource({"test2, 1", "Test1, 1", "test1, 2", "test1%20, 1"})
    void aKeyThatIsNotTheWorkspacesIsRefused(String name, String orgId) {
        assertRefused(
                verifier(),
                SIGNED.replace("_name=test1", "_name=" + name).replace("_org_id=1", "_org_id=" + orgId),
                UNKNOWN_KEY,
                "this workspace has no key named '" + name.replace("%20", " ") + "' in org " + orgId
                        + "; set gshare.key-name to the token's own name in Grafana, and gshare.org-id to its org");
    }

    @Test
    void theSignatureOfAnotherKeyOrTimeIsRefused() {
        String message = "the signature is not that of the key; set gshare.token to the token of the key that"
                + " gshare.key-name names";

        assertRefused(verifier(), SIGNED.replace(KEY.signature(), TOKEN.signature()), WRONG_SIGNATURE, message);
        assertRefused(verifier(), SIGNED.replace("1726823533", "1726823534"), WRONG_SIGNATURE, message);
        assertRefused(verifier(), SIGNED.replace(KEY.signature(), "0".repeat(32)), WRONG_SIGNATURE, message);
    }

    @Test
    void anExpiredKeyIsRefusedFromTheInstantItExpires() {
        String message = "the key 'test1' has expired; make a new one in Grafana and configure it as gshare.token";

        assertRefused(verifier().key(KEY.shareKey(), SIGNED_AT), SIGNED, KEY_EXPIRED, message);
        assertRefused(
                verifier().version(Version.V1).key(KEY.shareKey(), SIGNED_AT),
                "/d/x?aliyun_api_key=" + KEY.token(),
                KEY_EXPIRED,
                message);
        assertThat(verifier()
                        .key(KEY.shareKey(), SIGNED_AT.plusNanos(1))
                        .build()
                        .verify(SIGNED)
                        .keyName())
                .isEqualTo("test1");
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "3600, PT1H", "%36%30, PT1M", "999999999, PT999999999S"})
    void expireSecondsIsTheSession(String seconds, Duration session) {
        assertThat(verifier()
                        .build()
                        .verify(SIGNED + "&aliyun_api_key_expire_seconds=" + seconds)
                        .session())
                .isEqualTo(session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "service-account-token"})
    void aRawKeyIsAcceptedUnderV1(String kind) {
        Vector vector = kind.equals("api-key") ? KEY : TOKEN;
        LinkVerifier verifier =
                verifier().version(Version.V1).key(TOKEN.shareKey()).build();

        VerifiedLink verified = verifier.verify("/d/x?a=1&aliyun_api_key=" + vector.token());

        assertThat(verified.keyName()).isEqualTo(vector.name());
        assertThat(verified.signedAt()).isEqualTo(SIGNED_AT);
        assertThat(verified.session()).isEqualTo(Duration.ofHours(1));
    }

    /** Deriving once a key made a foreign token cost seconds on a workspace of many keys. */
    @Test
    void aRawTokenIsFoundAmongManyKeys() {
        LinkVerifier.Builder many = verifier().version(Version.V1);
        for (int i = 0; i < 1000; i++) {
            many.key(ShareKey.of("key " + i, 1, "%0100x".formatted(i)));
        }
        assertThat(many.key(TOKEN.shareKey())
                        .build()
                        .verify("/d/x?aliyun_api_key=" + TOKEN.token())
                        .keyName())
                .isEqualTo(TOKEN.name());
    }

    @Test
    void aRawKeyThatIsNotTheWorkspacesIsRefused() {
        assertRefused(
                verifier().version(Version.V1),
                "/d/x?aliyun_api_key=" + TOKEN.token(),
                UNKNOWN_KEY,
                "this workspace has no such key; set gshare.token to one of its keys");
        assertRefused(
                LinkVerifier.builder().version(Version.V1).key(ShareKey.of("test1", 1, "0".repeat(100))),
                "/d/x?aliyun_api_key=" + KEY.token(),
                UNKNOWN_KEY,
                "this workspace has no such key; set gshare.token to one of its keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "glsa_x_y", "eyJrIjoi"})
    void aRawKeyThatIsNoneIsRefused(String key) {
        assertRefused(
                verifier().version(Version.V1),
                "/d/x?aliyun_api_key=" + key,
                MALFORMED,
                MALFORMED_BECAUSE.formatted("carries a key that is neither an API key nor a service account token"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /d/x?$                               | /d/x
            /d/x?a=1&$#f                         | /d/x?a=1#f
            /d/x?a=why?&$                        | /d/x?a=why?
            /d/x?$&a=why?                        | /d/x?a=why?
            /d/x?a=1&$&b=2#f                     | /d/x?a=1&b=2#f
            /d/x?$&b=%2f#aliyun_api_key_sign=1   | /d/x?b=%2f#aliyun_api_key_sign=1
            https://grafana.example.com/d/x?$&b  | https://grafana.example.com/d/x?b
            """)
    void theDashboardLinkIsTheLinkWithoutItsSignature(String link, String dashboardLink) {
        assertThat(verifier()
                        .build()
                        .verify(link.replace("$", KEY.signedSuffix()))
                        .dashboardLink())
                .isEqualTo(dashboardLink);
    }

    @Test
    void theParametersMayComeInAnyOrderAndSpelling() {
        String link = "/d/x?aliyun_api_key_org_id=%31&a=1&aliyun%5Fapi_key_name=%74est1&aliyun_api_key_timestamp="
                + KEY.timestamp() + "&aliyun_api_key_sign=" + KEY.signature();

        assertThat(verifier().build().verify(link).dashboardLink()).isEqualTo("/d/x?a=1");
    }

    @Test
    void aSpaceInTheNameMayBeAPlus() {
        Vector cool = Vectors.all().get(4);

        assertThat(verifier()
                        .key(cool.shareKey())
                        .build()
                        .verify("/d/x?" + cool.signedSuffix().replace("%20", "+"))
                        .keyName())
                .isEqualTo("Cool key");
    }

    @Test
    void anOrgIdOfNineteenDigitsWasCalledMalformed() {
        ShareKey key = ShareKey.of("test1", Long.MAX_VALUE, KEY.derivedKey());

        assertThat(verifier()
                        .key(key)
                        .build()
                        .verify(SIGNED.replace("_org_id=1", "_org_id=9223372036854775807"))
                        .orgId())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theBuildersKeysAreCopied() {
        LinkVerifier.Builder builder = LinkVerifier.builder().clock(KEY.clock());
        LinkVerifier before = builder.build();
        builder.key(KEY.shareKey());

        assertThatThrownBy(() -> before.verify(SIGNED)).isInstanceOf(LinkRefusedException.class);
        assertThat(builder.build().verify(SIGNED).keyName()).isEqualTo("test1");
    }
}
