package io.gshare.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.gshare.token.Token;
import io.gshare.token.TokenKeys;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies with some keys. Thread-safe. */
final class NimbusVerifier implements TokenKeys.Verifier {

    /** A key, and by what it is looked up: {@code null} for one in PEM. */
    private record Entry(@Nullable String id, Set<JWSAlgorithm> algorithms, PublicKey key) {}

    private final List<Entry> keys = new ArrayList<>();

    NimbusVerifier(List<String> publicKeys) {
        for (String text : publicKeys) {
            String stripped = text.strip();
            if (stripped.startsWith("{")) {
                addJwks(stripped);
            } else {
                addPem(stripped);
            }
        }
    }

    private void addJwks(String text) {
        List<JWK> parsed;
        try {
            parsed = text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
        } catch (ParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the public key begins with { but is no JWK and no JWK Set; take what gshare"
                            + " keys public prints");
        }
        for (JWK key : parsed) {
            Set<JWSAlgorithm> algorithms = Algorithms.of(key);
            if (key.isPrivate()) {
                throw isPrivate();
            }
            if (key.getKeyID() != null) { // or nobody can ask for it
                keys.add(new Entry(key.getKeyID(), algorithms, publicKey(key)));
            }
        }
    }

    private static PublicKey publicKey(JWK key) {
        try {
            return ((AsymmetricJWK) key).toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalArgumentException(
                    "the public key is on no curve that is known; take what gshare keys public" + " prints");
        }
    }

    private void addPem(String text) {
        List<Pem> blocks = Pem.read(text);
        if (blocks.size() != 1) {
            throw new IllegalArgumentException("the public key has " + blocks.size()
                    + " whole blocks of PEM but must have one; take what gshare keys public prints");
        }
        if (blocks.get(0).label().endsWith("PRIVATE KEY")) {
            throw isPrivate();
        }
        PublicKey key = publicKey(blocks.get(0));
        JWK jwk = key instanceof RSAPublicKey rsa
                ? new RSAKey.Builder(rsa).build()
                : key instanceof ECPublicKey ec ? new ECKey.Builder(curve(ec), ec).build() : null;
        if (key == null || jwk == null) {
            throw new IllegalArgumentException(
                    "the public key in PEM is neither RSA nor EC; take what gshare keys public prints");
        }
        keys.add(new Entry(null, Algorithms.of(jwk), key));
    }

    private static Curve curve(ECPublicKey key) {
        Curve curve = Curve.forECParameterSpec(key.getParams());
        return curve == null ? new Curve("unknown") : curve;
    }

    private static @Nullable PublicKey publicKey(Pem block) {
        byte[] bytes = block.bytes();
        if (block.label().equals("CERTIFICATE")) {
            try {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes))
                        .getPublicKey();
            } catch (GeneralSecurityException e) {
                return null;
            }
        }
        for (String type : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(bytes));
            } catch (GeneralSecurityException e) {
                // of another type
            }
        }
        return null;
    }

    private static IllegalArgumentException isPrivate() {
        return new IllegalArgumentException(
                "the key is private but who verifies needs the public one; take what gshare keys public prints");
    }

    @Override
    public TokenKeys.Verdict judge(Token token) {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(token.algorithm());
        if (!JWSAlgorithm.Family.SIGNATURE.contains(algorithm)) {
            return TokenKeys.Verdict.OTHER_ALGORITHM; // none, an HMAC
        }
        List<Entry> meant = keys.stream()
                .filter(entry -> Objects.equals(entry.id, token.keyId()))
                .toList();
        if (meant.isEmpty()) {
            return TokenKeys.Verdict.UNKNOWN_KEY;
        }
        List<Entry> able = meant.stream()
                .filter(entry -> entry.algorithms.contains(algorithm))
                .toList();
        if (able.isEmpty()) {
            return TokenKeys.Verdict.OTHER_ALGORITHM;
        }
        return able.stream().anyMatch(entry -> isSignedBy(entry.key, token))
                ? TokenKeys.Verdict.SIGNED
                : TokenKeys.Verdict.WRONG_SIGNATURE;
    }

    private static boolean isSignedBy(PublicKey key, Token token) {
        try {
            return isSignedBy(key, JWSObject.parse(token.text()));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    static boolean isSignedBy(PublicKey key, JWSObject signed) throws JOSEException {
        return signed.verify(new DefaultJWSVerifierFactory().createJWSVerifier(signed.getHeader(), key));
    }
}
