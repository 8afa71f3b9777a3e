package io.gshare.jwt;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of PEM (RFC 7468). {@code toString} shows its label alone.
 *
 * @param label such as {@code PRIVATE KEY}
 * @param content what stands between its lines, without blanks
 */
record Pem(String label, String content) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** The blocks of a text; none if it has none. */
    static List<Pem> read(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Pem(matcher.group(1), matcher.group(2).replaceAll("\\s+", "")));
        }
        return blocks;
    }

    static boolean isLike(String text) {
        return text.contains("-----BEGIN");
    }

    /** A block as text. */
    static String write(String label, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /**
     * What it encodes.
     *
     * @throws IllegalArgumentException if it is not in base64
     */
    byte[] bytes() {
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the key in PEM is not in base64; copy it again, whole");
        }
    }

    @Override
    public String toString() {
        return "Pem[" + label + "]";
    }
}
