package io.gshare.text;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Percent-encoding of names and values in queries, in UTF-8 (RFC 3986, 2.1). Stateless. */
public final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * {@return a name or value encoded: ASCII, with a space as {@code %20}}
     *
     * @param text any text
     */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * {@return where a text goes on behind a word with which a piece of it, percent-decoded, begins; -1 where it does not}
     *
     * @param text any text
     * @param at where the piece begins
     * @param end where it ends
     * @param word what it may begin with, in ASCII
     */
    public static int startsWithDecoded(CharSequence text, int at, int end, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at >= end) {
                return -1;
            }
            if (text.charAt(at) == word.charAt(i)) {
                at++;
            } else if (decodedAt(text, at, end) == word.charAt(i)) {
                at += 3;
            } else {
                return -1;
            }
        }
        return at;
    }

    /**
     * {@return the byte that a well-formed {@code %XX} stands for, or -1}
     *
     * @param text any text
     * @param at where it may begin
     * @param end where the text that is looked at ends
     */
    public static int decodedAt(CharSequence text, int at, int end) {
        if (at + 2 >= end || text.charAt(at) != '%') {
            return -1;
        }
        char high = text.charAt(at + 1);
        char low = text.charAt(at + 2);
        return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
                ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)
                : -1;
    }

    /**
     * {@return a name or value decoded: {@code %XX} in UTF-8, and {@code +} for a space, as Go reads it; {@code null} where it is not well-formed}
     *
     * @param text a name or a value as a query spells it
     */
    public static @Nullable String decode(String text) {
        if (isPlain(text)) {
            return text; // as nearly all are
        }
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.write(given[i] == '+' ? ' ' : given[i]);
                continue;
            }
            String escape = new String(given, i, Math.min(3, given.length - i), StandardCharsets.ISO_8859_1);
            int decoded = decodedAt(escape, 0, escape.length());
            if (decoded < 0) {
                return null;
            }
            bytes.write(decoded);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '+' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
