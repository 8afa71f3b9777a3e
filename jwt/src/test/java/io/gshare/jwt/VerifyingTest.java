package io.gshare.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkVerifier;
import io.gshare.link.RefusalReason;
import io.gshare.link.VerifiedLink;
import io.gshare.test.TestClock;
import io.gshare.token.TokenKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JWT links Grafana accepts, and with which reason it refuses the others. */
class VerifyingTest {

    private static final long NOW = 1_726_823_533;
    private static final String SET =
            new JWKSet(List.of(Keys.EC, Keys.RSA)).toPublicJWKSet().toString();
    private static final TokenKey KEY = TokenKey.parse(Keys.EC.toJSONString());

    private final LinkVerifier.Builder verifier = LinkVerifier.builder()
            .version(LinkVerifier.Version.JWT)
            .clock(TestClock.standing(Instant.ofEpochSecond(NOW)))
            .publicKey(SET);

    private static Map<String, Object> claims(Object... more) {
        Map<String, Object> claims = new HashMap<>(
                Map.of("sub", "portal:anna", "iat", NOW, "nbf", NOW, "exp", NOW + 3600, "role", "Editor"));
        for (int i = 0; i < more.length; i += 2) {
            claims.put((String) more[i], more[i + 1]);
        }
        return claims;
    }

    private static String link(Map<String, Object> claims) {
        return "/d/TZWea?orgId=1&auth_token=" + KEY.sign(claims);
    }

    private void assertRefused(String link, RefusalReason reason, String message) {
        assertThatThrownBy(() -> verifier.build().verify(link))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    private VerifiedLink verify(Map<String, Object> claims) {
        return verifier.build().verify(link(claims));
    }

    @Test
    void aGoodLinkSaysWhoIsLooking() {
        VerifiedLink verified = verify(claims());
        assertThat(verified.login()).isEqualTo("portal:anna");
        assertThat(verified.role()).isEqualTo("Editor");
        assertThat(verified.keyName()).isEqualTo("now");
        assertThat(verified.orgId()).isZero();
        assertThat(verified.signedAt()).isEqualTo(Instant.ofEpochSecond(NOW));
        assertThat(verified.session()).isEqualTo(Duration.ofHours(1));
        assertThat(verified.dashboardLink()).isEqualTo("/d/TZWea?orgId=1");
        assertThat(verified)
                .hasToString("VerifiedLink[key=TokenKey['now'], login='portal:anna', role=Editor,"
                        + " signedAt=2024-09-20T09:12:13Z, session=PT1H]");
    }

    // ---- keys

    @Test
    void aSetLooksKeysUpByTheirKid() {
        TokenKey rsa = TokenKey.parse(Keys.RSA.toJSONString());
        assertThat(verifier.build()
                        .verify("/d/x?auth_token=" + rsa.sign(claims()))
                        .keyName())
                .isEqualTo("rsa");
        assertRefused(
                "/d/x?auth_token=" + TokenKey.parse(Keys.NEXT.toJSONString()).sign(claims()),
                RefusalReason.UNKNOWN_KEY,
                "Grafana has no key 'next'; give it the public keys of today, by jwk_set_url or gshare keys public");
        assertRefused(
                "/d/x?auth_token=" + TokenKey.parse(Keys.pem(Keys.EC)).sign(claims()),
                RefusalReason.UNKNOWN_KEY,
                "the token names no key (kid) but Grafana looks it up in a JWK Set by that; sign with a JWK, or set key_file"
                        + " to the public key in PEM");
    }

    @Test
    void aKeyFileTakesTokensWithoutKidAlone() {
        LinkVerifier pem = LinkVerifier.builder()
                .version(LinkVerifier.Version.JWT)
                .clock(TestClock.standing(Instant.ofEpochSecond(NOW)))
                .publicKey(Keys.publicPem(Keys.EC))
                .build();
        String token = TokenKey.parse(Keys.pem(Keys.EC)).sign(claims());
        assertThat(pem.verify("/d/x?auth_token=" + token).keyName()).isNull();
        assertThatThrownBy(() -> pem.verify(link(claims())))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.UNKNOWN_KEY));
    }

    @Test
    void aSignatureOfAnotherKeyOrAChangedClaim() {
        String message = "the token's signature is not that of the key; give Grafana the public key that belongs to"
                + " gshare.key-file";
        String other = new com.nimbusds.jose.jwk.ECKey.Builder(Keys.NEXT)
                .keyID("now")
                .build()
                .toJSONString();
        assertRefused(
                "/d/x?auth_token=" + TokenKey.parse(other).sign(claims()), RefusalReason.WRONG_SIGNATURE, message);
        String[] parts = KEY.sign(claims()).split("\\.", -1);
        String changed = new Payload(claims("sub", "admin")).toBase64URL().toString();
        assertRefused(
                "/d/x?auth_token=" + parts[0] + "." + changed + "." + parts[2], RefusalReason.WRONG_SIGNATURE, message);
    }

    @Test
    void noneAndAnHmacOverThePublicKey() throws Exception {
        assertRefused(
                "/d/x?auth_token=" + new PlainObject(new Payload(claims())).serialize(),
                RefusalReason.WRONG_ALGORITHM,
                "the token's algorithm is 'none', which is not its key's; sign it with gshare");
        JWSObject hmac = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("now").build(), new Payload(claims()));
        hmac.sign(new MACSigner(Keys.publicPem(Keys.EC).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertRefused(
                "/d/x?auth_token=" + hmac.serialize(),
                RefusalReason.WRONG_ALGORITHM,
                "the token's algorithm is 'HS256', which is not its key's; sign it with gshare");
    }

    @Test
    void anotherAlgorithmThanTheKeysOwn() {
        String other = new RSAKey.Builder(Keys.RSA)
                .algorithm(JWSAlgorithm.PS256)
                .build()
                .toJSONString();
        assertRefused(
                "/d/x?auth_token=" + TokenKey.parse(other).sign(claims()),
                RefusalReason.WRONG_ALGORITHM,
                "the token's algorithm is 'PS256', which is not its key's; sign it with gshare");
    }

    @Test
    void publicKeysThatAreNone() throws Exception {
        assertThatThrownBy(() -> verifier.publicKey(Keys.EC.toJSONString()).build())
                .hasMessage(
                        "the key is private but who verifies needs the public one; take what gshare keys public prints");
        assertThatThrownBy(() -> LinkVerifier.builder()
                        .version(LinkVerifier.Version.JWT)
                        .publicKey(Keys.pem(Keys.EC))
                        .build())
                .hasMessage(
                        "the key is private but who verifies needs the public one; take what gshare keys public prints");
        String oct = new OctetSequenceKeyGenerator(256).generate().toJSONString();
        assertThatThrownBy(() -> LinkVerifier.builder()
                        .version(LinkVerifier.Version.JWT)
                        .publicKey(oct)
                        .build())
                .hasMessageStartingWith("the key is of kty oct but must be of EC or RSA");
    }

    // ---- times

    @ParameterizedTest
    @CsvSource({"exp, -60", "exp, 1", "nbf, 60", "iat, 60", "nbf, -100000", "iat, -100000"})
    void aMinuteOfLeeway(String claim, long seconds) {
        assertThat(verify(claims(claim, NOW + seconds)).login()).isEqualTo("portal:anna");
    }

    @Test
    void aTokenThatEnded() {
        assertRefused(
                link(claims("exp", NOW - 61)),
                RefusalReason.EXPIRED,
                "the token ended 61 s ago; load the frame anew, and if this recurs set both clocks by NTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    void aTokenOfTheFuture(String claim) {
        assertRefused(
                link(claims(claim, NOW + 61)),
                RefusalReason.NOT_YET_VALID,
                "the token's " + claim + " is 61 s in the future; set both clocks by NTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "nbf", "iat"})
    void aTimeThatIsNoNumber(String claim) {
        assertRefused(
                link(claims(claim, Long.toString(NOW))),
                RefusalReason.MALFORMED,
                "the link carries a token whose " + claim + " is no number of seconds; pass signed links on unchanged");
    }

    @Test
    void aTokenWithoutTimesIsGoodForEver() {
        VerifiedLink verified = verify(Map.of("sub", "anna"));
        assertThat(verified.signedAt()).isEqualTo(Instant.ofEpochSecond(NOW));
        assertThat(verified.session()).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    }

    // ---- claims

    @Test
    void claimsThatAreExpected() {
        verifier.expectClaim("iss", "portal").expectClaim("aud", "grafana");
        assertThat(verify(claims("iss", "portal", "aud", "grafana")).login()).isEqualTo("portal:anna");
        assertThat(verify(claims("iss", "portal", "aud", List.of("x", "grafana")))
                        .login())
                .isEqualTo("portal:anna");
        assertRefused(
                link(claims("aud", "grafana")),
                RefusalReason.WRONG_CLAIM,
                "the token's iss is missing but Grafana's expect_claims has 'portal'; make both the same, by gshare.issuer");
        assertRefused(
                link(claims("iss", "portal", "aud", "x")),
                RefusalReason.WRONG_CLAIM,
                "the token's aud is 'x' but Grafana's expect_claims has 'grafana'; make both the same, by gshare.audience");
    }

    static List<@Nullable Object> nobody() {
        return java.util.Arrays.asList("", 7, null);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("nobody")
    void aTokenOfNobody(@Nullable Object subject) {
        Map<String, Object> claims = claims();
        claims.remove("sub");
        if (subject != null) {
            claims.put("sub", subject);
        }
        assertRefused(
                link(claims), RefusalReason.NO_SUBJECT, "the token says not who is looking (sub); sign it with gshare");
    }

    @Test
    void aUserWhomGrafanaDoesNotKnow() {
        verifier.users(Set.of("portal:bert"));
        assertRefused(
                link(claims()),
                RefusalReason.UNKNOWN_USER,
                "Grafana has no user 'portal:anna'; set [auth.jwt] auto_sign_up = true, or make the user there");
        assertThat(verify(claims("sub", "portal:bert")).login()).isEqualTo("portal:bert");
    }

    @Test
    void aRoleThatIsNone() {
        assertThat(verify(claims("role", "viewer")).role()).isEqualTo("Viewer");
        assertThat(verify(claims("role", "editor")).role()).isEqualTo("Viewer");
        verifier.strictRoles(true);
        assertThat(verify(claims("role", "Admin")).role()).isEqualTo("Admin");
        assertRefused(
                link(claims("role", "viewer")),
                RefusalReason.WRONG_ROLE,
                "the token's role is 'viewer' but Grafana's role_attribute_strict takes Viewer, Editor and Admin alone, in this"
                        + " spelling");
    }

    // ---- links

    @Test
    void linksThatCarryNoTokenOrTwo() {
        String message = "the link carries no token; sign it when its frame loads or its page is rendered";
        assertRefused("/d/TZWea", RefusalReason.NOT_SIGNED, message);
        assertRefused("/d/TZWea?auth_token=", RefusalReason.NOT_SIGNED, message);
        assertRefused(
                link(claims()) + "&auth%5Ftoken=x",
                RefusalReason.MALFORMED,
                "the link has two tokens; pass signed links on unchanged");
        assertRefused(
                "/d/TZWea?auth_token=a.b.c",
                RefusalReason.MALFORMED,
                "the link carries a token that is no JSON Web Token; pass signed links on unchanged");
    }

    @Test
    void linksAreSwitchedOff() {
        verifier.sharing(false);
        assertRefused(
                link(claims()),
                RefusalReason.SHARING_OFF,
                "JWT links are switched off; set [auth.jwt] enabled = true, url_login = true and header_name");
    }

    @Test
    void theManagedWorkspaceKnowsNoTokens() {
        assertThatThrownBy(() -> LinkVerifier.builder().build().verify(link(claims())))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.NOT_SIGNED));
    }
}
