package io.gshare.html;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.html.RewrittenPage.Insertion;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes stand for characters in every charset that keeps ASCII's, and whose other characters have no byte of a delimiter. */
class LinkRewriterCharsetTest {

    private static final String DELIMITERS = "\t\n\f\r <>\"'=/&#?;%.:-!";
    /** Bytes of other characters that browsers do not take for these, but which no signed link may contain. */
    private static final String ILLEGAL_IN_LINKS = "\\`\u007f";
    /** How many characters of a charset stand in one piece of text. */
    private static final int PIECE = 1000;

    private static final byte[] NONE = {};

    private static final List<Charset> CHARSETS = Charset.availableCharsets().values().stream()
            .filter(LinkRewriterCharsetTest::isSuperset)
            .toList();

    static Stream<Charset> charsets() {
        return CHARSETS.stream();
    }

    private static boolean isSuperset(Charset charset) {
        String ascii = ascii();
        return charset.canEncode()
                && new String(ascii.getBytes(US_ASCII), charset).equals(ascii)
                && new String(ascii.getBytes(charset), US_ASCII).equals(ascii)
                && others(charset).noneMatch(bytes -> containsAny(bytes, DELIMITERS));
    }

    private static String ascii() {
        StringBuilder ascii = new StringBuilder();
        IntStream.range(0, 128).forEach(c -> ascii.append((char) c));
        return ascii.toString();
    }

    /** Every character of a charset beyond ASCII. */
    private static Stream<byte[]> others(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        ByteBuffer bytes = ByteBuffer.allocate(16);
        return IntStream.concat(IntStream.range(0x80, 0x10000), IntStream.range(0x20000, 0x20400))
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .mapToObj(c -> {
                    CharBuffer character = CharBuffer.wrap(Character.toChars(c));
                    bytes.clear();
                    encoder.reset();
                    boolean unmappable = encoder.encode(character, bytes, true).isError()
                            || encoder.flush(bytes).isError();
                    return unmappable ? NONE : Arrays.copyOf(bytes.array(), bytes.position());
                })
                .filter(encoded -> encoded.length > 0);
    }

    private static boolean containsAny(byte[] bytes, String characters) {
        for (byte b : bytes) {
            if (b >= 0 && characters.indexOf(b) >= 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theCharsetsOfTheWebAreAmongThem() {
        assertThat(charsets().map(Charset::name))
                .contains("UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-15")
                .contains("windows-1250", "windows-1251", "windows-1252", "windows-1255", "x-windows-874")
                .contains("KOI8-R", "KOI8-U", "TIS-620", "IBM866", "EUC-JP", "EUC-KR", "GB2312")
                .contains("Big5", "Big5-HKSCS", "GBK", "GB18030", "windows-31j", "x-windows-949", "x-windows-950")
                .doesNotContain("UTF-16", "UTF-16LE", "UTF-32", "ISO-2022-JP", "ISO-2022-KR", "x-Johab", "IBM037");
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void aPageFullOfItsCharactersIsSignedAtTheRightPlaces(Charset charset) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        List<Integer> expected = new ArrayList<>();
        List<byte[]> others = others(charset).toList();
        for (int from = 0; from < others.size(); from += PIECE) {
            List<byte[]> piece = others.subList(from, Math.min(others.size(), from + PIECE));
            append(page, piece, "<p ", " title=", ">", "<a title='", "' href=https://g.example/d/x");
            expected.add(page.size());
            append(page, piece, "#", ">", "<!--", "--><script>'", "'</script><iframe src='https://g.example/d/x");
            expected.add(page.size());
            append(
                    page,
                    piece,
                    "' alt=\"",
                    "\"></iframe><textarea>",
                    "</textarea><img ",
                    "=x src=https://g.example/d/x");
            expected.add(page.size());
            append(page, piece, "></", "><b", ">&", ";");
        }

        assertThat(RewrittenPage.rewrite(
                        RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, false),
                        page.toByteArray()))
                .extracting(Insertion::at)
                .isEqualTo(expected);
    }

    /** Some ASCII, the charset's characters, some ASCII, and so on. */
    private static void append(ByteArrayOutputStream page, List<byte[]> characters, String... texts) {
        page.writeBytes(texts[0].getBytes(US_ASCII));
        for (String text : List.of(texts).subList(1, texts.length)) {
            characters.forEach(page::writeBytes);
            page.writeBytes(text.getBytes(US_ASCII));
        }
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void aLinkMayContainEachOfThem(Charset charset) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        List<Integer> expected = new ArrayList<>();
        others(charset).forEach(character -> {
            page.writeBytes("<a href='https://g.example/d/".getBytes(US_ASCII));
            page.writeBytes(character);
            page.writeBytes("?var-a=".getBytes(US_ASCII));
            page.writeBytes(character);
            if (!containsAny(character, ILLEGAL_IN_LINKS)) {
                expected.add(page.size());
            }
            page.writeBytes("'>".getBytes(US_ASCII));
        });

        assertThat(RewrittenPage.rewrite(
                        RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, false),
                        page.toByteArray()))
                .extracting(Insertion::at)
                .isEqualTo(expected);
    }
}
