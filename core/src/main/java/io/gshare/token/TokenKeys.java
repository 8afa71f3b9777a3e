package io.gshare.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies JSON Web Tokens (RFC 7519): the service that {@code io.gshare:gshare-jwt} provides. Implementations are thread-safe, and
 * no message of theirs repeats a key or a token.
 */
public interface TokenKeys {

    /**
     * The service, as the class loader of this library has it, or that of the current thread: a web application's, say.
     *
     * @return the service
     * @throws IllegalArgumentException if there is none; the message names the artifact
     */
    static TokenKeys find() {
        return TokenKey.service();
    }

    /**
     * Takes private keys apart.
     *
     * @param privateKeys a private JWK Set (RFC 7517), or one key, as {@link #signer} reads it
     * @return each alone, in their order; the same text for the same key, whatever it stood in
     * @throws IllegalArgumentException if it is a JWK Set without a key
     */
    List<String> apart(String privateKeys);

    /**
     * Reads a private key.
     *
     * @param privateKey a private JWK (RFC 7517), or PKCS#8 in PEM: EC or RSA, of 2048 bits or more
     * @return what signs with it
     * @throws IllegalArgumentException if it is none
     */
    Signer signer(String privateKey);

    /**
     * Reads public keys.
     *
     * @param publicKeys each a JWK Set, a JWK, or a public key or certificate in PEM
     * @return what verifies with them
     * @throws IllegalArgumentException if one of them is none
     */
    Verifier verifier(List<String> publicKeys);

    /**
     * Reads a token, whoever signed it.
     *
     * @param token three parts in base64url, with dots between them
     * @return what it says
     * @throws IllegalArgumentException if it is none
     */
    Token parse(String token);

    /**
     * Makes a private key.
     *
     * @param algorithm {@code ES256} or {@code RS256}
     * @param pem whether it is PKCS#8 in PEM, whose tokens have no {@code kid}, or a JWK with its thumbprint (RFC 7638) for that
     * @return the key, as {@link #signer} reads it
     * @throws IllegalArgumentException if the algorithm is another
     */
    String generate(String algorithm, boolean pem);

    /** Signs with one private key. Thread-safe. */
    interface Signer {

        /**
         * The key's {@code kid}.
         *
         * @return as the JWK has it; {@code null} for a key in PEM
         */
        @Nullable
        String id();

        /**
         * How it signs.
         *
         * @return the {@code alg} of RFC 7518, such as {@code ES256}
         */
        String algorithm();

        /**
         * Signs a token.
         *
         * @param claims what it says: strings, whole numbers, lists of strings
         * @return the token in its compact form
         */
        String sign(Map<String, Object> claims);

        /**
         * The public half.
         *
         * @return a JWK in JSON
         */
        String publicJwk();

        /**
         * The public half.
         *
         * @return {@code SubjectPublicKeyInfo} in PEM
         */
        String publicPem();
    }

    /** Verifies with some public keys. Thread-safe. */
    interface Verifier {

        /**
         * Judges a token's signature, and nothing else of it. As in Grafana, a token with a {@code kid} is verified by the JWK that has it,
         * and one without, by a key in PEM.
         *
         * @param token the token
         * @return whether it is signed by one of the keys
         */
        Verdict judge(Token token);
    }

    /** What became of a token's signature. */
    enum Verdict {
        /** One of the keys made it. */
        SIGNED,
        /** It names a key that is not known, or none where it must. */
        UNKNOWN_KEY,
        /** Its algorithm is not the key's: {@code none}, say, or an HMAC. */
        OTHER_ALGORITHM,
        /** Another key made it, or it was changed. */
        WRONG_SIGNATURE
    }
}
