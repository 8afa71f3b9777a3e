package io.gshare.cli.keys;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object, whose fields are asked for by what they should be. Immutable. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, @Nullable Object> fields;

    private Json(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** An object; {@code null} if it is none, or not whole. */
    static @Nullable Json object(String text) {
        return read(text) instanceof Json object ? object : null;
    }

    /** An array's objects; {@code null} if it is none, or not whole. */
    static @Nullable List<Json> array(String text) {
        return read(text) instanceof List<?> list ? objects(list) : null;
    }

    private static @Nullable Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return new Json(fields);
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(parser));
            }
            return values;
        }
        return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    private static List<Json> objects(List<?> values) {
        return values.stream()
                .filter(Json.class::isInstance)
                .map(Json.class::cast)
                .toList();
    }

    /** The objects of an array in it; none where there is none. */
    List<Json> objects(String name) {
        return fields.get(name) instanceof List<?> list ? objects(list) : List.of();
    }

    /** A text, or a number or a truth as text; empty where there is none. */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    boolean isTrue(String name) {
        return text(name).equals("true");
    }

    /** A whole number; 0 where there is none. */
    long number(String name) {
        return text(name).matches("[0-9]{1,18}") ? Long.parseLong(text(name)) : 0;
    }

    /** A time; {@code null} where there is none. */
    @Nullable
    Instant time(String name) {
        try {
            return OffsetDateTime.parse(text(name)).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Writes JSON. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    /** Text of what is written. */
    static String write(boolean pretty, Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (pretty) {
                out.useDefaultPrettyPrinter();
            }
            out.writeStartObject();
            writing.to(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("text that cannot be written to memory", e); // never
        }
        return text.toString();
    }
}
