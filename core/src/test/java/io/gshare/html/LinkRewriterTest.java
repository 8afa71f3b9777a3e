package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.ShownPage;
import io.gshare.settings.OnRefused;
import io.gshare.settings.Rewriting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the rewriter puts suffixes in, page by page: the tables in {@code html/}. */
class LinkRewriterTest {

    static Stream<RewrittenPage> pages() {
        return RewrittenPage.all();
    }

    private static String rewrite(LinkRewriter rewriter, String page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try {
            rewriter.write(bytes, 0, bytes.length, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static LinkRewriter html() {
        return RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void aSuffixStandsWhereABrowserFollowsALinkAndNowhereElse(RewrittenPage page) {
        assertThat(page.rewritten()).isEqualTo(page.marked());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /d/x                | /d/x?$
            /d/x#f              | /d/x?$#f
            /d/x?               | /d/x?$
            /d/x?#f             | /d/x?$#f
            /d/x?a=1            | /d/x?a=1&amp;$
            /d/x?a=1#f          | /d/x?a=1&amp;$#f
            /d/x?a=1&           | /d/x?a=1&$
            /d/x?a=1&amp;       | /d/x?a=1&amp;$
            /d/x?a=1&#38;       | /d/x?a=1&#38;$
            /d/x?a=1&amp;b=2    | /d/x?a=1&amp;b=2&amp;$
            /d/x?a?             | /d/x?a?&amp;$
            ''                  | ?$
            """)
    void theSuffixHasTheSeparatorThatTheLinkNeeds(String link, String signed) {
        assertThat(rewrite(html(), "<a href='https://g.example" + link + "'>"))
                .isEqualTo("<a href='https://g.example" + signed.replace("$", RewrittenPage.SIGNED) + "'>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://page.example", "https://page.example:443", "HTTPS://Page.Example"})
    void relativeLinksAreSignedWhereThePageIsOfAWorkspacesOrigin(String origin) {
        assertThat(rewrite(
                        RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), origin, false), "<a href=/grafana/d/x>"))
                .isEqualTo("<a href=/grafana/d/x?" + RewrittenPage.SIGNED + ">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://page.example",
                "https://page.example:8443",
                "https://other.example",
                "https://g.example",
                "http://ops.example:3000",
                "https://page.example.evil",
                ""
            })
    void relativeLinksOfOtherOriginsAreNot(String origin) {
        String page = "<a href=/grafana/d/x><a href=/d/x>";

        assertThat(rewrite(RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), origin, false), page))
                .isEqualTo(page);
    }

    @Test
    void theWorkspaceThatOwnsALinkSignsIt() {
        GShare gshare = Surface.gshare(OnRefused.FAIL).workspace("ops");
        LinkRewriter rewriter =
                new LinkRewriting(gshare, Rewriting.EVERYWHERE).page(gshare.page(), RewrittenPage.ORIGIN, false);
        String page = "<a href=" + Surface.URL + "/d/x><a href=" + Surface.OPS + "/d/x>";

        assertThat(rewrite(rewriter, page))
                .isEqualTo(
                        "<a href=" + Surface.URL + "/d/x><a href=" + Surface.OPS + "/d/x?" + Surface.SIGNED_HTML + ">");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            <a href=https://g.example/d/x>, false
            <a href='https://G.example:80', false
            <!--//g.example-->,             false
            <p>/grafana</p>,                false
            <a href=https://evil.example/>, true
            <a href=https://g.exampl,       true
            '',                             true
            """)
    void aPageInWhichNothingNamesAWorkspaceIsKnownToBeBareWhenItEnds(String page, boolean bare) {
        LinkRewriter rewriter = html();

        rewrite(rewriter, page);

        assertThat(rewriter.end()).isEqualTo(bare);
        assertThat(rewriter.end()).as("of what may follow").isFalse();
    }

    @Test
    void nobodyKnowsIfALongPageIsBare() {
        LinkRewriter rewriter = html();

        rewrite(rewriter, " ".repeat(Unread.CAPACITY + 1));

        assertThat(rewriter.end()).isFalse();
    }

    @Test
    void eachSignedLinkIsToldOfOnce() {
        ShownPage shown = new ShownPage(null);
        LinkRewriter rewriter = RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(shown), RewrittenPage.ORIGIN, false);

        rewrite(rewriter, "<a href=https://g.example/d/x><a href=https://evil.example><img src=/grafana/d/x>");

        assertThat(shown.signedLinks()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 8192, 100_000})
    void aLongNameIsNoOther(int length) {
        String x = "x".repeat(length);
        for (String page : List.of(
                "<a" + x + " href='https://g.example/d/x'>",
                "<" + x + "a href='https://g.example/d/x'>",
                "<a href" + x + "='https://g.example/d/x'>",
                "<a " + x + "href='https://g.example/d/x'>",
                "<" + "a".repeat(length) + " href='https://g.example/d/x'>",
                "<textarea></textarea" + x + "><a href='https://g.example/d/x'>",
                "<script></script" + x + "><a href='https://g.example/d/x'>",
                "<script><!--<script></script" + x + "></script><a href='https://g.example/d/x'>")) {
            assertThat(rewrite(html(), page)).isEqualTo(page);
        }
        assertThat(rewrite(
                        html(),
                        "<script><!--<" + x + "script></script>" + "<textarea" + x + "><a " + x
                                + "='' href='https://g.example/d/x'>"))
                .endsWith("='' href='https://g.example/d/x?" + RewrittenPage.SIGNED + "'>");
    }

    @Test
    void theLongestLinkHas8192Characters() {
        String longest = RewrittenPage.LINK + "?" + "x".repeat(8192 - RewrittenPage.LINK.length() - 1);
        String longer = "<a href='" + longest + "x'>";
        String endless = "<a href='" + longest.repeat(10) + "'>";

        assertThat(rewrite(html(), "<a href='" + longest + "#" + longest + "'>"))
                .isEqualTo("<a href='" + longest + "&amp;" + RewrittenPage.SIGNED + "#" + longest + "'>");
        assertThat(rewrite(html(), longer)).isEqualTo(longer);
        assertThat(rewrite(html(), endless + longer)).isEqualTo(endless + longer);
    }

    @Test
    void manyAttributesOfOneElementAreEachSignedOnce() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            names.add("data-link" + i);
        }
        LinkRewriting rules =
                RewrittenPage.rules(names.stream().map(name -> "div@" + name).toArray(String[]::new));
        StringBuilder page = new StringBuilder("<div");
        StringBuilder signed = new StringBuilder("<div");
        for (String name : names) {
            String attribute = " " + name + "=https://g.example/d/x";
            page.append(attribute).append(attribute);
            signed.append(attribute).append("?").append(RewrittenPage.SIGNED).append(attribute);
        }

        assertThat(rewrite(rules.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, false), page + ">"))
                .isEqualTo(signed + ">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "src",
                "iframe src",
                "@src",
                "iframe@",
                "iframe@src@x",
                "IFRAME@src",
                "iframe@dataSrc",
                "iframe@a=b",
                "iframe@ä",
                "*@src"
            })
    void anAttributeThatIsNotOfTheFormIsRefused(String attribute) {
        assertThatThrownBy(() -> RewrittenPage.rules("a@x", attribute))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("rewrite.attributes was '" + attribute
                        + "' but must be element@attribute in lower case, such as iframe@data-lazy-src");
    }

    @Test
    void aSliceMustLieInItsArray() {
        LinkRewriter rewriter = html();
        OutputStream out = OutputStream.nullOutputStream();

        assertThatThrownBy(() -> rewriter.write(new byte[4], 2, 3, out)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rewriter.write(new byte[4], -1, 3, out)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rewriter.write(new byte[4], 1, -1, out)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
