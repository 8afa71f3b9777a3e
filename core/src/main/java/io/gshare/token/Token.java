package io.gshare.token;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Web Token, read but not verified. Immutable; {@code toString} shows nothing of it, because whoever holds it is who it says.
 *
 * @param text its compact form
 * @param algorithm its {@code alg}, such as {@code ES256}
 * @param keyId its {@code kid}; {@code null} where it has none
 * @param claims what it says, in its order: strings, numbers, booleans, lists and maps of these, and {@code null}
 */
public record Token(String text, String algorithm, @Nullable String keyId, Map<String, Object> claims) {

    /**
     * Keeps the order of the claims.
     *
     * @param text as above
     * @param algorithm as above
     * @param keyId as above
     * @param claims as above
     */
    public Token {
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    @Override
    public String toString() {
        return "Token";
    }
}
