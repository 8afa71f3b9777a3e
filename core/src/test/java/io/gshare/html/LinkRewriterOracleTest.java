package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rewriter signs what a browser follows, on pages that nobody has thought of: {@link Oracle} is the judge. */
class LinkRewriterOracleTest {

    private static final String LINK = "https://g.example/d/x";

    /** What random pages are made of. */
    private static final List<String> PIECES = List.of(
            // links, good and bad
            "<a href=\"" + LINK + "\">",
            "<a href='" + LINK + "?a=1&amp;b=2'>",
            "<a href=" + LINK + ">",
            "<a href=" + LINK + "/>",
            "<A\nHREF\t=\r" + LINK + "#f>",
            "<a href=\"" + LINK + "?a=1&b=2#f\">",
            "<a href=\"" + LINK + "?a&lt;b\">",
            "<a href=\"" + LINK + "?a&lt=b\">",
            "<a href=\"" + LINK + "?a&copy\">",
            "<a href=\"" + LINK + "?a&#38;b#f\">",
            "<a href=\"" + LINK + "&#35;f\">",
            "<a href=\"" + LINK + "?aliyun_api_key_sign=0\">",
            "<a href=\"" + LINK + "?orgId=2\">",
            "<a href=\"" + LINK + "\" href='" + LINK + "'>",
            "<a href=x href=\"" + LINK + "\">",
            "<a title='<' href=\"" + LINK + "\">",
            "<a href=\"https://g.example.evil/\">",
            "<a href=\"https://evil/\">",
            "<a href=/grafana/d/x>",
            "<a href='/d/x'>",
            "<iframe src=\"" + LINK + "\">",
            "<iframe src=\"" + LINK + "\"></iframe>",
            "<img src=" + LINK + " data-src=" + LINK + ">",
            "<object data=\"" + LINK + "\">",
            "<div data-dashboard='" + LINK + "'>",
            "<image src=" + LINK + ">",
            "<form action=\"" + LINK + "\">",
            LINK,
            "href=\"" + LINK + "\"",
            " src='" + LINK + "' ",
            "=\"" + LINK,
            // pieces of tags
            "<",
            "</",
            ">",
            "/>",
            "/",
            "<a",
            "<a ",
            "<a href",
            " href=",
            "<iframe ",
            "<img",
            "=",
            "\"",
            "'",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\f",
            "\u000b",
            "\0",
            "x",
            "x=y",
            "`",
            "&",
            "&amp;",
            "&amp",
            "&lt",
            "#",
            "?",
            "\u00e4\u00b8",
            "\u00ff",
            // elements
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "</a>",
            "<br/>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<form>",
            "</body>",
            "</html>",
            "<head>",
            "<body>",
            // comments and what becomes one
            "<!--",
            "-->",
            "--!>",
            "<!-->",
            "<!--->",
            "<!",
            "<!-",
            "-",
            "--",
            "!",
            "->",
            "<?",
            "?>",
            "</ ",
            "</>",
            "<!DOCTYPE html>",
            "<!doctype",
            "[",
            "]]>",
            // text
            "<script>",
            "</script>",
            "<script",
            "</script",
            "<script ",
            "</script ",
            "<SCRIPT>",
            "<style>",
            "</style>",
            "<textarea>",
            "</textarea>",
            "</textarea",
            "<title>",
            "</title>",
            "<xmp>",
            "</xmp>",
            "</iframe>",
            "</iframe ",
            "<noembed>",
            "</noembed>",
            "<noframes>",
            "</noframes>",
            // what only a tree can tell
            "<svg>",
            "</svg>",
            "<svg/>",
            "<foreignObject>",
            "<desc>",
            "</desc>",
            "<math>",
            "</math>",
            "<mi>",
            "</mi>",
            "<template>",
            "</template>",
            "<base href=/x/>",
            "<plaintext>");

    private static final List<String> WITHOUT_DOUBT = PIECES.subList(0, PIECES.indexOf("<svg>"));

    private static final List<String> PAGES = List.of("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Orders <all> & "more"</title>
            <style>a::before { content: "<a href='https://g.example/d/x'>" }</style>
            <script>/* <!-- */ var page = "<iframe src='https://g.example/d/x'></iframe>"; if (a<b && c>d) { f() }</script>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body class='shop dark'>
            <!-- <a href="https://g.example/d/old">old</a> -->
            <nav><a href="/">Home</a> | <a href="https://g.example/d/x">Dashboard</a> | <a href='/grafana/d/x'>Ops</a></nav>
            <iframe src="https://g.example/d-solo/x/y?orgId=1&amp;panelId=2&from=now-6h&amp;to=now#top" width="450"></iframe>
            <form action="/search"><input name=q value='"'><textarea rows=3><a href="https://g.example/d/x"></textarea></form>
            <p>Prices &lt; 5 &euro; <img src=https://g.example/render/d-solo/x alt=a>
            <a href="https://example.org/?u=https://g.example/d/x">elsewhere</a>
            </body>
            </html>
            """, """
            <table border=0><tr><td><A HREF=https://g.example/d/x TARGET=_top>CPU</A>
            <td><a title="a > b" href = 'https://g.example/d/y?var-host=a&amp;var-host=b' >Memory</a>
            <tr><td colspan=2><object data="https://g.example/d/z" type=text/html><embed src="https://g.example/d/z"></object>
            </table><?php echo "<a href='https://g.example/d/x'>" ?>
            <!--[if IE]><a href="https://g.example/d/ie">IE</a><![endif]-->
            <noscript><a href="https://g.example/d/x">no script</a></noscript>
            <map><area href="https://g.example/d/x" shape=rect></map>
            <script type="text/template"><!-- "<a href='https://g.example/d/x'>"--></script>
            <div data-dashboard="https://g.example/d/x" onclick="location='https://g.example/d/x'"></div>
            """, """
            <div><svg viewBox="0 0 1 1"><title>Icon</title><style>a{}</style><a href="https://g.example/d/x"><path d="M0 0"/></a>
            <foreignObject><p><a href="https://g.example/d/x">x</a></p></foreignObject></svg>
            <math><mi>x</mi><annotation-xml encoding="text/html"><b>x</b></annotation-xml></math>
            <template><a href="https://g.example/d/x">row</a><template></template></template>
            <a href="https://g.example/d/x">after</a><script>a = 1</script><textarea>x</textarea>
            <iframe data-src='https://g.example/d/x' src=about:blank></iframe><base target="_top"><a href="/grafana/d/x">x</a></div>
            """);

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void randomPages(long seed) {
        Random random = new Random(seed);
        int signed = 0;
        for (int i = 0; i < 30_000; i++) {
            List<String> pieces = random.nextBoolean() ? PIECES : WITHOUT_DOUBT;
            StringBuilder page = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) {
                page.append(pieces.get(random.nextInt(pieces.size())));
            }
            signed += Oracle.check(page.toString(), "seed " + seed + ", page " + i) ? 1 : 0;
        }
        assertThat(signed).as("pages with a signed link").isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mutatedPages(long seed) {
        Random random = new Random(seed);
        int signed = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder page = new StringBuilder(PAGES.get(random.nextInt(PAGES.size())));
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutate(page, random);
            }
            signed += Oracle.check(page.toString(), "seed " + seed + ", page " + i) ? 1 : 0;
        }
        assertThat(signed).as("pages with a signed link").isGreaterThan(5_000);
    }

    private static void mutate(StringBuilder page, Random random) {
        int at = random.nextInt(page.length());
        int end = Math.min(page.length(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
        switch (random.nextInt(5)) {
            case 0 -> page.setCharAt(at, (char) random.nextInt(256));
            case 1 -> page.delete(at, end);
            case 2 -> page.insert(random.nextInt(page.length()), page.substring(at, end));
            case 3 -> page.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            default -> page.setCharAt(at, "<>\"'=/&#!- \n".charAt(random.nextInt(12)));
        }
    }
}
