package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.Surfaces;
import io.gshare.settings.Rewriting;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sitemesh.builder.SiteMeshFilterBuilder;

/**
 * Other filters that stand before this one: SiteMesh, which buffers pages and decorates them, and one that compresses. An application is served
 * with them alone, at {@code /bare}, with links signed by {@code encodeURL} alone, at {@code /sign}, and with all of its pages rewritten, at {@code /edit}.
 */
public abstract class NeighboursCases {

    private static final String LINK = "https://grafana.example.com/d/TZWea?orgId=1";
    private static final String FRAME = "<iframe src=\"" + LINK + "\"></iframe>";
    private static final String SIGNED = FRAME.replace(
            LINK, LINK + "&amp;" + Vectors.example().signedSuffix().replace("&", "&amp;"));
    private static final String HTML = "text/html;charset=UTF-8";

    private final Container container;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Filter> before = new LinkedHashMap<>();
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private int port;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.gshare");
    private final Handler logging = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getParameters() == null ? entry.getMessage() : (String) entry.getParameters()[0]);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path files;

    /** Cases on a container. */
    protected NeighboursCases(Container container) {
        this.container = container;
        logger.addHandler(logging);
    }

    @FunctionalInterface
    private interface Page {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private static final class PageServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient Page page;

        PageServlet(Page page) {
            this.page = page;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            page.serve(request, response);
        }
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic added = context.addFilter(name, filter);
        added.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), true, "/*");
        added.setAsyncSupported(true);
    }

    private ServletContainerInitializer application(@Nullable GShare gshare) {
        return (classes, context) -> {
            before.forEach((name, filter) -> add(context, name, filter));
            if (gshare != null) {
                context.setAttribute(GShareFilter.ATTRIBUTE, gshare);
                add(context, "gshare", new GShareFilter());
            }
            pages.forEach((path, page) -> {
                ServletRegistration.Dynamic servlet = context.addServlet(path, new PageServlet(page));
                servlet.addMapping(path);
                servlet.setAsyncSupported(true);
            });
        };
    }

    private void start() throws Exception {
        Rewriting rewriting = new Rewriting(List.of("/*"), List.of(), Set.of());
        port = container.start(
                files,
                Map.of(
                        "/bare",
                        application(null),
                        "/sign",
                        application(Surfaces.gshare()),
                        "/edit",
                        application(Surfaces.builder().rewriting(rewriting).build())));
    }

    @AfterEach
    void stop() throws Exception {
        container.stop();
        logger.removeHandler(logging);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String text(String path) throws Exception {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    private static Filter siteMesh() {
        return new SiteMeshFilterBuilder()
                .setDecoratorPrefix("")
                .addDecoratorPath("/decorated", "/decorator")
                .create();
    }

    // ---- SiteMesh

    @ParameterizedTest
    @ValueSource(strings = {"/thread", "/dispatch", "/writer", "/listener", "/forward"})
    void anAsynchronousPageBehindABufferingFilterIsNotEmpty(String path) throws Exception {
        before.put("sitemesh", siteMesh());
        pages.put("/thread", (request, response) -> {
            response.setContentType(HTML);
            AsyncContext async = request.startAsync();
            async.start(() -> {
                print(async);
                async.complete();
            });
        });
        pages.put("/writer", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.getResponse().setContentType(HTML);
            print(async);
            request.getAsyncContext().complete();
        });
        pages.put("/dispatch", (request, response) -> request.startAsync().dispatch("/page"));
        pages.put("/forward", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    async.getRequest().getRequestDispatcher("/page").forward(async.getRequest(), async.getResponse());
                } catch (IOException | ServletException e) {
                    throw new IllegalStateException(e);
                }
                async.complete();
            });
        });
        pages.put("/listener", (request, response) -> {
            response.setContentType(HTML);
            AsyncContext async = request.startAsync();
            ServletOutputStream out = async.getResponse().getOutputStream();
            out.setWriteListener(new WriteListener() {
                @Override
                public void onWritePossible() throws IOException {
                    out.print(FRAME);
                    async.complete();
                }

                @Override
                public void onError(Throwable t) {
                    async.complete();
                }
            });
        });
        pages.put("/page", (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print(FRAME);
        });
        start();
        HttpResponse<byte[]> bare = get("/bare" + path);
        assertThat(new String(bare.body(), StandardCharsets.UTF_8)).isEqualTo(FRAME);
        assertThat(text("/sign" + path)).isEqualTo(FRAME);
        HttpResponse<byte[]> edited = get("/edit" + path);
        assertThat(new String(edited.body(), StandardCharsets.UTF_8)).isEqualTo(SIGNED);
        assertThat(edited.headers().allValues("Content-Type"))
                .isEqualTo(bare.headers().allValues("Content-Type"));
        assertThat(edited.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    private static void print(AsyncContext async) {
        try {
            async.getResponse().getWriter().print(FRAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTagOfAnAsynchronousPageBehindABufferingFilterKeepsItOutOfCaches() throws Exception {
        before.put("sitemesh", siteMesh());
        pages.put("/thread", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                async.getResponse().setContentType(HTML);
                String link = ((HttpServletResponse) async.getResponse()).encodeURL(LINK);
                try {
                    async.getResponse().getWriter().print(link);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        });
        start();
        for (String application : List.of("/sign", "/edit")) {
            HttpResponse<byte[]> page = get(application + "/thread");
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .isEqualTo(LINK + "&" + Vectors.example().signedSuffix());
            assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        }
    }

    @ParameterizedTest
    @CsvSource({"sitemesh gshare,false", "gshare sitemesh,true"})
    void aDecoratorIsSignedWhereThisFilterStandsBeforeSiteMesh(String order, boolean signed) throws Exception {
        pages.put("/decorated", (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print("<html><head></head><body>" + FRAME + "</body></html>");
        });
        pages.put("/decorator", (request, response) -> {
            io.gshare.Page tag = GShareFilter.page(request);
            response.setContentType(HTML);
            response.getWriter()
                    .print("<html><body>" + FRAME + "<a title='" + tag.sign(LINK) + "'>"
                            + "<sitemesh:write property='body'></sitemesh:write></body></html>");
        });
        Rewriting rewriting = new Rewriting(List.of("/*"), List.of(), Set.of());
        GShare gshare = Surfaces.builder().rewriting(rewriting).build();
        port = container.start(files, Map.of("/edit", (classes, context) -> {
            context.setAttribute(GShareFilter.ATTRIBUTE, gshare);
            for (String filter : order.split(" ", -1)) {
                add(context, filter, filter.equals("gshare") ? new GShareFilter() : siteMesh());
            }
            before.clear();
            pages.forEach((path, page) ->
                    context.addServlet(path, new PageServlet(page)).addMapping(path));
        }));
        assertThat(text("/edit/decorated"))
                .isEqualTo("<html><body>" + (signed ? SIGNED : FRAME) + "<a title='" + LINK + "&"
                        + Vectors.example().signedSuffix() + "'>" + SIGNED + "</body></html>");
        get("/edit/decorated");
        assertThat(log)
                .isEqualTo(
                        signed
                                ? List.of()
                                : List.of(
                                        "SiteMesh stands before gshare, so in its decorators tags alone sign links; map gshare"
                                                + " before it in web.xml, as docs/rewriting.md shows."));
    }

    // ---- filters that wrap, or answer for the page

    private static final Filter WRAPPING = (request, response, chain) -> chain.doFilter(
            new HttpServletRequestWrapper((HttpServletRequest) request),
            new HttpServletResponseWrapper((HttpServletResponse) response));

    private static String tag(ServletRequest request) {
        return GShareFilter.page(request).sign(LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign", "/edit"})
    void anErrorPageToWhichAFilterForwardsAfterAResetIsNotStored(String application) throws Exception {
        before.put("errors", (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (IllegalStateException e) {
                response.reset();
                request.getRequestDispatcher("/failed").forward(request, response);
            }
        });
        pages.put("/page", (request, response) -> {
            response.getWriter().print(tag(request));
            throw new IllegalStateException("failed");
        });
        pages.put("/failed", (request, response) -> {
            response.setHeader("Cache-Control", "public, max-age=600");
            response.getWriter().print(tag(request));
        });
        start();
        HttpResponse<byte[]> page = get(application + "/page");
        assertThat(new String(page.body(), StandardCharsets.UTF_8))
                .isEqualTo(LINK + "&" + Vectors.example().signedSuffix());
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    /** What it says past the filter, to the container's own response, is read back when it is over. */
    @ParameterizedTest
    @ValueSource(strings = {"/sign", "/edit"})
    void aSignedPageIsNotPublicWhereItThrows(String application) throws Exception {
        before.put("catching", (request, response, chain) -> {
            try {
                chain.doFilter(request, response);
            } catch (IllegalStateException e) {
                response.getWriter().print(" " + e.getMessage());
            }
        });
        before.put("wrapping", WRAPPING);
        pages.put("/page", (request, response) -> {
            response.getWriter().print(tag(request));
            ServletResponse own = response;
            while (own instanceof ServletResponseWrapper wrapper) {
                own = wrapper.getResponse();
            }
            ((HttpServletResponse) own).setHeader("Cache-Control", "public, max-age=600");
            throw new IllegalStateException("failed");
        });
        start();
        HttpResponse<byte[]> page = get(application + "/page");
        assertThat(new String(page.body(), StandardCharsets.UTF_8))
                .isEqualTo(LINK + "&" + Vectors.example().signedSuffix() + " failed");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign", "/edit"})
    void whatAPageThrowsIsNotHiddenByAFilterThatFailsToo(String application) throws Exception {
        IllegalStateException thrown = new IllegalStateException("failed");
        UnsupportedOperationException failing = new UnsupportedOperationException("no header any more");
        List<Throwable> caught = new CopyOnWriteArrayList<>();
        AtomicBoolean fails = new AtomicBoolean();
        before.put("failing", (request, response, chain) -> {
            try {
                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public void setHeader(String name, String value) {
                        if (fails.get()) {
                            throw failing;
                        }
                        super.setHeader(name, value);
                    }

                    @Override
                    public Collection<String> getHeaders(String name) {
                        return fails.get() ? List.of() : super.getHeaders(name);
                    }
                });
            } catch (IllegalStateException e) {
                caught.add(e);
            }
        });
        pages.put("/page", (request, response) -> {
            response.getWriter().print(tag(request));
            fails.set(true);
            throw thrown;
        });
        start();
        get(application + "/page");
        assertThat(caught).containsExactly(thrown);
        assertThat(thrown).hasSuppressedException(failing);
    }

    /** An asynchronous answer by whatever context its request or an event has. */
    private static void answer(AsyncContext async) {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        String link = response.encodeURL(LINK);
        response.setHeader("Cache-Control", "public, max-age=600");
        try {
            response.getWriter().print(link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        async.complete();
    }

    @ParameterizedTest
    @CsvSource({"/sign,/request", "/sign,/late", "/edit,/request", "/edit,/late"})
    void anAsynchronousAnswerIsSignedByWhicheverContextItIsGiven(String application, String path) throws Exception {
        before.put("wrapping", WRAPPING);
        pages.put("/request", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> answer(async.getRequest().getAsyncContext()));
        });
        pages.put("/late", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(100);
            async.addListener(new AsyncListener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                    answer(event.getAsyncContext());
                }

                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        });
        start();
        HttpResponse<byte[]> page = get(application + path);
        assertThat(new String(page.body(), StandardCharsets.UTF_8))
                .isEqualTo(LINK + "&" + Vectors.example().signedSuffix());
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    /** Its response may be another request's by then. */
    @ParameterizedTest
    @ValueSource(strings = {"/sign", "/edit"})
    void whatCompletesAnAnswerThatIsOverTouchesItNoMore(String application) throws Exception {
        List<String> touched = new CopyOnWriteArrayList<>();
        before.put(
                "recording",
                (request, response, chain) ->
                        chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                            @Override
                            public Collection<String> getHeaders(String name) {
                                touched.add(name);
                                return super.getHeaders(name);
                            }

                            @Override
                            public String getContentType() {
                                touched.add("Content-Type");
                                return super.getContentType();
                            }
                        }));
        List<AsyncContext> late = new CopyOnWriteArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        pages.put("/page", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            late.add(async);
            async.addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent event) {
                    over.countDown();
                }

                @Override
                public void onTimeout(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
            answer(async);
        });
        start();
        HttpResponse<byte[]> page = get(application + "/page");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        over.await();
        assertThat(touched).isNotEmpty();
        touched.clear();
        try {
            late.get(0).complete();
        } catch (IllegalStateException e) {
            // as Tomcat says it
        }
        assertThat(touched).isEmpty();
    }

    @Test
    void aFramesRelativeLinkHasNoSessionInItBehindAForward() throws Exception {
        before.put("wrapping", WRAPPING);
        pages.put("/reports/page", (request, response) -> {
            request.getSession();
            request.getRequestDispatcher("/views/deeper/page").forward(request, response);
        });
        pages.put(
                "/views/deeper/page",
                (request, response) -> response.getWriter()
                        .print(response.encodeURL("../gshare/embed/sales") + " " + response.encodeURL("other")));
        start();
        assertThat(text("/sign/reports/page")).startsWith("../gshare/embed/sales other;jsessionid=");
    }

    @Test
    void aPageThatEndsASessionThatNoCookieOfTheContainersNamesHasNobodysTickets() throws Exception {
        before.put("wrapping", WRAPPING);
        pages.put("/page", (request, response) -> {
            request.getSession().invalidate();
            io.gshare.Page tag = GShareFilter.page(request);
            response.getWriter().print(tag.signAt(SignAt.LOAD).sign(LINK));
        });
        start();
        assertThat(get(text("/sign/page")).statusCode()).isEqualTo(410);
    }

    // ---- compression

    /** Names its encoding before anything is written, and compresses all of it. */
    private static final class EarlyGzip implements Filter {
        @Override
        public void doFilter(
                jakarta.servlet.ServletRequest request,
                jakarta.servlet.ServletResponse response,
                jakarta.servlet.FilterChain chain)
                throws IOException, ServletException {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setHeader("Content-Encoding", "gzip");
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            GZIPOutputStream zip = new GZIPOutputStream(body);
            ServletOutputStream out = new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void write(int b) throws IOException {
                    zip.write(b);
                }
            };
            chain.doFilter(request, new HttpServletResponseWrapper(answer) {
                @Override
                public ServletOutputStream getOutputStream() {
                    return out;
                }

                @Override
                public PrintWriter getWriter() {
                    return new PrintWriter(out, true, StandardCharsets.UTF_8);
                }
            });
            zip.finish();
            body.writeTo(answer.getOutputStream());
        }
    }

    private static String unzipped(byte[] body) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aPageBehindAFilterThatNamesItsEncodingFirstIsSigned() throws Exception {
        before.put("gzip", new EarlyGzip());
        pages.put("/page", (request, response) -> {
            response.setContentType(HTML);
            response.getOutputStream().print(FRAME);
        });
        pages.put("/forwarding", (request, response) -> {
            response.setContentType(HTML);
            request.getRequestDispatcher("/page").forward(request, response);
        });
        start();
        for (String path : List.of("/page", "/forwarding")) {
            assertThat(unzipped(get("/bare" + path).body())).isEqualTo(FRAME);
            assertThat(unzipped(get("/edit" + path).body())).isEqualTo(SIGNED);
        }
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "add", "reset"})
    void whatAnApplicationCompressesItselfIsLeftAlone(String how) throws Exception {
        pages.put("/page", (request, response) -> {
            response.setContentType(HTML);
            response.setHeader("Content-Encoding", "gzip");
            if (how.equals("reset")) {
                response.reset();
                response.setContentType(HTML);
                response.getOutputStream().print(FRAME);
                return;
            }
            if (how.equals("add")) {
                response.setHeader("Content-Encoding", "identity");
                response.addHeader("content-encoding", "gzip");
            }
            response.getOutputStream().print(FRAME);
        });
        start();
        assertThat(text("/edit/page")).isEqualTo(how.equals("reset") ? SIGNED : FRAME);
        assertThat(log).hasSize(how.equals("reset") ? 0 : 1);
    }

    // ---- what comes late, and where

    @ParameterizedTest
    @CsvSource({"text/plain,stream", "text/plain,taken", ",stream", ",header"})
    void aPageThatSaysSoAfterItsFirstByteIsSaidToBeLate(@Nullable String first, String how) throws Exception {
        pages.put("/page", (request, response) -> {
            if (first != null) {
                response.setContentType(first);
            }
            PrintWriter out = response.getWriter();
            if (!how.equals("taken")) {
                out.print("<p>");
            }
            if (how.equals("header")) {
                response.setHeader("Content-Type", "text/html");
            } else {
                response.setContentType("text/html");
            }
            out.print(FRAME);
        });
        start();
        HttpResponse<byte[]> bare = get("/bare/page");
        HttpResponse<byte[]> edited = get("/edit/page");
        assertThat(edited.body()).isEqualTo(bare.body());
        assertThat(edited.headers().allValues("Content-Type"))
                .isEqualTo(bare.headers().allValues("Content-Type"));
        boolean late = bare.headers().allValues("Content-Type").toString().contains("html");
        assertThat(log)
                .isEqualTo(
                        late
                                ? List.of(
                                        "A page said that it is HTML when its first bytes had passed, so its links could not be signed;"
                                                + " set its content type before anything is written, or before its writer is taken.")
                                : List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/started", "/given", "/asked", "/own", "/included"})
    void whatSignsIsFoundOnEveryThreadThatRendersAPage(String path) throws Exception {
        pages.put("/started", (request, response) -> onThread(request.startAsync()));
        pages.put("/given", (request, response) -> onThread(request.startAsync(request, response)));
        pages.put("/asked", (request, response) -> {
            request.startAsync();
            onThread(request.getAsyncContext());
        });
        pages.put("/own", (request, response) -> {
            AsyncContext async = request.startAsync();
            new Thread(() -> {
                        try {
                            async.getRequest()
                                    .getRequestDispatcher("/function")
                                    .forward(async.getRequest(), async.getResponse());
                        } catch (IOException | ServletException e) {
                            throw new IllegalStateException(e);
                        }
                        async.complete();
                    })
                    .start();
        });
        pages.put("/included", (request, response) -> {
            AsyncContext async = request.startAsync();
            new Thread(() -> {
                        try {
                            request.getRequestDispatcher("/function").include(request, response);
                        } catch (IOException | ServletException e) {
                            throw new IllegalStateException(e);
                        }
                        async.complete();
                    })
                    .start();
        });
        pages.put("/function", (request, response) -> print(response));
        start();
        for (String application : List.of("/sign", "/edit")) {
            HttpResponse<byte[]> page = get(application + path);
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .isEqualTo(LINK + "&" + Vectors.example().signedSuffix());
            assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        }
    }

    private static void onThread(AsyncContext async) {
        async.start(() -> {
            print(async.getResponse());
            async.complete();
        });
    }

    /** As a function does. */
    private static void print(ServletResponse response) {
        String signed = GShareFilter.current().sign(LINK);
        try {
            response.getWriter().print(signed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
