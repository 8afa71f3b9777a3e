package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people paste where a link goes. */
class PastedLinkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "<iframe src=\"/d/x?a=1&amp;b=2\" width=\"450\"></iframe> | /d/x?a=1&b=2 | is markup, not an address; give what its src holds: '/d/x?a=1&b=2' alone",
                "<a class='x' href='/d/x'>x</a> | /d/x | is markup, not an address; give what its href holds: '/d/x' alone",
                "<IFRAME SRC=/d/x> | /d/x | is markup, not an address; give what its SRC holds: '/d/x' alone",
                "<iframe title='x'></iframe> | | is markup, not an address; give what its src or href holds alone",
                "&lt;iframe src=&quot;/d/x?a=1&amp;b=2&quot;&gt;&lt;/iframe&gt; | /d/x?a=1&b=2 | is markup, not an address; give what its src holds: '/d/x?a=1&b=2' alone",
                "&LT;a href=&#39;/d/x&#39;&gt; | /d/x | is markup, not an address; give what its href holds: '/d/x' alone",
                "<https://h/d/x> | https://h/d/x | is in angle brackets; give 'https://h/d/x' alone",
                "\"/d/x\" | /d/x | is in quotes; give '/d/x' alone",
                "'/d/x' | /d/x | is in quotes; give '/d/x' alone",
                "`https://h/d/x?a=1&amp;b=2` | https://h/d/x?a=1&b=2 | is in quotes; give 'https://h/d/x?a=1&b=2' alone",
                "“/d/x”, | /d/x | is in quotes; give '/d/x' alone",
                "«/d/x» | /d/x | is in quotes; give '/d/x' alone",
                "\"/d/x | /d/x | is in quotes; give '/d/x' alone",
                "https://h/d/x\" | https://h/d/x | has a quote at its end; give 'https://h/d/x' alone",
                "(https://h/d/x). | https://h/d/x | is in parentheses; give 'https://h/d/x' alone",
                "src=\"/d/x\" | /d/x | is markup, not an address; give what its src holds: '/d/x' alone",
                "iframe src=\"/d/x\" width=\"450\"> | /d/x | is markup, not an address; give what its src holds: '/d/x' alone",
                "<img alt='see src=/d/no' src='/d/x'> | /d/x | is markup, not an address; give what its src holds: '/d/x' alone",
                "<iframe data-src=/d/no srcdoc='a src=/d/no' src=/d/x> | /d/x | is markup, not an address; give what its src holds: '/d/x' alone",
                "<!-- src=/d/no --><iframe src='/d/x'> | /d/x | is markup, not an address; give what its src holds: '/d/x' alone",
                "[x](https://h/d/x) | https://h/d/x | is a link of Markdown; give 'https://h/d/x' alone",
                "[a b](</d/x> \"title\"). | /d/x | is a link of Markdown; give '/d/x' alone",
                "![](https://h/d/x(1)) | https://h/d/x(1) | is a link of Markdown; give 'https://h/d/x(1)' alone"
            })
    void isToldWithTheLinkInIt(String text, String link, String rule) {
        assertThat(PastedLink.in(text)).isEqualTo(new PastedLink(link, rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/d/x", "https://h/d/x", "https://h/d/\"x\"", "[x]", "d'x'", "a='b'", "x\"", "\"a b\""})
    void isNothingElse(String text) {
        assertThat(PastedLink.in(text)).isNull();
    }

    @Test
    void aSecretInItStaysOne() {
        PastedLink pasted = PastedLink.in("\"/d/x?aliyun_api_key_sign=0123456789abcdef0123456789abcdef\"");
        assertThat(pasted).hasToString("PastedLink[is in quotes; give '/d/x?aliyun_api_key_sign=***' alone]");
    }

    @Test
    void aLongTextIsReadAtItsBeginning() {
        for (String start : new String[] {"<", "[", "\"", "&lt;", "[x](", "<a "}) {
            PastedLink pasted = PastedLink.in(start + "a ".repeat(1_000_000));
            assertThat(pasted == null || pasted.link() == null).isTrue();
        }
    }
}
