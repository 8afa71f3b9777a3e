package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.Rewriting;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A page with {@link #MARK} at each place where a suffix is to be put in, from the tables in {@code html/}; and what the rewriter
 * does to pages, cut in any way.
 *
 * @param group what the page is about
 * @param marked the page
 * @param xml whether it is read as XML
 */
record RewrittenPage(String group, String marked, boolean xml) {

    static final char MARK = '¦';
    static final String LINK = "https://g.example/d/x";
    static final String ORIGIN = "https://page.example";
    /** What a signed link ends with, in an attribute, but for its separator. */
    static final String SIGNED = Vectors.example().signedSuffix().replace("&", "&amp;");

    static final GShare GSHARE = GShare.builder()
            .workspace("default", signer("https://g.example"))
            .workspace("ops", signer("http://ops.example:3000"))
            .workspace("below", signer("https://page.example/grafana"))
            .workspace("belowOps", signer("https://page.example/grafana/ops"))
            .build();

    static final LinkRewriting RULES = rules("div@data-dashboard", "a@xlink:href");

    /** The symbols of control characters in the tables. */
    private static final int CONTROL_PICTURES = '\u2400';

    /**
     * A suffix that was put in.
     *
     * @param at how much of the page stands before it, in bytes
     * @param markup the suffix
     */
    record Insertion(int at, String markup) {}

    /** The rules of pages in which further attributes hold links. */
    static LinkRewriting rules(String... attributes) {
        return new LinkRewriting(GSHARE, new Rewriting(List.of(), List.of(), Set.of(attributes)));
    }

    static LinkSigner signer(String url) {
        Vectors.Vector key = Vectors.example();
        return LinkSigner.v2(Workspace.of(url), KeySource.fixed(key.shareKey()), null, key.clock());
    }

    /** Every page of the tables. */
    static Stream<RewrittenPage> all() {
        return Stream.of("tokenizer", "tree", "links", "xml").flatMap(RewrittenPage::table);
    }

    static Stream<RewrittenPage> table(String name) {
        String file = "/html/" + name + ".txt";
        List<RewrittenPage> pages = new ArrayList<>();
        String group = name;
        try (InputStream in = Objects.requireNonNull(RewrittenPage.class.getResourceAsStream(file), file)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("## ")) {
                    group = line.substring(3);
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    pages.add(new RewrittenPage(group, controls(line), name.equals("xml")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages.stream();
    }

    private static String controls(String line) {
        StringBuilder text = new StringBuilder();
        line.chars()
                .map(c -> c >= CONTROL_PICTURES && c < CONTROL_PICTURES + ' ' ? c - CONTROL_PICTURES : c)
                .forEach(c -> text.append((char) c));
        return text.toString();
    }

    /** The page without its marks. */
    byte[] bytes() {
        return marked.replace(String.valueOf(MARK), "").getBytes(StandardCharsets.UTF_8);
    }

    LinkRewriter rewriter() {
        return RULES.page(GSHARE.page(), ORIGIN, xml);
    }

    /** What is put into a page that is read as it passes, because it is longer than is kept. */
    static List<Insertion> readAtOnce(LinkRewriter rewriter, byte[] page) {
        return rewriteBehind(Unread.CAPACITY + 1, rewriter, page);
    }

    /** What is put into a page of which so many bytes have passed already. */
    static List<Insertion> rewriteBehind(int passed, LinkRewriter rewriter, byte[] page, int... cuts) {
        byte[] whole = new byte[passed + page.length];
        Arrays.fill(whole, 0, passed, (byte) ' ');
        System.arraycopy(page, 0, whole, passed, page.length);
        int[] cut = IntStream.concat(IntStream.of(passed), IntStream.of(cuts).map(at -> passed + at))
                .toArray();
        return rewrite(rewriter, whole, cut).stream()
                .map(insertion -> new Insertion(insertion.at() - passed, insertion.markup()))
                .toList();
    }

    /** The page with marks where the rewriter puts suffixes in. */
    String rewritten() {
        byte[] page = bytes();
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (Insertion insertion : rewrite(rewriter(), page)) {
            result.append(new String(page, from, insertion.at() - from, StandardCharsets.UTF_8))
                    .append(MARK);
            from = insertion.at();
        }
        return result.append(new String(page, from, page.length - from, StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * Rewrites a page and checks that nothing of it is changed, held back, or read again later.
     *
     * @param cuts where the page is cut, ascending
     * @return what was put in
     */
    static List<Insertion> rewrite(LinkRewriter rewriter, byte[] page, int... cuts) {
        Recorder recorder = new Recorder();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? page.length : cuts[i];
            recorder.take(rewriter, page, from, to);
            from = to;
        }
        return recorder.insertions;
    }

    @Override
    public String toString() {
        return group + ": " + marked;
    }

    /** Tells the page's own bytes, which are slices of what the rewriter was given, from those that it puts in. */
    private static final class Recorder extends OutputStream {

        /** Stands around each slice, and in its place when it has been taken. */
        private static final byte POISON = '"';

        private final List<Insertion> insertions = new ArrayList<>();
        private byte[] slice = {};
        private int start;
        private int passed;

        void take(LinkRewriter rewriter, byte[] page, int from, int to) {
            slice = new byte[to - from + 2];
            Arrays.fill(slice, POISON);
            System.arraycopy(page, from, slice, 1, to - from);
            byte[] before = slice.clone();
            start = from;
            passed = from;
            try {
                rewriter.write(slice, 1, to - from, this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(Arrays.equals(slice, before))
                    .as("the slice is as before")
                    .isTrue();
            assertThat(passed).as("what has been passed on").isEqualTo(to);
            Arrays.fill(slice, POISON);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (bytes == slice) {
                assertThat(offset).as("where the next bytes begin").isEqualTo(passed - start + 1);
                passed += length;
            } else {
                insertions.add(new Insertion(passed, new String(bytes, offset, length, StandardCharsets.ISO_8859_1)));
            }
        }

        @Override
        public void write(int b) {
            throw new AssertionError("a single byte");
        }
    }
}
