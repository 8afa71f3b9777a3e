package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.PageResponse;
import io.gshare.html.FrameScript;
import io.gshare.html.Iframe;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.servlet.EmbedAuthorizer.Decision;
import io.gshare.servlet.MintListener.Event;
import io.gshare.servlet.MintListener.Outcome;
import io.gshare.settings.Embed;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import io.gshare.text.Texts;
import io.gshare.ticket.Audience;
import io.gshare.ticket.Minting;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mint endpoint on a real container, over real sockets: two web applications with the same key. */
public abstract class MintingCases {

    private static final String LINK = "https://grafana.example.com/d/TZWea?orgId=1";
    private static final FrameScript SCRIPT = new FrameScript(Texts.load());

    /** The language that visitors chose; {@code fail} where nobody can say. */
    private @Nullable String chosen;

    private final Instant start = Vectors.example().clock().instant();

    private final Container container;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private volatile Instant now = start;
    private volatile ShareKey key = Vectors.example().shareKey();
    private volatile EmbedAuthorizer authorizer = (request, embed) -> Decision.allow();
    private volatile MintListener listener = events::add;
    /** What happens, once, when the application next looks at its clock: between opening a ticket and sealing the next, say. */
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();

    private final Sessions sessions = new Sessions();
    private int port;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path files;

    /** Cases on a container. */
    protected MintingCases(Container container) {
        this.container = container;
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
    }

    /**
     * A page that encodes the link it is asked for, in a session if it is asked for one, which ends before that if it is asked to; or whose session
     * begins behind that, by the page or a filter before it, and which then encodes it once more.
     */
    private static final class LinkServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getParameter("session") != null) {
                request.getSession();
            }
            if (request.getParameter("twice") != null) {
                response.getWriter().print(response.encodeURL(request.getParameter("link")) + " ");
            }
            if (request.getParameter("ended") != null || request.getParameter("twice") != null) {
                request.getSession().invalidate();
            }
            Page page = GShareFilter.page(request);
            response.setContentType("text/plain;charset=UTF-8");
            if (request.getParameter("id") != null) {
                response.getWriter().print(request.getSession().getId());
                return;
            }
            response.getWriter()
                    .print(
                            request.getParameter("live") == null
                                    ? response.encodeURL(request.getParameter("link"))
                                    : page.live(true).sign(request.getParameter("link")));
            String begins = request.getParameter("begins");
            if (begins != null) {
                (begins.startsWith("filter") ? (HttpServletRequest) request.getAttribute(Login.OUTER) : request)
                        .getSession();
                if (begins.endsWith("between")) {
                    response.getWriter().print(" " + response.encodeURL(request.getParameter("link")));
                }
            }
            if (request.getParameter("change") != null) {
                request.changeSessionId();
            }
        }
    }

    /** A page in a session of its own that encodes what it is asked for, as is and for a redirect. */
    private static final class EncodingServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getSession();
            String link = request.getParameter("link");
            response.getWriter().println(response.encodeURL(link));
            response.getWriter().println(response.encodeRedirectURL(link));
        }
    }

    private static final class LogoutServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            request.getSession().invalidate();
        }
    }

    /** Where a page in a session of its own has the script from. */
    private static final class ScriptServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getSession();
            Page page = GShareFilter.page(request);
            response.getWriter().print(page.ownLink(SCRIPT.path()));
        }
    }

    /**
     * Whoever the headers say; what a container's login would do, and a filter that believes the proxy. And what they say that caches may
     * keep.
     */
    private static final class Login implements Filter {

        /** The attribute that holds the request as a filter has it that stands before gshare's. */
        private static final String OUTER = "outer";

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest asked = (HttpServletRequest) request;
            if (asked.getHeader("X-Cached") != null) {
                ((HttpServletResponse) response).setHeader(asked.getHeader("X-Cached"), "max-age=600");
            }
            asked.setAttribute(OUTER, asked);
            chain.doFilter(
                    new HttpServletRequestWrapper(asked) {
                        /** As Spring's filter for forwarded headers has it. */
                        @Override
                        public String getContextPath() {
                            String prefix = asked.getHeader("X-Forwarded-Prefix");
                            return prefix == null ? super.getContextPath() : prefix;
                        }

                        @Override
                        public String getRemoteUser() {
                            return asked.getHeader("X-User");
                        }

                        @Override
                        public boolean isUserInRole(String role) {
                            return role.equals(asked.getHeader("X-Role"));
                        }
                    },
                    response);
        }
    }

    /** Keeps sessions itself, as Spring Session does, by their ids as is or in Base64: the container knows nothing of them. */
    private static final class Sessions implements Filter {

        private static final Pattern COOKIE = Pattern.compile("SESSION(64)?=(.*)");

        private final Set<String> ids = ConcurrentHashMap.newKeySet();
        private final Map<String, Object> attributes = new ConcurrentHashMap<>();
        /** Whether one was only to see whether it is there. */
        private volatile boolean loaded;
        /** Whether it stands behind gshare's filter. */
        private volatile boolean behind;

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest asked = (HttpServletRequest) request;
            Matcher cookie = COOKIE.matcher(Objects.requireNonNullElse(asked.getHeader("Cookie"), ""));
            if (!cookie.matches()) {
                chain.doFilter(request, response);
                return;
            }
            String id = cookie.group(1) == null
                    ? cookie.group(2)
                    : new String(Base64.getDecoder().decode(cookie.group(2)), StandardCharsets.UTF_8);
            chain.doFilter(
                    new HttpServletRequestWrapper(asked) {
                        private String current = id;

                        @Override
                        public String getRequestedSessionId() {
                            return id;
                        }

                        @Override
                        public boolean isRequestedSessionIdValid() {
                            loaded = true;
                            return ids.contains(id);
                        }

                        @Override
                        public @Nullable HttpSession getSession(boolean create) {
                            return ids.contains(current) || create ? getSession() : null;
                        }

                        @Override
                        public HttpSession getSession() {
                            if (!ids.contains(current)) {
                                current = UUID.randomUUID().toString();
                                ids.add(current);
                                ((HttpServletResponse) response).addHeader("Set-Cookie", "SESSION=" + current);
                            }
                            return session(current);
                        }
                    },
                    response);
        }

        private HttpSession session(String id) {
            return (HttpSession) Proxy.newProxyInstance(
                    HttpSession.class.getClassLoader(), new Class<?>[] {HttpSession.class}, (proxy, method, given) -> {
                        switch (method.getName()) {
                            case "getId" -> {
                                return id;
                            }
                            case "invalidate" -> {
                                ids.remove(id);
                                return null;
                            }
                            case "getAttribute" -> {
                                return attributes.get(id + given[0]);
                            }
                            case "setAttribute" -> {
                                return attributes.put(id + given[0], given[1]);
                            }
                            default -> throw new UnsupportedOperationException(method.getName());
                        }
                    });
        }
    }

    private GShare gshare(UnaryOperator<GShare.Builder> configured) {
        InstantSource clock = () -> {
            Runnable happens = meanwhile.getAndSet(null);
            if (happens != null) {
                happens.run();
            }
            return now;
        };
        KeySource<ShareKey> keys = () -> key;
        return configured
                .apply(GShare.builder()
                        .workspace(
                                "default",
                                LinkSigner.v2(Workspace.of("https://grafana.example.com"), keys, null, clock))
                        .signAt(SignAt.LOAD)
                        .embed(new Embed(
                                "sales",
                                "default",
                                "/d/sales?orgId=1&var-tenant=none",
                                Set.of("from", "var-host"),
                                Set.of("sales", "board")))
                        .embed(new Embed("all", "default", "/d/all", Set.of(), Set.of()))
                        .clock(clock))
                .build();
    }

    private void start(UnaryOperator<GShare.Builder> configured) throws Exception {
        start(configured, "/app", "/other");
    }

    private void start(UnaryOperator<GShare.Builder> configured, String... paths) throws Exception {
        ServletContainerInitializer application = (classes, context) -> {
            context.setAttribute(GShareFilter.ATTRIBUTE, gshare(configured));
            context.setAttribute(MintListener.ATTRIBUTE, (MintListener) event -> listener.onMint(event));
            context.setAttribute(EmbedAuthorizer.ATTRIBUTE, (EmbedAuthorizer)
                    (request, embed) -> authorizer.authorize(request, embed));
            context.setAttribute(VisitorLanguage.ATTRIBUTE, (VisitorLanguage) request -> {
                if ("fail".equals(chosen)) {
                    throw new IllegalStateException("no language");
                }
                return chosen == null ? null : Locale.forLanguageTag(chosen);
            });
            if (!sessions.behind) {
                add(context, "sessions", sessions);
            }
            add(context, "login", new Login());
            add(context, "gshare", new GShareFilter());
            if (sessions.behind) {
                add(context, "sessions", sessions);
            }
            context.addServlet("frame", new FrameServlet()).addMapping("/frame");
            context.addServlet("link", new LinkServlet()).addMapping("/link");
            context.addServlet("script", new ScriptServlet()).addMapping("/script");
            context.addServlet("encoded", new EncodingServlet()).addMapping("/encoded/*");
            context.addServlet("logout", new LogoutServlet()).addMapping("/logout");
        };
        port = container.start(
                files, Stream.of(paths).collect(Collectors.toMap(Function.identity(), path -> application)));
    }

    private void start() throws Exception {
        start(builder -> builder);
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }

    /** The page's link to {@link #LINK}. */
    private String ticket() throws Exception {
        String own = get("/app/link?link=" + LINK).body();
        assertThat(own).matches("/app/gshare/ticket/[A-Za-z0-9_-]+");
        return own;
    }

    private void assertSigned(HttpResponse<String> response, String link) throws Exception {
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(header(response, "Location")).isEqualTo(gshare(b -> b).sign(link));
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(response.body()).isEmpty();
    }

    /** Nothing is told apart from a page that is not there. */
    private void assertNotFound(HttpResponse<String> response) throws Exception {
        HttpResponse<String> unknown = get("/app/gshare/unknown");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Location")).isEmpty();
        assertThat(header(response, "Cache-Control")).isEqualTo(header(unknown, "Cache-Control"));
        assertThat(response.body().replaceAll("/(?:app|other)/[^<\\s]*", ""))
                .isEqualTo(unknown.body().replaceAll("/(?:app|other)/[^<\\s]*", ""));
    }

    /** The visitor is told to reload the page. */
    private static void assertReloads(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.body()).contains("Please reload it.");
        assertThat(header(response, "Location")).isEmpty();
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    }

    /** A frame's script is told that it is refused here, by what no container replaces. */
    private static void assertRefusedToScript(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "GShare-Refused")).isEqualTo("true");
        assertThat(header(response, "Location")).isEmpty();
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(response.body()).isEmpty();
    }

    // ---- tickets

    @Test
    void aFrameIsSentToALinkThatIsSignedThatMoment() throws Exception {
        start();
        HttpResponse<String> page = get("/app/link?link=" + LINK);
        assertThat(header(page, "Cache-Control")).isEmpty();
        now = start.plus(Duration.ofHours(3));

        assertSigned(get(page.body()), LINK);
        Event event = events.remove();
        assertThat(event).hasToString("MINTED ticket for an anonymous visitor");
        assertThat(event.took()).isPositive();
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control", "CDN-Cache-Control", "Surrogate-Control"})
    void aSignedRedirectIsKeptOutOfTheCachesThatAFilterHasInMind(String header) throws Exception {
        start();
        HttpResponse<String> redirect = get(ticket(), "X-Cached", header);
        assertSigned(redirect, LINK);
        assertThat(header(redirect, header)).isEqualTo("no-store");
    }

    @Test
    void linksBeyondAsciiAreEncodedAsBrowsersDo() throws Exception {
        start();
        String own = get("/app/link?link=https://grafana.example.com/d/x?a=%E7%94%9F%26b=%25e7")
                .body();
        assertThat(header(get(own), "Location"))
                .startsWith("https://grafana.example.com/d/x?a=%E7%94%9F&b=%e7&aliyun_api_key_sign=");
    }

    @ParameterizedTest
    @CsvSource({"HEAD,302", "POST,404", "PUT,404", "DELETE,404", "OPTIONS,404"})
    void aTicketIsRead(String method, int status) throws Exception {
        start();
        assertThat(send(method, ticket()).statusCode()).isEqualTo(status);
    }

    @Test
    void rangesAndConditionsDoNotMatter() throws Exception {
        start();
        assertSigned(
                get(
                        ticket(),
                        "Range",
                        "bytes=0-3",
                        "If-None-Match",
                        "*",
                        "If-Modified-Since",
                        "Mon, 01 Jan 2035 00:00:00 GMT"),
                LINK);
    }

    @Test
    void anExpiredTicketTellsTheVisitorToReload() throws Exception {
        start();
        String ticket = ticket();
        now = start.plus(Duration.ofHours(12));
        HttpResponse<String> english = get(ticket);
        HttpResponse<String> chinese = get(ticket, "Accept-Language", "fr, zh-CN;q=0.8, en;q=0.7");

        assertThat(english.statusCode()).isEqualTo(410);
        assertThat(english.body()).contains("Please reload it.");
        assertThat(chinese.body()).contains("请刷新页面");
        assertThat(List.of(header(english, "Content-Language"), header(chinese, "Content-Language")))
                .containsExactly("en", "zh");
        assertThat(header(chinese, "Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(header(chinese, "Cache-Control")).isEqualTo("no-store");
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.EXPIRED, Outcome.EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({
        // what the visitor chose in the application, what his browser asks for, what he reads
        ",      zh-TW,          zh-hant, 請重新整理頁面",
        ",      'zh-HK, zh',    zh-hant, 請重新整理頁面",
        "zh-CN, 'en-US, en',    zh,      请刷新页面",
        "fr,    'it, zh;q=0.1', zh,      请刷新页面",
        "fail,  'zh-CN',        zh,      请刷新页面",
        ",      fr,             en,      Please reload it.",
        ",      C;q=2,          en,      Please reload it."
    })
    void anExpiredPageIsInTheLanguageThatTheVisitorChoseElseHisBrowsers(
            @Nullable String chosen, String accepted, String language, String text) throws Exception {
        this.chosen = chosen;
        start();
        String ticket = ticket();
        now = start.plus(Duration.ofHours(12));
        HttpResponse<String> expired = get(ticket, "Accept-Language", accepted);
        assertThat(expired.statusCode()).isEqualTo(410);
        assertThat(expired.body()).contains("<html lang=\"" + language + "\">", text);
        assertThat(header(expired, "Content-Language")).isEqualTo(language);
    }

    /** The page says it in its own language; where that is the visitor's, caches are told. */
    @ParameterizedTest
    @CsvSource({
        "setLocale,        zh-TW, en, Grafana 儀表板,    ''",
        "Content-Language, zh,    en, Grafana 仪表板,    ''",
        "Content-Language, 'zh, en', , Grafana 仪表板,   ''",
        "setLocale,        fr,    zh, Grafana 仪表板,    Accept-Language",
        "neither,          '',    zh, Grafana 仪表板,    Accept-Language",
        "neither,          '',    ,   Grafana dashboard, Accept-Language"
    })
    void aPageSaysItInItsLanguage(String way, String language, @Nullable String accepted, String title, String vary)
            throws Exception {
        start();
        String page = "/app/frame?way=" + way + "&language=" + URLEncoder.encode(language, StandardCharsets.UTF_8);
        HttpResponse<String> response = accepted == null ? get(page) : get(page, "Accept-Language", accepted);
        assertThat(response.body()).contains(" title=\"" + title + "\"");
        assertThat(header(response, "Vary")).isEqualTo(vary);
    }

    /** Two frames with the default title, in a page that may say its language. */
    private static final class FrameServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html;charset=UTF-8");
            String language = request.getParameter("language");
            switch (request.getParameter("way")) {
                case "setLocale" -> response.setLocale(Locale.forLanguageTag(language));
                case "Content-Language" -> response.setHeader("Content-Language", language);
                default -> {}
            }
            for (int i = 0; i < 2; i++) {
                Iframe iframe = new Iframe(GShareFilter.page(request), "a test");
                iframe.set("link", LINK);
                iframe.render().writeTo(response.getWriter());
            }
        }
    }

    @Test
    void aTicketSurvivesTheNextKey() throws Exception {
        start();
        String ticket = ticket();
        key = ShareKey.of("next", 1, "0".repeat(100));
        assertSigned(get(ticket), LINK);
    }

    @Test
    void aTicketOfASessionIsGoodInItAlone() throws Exception {
        start();
        HttpResponse<String> page = get("/app/link?session&link=" + LINK);
        String cookie = cookie(page);
        String stranger = cookie(get("/app/link?session&link=" + LINK));
        String ticket = page.body();

        assertSigned(get(ticket, "Cookie", cookie), LINK);
        assertReloads(get(ticket, "Cookie", stranger));
        assertReloads(get(ticket));
        assertThat(events)
                .extracting(Event::outcome)
                .containsExactly(Outcome.MINTED, Outcome.OTHER_SESSION, Outcome.OTHER_SESSION);
    }

    @ParameterizedTest
    @CsvSource({
        "/encoded,     /app/gshare/embed/all?from=now",
        "/encoded,     /app/gshare/ticket/AAAA",
        "/encoded,     gshare/embed/all",
        "/encoded,     ./gshare/embed/all#x",
        "/encoded/a/b, ../../gshare/embed/all",
        "/encoded,     http://localhost:{port}/app/gshare/embed/all",
        "/encoded,     //localhost:{port}/app/gshare/embed/all",
        "/encoded,     /app/%67share/x/../embed/all",
        "/encoded,     '/app;x=1/gshare/embed/all'",
        "/encoded,     ' /app/gshare/embed/all'",
        "/encoded,     /app/gshare/embed/all?var-host={a}|b",
        "/encoded,     '\\app\\gshare\\embed/all'",
        "/encoded,     'gshare\\embed/all'",
        "/encoded,     '\\\\localhost:{port}\\app/gshare/embed/all'",
        "/encoded,     '/app/gsh\tare/embed/all'",
        "/encoded,     '/app/\r\ngshare/embed/all'",
        "/encoded,     '\u0001gshare/embed/all'",
        "/encoded,     'http:/\\localhost:{port}/../app/gshare/embed/all'",
        "/encoded,     http:gshare/embed/all",
        "/encoded,     HTTP:gshare/embed/all",
        "/encoded,     http:/app/gshare/embed/all",
        "/encoded,     http:///localhost:{port}/app/gshare/embed/all",
        "/encoded,     ///localhost:{port}/app/gshare/embed/all"
    })
    void noLinkOfAFrameGetsASessionId(String page, String link) throws Exception {
        start();
        String written = link.replace("{port}", Integer.toString(port));
        HttpResponse<String> response =
                get("/app" + page + "?link=" + URLEncoder.encode(written, StandardCharsets.UTF_8));
        assertThat(header(response, "Set-Cookie")).containsIgnoringCase("jsessionid=");
        assertThat(response.body()).isEqualTo((written + System.lineSeparator()).repeat(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/page", "page", "/app/gshared", "/app/x/gshare/embed/all", "/app/page?x=/app/gshare/"})
    void otherLinksDo(String link) throws Exception {
        start();
        assertThat(get("/app/encoded?link=" + link).body().lines())
                .hasSize(2)
                .allSatisfy(encoded -> assertThat(encoded).containsIgnoringCase(";jsessionid="));
    }

    @Test
    void theSessionOfAFrameComesInItsCookie() throws Exception {
        start();
        HttpResponse<String> first = get("/app/link?session&link=" + LINK);
        assertThat(first.body()).matches("/app/gshare/ticket/[A-Za-z0-9_-]+");
        assertSigned(get(first.body(), "Cookie", cookie(first)), LINK);
        assertReloads(get(first.body()));

        // A visitor without cookies has his session in the container's links; his frames do not load.
        String id = cookie(first).replaceFirst(".*=", "");
        assertThat(logged(() -> {
                    String without = get("/app/link;jsessionid=" + id + "?session&link=" + LINK)
                            .body();
                    assertThat(without).matches("/app/gshare/ticket/[A-Za-z0-9_-]+");
                    assertReloads(get(without));
                }))
                .containsExactly(
                        "A page's frames are bound to the session of a visitor who has it in links, not in a cookie, so"
                                + " they will not load; let sessions be kept in cookies, or set gshare.mint.bind-session=false. Said"
                                + " once.");
    }

    /** What is logged for the operator meanwhile, with the messages of exceptions. */
    private static List<String> logged(Executable run) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(new SimpleFormatter().formatMessage(line)
                        + (line.getThrown() == null
                                ? ""
                                : " " + line.getThrown().getMessage()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.gshare");
        logger.addHandler(handler);
        try {
            run.execute();
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    private static String cookie(HttpResponse<?> page) {
        return header(page, "Set-Cookie").replaceFirst(";.*", "");
    }

    @Test
    void aPageWhoseSessionEndsBeforeItsTicketsAreMadeHasNobodysTickets() throws Exception {
        start();
        String cookie = cookie(get("/app/link?session&link=" + LINK));
        String ticket = get("/app/link?ended&link=" + LINK, "Cookie", cookie).body();
        assertReloads(get(ticket));
        assertReloads(get(ticket, "Cookie", cookie));
        assertReloads(get(ticket, "Cookie", cookie(get("/app/link?session&link=" + LINK))));
    }

    /** Who brings an id that is no session's may have had one a moment ago. His browser brings it with the frame, too. */
    @Test
    void aTicketOfNoSessionIsNotEverybodysWhereItsVisitorBringsTheIdOfOne() throws Exception {
        start();
        String old = ended();
        sessions.ids.add("of another");
        HttpResponse<String> page = get("/app/link?link=" + LINK, "Cookie", old);
        assertThat(header(page, "Cache-Control")).isEqualTo("private");
        String ticket = page.body();
        assertSigned(get(ticket, "Cookie", old), LINK);
        assertReloads(get(ticket));
        assertReloads(get(ticket, "Cookie", cookie(get("/app/link?session&link=" + LINK))));
        assertReloads(get(ticket, "Cookie", "SESSION=of another"));

        // One in a link does not come with the frame; in a cookie beside it, it does.
        String spelled = old.replaceFirst(".*=", "/app/link;jsessionid=") + "?link=" + LINK;
        assertSigned(get(get(spelled).body()), LINK);
        String both = get(spelled, "Cookie", "SESSION=ended").body();
        assertReloads(get(both));
        assertSigned(get(both, "Cookie", "SESSION=ended"), LINK);
        for (String cookie : List.of("SESSION=ended", "SESSION64=ZW5kZWQ=")) {
            String same = get("/app/link;jsessionid=ended?link=" + LINK, "Cookie", cookie)
                    .body();
            assertReloads(get(same));
            assertSigned(get(same, "Cookie", "SESSION=ended"), LINK);
        }
    }

    /** The cookie of the session that begins takes the place of the one that the ticket before it is for. */
    @ParameterizedTest
    @CsvSource({
        "container, page",
        "container, page between",
        "container, filter",
        "container, filter between",
        "filter,    page",
        "filter,    page between",
        "filter,    filter",
        "filter,    filter between"
    })
    void aVisitorWhoseSessionBeginsBehindAFrameSeesItsDashboardAndNobodyElseDoes(String keeper, String begins)
            throws Exception {
        start();
        boolean own = keeper.equals("container");
        String old = own ? ended() : "SESSION=ended";
        String path = "/app/link?live&begins=" + begins.replace(' ', '-') + "&link=" + LINK;
        HttpResponse<String> page = get(path, "Cookie", old);
        String begun = cookie(page);
        String[] tickets = page.body().split(" ", -1);
        assertThat(begun).isNotEmpty().isNotEqualTo(old);

        String strangers = cookie(get(path, "Cookie", own ? ended() : "SESSION=of another"));
        for (String ticket : tickets) {
            assertSigned(get(ticket, "Cookie", begun), LINK);
            assertReloads(get(ticket));
            assertReloads(get(ticket, "Cookie", strangers));
            assertReloads(get(ticket, "Cookie", cookie(get("/app/link?session&link=" + LINK))));
        }
        assertSigned(get(tickets[0], "Cookie", old), LINK);
        String next = renewed(tickets[0], begun).body();
        assertSigned(get(next, "Cookie", begun), LINK);
        assertReloads(get(next));
        assertReloads(get(next, "Cookie", strangers));

        logout(begun);
        for (String ticket : List.of(tickets[0], next)) {
            assertReloads(get(ticket, "Cookie", begun));
        }
    }

    @Test
    void aTicketBeforeASessionEndsWithTheIdOfThat() throws Exception {
        start();
        HttpResponse<String> page = get("/app/link?begins=page&link=" + LINK, "Cookie", ended());
        String begun = cookie(page);
        assertSigned(get(page.body(), "Cookie", begun), LINK);
        String changed = cookie(get("/app/link?change&link=" + LINK, "Cookie", begun));
        assertThat(changed).isNotEmpty().isNotEqualTo(begun);
        assertReloads(get(page.body(), "Cookie", changed));
    }

    /** As documented: it knows nothing of these sessions. */
    @ParameterizedTest
    @ValueSource(strings = {"page", "page-between", "filter", "filter-between"})
    void aFilterBeforeTheOneThatKeepsSessionsBindsNoTicketToThese(String begins) throws Exception {
        sessions.behind = true;
        start();
        HttpResponse<String> page = get("/app/link?begins=" + begins + "&link=" + LINK, "Cookie", "SESSION=ended");
        for (String ticket : page.body().split(" ", -1)) {
            assertSigned(get(ticket, "Cookie", cookie(page)), LINK);
        }
    }

    /** The cookie of a session that is none any more. */
    private String ended() throws Exception {
        String cookie = cookie(get("/app/link?session&link=" + LINK));
        logout(cookie);
        return cookie;
    }

    @Test
    void aSessionThatAFilterKeepsAndThatEndsBeforeThePageHasItsTicketsMakesThemNobodyElses() throws Exception {
        start();
        sessions.ids.addAll(Set.of("s1", "s2"));
        String ofSession = get("/app/link?link=" + LINK, "Cookie", "SESSION=s1").body();
        assertSigned(get(ofSession, "Cookie", "SESSION=s1"), LINK);
        logout("SESSION=s1"); // and another request of its visitor goes on
        String ofNone = get("/app/link?link=" + LINK, "Cookie", "SESSION=s1").body();

        assertReloads(get(ofSession, "Cookie", "SESSION=s1"));
        for (String ticket : List.of(ofSession, ofNone)) {
            assertReloads(get(ticket));
            assertReloads(get(ticket, "Cookie", "SESSION=s2"));
            assertReloads(get(ticket, "Cookie", "SESSION=s3"));
        }
        assertSigned(get(ofNone, "Cookie", "SESSION=s1"), LINK);
        sessions.ids.add("s1");
        assertReloads(get(ofNone, "Cookie", "SESSION=s1"));

        // One that the page itself has seen end is nobody's.
        String seen =
                get("/app/link?ended&link=" + LINK, "Cookie", "SESSION=s1").body();
        assertReloads(get(seen, "Cookie", "SESSION=s1"));
        assertThat(sessions.loaded).isFalse();
    }

    @Test
    void aTicketIsNobodysThatFollowsOneOfNoSessionBehindASessionThatHasEnded() throws Exception {
        start();
        String[] tickets = get("/app/link?twice&link=" + LINK).body().split(" ", -1);
        assertSigned(get(tickets[0]), LINK);
        assertReloads(get(tickets[1]));
    }

    @Test
    void ticketsNeedNotBeBound() throws Exception {
        start(builder ->
                builder.minting(new Minting("/gshare", Duration.ofHours(12), Duration.ofDays(30), false, Set.of())));
        String own = get("/app/link?session&link=" + LINK).body();
        assertSigned(get(own), LINK);
    }

    private List<String> raw(String request) throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app;x='", "/%61pp", "/app;jsessionid=1", "/x/../app"})
    void theApplicationsLinksAreSpelledAsItIsAndNotAsTheVisitorSpellsIt(String spelled) throws Exception {
        start();
        String ticket = raw("GET " + spelled + "/link?link=" + LINK).stream()
                .filter(line -> line.contains("ticket"))
                .findFirst()
                .orElse("");
        assertThat(ticket).matches("/app/gshare/ticket/[A-Za-z0-9_-]+");
        assertSigned(get(ticket), LINK);
        assertThat(raw("GET " + spelled + ticket.substring("/app".length())).get(0))
                .startsWith("HTTP/1.1 302");
    }

    @ParameterizedTest
    @CsvSource({
        "/portal, /portal",
        "'', ''",
        "/, ''",
        "//, ''",
        "/x/, /x",
        "//evil.example, /evil.example",
        "https://evil.example, /app",
        "evil.example, /app",
        "'\\\\evil.example', /app",
        "'/\\evil.example', /%5Cevil.example",
        "'/a b;\"', /a%20b%3B%22",
        "/a%20b, /a%20b"
    })
    void whereAProxyHasTheApplicationItsLinksAre(String prefix, String path) throws Exception {
        start();
        String own = get("/app/link?link=" + LINK, "X-Forwarded-Prefix", prefix).body();
        assertThat(own).matches(path + "/gshare/ticket/[A-Za-z0-9_-]+");
        assertSigned(get("/app" + own.substring(path.length())), LINK);
        String embed = path + "/gshare/embed/all";
        assertThat(get(
                                "/app/encoded?link=" + URLEncoder.encode(embed, StandardCharsets.UTF_8),
                                "X-Forwarded-Prefix",
                                prefix)
                        .body()
                        .lines())
                .containsOnly(embed);
    }

    @Test
    void aPathOfAnyTextIsOneOfALink() throws Exception {
        start(builder -> builder, "/ü b");
        String path = "/%C3%BC%20b";
        String ticket = get(path + "/link?link=" + LINK).body();
        assertThat(ticket).matches(path + "/gshare/ticket/[A-Za-z0-9_-]+");
        assertThat(get(ticket).statusCode()).isEqualTo(302);
        assertThat(get(path + "/encoded?link=gshare/embed/all").body().lines()).containsOnly("gshare/embed/all");
    }

    @Test
    void theOtherApplicationHonoursNoneOfThis() throws Exception {
        start();
        String ticket = ticket();
        HttpResponse<String> other = get(ticket.replace("/app/", "/other/"));
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(get("/other/link?link=" + LINK).body()).startsWith("/other/gshare/ticket/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/gshare",
                "/app/gshare/",
                "/app/gshare/ticket",
                "/app/gshare/ticket/",
                "/app/gshare/ticket/AAAA",
                "/app/gshare/ticket/%E7%94%9F",
                "/app/gshare/TICKET/AAAA",
                "/app/gshare/embed/",
                "/app/gshare/embed/nobody",
                "/app/gshare/embed/all/",
                "/app/gshare/frame.js",
                "/app/gshare/sign?link=/d/x"
            })
    void nothingElseIsFound(String path) throws Exception {
        start();
        assertNotFound(get(path));
    }

    @Test
    void anotherPathOfTheApplicationMayBeginAlike() throws Exception {
        start();
        assertThat(get("/app/gshared").statusCode()).isEqualTo(404);
        assertThat(events).isEmpty();
    }

    @Test
    void forgeriesAreNotFound() throws Exception {
        start();
        String ticket = ticket();
        String other = get("/app/link?link=https://grafana.example.com/d/other").body();
        assertNotFound(get(ticket.substring(0, ticket.length() - 1)));
        assertNotFound(get(ticket + "A"));
        assertNotFound(get(ticket.substring(0, 80) + other.substring(80)));
        assertNotFound(get(ticket + "?theme=dark"));
        assertRefusedToScript(404, get(ticket + "A?renew"));
        assertNotFound(get(ticket + "/"));
    }

    // ---- who asks

    @ParameterizedTest
    @CsvSource({
        "iframe,   same-origin, true",
        "iframe,   same-site,   true",
        "iframe,   none,        true",
        "frame,    same-origin, true",
        "embed,    same-origin, true",
        "object,   same-origin, true",
        "document, same-origin, true",
        "iframe,   cross-site,  false",
        "document, cross-site,  false",
        "empty,    same-origin, false",
        "image,    same-origin, false",
        "script,   same-origin, false",
        "iframe,   other,       false"
    })
    void aFrameOfTheSiteAsks(String fetched, String site, boolean isSigned) throws Exception {
        start();
        String ticket = ticket();
        for (String path : List.of(ticket, "/app/gshare/embed/all")) {
            HttpResponse<String> response = get(path, "Sec-Fetch-Dest", fetched, "Sec-Fetch-Site", site);
            assertThat(response.statusCode()).isEqualTo(isSigned ? 302 : 404);
        }
        assertThat(events).extracting(Event::outcome).containsOnly(isSigned ? Outcome.MINTED : Outcome.OTHER_SITE);
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.com/page?x=1,      302",
        "https://portal.example.com,               302",
        "https://PORTAL.example.com/,              302",
        "https://portal.example.com.evil.example/, 404",
        "https://portal.example.com:8443/,         404",
        "http://portal.example.com/,               404",
        "https://evil.example/?https://portal.example.com, 404",
        "https://portal.example.com@evil.example/, 404",
        "'',                                       404"
    })
    void anotherSiteAsksIfItIsListed(String referrer, int status) throws Exception {
        start(builder -> builder.minting(new Minting(
                "/gshare", Duration.ofHours(1), Duration.ofDays(30), true, Set.of("https://portal.example.com"))));
        assertThat(get(
                                "/app/gshare/embed/all",
                                "Sec-Fetch-Dest",
                                "iframe",
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Referer",
                                referrer)
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "iframe,   http://localhost:{port}/,              302",
        "iframe,   http://localhost:{port}/app/page?x=1,  302",
        "object,   http://LOCALHOST:{port},               302",
        "document, http://localhost:{port}/,              404",
        "empty,    http://localhost:{port}/,              404",
        "iframe,   https://localhost:{port}/,             404",
        "iframe,   http://localhost/,                     404",
        "iframe,   http://localhost:{port}@evil.example/, 404",
        "iframe,   http://localhost:{port}.evil.example/, 404",
        "iframe,   http://evil.example/,                  404",
        "iframe,   '',                                    404"
    })
    void aFrameOfTheApplicationsOwnPageMayComeBackFromAnotherSite(String fetched, String referrer, int status)
            throws Exception {
        start();
        String ticket = ticket();
        for (String path : List.of(ticket, "/app/gshare/embed/all")) {
            assertThat(get(
                                    path,
                                    "Sec-Fetch-Dest",
                                    fetched,
                                    "Sec-Fetch-Site",
                                    "cross-site",
                                    "Referer",
                                    referrer.replace("{port}", Integer.toString(port)))
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    // ---- frames that are kept alive

    @Test
    void aLiveTicketIsExchangedByTheApplicationsOwnScript() throws Exception {
        start();
        String ticket = get("/app/link?live&link=" + LINK).body();
        now = start.plus(Duration.ofHours(11));
        HttpResponse<String> renewed =
                get(ticket + "?renew=", "Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-origin");
        now = start.plus(Duration.ofHours(22));

        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(header(renewed, "Cache-Control")).isEqualTo("no-store");
        assertSigned(get(renewed.body()), LINK);
        assertSigned(get(renewed.body() + "?theme=dark"), LINK + "&theme=dark");
        assertThat(get(ticket).statusCode()).isEqualTo(410);
        assertRefusedToScript(
                404, get(renewed.body() + "?renew", "Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-site"));
        assertNotFound(get(renewed.body() + "?theme=pink"));
        assertNotFound(get(renewed.body() + "?from=now"));
        assertThat(events)
                .extracting(Event::outcome)
                .containsExactly(
                        Outcome.RENEWED,
                        Outcome.MINTED,
                        Outcome.MINTED,
                        Outcome.EXPIRED,
                        Outcome.OTHER_SITE,
                        Outcome.WRONG_PARAMETER,
                        Outcome.WRONG_PARAMETER);
    }

    private void logout(String cookie) {
        try {
            assertThat(get("/app/logout", "Cookie", cookie).statusCode()).isEqualTo(200);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> renewed(String ticket, String cookie) throws Exception {
        return get(ticket + "?renew", "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
    }

    @Test
    void aTicketThatIsExchangedWhileItsVisitorLogsOutIsNobodys() throws Exception {
        start();
        HttpResponse<String> page = get("/app/link?session&live&link=" + LINK);
        String cookie = cookie(page);
        meanwhile.set(() -> logout(cookie));
        HttpResponse<String> renewed = renewed(page.body(), cookie);

        assertThat(meanwhile.get()).as("what happened meanwhile").isNull();
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertReloads(get(renewed.body()));
        assertReloads(get(renewed.body(), "Cookie", cookie));
        assertReloads(get(renewed.body(), "Cookie", cookie(get("/app/link?session&link=" + LINK))));
    }

    @Test
    void aTicketOfNoSessionStaysThatWhenItIsExchangedInOne() throws Exception {
        start();
        String ticket = get("/app/link?live&link=" + LINK).body();
        String cookie = cookie(get("/app/link?session&link=" + LINK));
        assertSigned(get(renewed(ticket, cookie).body()), LINK);
    }

    /** Where one node of a cluster does not bind tickets. */
    @Test
    void aTicketOfASessionStaysThatWhereTicketsAreNotBound() throws Exception {
        start(builder ->
                builder.minting(new Minting("/gshare", Duration.ofHours(12), Duration.ofDays(30), false, Set.of())));
        HttpResponse<String> page = get("/app/link?session&link=" + LINK);
        String cookie = cookie(page);
        String session = get("/app/link?id", "Cookie", cookie).body();
        String bound = gshare(builder -> builder)
                .page(new PageResponse() {
                    @Override
                    public void signed() {}

                    @Override
                    public void bound() {}

                    @Override
                    public String ownLink(String path) {
                        return "/app/gshare/" + path;
                    }

                    @Override
                    public Audience audience() {
                        return new Audience("/app", session);
                    }
                })
                .live(false)
                .sign(LINK);
        HttpResponse<String> renewed = renewed(bound, cookie);
        assertThat(renewed.statusCode()).isEqualTo(200);
        for (String ticket : List.of(bound, renewed.body())) {
            assertSigned(get(ticket, "Cookie", cookie), LINK);
            assertReloads(get(ticket));
        }
    }

    /** For as long as the system property {@code race} says: {@code -Drace=PT1M}. */
    @Test
    void howeverOftenItIsExchangedMeanwhile() throws Exception {
        start();
        long end = System.nanoTime()
                + Duration.parse(System.getProperty("race", "PT2S")).toNanos();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round == 0 || System.nanoTime() < end; round++) {
                HttpResponse<String> page = get("/app/link?session&live&link=" + LINK);
                String cookie = cookie(page);
                CountDownLatch begun = new CountDownLatch(1 + round % 20);
                List<Future<String>> exchanged = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    exchanged.add(clients.submit(() -> {
                        String ticket = page.body();
                        HttpResponse<String> answer = renewed(ticket, cookie);
                        while (answer.statusCode() == 200) {
                            ticket = answer.body();
                            begun.countDown();
                            answer = renewed(ticket, cookie);
                        }
                        return ticket;
                    }));
                }
                begun.await();
                logout(cookie);
                for (Future<String> ticket : exchanged) {
                    assertThat(get(ticket.get()).statusCode())
                            .as("a ticket of a session that is over")
                            .isEqualTo(410);
                }
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void theScriptIsServedForGood() throws Exception {
        start();
        HttpResponse<String> script = get("/app/gshare/" + SCRIPT.path());
        HttpResponse<String> head = send("HEAD", "/app/gshare/" + SCRIPT.path());
        assertThat(script.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(SCRIPT.content());
        for (HttpResponse<String> response : List.of(script, head)) {
            assertThat(header(response, "Content-Type")).isEqualToIgnoringCase("text/javascript;charset=UTF-8");
            assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(SCRIPT.content().length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip,                   true",
        "'deflate, GZIP;q=0.5',  true",
        "'br, gzip ; q=1.0, *',  true",
        "x-gzip,                 true",
        "gzip;q=.1,              true",
        "'gzip;q=0',             false",
        "'gzip; q=0.000, br',    false",
        "gzipped,                false",
        "'br, *',                false",
        "identity,               false"
    })
    void theScriptIsCompressedForWhoTakesIt(String accepted, boolean compressed) throws Exception {
        start();
        byte[] wire = compressed ? SCRIPT.compressed() : SCRIPT.content();
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<byte[]> script = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/app/gshare/" + SCRIPT.path()))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("Accept-Encoding", accepted)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(header(script, "Content-Encoding")).isEqualTo(compressed ? "gzip" : "");
            assertThat(header(script, "Content-Length")).isEqualTo(Integer.toString(wire.length));
            assertThat(script.body()).isEqualTo(method.equals("GET") ? wire : new byte[0]);
        }
    }

    // ---- embeds

    /** So it can tell that from the 404 of a container where the application is not there for the moment. */
    @Test
    void aScriptIsToldWhoRefusesIt() throws Exception {
        start();
        HttpResponse<String> page = get("/app/link?session&live&link=" + LINK);
        for (String path : List.of("ticket/AAAA", "ticket/", "embed/nobody", "embed/sales", "unknown", "ticket")) {
            assertRefusedToScript(404, get("/app/gshare/" + path + "?renew", "Sec-Fetch-Site", "same-origin"));
        }
        assertRefusedToScript(410, get(page.body() + "?renew", "Sec-Fetch-Site", "same-origin"));
        assertRefusedToScript(404, get(page.body() + "?renew", "Sec-Fetch-Site", "cross-site"));
        for (String path : List.of("/app/gone?renew", "/gone/gshare/ticket/AAAA?renew", "/app/gshare/ticket/AAAA")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(header(answer, "GShare-Refused")).isEmpty();
        }
        assertThat(header(renewed(page.body(), cookie(page)), "GShare-Refused")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"same-origin, sales, 204", "same-origin, staff, 404", "same-site, sales, 404", "cross-site, sales, 404"
    })
    void aLiveEmbedMayAskWhetherItMayStillBeSeen(String site, String role, int status) throws Exception {
        start();
        HttpResponse<String> answer = get(
                "/app/gshare/embed/sales?from=now-1h&renew",
                "Sec-Fetch-Dest",
                "empty",
                "Sec-Fetch-Site",
                site,
                "X-Role",
                role);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "GShare-Refused")).isEqualTo(status == 404 ? "true" : "");
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "Location")).isEmpty();
        assertThat(header(answer, "Cache-Control")).contains("no-store");
        assertThat(events)
                .extracting(Event::outcome)
                .doesNotContain(Outcome.MINTED)
                .hasSize(1);
    }

    @Test
    void aLiveEmbedThatTheApplicationsRuleDeniesIsToldSo() throws Exception {
        start();
        authorizer = (request, embed) -> Decision.deny();
        assertRefusedToScript(404, get("/app/gshare/embed/all?renew"));
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.DENIED);
    }

    @ParameterizedTest
    @CsvSource({"sales,302", "board,302", "staff,404", "'',404", "SALES,404"})
    void rolesSeeAnEmbed(String role, int status) throws Exception {
        start();
        assertThat(get("/app/gshare/embed/sales", "X-Role", role, "X-User", "anna")
                        .statusCode())
                .isEqualTo(status);
        assertThat(events)
                .extracting(Event::toString)
                .containsExactly((status == 302 ? "MINTED" : "NO_ROLE") + " embed sales for 'anna'");
    }

    @Test
    void anEmbedWithoutRolesIsEverybodys() throws Exception {
        start();
        assertSigned(get("/app/gshare/embed/all"), "/d/all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=now-1h                | /d/sales?orgId=1&var-tenant=none&from=now-1h",
                "var-host=a&var-host=b%26c  | /d/sales?orgId=1&var-tenant=none&var-host=a&var-host=b%26c",
                "var-host=                  | /d/sales?orgId=1&var-tenant=none&var-host=",
                "from=                      |",
                "from=now&from=now          |",
                "from=yesterday             |",
                "to=now                     |",
                "var-tenant=mine            |",
                "var-Host=a                 |",
                "orgId=2                    |",
                "aliyun_api_key_expire_seconds=99999999 |",
                "from=now&editPanel=1       |",
                "auth_token=x               |"
            })
    void openParametersAreTheVisitors(String query, String link) throws Exception {
        start();
        HttpResponse<String> response = get("/app/gshare/embed/sales?" + query, "X-Role", "sales");
        if (link != null) {
            assertSigned(response, link);
        } else {
            assertNotFound(response);
            assertThat(events).extracting(Event::outcome).containsExactly(Outcome.WRONG_PARAMETER);
        }
    }

    @Test
    void theApplicationsRuleLocksVariables() throws Exception {
        start();
        authorizer = (request, embed) ->
                Decision.allow(Map.of("tenant", List.of(request.getRemoteUser()), "host", List.of("own")));
        String location = header(
                get("/app/gshare/embed/sales?var-host=other&from=now-1h", "X-Role", "sales", "X-User", "a&b"),
                "Location");
        assertThat(URI.create(location).getRawQuery().split("&"))
                .contains("orgId=1", "from=now-1h", "var-tenant=a%26b", "var-host=own")
                .hasSize(8);
    }

    @Test
    void theApplicationsRuleDenies() throws Exception {
        start();
        authorizer = (request, embed) -> embed.name().equals("all") ? Decision.deny() : Decision.allow();
        assertNotFound(get("/app/gshare/embed/all"));
        assertThat(get("/app/gshare/embed/sales", "X-Role", "sales").statusCode())
                .isEqualTo(302);
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.DENIED, Outcome.MINTED);
    }

    @Test
    void aRuleThatFailsShowsNothing() throws Exception {
        start();
        authorizer = (request, embed) -> {
            throw new IOException("the directory is down");
        };
        assertNotFound(get("/app/gshare/embed/all"));
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.DENIED);
    }

    static Stream<EmbedAuthorizer> failingRules() {
        return Stream.of(
                (request, embed) -> {
                    throw new NoClassDefFoundError("a library is missing");
                },
                (request, embed) -> {
                    throw new StackOverflowError("it asks itself");
                },
                (request, embed) -> Decision.allow(Map.of("tenant", Arrays.asList((String) null))),
                (request, embed) -> Decision.allow(Map.of("var-tenant", List.of("T"))),
                (request, embed) -> Decision.allow(Collections.singletonMap("tenant", null)),
                (request, embed) -> Decision.allow(Map.of("ten ant", List.of("T"))),
                (request, embed) -> Decision.allow(Map.of("tenant", Collections.nCopies(33, "T"))),
                (request, embed) -> Decision.allow(Map.of("tenant", List.of("T".repeat(257)))));
    }

    @ParameterizedTest
    @MethodSource("failingRules")
    void aRuleThatIsWrongShowsNothingEither(EmbedAuthorizer wrong) throws Exception {
        start();
        authorizer = wrong;
        assertThat(logged(() -> assertNotFound(get("/app/gshare/embed/sales?var-host=x", "X-Role", "sales"))))
                .singleElement()
                .asString()
                .contains(" failed, so the embed was denied. Said once for each cause.");
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.DENIED);
    }

    static Stream<Map<String, List<String>>> nothing() {
        return Stream.of(
                Map.of(),
                Map.of("tenant", List.of()),
                Map.of("tenant", List.of("")),
                Map.of("tenant", List.of("T", " \t")),
                Map.of("tenant", List.of("T"), "host", List.of()));
    }

    /** The dashboard would show its default, perhaps all that there is. */
    @ParameterizedTest
    @MethodSource("nothing")
    void whoIsToSeeNothingIsNotShownTheDefault(Map<String, List<String>> locked) throws Exception {
        start();
        authorizer = (request, embed) -> Decision.allow(locked);
        String why = locked.isEmpty()
                ? "variables was empty but must have what is locked; call allow() where nothing is, or deny()"
                : "'var-" + (locked.containsKey("host") ? "host" : "tenant")
                        + "' was locked to no value but the dashboard would show its default then; give one, or show nothing";
        assertThat(logged(() -> assertNotFound(get("/app/gshare/embed/sales?var-host=x", "X-Role", "sales"))))
                .singleElement()
                .asString()
                .endsWith(" failed, so the embed was denied. Said once for each cause. " + why);
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.DENIED);
    }

    @Test
    void whatIsLockedHasNoOtherName() throws Exception {
        start();
        authorizer = (request, embed) -> Decision.allow(Map.of("host", List.of("own")));
        for (String query : List.of("var-host=a", "var%2Dhost=a", "%76ar-host=a&var-host=b", "var-host=")) {
            assertSigned(
                    get("/app/gshare/embed/sales?" + query, "X-Role", "sales"),
                    "/d/sales?orgId=1&var-tenant=none&var-host=own");
        }
        for (String query : List.of("VAR-host=a", "var-Host=a", "var-host%20=a", "var-host[]=a", "var+host=a")) {
            assertNotFound(get("/app/gshare/embed/sales?" + query.replace("[]", "%5B%5D"), "X-Role", "sales"));
        }
    }

    @Test
    void whatARuleDecidedDoesNotChange() throws Exception {
        List<String> tenants = new ArrayList<>(List.of("own"));
        Decision decision = Decision.allow(Map.of("tenant", tenants));
        tenants.set(0, "other");
        assertThat(decision.variables()).isEqualTo(Map.of("tenant", List.of("own")));
    }

    @Test
    void noLinkLeavesUnheard() throws Exception {
        start();
        String ticket = get("/app/link?live&link=" + LINK).body();
        listener = event -> {
            throw new IllegalStateException("the audit is down");
        };
        for (String path : List.of("/app/gshare/embed/all", ticket, ticket + "?renew")) {
            HttpResponse<String> response = get(path, "Sec-Fetch-Site", "same-origin");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Location")).isEmpty();
            assertThat(response.body().replace(ticket, "")).doesNotContain("/gshare/ticket/", "aliyun_api_key");
        }
    }

    @Test
    void aLinkThatMayNoLongerBeSignedIsNotExchanged() throws Exception {
        start();
        String ticket = get("/app/link?live&link=" + LINK).body();
        key = ShareKey.of("next", 2, "0".repeat(100));
        assertRefusedToScript(404, get(ticket + "?renew", "Sec-Fetch-Site", "same-origin"));
        assertNotFound(get(ticket));
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.LINK_REFUSED, Outcome.LINK_REFUSED);
    }

    @Test
    void aTicketThatIsNotExchangedMayStillLoad() throws Exception {
        start();
        String ticket = ticket();
        HttpResponse<String> answer =
                get(ticket + "?renew", "Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-origin");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.RENEWED);
        assertSigned(get(ticket), LINK);
        now = start.plus(Duration.ofHours(12));
        assertRefusedToScript(410, get(ticket + "?renew"));
    }

    @Test
    void anExchangeTakesNoParameters() throws Exception {
        start();
        String ticket = get("/app/link?live&link=" + LINK).body();
        assertRefusedToScript(404, get(ticket + "?renew&theme=dark", "Sec-Fetch-Site", "same-origin"));
        assertThat(events).extracting(Event::outcome).containsExactly(Outcome.WRONG_PARAMETER);
    }

    /** Tomcat drops what it cannot decode; Jetty refuses it by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"x=%zz", "%zz=1", "%FF%zz"})
    void whatCannotBeDecodedIsRefused(String query) throws Exception {
        start();
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("GET /app/gshare/embed/all?" + query
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("aliyun_api_key");
        }
    }

    @Test
    void aVisitorsNameStaysInItsLine() {
        assertThat(new Event("a\nMINTED embed x", "sales", Outcome.DENIED, Duration.ZERO).toString())
                .isEqualTo("DENIED embed sales for 'a\\u000aMINTED embed x'");
        assertThat(new Event(null, null, Outcome.MINTED, Duration.ZERO))
                .hasToString("MINTED ticket for an anonymous visitor");
    }

    @Test
    void theScriptsAddressHasNoSessionInIt() throws Exception {
        start();
        assertThat(get("/app/script").body()).matches("/app/gshare/frame-[0-9a-f]{9,16}\\.js");
    }
}
