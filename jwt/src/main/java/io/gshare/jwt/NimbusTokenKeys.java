package io.gshare.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.gshare.text.Redaction;
import io.gshare.token.Token;
import io.gshare.token.TokenKeys;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/** {@link TokenKeys} by Nimbus JOSE+JWT, as {@link java.util.ServiceLoader} finds it. Thread-safe. */
public final class NimbusTokenKeys implements TokenKeys {

    /** For {@link java.util.ServiceLoader}. */
    public NimbusTokenKeys() {}

    @Override
    public List<String> apart(String privateKeys) {
        return PrivateKeys.apart(privateKeys);
    }

    @Override
    public Signer signer(String privateKey) {
        return new NimbusSigner(PrivateKeys.read(privateKey));
    }

    @Override
    public Verifier verifier(List<String> publicKeys) {
        return new NimbusVerifier(publicKeys);
    }

    @Override
    public String generate(String algorithm, boolean pem) {
        try {
            JWK key = generator(algorithm)
                    .algorithm(JWSAlgorithm.parse(algorithm))
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
            return pem
                    ? Pem.write(
                            "PRIVATE KEY", ((AsymmetricJWK) key).toPrivateKey().getEncoded())
                    : key.toJSONString() + "\n";
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java runtime makes no key for " + algorithm, e);
        }
    }

    private static JWKGenerator<?> generator(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> new ECKeyGenerator(Curve.P_256);
            case "RS256" -> new RSAKeyGenerator(Algorithms.SHORTEST_RSA);
            default ->
                throw new IllegalArgumentException(
                        "algorithm was " + Redaction.quote(algorithm) + " but must be ES256 or RS256");
        };
    }

    @Override
    public Token parse(String token) {
        try {
            JOSEObject parsed = JOSEObject.parse(token);
            Map<String, Object> claims =
                    parsed instanceof JWEObject ? null : parsed.getPayload().toJSONObject();
            if (claims == null) {
                throw new IllegalArgumentException("the token says nothing that can be read");
            }
            Object keyId = parsed.getHeader().toJSONObject().get("kid");
            return new Token(
                    token,
                    parsed.getHeader().getAlgorithm().getName(),
                    keyId == null ? null : keyId.toString(),
                    claims);
        } catch (ParseException | IllegalStateException e) {
            throw new IllegalArgumentException("the token is no JSON Web Token");
        }
    }
}
