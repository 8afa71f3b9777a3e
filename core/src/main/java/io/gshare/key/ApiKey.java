package io.gshare.key;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key (up to Grafana 10): padded base64 of a JSON object with the secret {@code k}, the key's name {@code n} and the org's
 * id {@code id}.
 *
 * <p>Grafana's encoder writes {@code & < >} as Unicode escapes and other text as raw UTF-8; fields besides the three are
 * allowed. Immutable and thread-safe; {@code toString} shows name and org only.
 */
public final class ApiKey extends Credential {

    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final long orgId;

    private ApiKey(String token, String secret, String name, long orgId) {
        super(token, secret);
        this.name = name;
        this.orgId = orgId;
    }

    /**
     * {@return the API key of a text, checked}
     *
     * @param token the key as Grafana shows it once; white space around it is ignored
     * @throws IllegalArgumentException if it is not padded base64 of a JSON object in which {@code k} and {@code n} are
     *     non-empty strings and {@code id} is a positive whole number of 64 bits; the message never repeats the key
     */
    public static ApiKey parse(String token) {
        String key = KeyText.of(token);
        byte[] json;
        try {
            json = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw malformed("is not base64"); // the cause would quote from the key
        }
        if (key.length() % 4 != 0) {
            throw malformed("is cut short");
        }
        return parse(key, json);
    }

    private static ApiKey parse(String token, byte[] json) {
        String secret = null;
        String name = null;
        Long orgId = null;
        try (JsonParser parser = JSON.createParser(json)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("does not hold a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "k" -> secret = text(field, value, parser);
                    case "n" -> name = text(field, value, parser);
                    case "id" -> orgId = wholeNumber(value, parser);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw malformed("goes on after its JSON object");
            }
        } catch (IOException e) {
            throw malformed("does not hold well-formed JSON"); // the cause would quote from the key
        }
        if (secret == null || name == null || orgId == null) {
            throw malformed("lacks one of the fields k, n and id");
        }
        return new ApiKey(token, secret, KeyName.require(name), orgId);
    }

    private static String text(String field, JsonToken value, JsonParser parser) throws IOException {
        if (value != JsonToken.VALUE_STRING || parser.getText().isEmpty()) {
            throw malformed("has a field " + field + " that is not a non-empty string");
        }
        return parser.getText();
    }

    private static Long wholeNumber(JsonToken value, JsonParser parser) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || parser.getLongValue() <= 0) {
            throw malformed("has a field id that is not a positive whole number");
        }
        return parser.getLongValue();
    }

    private static IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("the API key " + what
                + "; copy it again from Grafana: an API key is base64 and begins with eyJrIjoi,"
                + " a service account token begins with glsa_");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Long orgId() {
        return orgId;
    }

    @Override
    public ShareKey shareKey(String name, long orgId) {
        requireOwn(name, orgId);
        return shareKey();
    }

    /** Refuses a name and an org that are not the ones which the key carries. */
    void requireOwn(String name, long orgId) {
        List<String> contradictions = contradictions(name, orgId);
        if (!contradictions.isEmpty()) {
            throw new IllegalArgumentException(String.join(", and ", contradictions));
        }
    }

    /**
     * {@return what is given beside the key and is not what it carries, and what to do}
     *
     * @param name the name; {@code null} is not given
     * @param orgId the id of the org; {@code null} is not given
     */
    public List<String> contradictions(@Nullable String name, @Nullable Long orgId) {
        List<String> found = new ArrayList<>();
        if (name != null && !name.equals(this.name)) {
            found.add("key-name was " + Redaction.quote(name) + " but the API key's own name is "
                    + Redaction.quote(this.name) + "; leave key-name out");
        }
        if (orgId != null && orgId != this.orgId) {
            found.add("org-id was '" + orgId + "' but the API key belongs to org " + this.orgId + "; leave org-id out");
        }
        return found;
    }

    /** {@return what signs links in this key's name, derived under the name and org that it carries} */
    public ShareKey shareKey() {
        return ShareKey.derive(secret, name.getBytes(StandardCharsets.UTF_8), name, orgId);
    }

    @Override
    public String toString() {
        return "ApiKey[name=" + Redaction.visible(name) + ", orgId=" + orgId + "]";
    }
}
