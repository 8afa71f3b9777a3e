package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rewriter holds back nothing and gathers no more than a link, however long a page is and whatever never ends in it. */
class LinkRewriterMemoryTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int SLICE = 8192;
    private static final long ENDLESS = 100L << 20;
    /** The longest link that is gathered, doubled on its way there, in bytes. */
    private static final long MOST_RETAINED = 64 << 10;

    /** What a page of eight links may cost: the rewriter, the link that it gathers and what decides about it, in bytes. */
    private static final long MOST_PER_PAGE = 1024;

    private static final byte[] FIRST =
            "<svg><desc></desc></svg><a href=https://g.example/d/x>".getBytes(StandardCharsets.US_ASCII);

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static LinkRewriter html() {
        return RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, false);
    }

    /** Takes nothing but slices of the array that the rewriter was given, in order, and suffixes. */
    private static final class Passed extends OutputStream {

        private byte[] given = {};
        private int passed;
        private int suffixes;

        void pass(LinkRewriter rewriter, byte[] slice) throws IOException {
            given = slice;
            passed = 0;
            rewriter.write(slice, 0, slice.length, this);
            if (passed != slice.length) {
                throw new AssertionError("held back");
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (bytes != given) {
                suffixes++;
            } else if (offset == passed) {
                passed += length;
            } else {
                throw new AssertionError("out of order");
            }
        }

        @Override
        public void write(int b) {
            throw new AssertionError("a single byte");
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            <                                 | x
            <a                                | ` x`
            <a                                | x
            <a                                | ` x="<a href='https://g.example/d/x'>"`
            <a                                | =
            <a title="                        | x
            <a href=                          | x
            <a href="https://g.example/d/x?   | &amp;
            <a href="https://g.example/d/x#   | x
            <a href='/grafana/d/x             | \\0
            ``                                | <
            ``                                | </
            ``                                | &
            ``                                | -
            ``                                | \\0
            ``                                | \u00c3(
            ``                                | <svg>
            ``                                | <a href=https://evil.example/>
            <!--                              | x
            <!--                              | -
            <svg><![CDATA[                    | ]
            <svg><style><![CDATA[             | ]]<
            <svg>                             | <g>
            <svg>                             | <g></g>
            <svg><                            | x
            <svg><foreignObject>              | <div>
            <math>                            | <mi><svg><desc>
            <math><annotation-xml encoding="  | x
            ``                                | <svg><g><desc><b>x</b></desc></g></svg>
            ``                                | <math><annotation-xml encoding="text/html"><b></b></annotation-xml></math>
            <textarea>                        | </textarea
            <script>                          | <!--
            <script>                          | <!--<script></script
            <script><!--<script               | x
            <script><!--<script>              | </script -->
            """)
    void whatNeverEndsIsPassedOnInNoMoreMemory(String beginning, String endless) throws IOException {
        byte[] start = beginning.getBytes(StandardCharsets.ISO_8859_1);
        byte[] piece = endless.replace("\\0", "\0").getBytes(StandardCharsets.ISO_8859_1);
        byte[] slice = new byte[SLICE / piece.length * piece.length];
        for (int i = 0; i < slice.length; i++) {
            slice[i] = piece[i % piece.length];
        }
        Passed out = new Passed();
        LinkRewriter first = html();
        out.pass(first, FIRST); // what is made once for all pages
        first.end();
        LinkRewriter rewriter = html();
        long before = allocated();

        out.pass(rewriter, start);
        for (long length = 0; length < ENDLESS; length += slice.length) {
            out.pass(rewriter, slice);
        }

        assertThat(allocated() - before).as("bytes allocated").isLessThan(MOST_RETAINED);
        assertThat(out.suffixes).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"8, 8192", "8, 100", "8, 1", "0, 8192", "0, 1"})
    void aPageCostsNoMoreThanItsLinks(int links, int length) throws IOException {
        byte[][] small = slices(links, 8_000, length);
        byte[][] large = slices(links, 800_000, length);

        // In this order: the small pages warm the virtual machine up.
        assertThat(allocatedPerPage(small, 2000))
                .as("bytes allocated for a page")
                .isLessThan(MOST_PER_PAGE);
        assertThat(allocatedPerPage(large, 20))
                .as("the same for a page a hundred times as long")
                .isLessThan(MOST_PER_PAGE);
    }

    /** A page of about this size with its links scattered over it, cut into slices. */
    private static byte[][] slices(int links, int size, int length) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><title>Orders</title><script>if (a<b) f()</script>");
        String text = "<p class=\"x y\">text &amp; <b>more</b> text<!-- - --> <a href='/orders?page=1&amp;n=2'>1</a>\n";
        for (int i = 0; i < links; i++) {
            page.append(text.repeat(size / (links + 1) / text.length()))
                    .append(
                            "<iframe src='https://g.example/d-solo/x/y?orgId=1&amp;panelId=2&amp;from=now-6h'></iframe>");
        }
        page.append(text.repeat(size / (links + 1) / text.length()));
        byte[] bytes = page.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[][] slices = new byte[(bytes.length + length - 1) / length][];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = Arrays.copyOfRange(bytes, i * length, Math.min(bytes.length, (i + 1) * length));
        }
        return slices;
    }

    /** The least of several pages: whatever a virtual machine allocates on the side while it warms up is not the rewriter's. */
    private static long allocatedPerPage(byte[][] slices, int pages) throws IOException {
        Passed out = new Passed();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < pages; i++) {
            long before = allocated();
            LinkRewriter rewriter = html();
            for (byte[] slice : slices) {
                out.pass(rewriter, slice);
            }
            rewriter.end();
            least = Math.min(least, allocated() - before);
        }
        return least;
    }
}
