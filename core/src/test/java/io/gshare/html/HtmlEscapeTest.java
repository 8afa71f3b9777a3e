package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlEscapeTest {

    private static final Map<String, String> CHANGED =
            Map.of("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;", "'", "&#39;");

    @Test
    void ofAllCodePointsTheFiveAloneChangeAndTheEscapeParsesBack() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String character = Character.toString(c);
            String escaped = HtmlEscape.escape(character);
            if (!escaped.equals(CHANGED.getOrDefault(character, character))
                    || !parsed(escaped).equals(character)) {
                assertThat(escaped).as("U+%04X", c).isEqualTo(CHANGED.getOrDefault(character, character));
            }
        }
    }

    /** What an HTML parser makes of the references, slowly: the ampersand last, so that nothing is decoded twice. */
    private static String parsed(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    @Test
    void textBetweenAndAroundTheFiveStays() {
        assertThat(HtmlEscape.escape("a<b>c&d\"e'f😀")).isEqualTo("a&lt;b&gt;c&amp;d&quot;e&#39;f😀");
        assertThat(HtmlEscape.escape("&amp;")).isEqualTo("&amp;amp;");
        assertThat(HtmlEscape.escape("\ud83d<\ude00")).isEqualTo("\ud83d&lt;\ude00");
        assertThat(HtmlEscape.escape("")).isEmpty();
    }

    @Test
    void textThatNeedsNoEscapingIsTheSameInstance() {
        String text = "https://grafana.example.com/d/x";

        assertThat(HtmlEscape.escape(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /d/x?a&amp;b         | /d/x?a&b
            /d/x?a&#38;b         | /d/x?a&b
            /d/x?a&#0038;b       | /d/x?a&b
            /d/x?a&#x26;b&#X026; | /d/x?a&b&
            /d/x?a&amp;amp;b     | /d/x?a&amp;b
            /d/x?a&b             | /d/x?a&b
            /d/x?a&ampb          | /d/x?a&ampb
            /d/x?a&AMP;b         | /d/x?a&AMP;b
            /d/x?a&lt;b          | /d/x?a&lt;b
            /d/x                 | /d/x
            """)
    void theReferencesOfTheAmpersandAloneAreDecodedOnce(String written, String meant) {
        assertThat(HtmlEscape.unescapeAmpersands(written)).isEqualTo(meant);
    }
}
