package io.gshare.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKParameterNames;
import io.gshare.token.TokenKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs with one key. Thread-safe. */
final class NimbusSigner implements TokenKeys.Signer {

    private final JWSHeader header;
    private final JWSSigner signer;
    private final String publicJwk;
    private final String publicPem;

    /**
     * @param key a private key with one algorithm
     */
    NimbusSigner(JWK key) {
        JWSAlgorithm algorithm = Algorithms.of(key).iterator().next();
        this.header = new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        Map<String, Object> published = new LinkedHashMap<>(key.getRequiredParams()); // and nothing else of it
        if (key.getKeyID() != null) {
            published.put(JWKParameterNames.KEY_ID, key.getKeyID());
        }
        published.put(JWKParameterNames.ALGORITHM, algorithm.getName());
        published.put(JWKParameterNames.PUBLIC_KEY_USE, "sig");
        try {
            this.signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
            this.publicJwk = new Payload(published).toString();
            this.publicPem =
                    Pem.write("PUBLIC KEY", ((AsymmetricJWK) key).toPublicKey().getEncoded());
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key cannot sign; write another by gshare keys new");
        }
        if (!signs(key)) {
            throw new IllegalArgumentException(
                    "the key's halves do not belong together; copy it again, whole, or write another by gshare keys new");
        }
    }

    /** Whether the public half verifies what the private one signs: what is in a JWK may be of two keys. */
    private boolean signs(JWK key) {
        try {
            JWSObject token = new JWSObject(header, new Payload(Map.of()));
            token.sign(signer);
            return NimbusVerifier.isSignedBy(((AsymmetricJWK) key).toPublicKey(), token);
        } catch (JOSEException e) {
            return false;
        }
    }

    @Override
    public @Nullable String id() {
        return header.getKeyID();
    }

    @Override
    public String algorithm() {
        return header.getAlgorithm().getName();
    }

    @Override
    public String sign(Map<String, Object> claims) {
        JWSObject token = new JWSObject(header, new Payload(claims));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java runtime cannot sign by " + algorithm(), e);
        }
        return token.serialize();
    }

    @Override
    public String publicJwk() {
        return publicJwk;
    }

    @Override
    public String publicPem() {
        return publicPem;
    }
}
