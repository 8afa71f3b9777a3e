package io.gshare.compatibility.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gshare.GShare;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.test.Vectors;
import io.gshare.ticket.Audience;
import io.gshare.ticket.TicketRefusedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** What caches may keep of the pages that an application serves: nothing with a signed link, and no visitor's ticket for another one. */
final class CachedPages {

    private static final String NO_STORE = "private, no-store";
    private static final String PUBLIC = "public, max-age=600";
    private static final String PRIVATE = "private, max-age=600";
    private static final String THREAD = "thread(own){frame}";
    private static final String LATE =
            "A page was committed before its first signed link, so it could not be kept out of"
                    + " caches; send Cache-Control: private, no-store with such pages, or enlarge their buffer. Said once.";
    private static final String TICKET_LATE =
            "A page was committed before its first link that is signed at load for its"
                    + " visitor's session alone, so it could not be kept out of shared caches; send Cache-Control: private with such"
                    + " pages, or enlarge their buffer. Said once.";

    private final int port;
    private final GShare gshare;
    private boolean late;
    private boolean ticketLate;

    private CachedPages(Site site) {
        port = site.root().base().getPort();
        Workspace workspace = Workspace.of(site.root().workspace().url());
        KeySource<ShareKey> key = KeySource.fixed(Vectors.all().get(0).shareKey());
        gshare = GShare.builder()
                .workspace(GShare.DEFAULT_WORKSPACE, LinkSigner.v2(workspace, key, null, InstantSource.system()))
                .build();
    }

    /**
     * A case that somebody has thought of.
     *
     * @param name what would be wrong
     * @param page a page that its application lets everybody store
     * @param cacheControl what is right
     */
    private record Case(String name, RandomServlet page, String cacheControl) {

        boolean isAnswered(Answer answer) {
            return answer.signature() >= 0 || answer.body().contains("\"/gshare/ticket/");
        }
    }

    private static RandomServlet page(String program, String... filters) {
        return RandomServlet.publicly(program, filters);
    }

    private static final List<Case> CASES = List.of(
            new Case("a page without links is kept out of caches", page("text(10)"), PUBLIC),
            new Case("a signed page is public", page("encode"), NO_STORE),
            new Case("a signed page is public after an include", page("include{encode}"), NO_STORE),
            new Case(
                    "a signed page is public after an include behind a filter that wraps the response",
                    page("include{sign}", "wrap"),
                    NO_STORE),
            new Case(
                    "a signed page is public after two includes behind two such filters",
                    page("include{include{function}};text(10)", "wrap", "wrap"),
                    NO_STORE),
            new Case(
                    "a page with a typed link is public after a JSP is included",
                    page("type(text/html);jsp", "wrap").rewritten(),
                    NO_STORE),
            new Case(
                    "a page with a typed link is public after an include",
                    page("type(text/html);include{frame}", "wrap").rewritten(),
                    NO_STORE),
            new Case(
                    "a signed page is public where what it includes is flushed",
                    page("include{sign;flush};encode", "wrap"),
                    NO_STORE),
            new Case("a signed page is public after a forward", page("forward{include{sign}}", "wrap"), NO_STORE),
            new Case("a signed page is public after a dispatch", page("dispatch{include{sign}}"), NO_STORE),
            new Case(
                    "a signed page is public after a dispatch of its response",
                    page("dispatch(own){include{sign}}"),
                    NO_STORE),
            new Case("a signed page that another thread writes is public", page("thread(own){sign}", "wrap"), NO_STORE),
            new Case(
                    "another thread has the container's response, and makes it public",
                    page("encode;thread{set(Cache-Control: public)}"),
                    NO_STORE),
            new Case(
                    "a header that comes after an include brings the page back to caches",
                    page("include{sign};encode;set(Cache-Control: private)", "wrap"),
                    NO_STORE),
            new Case(
                    "the application's own stricter header is dropped after an include",
                    page("include{sign};set(Cache-Control: no-store)", "wrap"),
                    "no-store"),
            new Case(
                    "what was signed before a dispatch is forgotten",
                    page("keep(sign);dispatch{set(Cache-Control: public);kept}"),
                    NO_STORE),
            new Case(
                    "what was signed before an error is forgotten",
                    page("keep(sign);error(418)").failing("kept"),
                    NO_STORE),
            new Case(
                    "what was signed before it was thrown is forgotten",
                    page("keep(sign);throw").failing("kept"),
                    NO_STORE),
            new Case(
                    "a signed page is public after it let everybody store it past the filter, and threw",
                    page("sign;throw(public)", "catch", "wrap"),
                    NO_STORE),
            new Case(
                    "a page with a visitor's ticket is public after that",
                    page("session;load;throw(public)", "catch"),
                    PRIVATE),
            new Case(
                    "what was signed is shown in public by the error page of what threw behind that",
                    page("keep(sign);include{throw(public)}", "wrap").failing("kept"),
                    NO_STORE),
            new Case(
                    "what was signed before a reset is forgotten",
                    page("include{keep(sign)};reset;set(Cache-Control: public);kept", "wrap"),
                    NO_STORE),
            new Case("a filter that ignores headers has its way", page("include{sign}", "force"), NO_STORE),
            new Case("a filter that holds headers back has its way", page("include{sign}", "hold", "force"), NO_STORE),
            new Case("a ticket for everybody makes a page private", page("load"), PUBLIC),
            new Case("another thread makes no ticket", page("thread(own){load}"), PUBLIC),
            new Case(
                    "a redirect to a signed link is public behind a filter that holds headers back, after a dispatch has begun",
                    page("dispatch{text(10)};redirect", "wrap", "hold"),
                    NO_STORE),
            new Case("a page with a visitor's ticket is public", page("session;load"), PRIVATE),
            new Case(
                    "a page with a visitor's ticket is public after an include",
                    page("session;include{load}", "wrap"),
                    PRIVATE),
            new Case(
                    "a header that comes later makes a page with a visitor's ticket public",
                    page("session;load;set(Cache-Control: s-maxage=9, max-age=600)"),
                    PRIVATE),
            new Case(
                    "the application's own stricter header is dropped behind a ticket",
                    page("session;load;set(Cache-Control: no-store)"),
                    "no-store"),
            new Case("a ticket makes a signed page storable", page("session;sign;load"), NO_STORE));

    /** Cases that somebody has thought of, for GET and HEAD. */
    static void ofKnownCases(Site site) throws IOException {
        CachedPages pages = new CachedPages(site);
        for (Case each : CASES) {
            for (String method : List.of("GET", "HEAD")) {
                Answer answer = Answer.to(method, pages.port, each.page);
                String what = each.name + ": " + method + " of " + each.page + " was answered " + answer;
                assertThat(method.equals("HEAD") || each.page.signsNothing() || each.isAnswered(answer))
                        .as(what)
                        .isTrue();
                if (each.cacheControl.equals(NO_STORE)) {
                    assertThat(answer.mayNotBeStored()).as(what).isTrue(); // Jetty has its own header for errors
                } else {
                    assertThat(answer.values("Cache-Control")).as(what).containsExactly(each.cacheControl);
                }
            }
        }
    }

    /** A HEAD of a page that is rewritten, which some servlets and containers do not write. */
    static void ofHeads(Site site) throws IOException {
        CachedPages pages = new CachedPages(site);
        for (String program : List.of("frame", "jsp", "forward{frame}", "dispatch{frame}", THREAD)) {
            RandomServlet page = page("type(text/html);" + program).rewritten();
            Answer get = Answer.to("GET", pages.port, page);
            Answer head = Answer.to("HEAD", pages.port, page);
            assertThat(get.values("Cache-Control")).as(program).containsExactly(NO_STORE);
            assertThat(head.values("Cache-Control")).as(program).containsExactly(NO_STORE);
            if (!program.equals(THREAD)) { // up to Servlet 5, Jetty says that its length is 0, with a filter or without
                assertThat(head.values("Content-Length")).as(program).isSubsetOf(get.values("Content-Length"));
            }
        }
        assertThat(site.root().head("legacy.html").headers().allValues("Cache-Control"))
                .as("legacy.html")
                .containsExactly(NO_STORE);
    }

    /** As many servlets as there is time for. */
    static void ofRandomServlets(Site site) throws IOException {
        CachedPages pages = new CachedPages(site);
        long first = Long.getLong("random.seed");
        long end = first + Long.getLong("random.servlets");
        for (long seed = first; seed < end; seed++) {
            pages.judge(seed);
        }
        String log = site.logged();
        assertThat(!pages.late || log.contains(LATE))
                .as("the log says: " + LATE)
                .isTrue();
        assertThat(!pages.ticketLate || log.contains(TICKET_LATE))
                .as("the log says: " + TICKET_LATE)
                .isTrue();
    }

    private void judge(long seed) throws IOException {
        RandomServlet servlet = RandomServlet.of(seed);
        Answer get = answer("GET", seed, servlet);
        boolean signed = get.signature() >= 0;
        boolean bound = get.tickets().anyMatch(this::isBound);
        if (!signed && !bound) {
            if (servlet.signsNothing() && get.values("Cache-Control").contains(NO_STORE)) {
                fail(what("GET", seed, servlet, get, "is kept out of caches for nothing"));
            }
            return;
        }
        boolean excused = get.late() >= 0 && (get.signature() < 0 || get.late() < get.signature());
        if (!isKept(get, signed)) {
            if (!excused) {
                fail(what("GET", seed, servlet, get, "may be stored"));
            }
            late |= signed;
            ticketLate |= !signed;
            return;
        }
        if (servlet.goesAnotherWayForHead() || get.status() >= 500) {
            return;
        }
        Answer head = answer("HEAD", seed, servlet);
        if (servlet.showsItsWayIn(head) && head.status() == get.status() && !isKept(head, signed)) {
            fail(what("HEAD", seed, servlet, head, "may be stored, unlike GET"));
        }
    }

    private Answer answer(String method, long seed, RandomServlet servlet) throws IOException {
        try {
            return Answer.to(method, port, servlet);
        } catch (IOException e) {
            throw new IOException(what(method, seed, servlet, e, "did not come"), e);
        }
    }

    private static boolean isKept(Answer answer, boolean signed) {
        return signed ? answer.mayNotBeStored() : answer.isPrivate();
    }

    private static String what(String method, long seed, RandomServlet servlet, Object answer, String is) {
        return "the answer to %s of the servlet with the seed %d %s; to see it alone: -Drandom.servlets=1 -Drandom.seed=%d%n%s%n%s"
                .formatted(method, seed, is, seed, servlet, answer);
    }

    /** Whether a ticket is good in its visitor's session alone: without one it is not opened. */
    private boolean isBound(String ticket) {
        try {
            gshare.open(ticket, new Audience("", null));
            return false;
        } catch (TicketRefusedException e) {
            return true;
        }
    }
}
