package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Draws;
import io.gshare.GShare;
import io.gshare.html.RewrittenPage.Insertion;
import io.gshare.settings.Rewriting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

    static Stream<List<String>> workspaces() {
        return Stream.of(
                List.of("http://grafana", "https://grafana.example.com"),
                List.of("http://g.example", "https://g.example:8443"),
                List.of("https://grafana.example.com", "https://page.example/grafana"),
                List.of("https://page.example/g", "https://page.example/g/h", "https://grafana.example.com"),
                List.of("http://gr:3000", "https://gr", "https://page.example/gr"),
                List.of("https://a", "https://page.example/a"));
    }

    /** What is searched for may end where a link goes on: with another scheme, a port, or in the host of another. */
    @ParameterizedTest
    @MethodSource("workspaces")
    void soDoWorkspacesOfWhichOneBeginsAsAnother(List<String> urls) {
        GShare.Builder builder = GShare.builder();
        for (String url : urls) {
            builder.workspace("w" + urls.indexOf(url), RewrittenPage.signer(url));
        }
        GShare gshare = builder.build();
        LinkRewriting rules = new LinkRewriting(gshare, Rewriting.EVERYWHERE);
        List<String> pieces = Stream.concat(
                        urls.stream().map(url -> url.replace("https://page.example", "")),
                        Stream.of(
                                "<a href=",
                                "<img src=",
                                "\"",
                                "'",
                                "\">",
                                " >",
                                "<!--",
                                "-->",
                                "<script>",
                                "</script>",
                                "//",
                                "/d/x",
                                "x"))
                .toList();
        Draws.each(20_000, draws -> {
            byte[] page = ("<a href=\"" + draws.joined(20, pieces) + draws.oneOf(pieces) + "/d/x\">"
                            + draws.joined(6, pieces))
                    .getBytes(StandardCharsets.US_ASCII);
            LinkRewriter cut = rules.page(gshare.page(), RewrittenPage.ORIGIN, false);

            List<Insertion> insertions = RewrittenPage.rewrite(
                    cut,
                    page,
                    IntStream.range(0, page.length)
                            .filter(at -> draws.upTo(9) == 0)
                            .toArray());

            assertThat(insertions)
                    .as(() -> new String(page, StandardCharsets.US_ASCII))
                    .isEqualTo(RewrittenPage.readAtOnce(rules.page(gshare.page(), RewrittenPage.ORIGIN, false), page));
            assertThat(insertions.isEmpty() || !cut.end()).isTrue();
        });
    }

    /** A long page is read as it passes; others up to their last candidate. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aLongPageGetsNoOtherOutput(RewrittenPage page) {
        byte[] bytes = page.bytes();

        assertThat(RewrittenPage.readAtOnce(page.rewriter(), bytes))
                .isEqualTo(RewrittenPage.rewrite(page.rewriter(), bytes));
    }

    /** From where there is no room for more, a page is read as it passes, wherever that is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void neitherDoesOneThatTurnsOutToBeLong(RewrittenPage page) {
        byte[] bytes = page.bytes();
        List<Insertion> whole = RewrittenPage.rewrite(page.rewriter(), bytes);

        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(RewrittenPage.rewriteBehind(Unread.CAPACITY - cut, page.rewriter(), bytes, cut))
                    .as("long from %d", cut)
                    .isEqualTo(whole);
        }
    }
}
