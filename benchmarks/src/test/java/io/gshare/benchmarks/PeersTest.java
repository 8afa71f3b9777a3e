package io.gshare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.html.HtmlEscape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is measured against one another does the same job. */
class PeersTest {

    private static final GShare GSHARE = Example.gshare(Example.KEY.clock());

    static Stream<Peer> lossless() {
        return Stream.of(new AttoparserPeer(GSHARE), new JerichoPeer(GSHARE), new RegexPeer(GSHARE));
    }

    private static String rewritten(Peer peer, Page page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        peer.rewrite(page.bytes(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The page with each dashboard's link replaced by the signed one. */
    private static String expected(Page page) {
        String expected = page.text();
        for (int panel = 1; panel <= Page.FRAMES; panel++) {
            String link = Page.link(panel);
            expected = expected.replace(
                    "\"" + HtmlEscape.escape(link) + "\"", "\"" + HtmlEscape.escape(GSHARE.sign(link)) + "\"");
        }
        return expected;
    }

    @ParameterizedTest
    @EnumSource
    void theRewriterSignsTheFramesAndChangesNothingElse(Page page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RewriteBenchmark.write(page.bytes(), Example.rewriting(GSHARE).page(GSHARE.page(), Example.ORIGIN, false), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected(page));
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void itsPeersSignTheFramesAndChangeNothingElse(Peer peer) throws IOException {
        for (Page page : Page.values()) {
            assertThat(rewritten(peer, page)).as(page.name()).isEqualTo(expected(page));
        }
    }

    @Test
    void jsoupSignsTheFrames() throws IOException {
        String page = rewritten(new JsoupPeer(GSHARE), Page.KB_30);
        assertThat(IntStream.rangeClosed(1, Page.FRAMES)
                        .mapToObj(panel ->
                                "src=\"" + GSHARE.sign(Page.link(panel)).replace("&", "&amp;") + "\""))
                .hasSize(Page.FRAMES)
                .allSatisfy(frame -> assertThat(page).contains(frame));
    }

    @ParameterizedTest
    @EnumSource
    void theSearchesFindEveryBracket(Page page) {
        byte[] bytes = page.bytes();
        long sum = IntStream.range(0, bytes.length)
                .filter(i -> bytes[i] == '<')
                .asLongStream()
                .sum();
        assertThat(BracketSearch.oneByOne(bytes)).isEqualTo(sum);
        assertThat(BracketSearch.inOnePass(bytes)).isEqualTo(sum);
    }

    @Test
    void thePageWithoutLinksIsAsLongAsTheOneWithEight() {
        assertThat(Page.KB_30.withoutFrames()).hasSameSizeAs(Page.KB_30.text()).doesNotContain(Example.URL);
        assertThat(Page.KB_30.text().split("<iframe", -1)).hasSize(Page.FRAMES + 1);
    }

    @Test
    void pagesAreOfTheSizesThatTheyAreNamedFor() {
        assertThat(Stream.of(Page.values()).map(page -> page.bytes().length))
                .containsExactly(5259, 30105, 61970, 122673, 2601810);
    }

    @Test
    void signingLinkByLinkGivesTheSameLinks() throws Exception {
        long seconds = Example.KEY.clock().instant().getEpochSecond();
        assertThat(PerLink.md5(Example.LINK, seconds)).isEqualTo(GSHARE.sign(Example.LINK));
        assertThat(PerLink.vendor(Example.LINK, seconds)).isEqualTo(GSHARE.sign(Example.LINK));
    }
}
