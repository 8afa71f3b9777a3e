package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gshare.html.RewrittenPage.Insertion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Any bytes at all: they are passed on as they are, however they are cut, and suffixes stand at the ends of values alone. {@code
 * mvn verify} runs the pages in {@code LinkRewriterFuzzTestInputs}; CONTRIBUTING.md says how to look for more.
 */
class LinkRewriterFuzzTest {

    /** What ends with the value of an attribute that holds links, up to the link's end. */
    private static final Pattern LINK =
            Pattern.compile("(?is).*[\\s/\"'](?:href|src|data|data-src|xlink:href|data-dashboard)\\s*=\\s*[\"']?"
                    + "(?:https?://[\\w.-]+(?::[0-9]+)?|/grafana)(?![^/?])(?:[^\\s\"#<>`\\\\]|(?<=&)#)*+");

    @FuzzTest
    void anyPage(byte[] page) {
        for (boolean xml : new boolean[] {false, true}) {
            List<Insertion> whole = RewrittenPage.rewrite(rewriter(xml), page);

            assertThat(RewrittenPage.rewrite(rewriter(xml), page, cuts(page))).isEqualTo(whole);
            assertThat(RewrittenPage.readAtOnce(rewriter(xml), page)).isEqualTo(whole);
            String text = new String(page, StandardCharsets.ISO_8859_1);
            for (Insertion insertion : whole) {
                assertThat(insertion.markup()).endsWith(RewrittenPage.SIGNED);
                assertThat(text.substring(0, insertion.at())).matches(LINK);
                assertThat(text.substring(insertion.at())).matches("(?s)[\\s\"'>#].*");
            }
        }
    }

    private static LinkRewriter rewriter(boolean xml) {
        return RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, xml);
    }

    /** Each byte of the page says how far behind the one before it the page is cut: mostly a few bytes. */
    private static int[] cuts(byte[] page) {
        int[] cuts = new int[page.length];
        int at = 0;
        for (int i = 0; i < page.length; i++) {
            at += page[i] & 7;
            cuts[i] = at;
        }
        return IntStream.of(cuts).filter(cut -> cut <= page.length).toArray();
    }
}
