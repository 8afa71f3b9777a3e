package io.gshare.jwt;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Set;

/** What signs with what: the rules for keys. */
final class Algorithms {

    static final int SHORTEST_RSA = 2048;

    private Algorithms() {}

    /**
     * How a key may sign.
     *
     * @return one algorithm for an elliptic curve, or for an RSA key that says which; several for another
     * @throws IllegalArgumentException if the key is of no use
     */
    static Set<JWSAlgorithm> of(JWK key) {
        Set<JWSAlgorithm> able = able(key);
        Algorithm said = key.getAlgorithm();
        if (said == null) {
            return able;
        }
        JWSAlgorithm algorithm = JWSAlgorithm.parse(said.getName());
        if (!able.contains(algorithm)) {
            throw new IllegalArgumentException("the key's alg is " + named(said.getName()) + ", which its kty "
                    + key.getKeyType() + " cannot do; set alg to "
                    + String.join(
                            " or ",
                            able.stream().map(JWSAlgorithm::getName).sorted().toList()));
        }
        return Set.of(algorithm);
    }

    private static String named(String algorithm) {
        return algorithm.matches("[A-Za-z0-9+-]{1,20}") ? "'" + algorithm + "'" : "'***'";
    }

    private static Set<JWSAlgorithm> able(JWK key) {
        if (key instanceof RSAKey rsa) {
            if (rsa.size() < SHORTEST_RSA) {
                throw new IllegalArgumentException("the key is an RSA key of " + rsa.size() + " bits but must have "
                        + SHORTEST_RSA + " or more; make another (gshare keys new)");
            }
            return JWSAlgorithm.Family.RSA;
        }
        if (key instanceof ECKey ec) {
            Curve curve = ec.getCurve();
            if (curve.equals(Curve.P_256)) {
                return Set.of(JWSAlgorithm.ES256);
            }
            if (curve.equals(Curve.P_384)) {
                return Set.of(JWSAlgorithm.ES384);
            }
            if (curve.equals(Curve.P_521)) {
                return Set.of(JWSAlgorithm.ES512);
            }
            throw new IllegalArgumentException(
                    "the key is on a curve that Grafana does not know; use P-256 (gshare keys new)");
        }
        throw new IllegalArgumentException("the key is of kty " + key.getKeyType()
                + " but must be of EC or RSA: an HMAC's (oct) would have to lie in Grafana"
                + " too, and whoever reads it there signs; make another (gshare keys new)");
    }
}
