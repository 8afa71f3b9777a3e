package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names, against what the charsets of this Java do to every character. */
class AsciiSupersetsTest {

    /** What delimits markup, references and links. */
    private static final String DELIMITERS = "<>\"'=/&#?;%.:-! \t\r\n\f";

    static Set<String> named() {
        return Charset.availableCharsets().values().stream()
                .flatMap(charset -> Stream.concat(Stream.of(charset.name()), charset.aliases().stream()))
                .filter(AsciiSupersets::contains)
                .map(name -> Charset.forName(name).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("named")
    void noCharacterOfACharsetHasAByteOfADelimiter(String name) throws CharacterCodingException {
        CharsetEncoder encoder = Charset.forName(name).newEncoder();
        for (int c = 0; c < 0x11000; c++) {
            String text = Character.toString(c);
            if ((c >= 0xd800 && c < 0xe000) || !encoder.canEncode(text)) {
                continue;
            }
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
            if (c < 128) {
                assertThat(bytes.remaining()).as("U+%04X", c).isEqualTo(1);
                assertThat(bytes.get()).as("U+%04X", c).isEqualTo((byte) c);
            } else {
                while (bytes.hasRemaining()) {
                    assertThat(DELIMITERS.indexOf(bytes.get())).as("U+%04X", c).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void theUsualCharsetsAreAmongThem() {
        assertThat(named())
                .contains(
                        "UTF-8",
                        "US-ASCII",
                        "ISO-8859-1",
                        "ISO-8859-15",
                        "windows-1252",
                        "windows-1251",
                        "KOI8-R",
                        "GBK",
                        "GB18030",
                        "Big5",
                        "EUC-JP",
                        "EUC-KR",
                        "Shift_JIS",
                        "windows-31j",
                        "TIS-620");
    }

    @Test
    void aResponseThatNamesNoCharsetIsReadAsBrowsersGuess() {
        assertThat(AsciiSupersets.contains(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-16",
                "UTF-16LE",
                "UTF-32",
                "ISO-2022-JP",
                "ISO-2022-KR",
                "IBM037",
                "IBM1047",
                "HZ",
                "UTF-7",
                "nonsense"
            })
    void othersAreNot(String name) {
        assertThat(AsciiSupersets.contains(name)).isFalse();
    }
}
