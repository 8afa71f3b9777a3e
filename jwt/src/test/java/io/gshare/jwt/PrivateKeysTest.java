package io.gshare.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.gshare.token.TokenKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which private keys sign, how, and what is said of the others. */
class PrivateKeysTest {

    private static void assertRefused(String key, String message) {
        assertThatThrownBy(() -> TokenKey.parse(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage(message);
    }

    @Test
    void aJwkSignsWithItsOwnKidByItsCurvesAlgorithm() {
        TokenKey key = TokenKey.parse("\n" + Keys.EC.toJSONString() + "\n");
        assertThat(key).hasToString("TokenKey[the key 'now' (ES256)]");
        assertThat(new NimbusTokenKeys().parse(key.sign(Map.of("sub", "anna")))).satisfies(token -> {
            assertThat(token.keyId()).isEqualTo("now");
            assertThat(token.algorithm()).isEqualTo("ES256");
            assertThat(token.claims()).isEqualTo(Map.of("sub", "anna"));
            assertThat(token).hasToString("Token");
        });
    }

    /** Told when the key is read, not to the first visitor. */
    @Test
    void aJwkOfTheHalvesOfTwoKeys() throws Exception {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("a").generate();
        RSAKey another = new RSAKeyGenerator(2048).generate();
        String alg = "\"alg\":\"RS256\",";
        for (String key : List.of(
                ec.toJSONString().replace(ec.getD().toString(), Keys.EC.getD().toString()),
                ec.toJSONString().replace(ec.getD().toString(), "AA"),
                rsa.toJSONString()
                        .replace("{", "{" + alg)
                        .replace(
                                rsa.getModulus().toString(),
                                another.getModulus().toString()),
                rsa.toJSONString()
                        .replace("{", "{" + alg)
                        .replace(
                                rsa.getFirstPrimeFactor().toString(),
                                another.getFirstPrimeFactor().toString()))) {
            assertRefused(
                    key,
                    "the key's halves do not belong together; copy it again, whole, or write another by gshare keys new");
        }
    }

    @Test
    void aKeyInPemSignsWithoutKid() {
        TokenKey key = TokenKey.parse(Keys.pem(Keys.EC));
        assertThat(key).hasToString("TokenKey[a key without an id (ES256)]");
        assertThat(new NimbusTokenKeys().parse(key.sign(Map.of())).keyId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void thePublicHalfOfAKeyInPemIsFoundForEachCurve(String curve) throws Exception {
        for (int i = 0; i < 20; i++) { // some coordinates begin with zeros
            ECKey made = new ECKeyGenerator(Curve.parse(curve)).generate();
            assertThat(TokenKey.parse(Keys.pem(made)).publicPem()).isEqualTo(Keys.publicPem(made));
        }
    }

    @Test
    void anRsaKeySignsAsItsAlgSaysAndInPemByRs256() throws Exception {
        assertThat(TokenKey.parse(Keys.RSA.toJSONString()).algorithm()).isEqualTo("RS256");
        String other = new RSAKey.Builder(Keys.RSA)
                .algorithm(JWSAlgorithm.PS256)
                .build()
                .toJSONString();
        assertThat(TokenKey.parse(other).algorithm()).isEqualTo("PS256");
        String pem = Pem.write("PRIVATE KEY", Keys.RSA.toRSAPrivateKey().getEncoded());
        assertThat(TokenKey.parse(pem).algorithm()).isEqualTo("RS256");
        assertThat(TokenKey.parse(pem).publicPem())
                .isEqualTo(Pem.write("PUBLIC KEY", Keys.RSA.toRSAPublicKey().getEncoded()));
    }

    @Test
    void thePublicJwkHoldsNothingPrivate() throws Exception {
        for (String text : List.of(Keys.EC.toJSONString(), Keys.RSA.toJSONString(), Keys.pem(Keys.EC))) {
            JWK published = JWK.parse(TokenKey.parse(text).publicJwk());
            assertThat(published.isPrivate()).isFalse();
            assertThat(published.getAlgorithm()).isNotNull();
            assertThat(published.getKeyUse()).hasToString("sig");
        }
    }

    @Test
    void nothingIsPublishedThatGrafanaNeedsNot() throws Exception {
        ECKey key = new ECKey.Builder(Keys.EC)
                .keyOperations(Set.of(KeyOperation.SIGN))
                .x509CertURL(URI.create("https://intranet.example.com/certificate"))
                .x509CertSHA256Thumbprint(new Base64URL("AAAA"))
                .build();
        assertThat(JSONObjectUtils.parse(TokenKey.parse(key.toJSONString()).publicJwk()))
                .containsOnlyKeys("kty", "crv", "x", "y", "kid", "alg", "use");
        assertThat(JSONObjectUtils.parse(TokenKey.parse(Keys.RSA.toJSONString()).publicJwk()))
                .containsOnlyKeys("kty", "n", "e", "kid", "alg", "use");
    }

    // ---- what is none

    @Test
    void aPublicKey() {
        String message = "the key is public but tokens are signed with the private one; name the file that holds that";
        assertRefused(Keys.EC.toPublicJWK().toJSONString(), message);
        assertRefused(Keys.RSA.toPublicJWK().toJSONString(), message);
        assertRefused(Keys.publicPem(Keys.EC), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENCRYPTED PRIVATE KEY"})
    void anEncryptedKey(String label) {
        assertRefused(
                Pem.write(label, new byte[100]),
                "the key is encrypted but nobody is there to type its password; convert it: openssl pkcs8 -topk8 -nocrypt"
                        + " -in … -out …");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"})
    void aKeyInAnotherFormOfPem(String label) {
        assertRefused(
                Pem.write(label, new byte[100]),
                "the key is in PEM but not in PKCS#8, which begins with -----BEGIN PRIVATE KEY-----; convert it: openssl pkcs8"
                        + " -topk8 -nocrypt -in … -out …");
    }

    @Test
    void anEncryptedKeyOfOpenSslsOldForm() {
        assertRefused(
                """
                -----BEGIN EC PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                AAAA
                -----END EC PRIVATE KEY-----
                """,
                "the key is in PEM but not in PKCS#8, which begins with -----BEGIN PRIVATE KEY-----; convert it: openssl pkcs8"
                        + " -topk8 -nocrypt -in … -out …");
    }

    @Test
    void twoKeysAndHalfAKey() {
        String pem = Keys.pem(Keys.EC);
        assertRefused(
                pem + Keys.pem(Keys.NEXT),
                "the key file has 2 whole blocks of PEM but one key signs; give the private key alone");
        assertRefused(
                pem.substring(0, 80),
                "the key file has 0 whole blocks of PEM but one key signs; give the private key alone");
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    @Test
    void theFirstOfASetSigns() {
        TokenKey key = TokenKey.parse("\n" + set(Keys.NEXT, Keys.EC, Keys.RSA) + "\n");
        assertThat(key).hasToString("TokenKey[the key 'next' (ES256)]");
        assertThat(key.all()).extracting(TokenKey::id).containsExactly("next", "now", "rsa");
        assertThat(key.all().get(1).all()).hasSize(1);
        assertThat(key.signsFrom())
                .isEqualTo("as soon as it has been published for 15 minutes, so that Grafana knows it; published beside"
                        + " it: 'now', 'rsa'");
        assertThat(new NimbusTokenKeys().parse(key.sign(Map.of("sub", "anna"))).keyId())
                .isEqualTo("next");
    }

    @Test
    void eachOfASetIsCheckedAsItWouldBeAlone() {
        assertRefused(
                set(Keys.EC, Keys.NEXT.toPublicJWK()),
                "key 2 of the JWK Set: the key is public but tokens are signed with the private one; name the file that"
                        + " holds that");
        assertRefused(
                set(new ECKey.Builder(Keys.EC).keyID(null).build(), Keys.NEXT),
                "key 1 of the JWK Set: the key is a JWK without kid but Grafana looks keys up by that; give it one, or use"
                        + " PEM with Grafana's key_file");
        assertRefused(
                set(Keys.EC, new ECKey.Builder(Keys.NEXT).keyID("now").build()),
                "the JWK Set has two keys with the kid 'now' but Grafana looks keys up by that; give each its own");
        assertRefused(
                "{\"keys\":[" + Keys.EC.toJSONString() + ",{\"keys\":[]}]}",
                "key 2 of the JWK Set: the key begins with { but is no JWK; write it by gshare keys new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\":[]}", "{\"keys\":null}"})
    void aSetWithoutAKey(String text) {
        assertRefused(text, "the JWK Set has no key but its first signs; write one by gshare keys new");
    }

    @Test
    void aKidThatNoLinkShouldCarry() {
        assertThat(TokenKey.parse(new ECKey.Builder(Keys.EC)
                                .keyID("x".repeat(256))
                                .build()
                                .toJSONString())
                        .id())
                .hasSize(256);
        assertRefused(
                new ECKey.Builder(Keys.EC).keyID("x".repeat(257)).build().toJSONString(),
                "the key's kid has 257 characters but may have 256, because every link carries it; give it a shorter one");
    }

    @Test
    void anRsaJwkThatMaySignInSeveralWays() {
        assertRefused(
                new RSAKey.Builder(Keys.RSA).algorithm(null).build().toJSONString(),
                "the key is an RSA key without alg but may sign in several ways; set its alg, to RS256 say, also where"
                        + " Grafana has it");
    }

    @Test
    void aJwkWithoutKid() {
        assertRefused(
                new ECKey.Builder(Keys.EC).keyID(null).build().toJSONString(),
                "the key is a JWK without kid but Grafana looks keys up by that; give it one, or use PEM with Grafana's"
                        + " key_file");
    }

    @Test
    void anAlgThatTheKeyCannotDo() {
        assertRefused(
                new ECKey.Builder(Keys.EC).algorithm(JWSAlgorithm.HS256).build().toJSONString(),
                "the key's alg is 'HS256', which its kty EC cannot do; set alg to ES256");
        assertRefused(
                new RSAKey.Builder(Keys.RSA)
                        .algorithm(new JWSAlgorithm("none"))
                        .build()
                        .toJSONString(),
                "the key's alg is 'none', which its kty RSA cannot do; set alg to PS256 or PS384 or PS512 or RS256 or RS384"
                        + " or RS512");
    }

    @Test
    void aKeyThatIsTooShort() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(1024, true).keyID("short").generate();
        String message =
                "the key is an RSA key of 1024 bits but must have 2048 or more; make another (gshare keys new)";
        assertRefused(rsa.toJSONString(), message);
        assertRefused(Pem.write("PRIVATE KEY", rsa.toRSAPrivateKey().getEncoded()), message);
    }

    @Test
    void anHmac() throws Exception {
        OctetSequenceKey key = new OctetSequenceKeyGenerator(256).keyID("x").generate();
        assertRefused(
                key.toJSONString(),
                "the key is of kty oct but must be of EC or RSA: an HMAC's (oct) would have to lie in Grafana too, and"
                        + " whoever reads it there signs; make another (gshare keys new)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce", "x"})
    void whatIsNoKeyAtAll(String text) {
        assertRefused(
                text,
                "the key is neither a JWK, which begins with {, nor in PEM, which begins with -----BEGIN; write it by"
                        + " gshare keys new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{",
                "{\"keys\":[1]}",
                "{\"kty\":\"EC\",\"d\":\"SECRET\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\"}"
            })
    void whatBeginsAsAJwk(String text) {
        assertRefused(text, "the key begins with { but is no JWK; write it by gshare keys new");
    }

    @Test
    void whatIsNotInBase64() {
        assertRefused(
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                "the key in PEM is not in base64; copy it again, whole");
        assertRefused(
                Pem.write("PRIVATE KEY", new byte[100]),
                "the key in PEM is neither RSA nor EC on P-256, P-384 or P-521; write another by gshare keys new");
    }
}
