package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.html.RewrittenPage.Insertion;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a page is cut into pieces, the output is the same. */
class LinkRewriterSplitTest {

    /** The longest page that is cut at every two places, in bytes: pieces in between of every kind occur in pages of this size. */
    private static final int SMALL = 80;

    static Stream<RewrittenPage> pages() {
        return RewrittenPage.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyCutGivesTheSameOutput(RewrittenPage page) {
        byte[] bytes = page.bytes();
        List<Insertion> whole = RewrittenPage.rewrite(page.rewriter(), bytes);

        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(RewrittenPage.rewrite(page.rewriter(), bytes, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
            for (int second = cut; bytes.length <= SMALL && second < bytes.length; second++) {
                assertThat(RewrittenPage.rewrite(page.rewriter(), bytes, cut, second))
                        .as("cut at %d and %d", cut, second)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void soDoesByteByByte(RewrittenPage page) {
        byte[] bytes = page.bytes();

        assertThat(RewrittenPage.rewrite(
                        page.rewriter(), bytes, IntStream.range(0, bytes.length).toArray()))
                .isEqualTo(RewrittenPage.rewrite(page.rewriter(), bytes));
    }

    /** Pages of the tables in random order, but for those behind which nothing is signed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void soDoRandomCutsOfALargePage(long seed) {
        Random random = new Random(seed);
        List<RewrittenPage> pages = RewrittenPage.all()
                .filter(page -> new RewrittenPage(
                                "", page.marked() + "<a href='" + RewrittenPage.LINK + "'>", page.xml())
                        .rewritten()
                        .endsWith(RewrittenPage.MARK + "'>"))
                .toList();
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        while (large.size() < 100_000) {
            large.writeBytes(pages.get(random.nextInt(pages.size())).bytes());
        }
        byte[] bytes = large.toByteArray();
        boolean xml = seed % 4 == 0;
        List<Insertion> whole = RewrittenPage.rewrite(
                RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, xml), bytes);

        for (int longest : new int[] {3, 20, 100, 1000, 20_000}) {
            int[] cuts = IntStream.iterate(
                            0,
                            at -> at <= bytes.length,
                            at -> at + random.nextInt(longest + 1) + (longest == 3 ? 0 : 1))
                    .toArray();
            assertThat(RewrittenPage.rewrite(
                            RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, xml),
                            bytes,
                            cuts))
                    .as("pieces of up to %d bytes, seed %d", longest, seed)
                    .isEqualTo(whole);
        }
    }

    /** A page that shows a candidate at once is read from its beginning; others, when they show one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aPageThatIsReadFromItsBeginningGetsNoOtherOutput(RewrittenPage page) {
        byte[] bytes = page.bytes();

        assertThat(RewrittenPage.readAtOnce(page.rewriter(), bytes))
                .isEqualTo(RewrittenPage.rewrite(page.rewriter(), bytes));
    }
}
