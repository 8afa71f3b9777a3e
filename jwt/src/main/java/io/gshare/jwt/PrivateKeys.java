package io.gshare.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads private keys: a JWK, or PKCS#8 in PEM. No message repeats anything of one. */
final class PrivateKeys {

    private static final String CONVERT = "convert it: openssl pkcs8 -topk8 -nocrypt -in … -out …";

    /** Thumbprints have 43 characters. */
    private static final int LONGEST_ID = 256;

    private PrivateKeys() {}

    /**
     * The private key of a text, with the one algorithm that it signs by.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JWK read(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("{")) {
            return ofJwk(stripped);
        }
        if (Pem.isLike(stripped)) {
            return ofPem(stripped);
        }
        throw new IllegalArgumentException(
                "the key is neither a JWK, which begins with {, nor in PEM, which begins with"
                        + " -----BEGIN; write it by gshare keys new");
    }

    /**
     * Each key of a JWK Set, or the one key that a text is.
     *
     * @throws IllegalArgumentException if it is a JWK Set without a key
     */
    static List<String> apart(String text) {
        try {
            Map<String, Object> read = JSONObjectUtils.parse(text);
            if (!read.containsKey("keys")) {
                return List.of(JSONObjectUtils.toJSONString(read));
            }
            Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(read, "keys");
            if (keys == null || keys.length == 0) {
                throw new IllegalArgumentException(
                        "the JWK Set has no key but its first signs; write one by gshare keys new");
            }
            return Arrays.stream(keys).map(JSONObjectUtils::toJSONString).toList();
        } catch (ParseException e) {
            return List.of(text); // PEM, or what is no key
        }
    }

    private static JWK ofJwk(String text) {
        JWK key;
        try {
            key = JWK.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            // What Nimbus says may repeat values.
            throw new IllegalArgumentException("the key begins with { but is no JWK; write it by gshare keys new");
        }
        Set<JWSAlgorithm> algorithms = Algorithms.of(key);
        requirePrivate(key.isPrivate());
        if (key.getKeyID() == null || key.getKeyID().isBlank()) {
            throw new IllegalArgumentException("the key is a JWK without kid but Grafana looks keys up by that; give it"
                    + " one, or use PEM with Grafana's key_file");
        }
        if (key.getKeyID().length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "the key's kid has " + key.getKeyID().length() + " characters but may have " + LONGEST_ID
                            + ", because every link carries it; give it a shorter one");
        }
        if (algorithms.size() > 1) {
            throw new IllegalArgumentException("the key is an RSA key without alg but may sign in several ways; set its"
                    + " alg, to RS256 say, also where Grafana has it");
        }
        return key;
    }

    private static void requirePrivate(boolean isPrivate) {
        if (!isPrivate) {
            throw new IllegalArgumentException(
                    "the key is public but tokens are signed with the private one; name the file that holds that");
        }
    }

    private static JWK ofPem(String text) {
        List<Pem> blocks = Pem.read(text).stream()
                .filter(block -> !block.label().equals("EC PARAMETERS"))
                .toList();
        if (blocks.size() != 1) {
            throw new IllegalArgumentException("the key file has " + blocks.size()
                    + " whole blocks of PEM but one key signs; give the private key alone");
        }
        Pem block = blocks.get(0);
        switch (block.label()) {
            case "PRIVATE KEY" -> {}
            case "ENCRYPTED PRIVATE KEY" ->
                throw new IllegalArgumentException(
                        "the key is encrypted but nobody is there to type its password; " + CONVERT);
            case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE" -> requirePrivate(false);
            default ->
                throw new IllegalArgumentException(
                        "the key is in PEM but not in PKCS#8, which begins with -----BEGIN PRIVATE KEY-----; "
                                + CONVERT);
        }
        JWK key = ofPkcs8(block.bytes());
        Algorithms.of(key);
        return key;
    }

    private static JWK ofPkcs8(byte[] bytes) {
        if (parse("RSA", bytes) instanceof RSAPrivateCrtKey rsa) {
            return new RSAKey.Builder(Base64URL.encode(rsa.getModulus()), Base64URL.encode(rsa.getPublicExponent()))
                    .privateKey(rsa)
                    .algorithm(JWSAlgorithm.RS256)
                    .build();
        }
        if (parse("EC", bytes) instanceof ECPrivateKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (curve != null) {
                ECPoint point = EcPoints.multiply(ec.getParams(), ec.getS());
                int size = ec.getParams().getCurve().getField().getFieldSize();
                return new ECKey.Builder(
                                curve, coordinate(size, point.getAffineX()), coordinate(size, point.getAffineY()))
                        .privateKey(ec)
                        .build();
            }
        }
        throw new IllegalArgumentException(
                "the key in PEM is neither RSA nor EC on P-256, P-384 or P-521; write another by" + " gshare keys new");
    }

    private static Base64URL coordinate(int size, BigInteger value) {
        return ECKey.encodeCoordinate(size, value);
    }

    private static @Nullable PrivateKey parse(String type, byte[] bytes) {
        try {
            return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
            return null; // of another type
        }
    }
}
