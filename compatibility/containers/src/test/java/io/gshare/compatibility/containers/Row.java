package io.gshare.compatibility.containers;

import static io.gshare.compatibility.containers.Application.answer;
import static io.gshare.compatibility.containers.Application.frames;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Something that works on a container.
 *
 * @param name its name in the document
 * @param check sees whether it works
 */
record Row(String name, Check check) {

    /** Fails where it does not work. */
    @FunctionalInterface
    interface Check {
        void on(Site site) throws IOException;
    }

    private static final int FRAMES_OF_LARGE = 40_000;
    private static final Pattern SIGNATURE =
            Pattern.compile("(&(amp;)?aliyun_api_key_(sign|timestamp|name|org_id)=[^&\"]+){4}");

    static final List<Row> ALL = List.of(
            page("JSP tag", "tag.jsp", 2),
            new Row("JSP tag: a misspelled attribute is told, also where it is not rendered", Row::misspelled),
            page("EL function", "function.jsp", 1),
            page("EL function on another thread", "written/function", 1),
            page("`<c:url>`, `<gshare:url>`", "url.jsp", 2),
            page("JSP that has invalidated its session", "invalidated.jsp", 6),
            page("Thymeleaf: element", "thymeleaf/element", 2),
            page("Thymeleaf: attribute, expression object", "thymeleaf/attributes", 2),
            page("Thymeleaf: link expression", "thymeleaf/links", 1),
            page("Rewritten: static page", "legacy.html", 2),
            page("Rewritten: strings that a servlet prints", "printed", 2),
            new Row("Rewritten: large page (3 MB)", Row::large),
            new Row("Rewritten: streamed in chunks that tear links apart", Row::streamed),
            page("Rewritten: page that had told its length", "written/measured", 1),
            new Row("Rewritten: `include`", Row::included),
            page("Rewritten: `forward`", "written/forwarding", 1),
            page("Rewritten: asynchronous, dispatched", "written/dispatching", 1),
            page("Rewritten: asynchronous, by another thread", "written/threaded", 1),
            new Row("Not changed: error pages, redirects, files, what follows a `forward`", Unchanged::check),
            new Row("Links signed when the frame loads, embeds", site -> mint(site.root())),
            new Row(
                    "JWT links: tags, Thymeleaf, `encodeURL`, rewritten, when the frame loads",
                    TokenLinks::ofEverybody),
            new Row("JWT links: each visitor himself", TokenLinks::ofVisitors),
            new Row("JWT links: the published keys", TokenLinks::keys),
            new Row(
                    "Kept out of caches: `include`, `forward`, asynchronous, error, `reset`",
                    CachedPages::ofKnownCases),
            new Row("Kept out of caches: `HEAD` as `GET`", CachedPages::ofHeads),
            new Row("Kept out of caches: random servlets behind random filters", CachedPages::ofRandomServlets),
            new Row("No session id in signed links", Row::session),
            new Row("Context path other than the root", Row::contextPath),
            new Row("Two web applications with different workspaces", Row::twoWorkspaces),
            new Row("Redeployed, no class loader and no thread left behind", Site::redeploys));

    private static Row page(String name, String page, int frames) {
        return new Row(name, site -> site.root().opensAll(page, frames));
    }

    private static void misspelled(Site site) throws IOException {
        for (String page : List.of("misspelled.jsp", "misspelled.jspx", "misspelled-in-tag-file.jsp")) {
            HttpResponse<String> response = site.root().get(page);
            assertThat(response.statusCode()).as(page).isEqualTo(500);
            assertThat(response.body()).as(page).contains("is no attribute of this tag; did you mean ");
        }
    }

    private static void large(Site site) throws IOException {
        Application root = site.root();
        HttpResponse<String> response = root.get("written/large");
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < FRAMES_OF_LARGE; i++) {
            written.append("<p><iframe src=\"%s/d/TZWea?var-n=%d\"></iframe></p>\n"
                    .formatted(root.workspace().url(), i));
        }
        assertThat(SIGNATURE.matcher(response.body()).results().count()).isEqualTo(FRAMES_OF_LARGE);
        assertThat(SIGNATURE.matcher(response.body()).replaceAll("").contentEquals(written))
                .as("nothing else was changed")
                .isTrue();
    }

    /** Each part of the page arrives before the next one is written. */
    private static void streamed(Site site) throws IOException {
        Application root = site.root();
        HttpResponse<InputStream> response =
                Application.get(root.base().resolve("written/streamed"), BodyHandlers.ofInputStream());
        assertThat(response.headers().allValues("Transfer-Encoding")).containsExactly("chunked");
        StringBuilder page = new StringBuilder();
        try (InputStream in = response.body()) {
            for (int part = 0; part < 3; part++) {
                while (!page.toString().contains("<h2>" + part + "</h2>")) {
                    int next = in.read();
                    assertThat(next).as("after: " + page).isNotNegative();
                    page.append((char) next);
                }
                assertThat(root.get("written/read").statusCode()).isEqualTo(200);
            }
            page.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        List<String> links = frames(Jsoup.parse(page.toString(), root.base().toString()));
        assertThat(links).hasSize(3);
        for (String link : links) {
            root.opens(link);
        }
    }

    private static void included(Site site) throws IOException {
        site.root().opensAll("written/including", 1);
        assertThat(site.root().page("written/including").select("p").eachText()).containsExactly("before", "after");
    }

    private static void mint(Application application) throws IOException {
        application.mints("load.jsp", 0);
        application.mints("embeds.jsp", 0);
        application.mints("embeds.jsp", 2);
    }

    private static void session(Site site) throws IOException {
        Document page = site.root().page("session.jsp");
        assertThat(page.select("a").attr("href"))
                .as("the application's own link")
                .contains(";jsessionid=");
        site.root().opensAll("session.jsp", 5);
        sessionOfFrames(site.root());
        sessionOfFrames(site.portal());
        for (String program : List.of(
                "load;session",
                "include{load};session",
                "load;include{session}",
                "forward{load;session}",
                "load;dispatch{session}",
                "load;dispatch(own){session}",
                "load;thread{session}",
                "load;thread(own){session}")) {
            sessionBehindFrame(site.portal(), program);
        }
    }

    /** A visitor with an old cookie, which that of a session that begins behind a frame replaces, sees the frame, and nobody else does. */
    private static void sessionBehindFrame(Application application, String program) throws IOException {
        String path = RandomServlet.publicly(program).target().substring(1);
        HttpResponse<String> page = application.get(path, "Cookie", "JSESSIONID=ended");
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        List<String> links = frames(Jsoup.parse(page.body(), page.uri().toString()));
        assertThat(links).as(program).hasSize(1);
        HttpResponse<String> minted = application.get(links.get(0), "Cookie", cookie);
        application.opens(
                minted.headers().firstValue("Location").orElse("nothing for " + program + ": " + minted.statusCode()));
        String stranger = application
                .get(path, "Cookie", "JSESSIONID=another")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        assertThat(application.get(links.get(0), "Cookie", stranger).statusCode())
                .as(program)
                .isEqualTo(410);
    }

    /** The frames of a visitor's first page are bound to a session that is in his cookie alone. */
    private static void sessionOfFrames(Application application) throws IOException {
        HttpResponse<String> first = application.get("frames.jsp");
        Document page = Jsoup.parse(first.body(), first.uri().toString());
        assertThat(page.select("a").attr("href"))
                .as("the application's own link")
                .contains(";jsessionid=");
        List<String> links = frames(page);
        assertThat(links).hasSize(5);
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        for (String link : links) {
            assertThat(link)
                    .startsWith(application.base().resolve("gshare/").toString())
                    .doesNotContain(";", cookie.replaceFirst(".*=", ""));
            HttpResponse<String> minted = application.get(link, "Cookie", cookie);
            application.opens(minted.headers().firstValue("Location").orElse("nothing: " + minted.statusCode()));
            assertThat(application.get(link).statusCode())
                    .as(link + " without the cookie")
                    .isEqualTo(link.contains("/ticket/") ? 410 : 302);
        }
    }

    private static void contextPath(Site site) throws IOException {
        Application portal = site.portal();
        portal.opensAll("tag.jsp", 2);
        portal.opensAll("url.jsp", 2);
        portal.opensAll("thymeleaf/links", 1);
        portal.opensAll("printed", 2);
        mint(portal);
        Document spelled = site.root().page("portal;x=1/load.jsp");
        assertThat(frames(spelled).get(0))
                .as("the frame of a visitor who spelled the path otherwise")
                .startsWith(portal.base().resolve("gshare/ticket/").toString());
    }

    private static void twoWorkspaces(Site site) throws IOException {
        for (String page : List.of("tag.jsp", "url.jsp", "thymeleaf/element", "legacy.html", "written/measured")) {
            for (String link : frames(site.root().page(page))) {
                assertThat(answer(site.portal().workspace(), link)).as(link).isEqualTo("401 UNKNOWN_KEY");
            }
            for (String link : frames(site.portal().page(page))) {
                site.portal().opens(link);
                assertThat(answer(site.root().workspace(), link)).as(link).isEqualTo("401 UNKNOWN_KEY");
            }
        }
    }
}
