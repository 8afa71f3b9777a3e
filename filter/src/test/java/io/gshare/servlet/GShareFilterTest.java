package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gshare.GShare;
import io.gshare.SigningListener;
import io.gshare.Surfaces;
import io.gshare.key.KeyListener;
import io.gshare.settings.Rewriting;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter on a real Jetty, over a real socket. */
class GShareFilterTest {

    private static final String OWN = "https://grafana.example.com/d/TZWea/test?orgId=1";
    private static final String SIGNED = OWN + "&" + Vectors.example().signedSuffix();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** What a test's page does with its request and response. */
    @FunctionalInterface
    private interface Page {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private static ServletContextHandler application(String path, Page page) {
        ServletContextHandler context = new ServletContextHandler(path, ServletContextHandler.SESSIONS);
        ServletHolder servlet = new ServletHolder(new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                page.serve(request, response);
            }
        });
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        FilterHolder filter = new FilterHolder(new GShareFilter());
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        return context;
    }

    private void start(Handler handler) throws Exception {
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + connector.getLocalPort() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Serves one page by the vendor's example key, and gets it. */
    private HttpResponse<String> serve(Page page) throws Exception {
        ServletContextHandler context = application("/", page);
        context.setAttribute(GShareFilter.ATTRIBUTE, Surfaces.gshare());
        start(context);
        return get("/");
    }

    private static io.gshare.Page page(HttpServletRequest request) {
        return GShareFilter.page(request);
    }

    @Test
    void encodeUrlSignsAWorkspacesLinkAndNeverAppendsASessionId() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            request.getSession();
            answer.getWriter().println(answer.encodeURL(OWN));
            answer.getWriter().println(answer.encodeURL(answer.encodeURL(OWN)));
            answer.getWriter().println(((SigningResponse) answer).encodeUrl(OWN));
        });
        assertThat(response.body().lines()).containsExactly(SIGNED, SIGNED, SIGNED);
    }

    @Test
    void aFramesLinkAtTheRootGetsNoSessionIdEither() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            request.getSession();
            answer.getWriter().println(answer.encodeURL("/gshare/embed/sales"));
            answer.getWriter().println(answer.encodeURL("gshare/embed/sales"));
        });
        assertThat(response.body().lines()).containsExactly("/gshare/embed/sales", "gshare/embed/sales");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/TZWea",
                "page.jsp",
                "",
                "https://grafana.example.com.evil/d/TZWea",
                "//grafana.example.com/d/TZWea",
                "https://grafana.example.com/d/TZWea?orgId=2",
                "https://grafana.example.com/d/../TZWea",
                "https://grafana.example.com/login",
                "https://grafana.example.com/goto/x?orgId=1",
                "https://grafana.example.com/public/img/x.svg"
            })
    void encodeUrlPassesEveryOtherLinkToTheContainer(String link) throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            request.getSession();
            HttpServletResponse container = (HttpServletResponse) ((SigningResponse) answer).getResponse();
            answer.getWriter().println(answer.encodeURL(link).equals(container.encodeURL(link)));
            answer.getWriter().println(answer.encodeURL("page.jsp"));
        });
        assertThat(response.body().lines()).first().isEqualTo("true");
        assertThat(response.body().lines().toList().get(1)).startsWith("page.jsp;jsessionid=");
        assertThat(response.headers().firstValue("Cache-Control")).isEmpty();
    }

    @Test
    void aWorkspaceBelowAPathOfThePagesOwnOriginGetsItsRelativeLinksSigned() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            String origin = "http://localhost:" + request.getServerPort();
            GShare gshare = GShare.builder()
                    .workspace("beside", Surfaces.signer(origin + "/grafana", Vectors.example()))
                    .workspace("alone", Surfaces.signer(origin, Vectors.example()))
                    .build();
            SigningResponse signing = new SigningResponse(request, answer, gshare, null, new Warnings());
            for (String link : List.of("/grafana/d/x#y", "/grafanas/d/x", "/d/x", "/grafana/../d/x", "d/x")) {
                answer.getWriter().println(signing.encodeURL(link));
            }
        });
        assertThat(response.body().lines())
                .containsExactly(
                        "/grafana/d/x?" + Vectors.example().signedSuffix() + "#y",
                        "/grafanas/d/x",
                        "/d/x",
                        "/grafana/../d/x",
                        "d/x");
    }

    @Test
    void redirectsAreNotSignedAndASignedOneGetsNoSessionId() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            request.getSession();
            answer.getWriter().println(answer.encodeRedirectURL(OWN).contains("aliyun"));
            answer.getWriter().println(answer.encodeRedirectURL(page(request).sign(OWN)));
            answer.getWriter()
                    .println(((SigningResponse) answer)
                            .encodeRedirectUrl(page(request).sign(OWN)));
        });
        assertThat(response.body().lines()).containsExactly("false", SIGNED, SIGNED);
    }

    static List<Vectors.Vector> vectors() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyVectorSignsThroughEncodeUrl(Vectors.Vector vector) throws Exception {
        ServletContextHandler context = application(
                "/",
                (request, answer) -> answer.getWriter().print(answer.encodeURL("https://grafana.example.com/d/TZWea")));
        context.setAttribute(
                GShareFilter.ATTRIBUTE,
                GShare.builder()
                        .workspace("default", Surfaces.signer("https://grafana.example.com", vector))
                        .build());
        start(context);
        assertThat(get("/").body()).isEqualTo("https://grafana.example.com/d/TZWea?" + vector.signedSuffix());
    }

    @ParameterizedTest(name = "{0} then {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            none                | none            | private, no-store
            max-age=600         | none            | private, no-store
            no-cache            | none            | private, no-store
            public, NO-STORE    | none            | public, NO-STORE
            no-store, max-age=0 | none            | no-store, max-age=0
            none                | max-age=600     | private, no-store
            none                | no-store        | no-store
            max-age=600         | public          | private, no-store
            x-no-store          | none            | private, no-store
            max-age=1, x="a, no-store, b" | none  | private, no-store
            """)
    void whatCarriesASignedLinkIsNotStored(String before, String after, String expected) throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            if (!before.equals("none")) {
                answer.setHeader("Cache-Control", before);
            }
            page(request).sign("/d/TZWea");
            if (!after.equals("none")) {
                answer.setHeader("cache-control", after);
            }
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly(expected);
    }

    @Test
    void addedHeadersDoNotWeakenEither() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            answer.encodeURL(OWN);
            answer.addHeader("Cache-Control", "max-age=600");
            answer.addHeader("X-Other", "kept");
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        assertThat(response.headers().firstValue("X-Other")).contains("kept");
    }

    /** Tomcat puts a response that ignores headers beneath every wrapper while a page includes another. */
    @Test
    void aLinkInAnIncludedPageIsNotStoredEither() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            SigningResponse signing = (SigningResponse) answer;
            ServletResponse container = signing.getResponse();
            signing.setResponse(new HttpServletResponseWrapper((HttpServletResponse) container) {
                @Override
                public void setHeader(String name, String value) {}
            });
            answer.getWriter().print(answer.encodeURL(OWN));
            signing.setResponse(container);
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    @ParameterizedTest(name = "{0} then {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            none                 | none                | private
            public, max-age=600  | none                | private, max-age=600
            private              | none                | private
            no-store             | none                | no-store
            none                 | public, max-age=600 | private, max-age=600
            no-store             | max-age=600         | private, max-age=600
            public               | no-cache, no-store  | no-cache, no-store
            """)
    void whatCarriesATicketOfASessionIsItsVisitorsAlone(String before, String after, String expected) throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            request.getSession();
            if (!before.equals("none")) {
                answer.setHeader("Cache-Control", before);
            }
            page(request).signAt(SignAt.LOAD).sign("/d/TZWea");
            if (!after.equals("none")) {
                answer.setHeader("Cache-Control", after);
            }
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly(expected);
    }

    @Test
    void aTicketForEverybodyLeavesItsPageToTheApplication() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            answer.setHeader("Cache-Control", "public, max-age=600");
            page(request).signAt(SignAt.LOAD).sign("/d/TZWea");
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("public, max-age=600");
    }

    @Test
    void cachesOnTheWayKeepNoTicketOfASession() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            request.getSession();
            answer.setHeader("CDN-Cache-Control", "max-age=600");
            answer.setIntHeader("X-Accel-Expires", 600);
            page(request).signAt(SignAt.LOAD).sign("/d/TZWea");
            answer.setHeader("Surrogate-Control", "max-age=600");
            answer.setIntHeader("Cache-Control", 5);
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("private");
        assertThat(response.headers().allValues("CDN-Cache-Control")).containsExactly("no-store");
        assertThat(response.headers().allValues("X-Accel-Expires")).containsExactly("0");
        assertThat(response.headers().firstValue("Surrogate-Control")).isEmpty();
    }

    /** A container of yet another kind: it ignores headers in an include, whoever writes them. */
    @Test
    void whatAContainerIgnoredIsWrittenAgain() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            AtomicBoolean including = new AtomicBoolean(true);
            HttpServletResponse container = (HttpServletResponse) ((SigningResponse) answer).getResponse();
            HttpServletResponse ignoring = (HttpServletResponse) Proxy.newProxyInstance(
                    HttpServletResponse.class.getClassLoader(),
                    new Class<?>[] {HttpServletResponse.class},
                    (proxy, method, arguments) ->
                            including.get() && method.getName().equals("setHeader")
                                    ? null
                                    : method.invoke(container, arguments));
            SigningResponse page = new SigningResponse(request, ignoring, Surfaces.gshare(), null, new Warnings());
            page.setHeader("Cache-Control", "public");
            page.signed();
            assertThat(container.getHeader("Cache-Control")).isNull();
            including.set(false);
            page.setHeader("Cache-Control", "no-store, max-age=0");
            assertThat(container.getHeader("Cache-Control")).isEqualTo("no-store, max-age=0");
            including.set(true);
            page.setHeader("Cache-Control", "public");
            including.set(false);
            page.getWriter().print(SIGNED);
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store, max-age=0");
    }

    @Test
    void aLinkThatOutlivesAResetIsNotStoredEither() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            String link = answer.encodeURL(OWN);
            answer.reset();
            answer.setHeader("Cache-Control", "max-age=600");
            answer.getWriter().print(link);
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    @Test
    void headersOfCachesOnTheWayAreTightenedToo() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            answer.setHeader("CDN-Cache-Control", "max-age=600");
            answer.setHeader("Cloudflare-CDN-Cache-Control", "max-age=600");
            answer.setHeader("X-Accel-Expires", "600");
            answer.encodeURL(OWN);
            answer.setHeader("X-Accel-Expires", "60");
            answer.setHeader("Surrogate-Control", "max-age=600");
            answer.setIntHeader("Cache-Control", 5);
            answer.setDateHeader("Cache-Control", 0);
            answer.addIntHeader("Cache-Control", 5);
            answer.addDateHeader("Cache-Control", 0);
            answer.setIntHeader("X-Int", 5);
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        assertThat(response.headers().allValues("CDN-Cache-Control")).containsExactly("no-store");
        assertThat(response.headers().allValues("Cloudflare-CDN-Cache-Control")).containsExactly("no-store");
        assertThat(response.headers().allValues("X-Accel-Expires")).containsExactly("0");
        assertThat(response.headers().firstValue("Surrogate-Control")).isEmpty();
        assertThat(response.headers().firstValue("X-Int")).contains("5");
    }

    @Test
    void initParamsThatNobodyWouldReadAreRefused() {
        ServletContextHandler context = application("/", (request, answer) -> {});
        context.setAttribute(GShareFilter.ATTRIBUTE, Surfaces.gshare());
        context.getServletHandler().getFilters()[0].setInitParameters(Map.of("gshare.session", "1h"));
        assertThatThrownBy(() -> start(context))
                .hasMessageContaining("has init-params, but the servlet context holds a GShare already");
    }

    @Test
    void aPageWithoutSignedLinksKeepsItsHeaders() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            assertThat(page(request).signOwn("https://example.org/")).isNull();
            answer.setHeader("Cache-Control", "max-age=600");
        });
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("max-age=600");
    }

    @Test
    void aCommittedResponseIsLeftAlone() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            answer.flushBuffer();
            answer.getWriter().print(answer.encodeURL(OWN));
        });
        assertThat(response.body()).isEqualTo(SIGNED);
        assertThat(response.headers().firstValue("Cache-Control")).isEmpty();
    }

    @Test
    void asyncAndErrorDispatchesAreSignedToo() throws Exception {
        HttpResponse<String> response = serve((request, answer) -> {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
            } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
                answer.getWriter().print(answer.encodeURL(OWN));
            }
        });
        assertThat(response.body()).isEqualTo(SIGNED);
        assertThat(response.headers().firstValue("Cache-Control")).contains("private, no-store");
    }

    @Test
    void theThreadKnowsItsGShareForTheTimeOfTheRequestAlone() throws Exception {
        HttpResponse<String> response =
                serve((request, answer) -> answer.getWriter().print(GShareFilter.current() == page(request)));
        assertThat(response.body()).isEqualTo("true");
        assertThatThrownBy(GShareFilter::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "this request did not go through the filter gshare; put gshare-filter (gshare-filter-javax on Tomcat 9) into"
                                + " WEB-INF/lib, and where web.xml is metadata-complete, orders the jars' fragments or maps the filter"
                                + " itself, map io.gshare.servlet.GShareFilter to this page too, before filters that render pages,"
                                + " such as SiteMesh's; on a thread of the application's own, render it by the request's own"
                                + " getRequestDispatcher");
    }

    @Test
    void whatIsSwitchedOffLeavesLinksAloneAndNeedsNoOtherSetting() throws Exception {
        ServletContextHandler context = application("/", (request, answer) -> {
            answer.setContentType("text/html");
            answer.setHeader("Content-Security-Policy", "default-src 'self'");
            answer.getWriter()
                    .print("<iframe src=\"" + OWN + "\"></iframe> " + answer.encodeURL(OWN) + " "
                            + answer.encodeRedirectURL(OWN) + " "
                            + page(request).isEnabled());
        });
        for (String setting : List.of("gshare.rewrite", "gshare.csp", "gshare.sign-at")) {
            context.setInitParameter(setting, "whatever");
        }
        context.setInitParameter("gshare.enabled", "false");
        start(context);
        HttpResponse<String> response = get("/");
        assertThat(response.body()).isEqualTo("<iframe src=\"" + OWN + "\"></iframe> " + OWN + " " + OWN + " false");
        assertThat(response.headers().firstValue("Cache-Control")).isEmpty();
        assertThat(response.headers().firstValue("Content-Security-Policy")).hasValue("default-src 'self'");
        for (String path : List.of("/gshare/ticket/x", "/gshare/embed/sales", "/gshare/")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void twoApplicationsInOneContainerDoNotMeet() throws Exception {
        Page page = (request, answer) -> answer.getWriter()
                .print(answer.encodeURL("https://one.example.com/d/x").contains("aliyun")
                        + " "
                        + answer.encodeURL("https://two.example.com/d/x").contains("aliyun"));
        ContextHandlerCollection both = new ContextHandlerCollection();
        for (String name : List.of("one", "two")) {
            ServletContextHandler context = application("/" + name, page);
            context.setInitParameter("gshare.url", "https://" + name + ".example.com");
            context.setInitParameter("gshare.token", Vectors.example().token());
            both.addHandler(context);
        }
        start(both);
        assertThat(get("/one/").body()).isEqualTo("true false");
        assertThat(get("/two/").body()).isEqualTo("false true");
    }

    @Test
    void wrongSettingsStopTheDeploymentWithEveryProblemAndNoSecret() {
        ServletContextHandler context = application("/", (request, answer) -> {});
        context.setInitParameter("gshare.token", "glsa_mistyped_00000000");
        context.setInitParameter("gshare.session", "1 hour");
        context.setInitParameter("other.setting", "is not gshare's business");
        context.getServletHandler().getFilters()[0].setInitParameters(Map.of("encoding", "UTF-8"));
        assertThatThrownBy(() -> start(context))
                .hasMessageContaining(
                        "'encoding' in an init-param is not a setting; the settings are gshare. and one of ")
                .hasMessageContaining("gshare.url is missing; set it to the workspace's base URL")
                .hasMessageContaining("gshare.session was '1 hour' but must be a duration such as 1h or PT1H")
                .hasMessageContaining("gshare.token: the service account token's checksum does not fit")
                .hasMessageNotContaining("other.setting")
                .hasMessageNotContaining("mistyped_00000000");
    }

    @Test
    void aProblemStandsOnceInWhatTheContainerLogs() {
        ServletContextHandler context = application("/", (request, answer) -> {});
        context.setInitParameter("gshare.token", Vectors.example().token());
        StringWriter logged = new StringWriter();
        catchThrowable(() -> start(context)).printStackTrace(new PrintWriter(logged));
        assertThat(logged.toString()).containsOnlyOnce("gshare.url is missing; set it to");
    }

    @Test
    void theContextHoldsWhatTheFilterMadeUntilItStops() throws Exception {
        ServletContextHandler context = application("/", (request, answer) -> {});
        context.setInitParameter("gshare.url", "https://grafana.example.com");
        context.setInitParameter("gshare.token", Vectors.example().token());
        start(context);
        assertThat(context.getServletContext().getAttribute(GShareFilter.ATTRIBUTE))
                .isInstanceOf(GShare.class);
        server.stop();
        assertThat(Optional.ofNullable(context.getServletContext().getAttribute(GShareFilter.ATTRIBUTE)))
                .isEmpty();
    }

    @Test
    void aKeyFileIsWatchedAsLongAsTheApplicationRuns(@TempDir Path folder) throws Exception {
        Vectors.Vector old = Vectors.all().get(0);
        Path file = Files.writeString(folder.resolve("key"), old.token());
        BlockingQueue<KeyListener.Event> heard = new LinkedBlockingQueue<>();
        KeyListener listener = heard::add;
        ServletContextHandler context =
                application("/", (request, answer) -> answer.getWriter().print(answer.encodeURL(OWN)));
        context.setInitParameter("gshare.url", "https://grafana.example.com");
        context.setInitParameter("gshare.token-file", file.toString());
        context.setAttribute(GShareFilter.KEY_LISTENER, listener);
        start(context);
        assertThat(get("/").body()).contains("&aliyun_api_key_name=test1&");

        Files.writeString(file, "gshare.derived-key=" + old.derivedKey() + "\ngshare.key-name=next\n");
        assertThat(heard.poll(1, TimeUnit.MINUTES))
                .hasToString("'workspace default' signs with the key 'next' of org 1 from now on");
        assertThat(get("/").body()).contains("&aliyun_api_key_name=next&");

        Thread watcher = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gshare-keys-workspace default"))
                .findAny()
                .orElseThrow();
        context.stop();
        watcher.join(Duration.ofMinutes(1).toMillis());
        assertThat(watcher.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anApplicationHearsOfItsLinksAndPages(boolean isPublished) throws Exception {
        List<String> heard = new ArrayList<>();
        String page = "<iframe src='" + OWN + "'></iframe>";
        ServletContextHandler context = application("/", (request, answer) -> {
            answer.setContentType("text/html");
            answer.encodeURL(OWN);
            answer.encodeURL("/elsewhere");
            answer.getOutputStream().print(page);
        });
        if (isPublished) {
            context.setAttribute(
                    GShareFilter.ATTRIBUTE,
                    Surfaces.builder().rewriting(Rewriting.EVERYWHERE).build());
        } else {
            context.setInitParameter("gshare.url", "https://grafana.example.com");
            context.setInitParameter("gshare.token", Vectors.example().token());
            context.setInitParameter("gshare.rewrite", "true");
        }
        context.setAttribute(GShareFilter.SIGNING_LISTENER, new SigningListener() {
            @Override
            public void onLink(Event event) {
                heard.add(event.surface() + " " + event.workspace());
            }

            @Override
            public void onRewritten(int length) {
                heard.add(length + " bytes");
            }
        });
        start(context);
        get("/");
        assertThat(heard).containsExactly("ENCODE_URL default", page.length() + " bytes", "REWRITE default");
    }

    @Test
    void anAttributeThatIsNoAuthorizerStopsTheDeployment() {
        ServletContextHandler context = application("/app", (request, response) -> {});
        context.getServletContext().setAttribute(GShareFilter.ATTRIBUTE, Surfaces.gshare());
        context.getServletContext().setAttribute(EmbedAuthorizer.ATTRIBUTE, "everybody");
        assertThatThrownBy(() -> {
                    server.setHandler(context);
                    server.start();
                })
                .hasStackTraceContaining(
                        "the servlet context's attribute io.gshare.servlet.EmbedAuthorizer was a"
                                + " java.lang.String but must be a io.gshare.servlet.EmbedAuthorizer; put one there, or remove it");
    }

    /** Serves a page behind a filter of the application's own, and gives the policies that reach the browser. */
    private List<String> policies(String csp, String rewrite, Page outer, Page page) throws Exception {
        ServletContextHandler context = application("/", page);
        FilterHolder first = new FilterHolder((request, response, chain) -> {
            outer.serve((HttpServletRequest) request, (HttpServletResponse) response);
            chain.doFilter(request, response);
        });
        FilterMapping everywhere = new FilterMapping();
        everywhere.setFilterName(first.getName());
        everywhere.setPathSpec("/*");
        context.getServletHandler().addFilter(first);
        context.getServletHandler().prependFilterMapping(everywhere);
        context.setInitParameter("gshare.url", "https://grafana.example.com");
        context.setInitParameter("gshare.token", Vectors.example().token());
        context.setInitParameter("gshare.rewrite", rewrite);
        context.setInitParameter("gshare.csp", csp);
        start(context);
        List<String> policies = new ArrayList<>();
        get("/").headers()
                .map()
                .forEach((name, values) -> values.stream()
                        .filter(value -> value.contains("-src"))
                        .forEach(value -> policies.add(name + ": " + value)));
        return policies;
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void thePoliciesOfAnApplicationAreExtendedWhereverTheyAreSet(String rewrite) throws Exception {
        List<String> policies = policies(
                "add",
                rewrite,
                (request, answer) -> {
                    answer.setHeader("Content-Security-Policy", "default-src 'self'");
                    answer.addHeader("Content-Security-Policy", "img-src *");
                },
                (request, answer) -> {
                    answer.setContentType("text/html");
                    answer.addHeader("content-security-policy", "frame-src 'none'");
                    answer.setHeader("CONTENT-SECURITY-POLICY-Report-Only", "child-src 'self', frame-src https:");
                    answer.setHeader("X-Other", "default-src 'self'");
                    answer.getWriter().print("page");
                });
        assertThat(policies)
                .containsExactly(
                        "content-security-policy: default-src 'self'; frame-src 'self' https://grafana.example.com",
                        "content-security-policy: img-src *",
                        "content-security-policy: frame-src https://grafana.example.com",
                        "content-security-policy-report-only: child-src 'self'; frame-src 'self' https://grafana.example.com, frame-src https:",
                        "x-other: default-src 'self'");
    }

    @Test
    void noPolicyIsInvented() throws Exception {
        assertThat(policies("add", "false", (request, answer) -> {}, (request, answer) -> {}))
                .isEmpty();
    }

    @Test
    void otherwiseTheyAreLeftAlone() throws Exception {
        List<String> policies = policies(
                "leave",
                "false",
                (request, answer) -> answer.setHeader("Content-Security-Policy", "default-src 'self'"),
                (request, answer) -> answer.addHeader("Content-Security-Policy", "frame-src 'none'"));
        assertThat(policies)
                .containsExactly(
                        "content-security-policy: default-src 'self'", "content-security-policy: frame-src 'none'");
    }

    @Test
    void whatIsNotHttpIsRefused() {
        ServletRequest request = stub(ServletRequest.class);
        ServletResponse response = stub(ServletResponse.class);
        FilterChain chain = (q, a) -> {
            throw new AssertionError("waved through");
        };
        assertThatThrownBy(() -> new GShareFilter().doFilter(request, response, chain))
                .isInstanceOf(ServletException.class)
                .hasMessage("GShareFilter serves HTTP alone, once it is initialized");
    }

    private static <T> T stub(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
            throw new AssertionError(method.getName());
        }));
    }
}
