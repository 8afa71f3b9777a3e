package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Surfaces;
import io.gshare.settings.Rewriting;
import io.gshare.test.Vectors;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What rewriting must not change, and what it must, on a real container over real sockets. One application is served twice: at {@code /with} behind the filter and at {@code /bare} without it, which says what would have been.
 */
public abstract class RewritingCases {

    private static final String LINK = "https://grafana.example.com/d/TZWea?orgId=1";
    private static final String FRAME = "<iframe src=\"" + LINK + "\"></iframe>";
    private static final String SUFFIX =
            "&amp;" + Vectors.example().signedSuffix().replace("&", "&amp;");
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String NO_STORE = "private, no-store";
    private static final int ANY = -1;
    /** Where the container shows who called whom, that is longer by the filter. */
    private static final Pattern TRACE = Pattern.compile("(?s)<pre>.*</pre>");

    private static final String ACCEPT = "text/html,*/*;q=0.8";

    private final Container container;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path files;

    /** Cases on a container. */
    protected RewritingCases(Container container) {
        this.container = container;
    }

    /** What a test's page does with its request and response. */
    @FunctionalInterface
    interface Page {
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

    @AfterEach
    void stop() throws Exception {
        container.stop();
    }

    private static void add(ServletContext context, String path, Page page) {
        ServletRegistration.Dynamic servlet = context.addServlet(path, new PageServlet(page));
        servlet.addMapping(path);
        servlet.setAsyncSupported(true);
    }

    private static void addFilter(ServletContext context, String name, Filter added) {
        FilterRegistration.Dynamic filter = context.addFilter(name, added);
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        filter.setAsyncSupported(true);
    }

    private void start(Consumer<ServletContext> pages) throws Exception {
        start(context -> {}, pages);
    }

    private void start(Consumer<ServletContext> before, Consumer<ServletContext> pages) throws Exception {
        Rewriting rewriting = new Rewriting(List.of("/*"), List.of("/excluded/*"), Set.of());
        ServletContainerInitializer on = (classes, context) -> {
            before.accept(context);
            context.setAttribute(
                    GShareFilter.ATTRIBUTE,
                    Surfaces.builder().rewriting(rewriting).build());
            addFilter(context, "gshare", new GShareFilter());
            pages.accept(context);
        };
        ServletContainerInitializer off = (classes, context) -> {
            before.accept(context);
            pages.accept(context);
        };
        port = container.start(files, Map.of("/with", on, "/bare", off));
    }

    private void start(Page page) throws Exception {
        start(context -> add(context, "/page", page));
    }

    private HttpResponse<byte[]> send(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }

    /** Both answers to a request: alike but for so many signatures, or {@link #ANY}. */
    private HttpResponse<byte[]> alike(int signatures, String path, String... headers) throws Exception {
        HttpResponse<byte[]> off = send("/bare" + path, headers);
        HttpResponse<byte[]> on = send("/with" + path, headers);
        assertThat(on.statusCode()).isEqualTo(off.statusCode());
        assertThat(header(on, "Content-Type")).isEqualTo(header(off, "Content-Type"));
        assertThat(TRACE.matcher(text(on)).replaceAll("").replace(SUFFIX, "").replace("/with/", "/bare/"))
                .isEqualTo(TRACE.matcher(text(off)).replaceAll(""));
        if (signatures != ANY) {
            assertThat(text(on).split(SUFFIX, -1)).hasSize(signatures + 1);
        }
        if (signatures == 0 && !off.headers().allValues("Content-Length").isEmpty()) {
            assertThat(header(on, "Content-Length")).isEqualTo(header(off, "Content-Length"));
        }
        for (String length : on.headers().allValues("Content-Length")) {
            assertThat(length).isEqualTo(Integer.toString(on.body().length));
        }
        return on;
    }

    private HttpResponse<byte[]> alike(int signatures, Page page) throws Exception {
        start(page);
        return alike(signatures, "/page", "Accept", ACCEPT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- writing

    @Test
    void linksAreSignedInAStream() throws Exception {
        HttpResponse<byte[]> on = alike(2, (request, response) -> {
            response.setContentType("text/html");
            response.getOutputStream().write(bytes(FRAME));
            response.getOutputStream().write(bytes(FRAME), 0, FRAME.length());
        });
        assertThat(header(on, "Cache-Control")).isEqualTo(NO_STORE);
        assertThat(header(on, "Content-Length")).isNotEmpty();
    }

    @Test
    void linksAreSignedByteByByte() throws Exception {
        alike(1, (request, response) -> {
            response.setContentType(HTML);
            for (byte b : bytes("é" + FRAME)) {
                response.getOutputStream().write(b);
            }
        });
    }

    @Test
    void linksAreSignedInWhatAStreamPrints() throws Exception {
        alike(2, (request, response) -> {
            response.setContentType(HTML);
            ServletOutputStream out = response.getOutputStream();
            out.print(FRAME.substring(0, 20));
            out.print(FRAME.substring(20));
            out.println();
            out.println(1.5);
            out.println(FRAME);
            out.print(true);
        });
    }

    @Test
    void linksAreSignedInAWriter() throws Exception {
        HttpResponse<byte[]> on = alike(4, (request, response) -> {
            response.setContentType(HTML);
            PrintWriter out = response.getWriter();
            out.println(FRAME);
            out.write(FRAME.toCharArray());
            out.append('é').append("x").append(FRAME, 0, FRAME.length());
            out.print(1);
            out.println(1.5);
            out.format("%s-%d", FRAME, 7);
            for (char c : "\ud83d\ude00".toCharArray()) {
                out.write(c);
            }
        });
        assertThat(header(on, "Content-Length")).isNotEmpty();
    }

    @Test
    void linksAreSignedInALongPageOfALongString() throws Exception {
        alike(1000, (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().write(("é" + FRAME).repeat(1000));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-8",
                "UTF-16",
                "UTF-16LE",
                "ISO-8859-1",
                "US-ASCII",
                "windows-1251",
                "Shift_JIS",
                "ISO-2022-JP",
                "GB18030"
            })
    void everyCharsetOfAWriterIsTheContainers(String charset) throws Exception {
        start((request, response) -> {
            response.setContentType("text/html;charset=" + charset);
            PrintWriter out = response.getWriter();
            out.print("a é 生产 \u042f \ud83d");
            out.print("\ude00");
            out.print(FRAME);
        });
        HttpResponse<byte[]> off = send("/bare/page");
        HttpResponse<byte[]> on = send("/with/page");
        assertThat(header(on, "Content-Type")).isEqualTo(header(off, "Content-Type"));
        Charset used = Charset.forName(charset);
        assertThat(new String(on.body(), used).replace(SUFFIX, "")).isEqualTo(new String(off.body(), used));
        assertThat(new String(on.body(), used)).contains(LINK + SUFFIX + "\"");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,1", "GB18030,1", "Shift_JIS,0", "windows-31j,0", "EUC-JP,0", "ISO-8859-1,0"})
    void aCharacterThatMayBecomeAnotherOfAsciiIsInNoSignedLink(String charset, int signatures) throws Exception {
        start((request, response) -> {
            response.setContentType("text/html;charset=" + charset);
            response.getWriter().print("<a href='https://grafana.example.com/d/x?a=\u00a5..\u00a5y\u751f'>");
        });
        alike(signatures, "/page");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,生", "UTF-32,a", "ISO-2022-JP,生a", "GB18030,😀"})
    void aPageOfManyBytesForEachCharacterIsKeptOutOfCachesInTime(String charset, String text) throws Exception {
        start((request, response) -> {
            response.setContentType("text/html;charset=" + charset);
            response.setHeader("Cache-Control", "public, max-age=60");
            PrintWriter out = response.getWriter();
            for (int i = 0; i < 10_000; i++) {
                out.print(text);
            }
            out.print(FRAME);
        });
        assertThat(header(send("/with/page"), "Cache-Control")).isEqualTo(NO_STORE);
    }

    @Test
    void aStreamPrintsACharacterOfTwoHalvesWhole() throws Exception {
        alike(ANY, (request, response) -> {
            response.setContentType(HTML);
            try {
                response.getOutputStream().print("x".repeat(2047) + "\ud83d\ude00" + FRAME);
            } catch (IOException e) {
                response.getOutputStream().print("refused"); // by Tomcat, which prints Latin-1 alone
            }
        });
    }

    @Test
    void numbersAreFormattedInTheContainersLocale() throws Exception {
        alike(1, (request, response) -> {
            response.setContentType(HTML);
            response.setLocale(Locale.GERMANY);
            response.getWriter().format("%.1f", 1.5).printf("%.1f" + FRAME, 2.5).format(Locale.US, "%.1f", 3.5);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO8859_1", "UTF8", "Cp1252", "MS932", "latin1", "KOI8_R", "EUC_JP"})
    void aCharsetMayHaveAnyOfItsNames(String charset) throws Exception {
        alike(1, (request, response) -> {
            response.setContentType("text/html;charset=" + charset);
            response.getOutputStream().write(bytes(FRAME));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "ISO-2022-JP"})
    void aStreamThatIsNoSupersetOfAsciiIsLeftAlone(String charset) throws Exception {
        alike(0, (request, response) -> {
            response.setContentType("text/html;charset=" + charset);
            response.getOutputStream().write(FRAME.getBytes(Charset.forName(charset)));
        });
    }

    @Test
    void xhtmlIsReadAsXml() throws Exception {
        alike(1, (request, response) -> {
            response.setContentType("application/xhtml+xml;charset=UTF-8");
            response.getOutputStream()
                    .write(bytes("<title/><![CDATA[" + FRAME + "]]>" + FRAME.replace("></iframe>", "/>")));
        });
    }

    @Test
    void aTypeThatComesAfterTheWriterCounts() throws Exception {
        alike(1, (request, response) -> {
            response.setCharacterEncoding("UTF-8");
            PrintWriter out = response.getWriter();
            response.setContentType("text/html");
            out.print(FRAME);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "text/html-x", "image/svg+xml"})
    void whatIsNoPageIsLeftAlone(String type) throws Exception {
        start(context -> {
            add(context, "/writer", (request, response) -> {
                response.setContentType(type);
                response.setContentLength(FRAME.length());
                response.getWriter().print(FRAME);
            });
            add(context, "/late", (request, response) -> {
                PrintWriter out = response.getWriter();
                response.setContentType(type);
                out.print(FRAME);
            });
            add(context, "/stream", (request, response) -> {
                response.setContentType(type);
                response.setHeader("Content-Length", "" + FRAME.length());
                response.getOutputStream().write(bytes(FRAME));
            });
            add(
                    context,
                    "/untyped",
                    (request, response) -> response.getOutputStream().write(bytes(FRAME)));
        });
        for (String path : List.of("/writer", "/late", "/stream", "/untyped")) {
            assertThat(header(alike(0, path), "Cache-Control")).isEmpty();
        }
    }

    @Test
    void whatIsNoPageGoesToTheContainersOwnStream() throws Exception {
        start((request, response) -> {
            response.setContentType("image/png");
            boolean own = response.getOutputStream() instanceof PageStream;
            response.getOutputStream().write(bytes("" + own));
        });
        assertThat(text(send("/with/page"))).isEqualTo("false");
    }

    @Test
    void excludedPathsAreLeftAlone() throws Exception {
        start(context -> add(context, "/excluded/page", (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print(FRAME);
        }));
        alike(0, "/excluded/page");
    }

    @Test
    void aCompressedBodyIsLeftAlone() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(bytes(FRAME));
        }
        alike(0, (request, response) -> {
            response.setContentType(HTML);
            response.setHeader("Content-Encoding", "gzip");
            response.setContentLength(zipped.size());
            response.getOutputStream().write(zipped.toByteArray());
        });
    }

    // ---- length, status, caches

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theLengthOfAPageThatGrowsIsNotTheApplications(int how) throws Exception {
        start((request, response) -> {
            response.setContentType(HTML);
            int length = FRAME.length();
            switch (how) {
                case 0 -> response.setContentLength(length);
                case 1 -> response.setContentLengthLong(length);
                case 2 -> response.setHeader("Content-Length", "" + length);
                case 3 -> response.addHeader("content-length", "" + length);
                case 4 -> response.setIntHeader("Content-Length", length);
                default -> response.addIntHeader("Content-Length", length);
            }
            response.getOutputStream().write(bytes(FRAME));
        });
        alike(1, "/page");
        HttpRequest head = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/with/page"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(header(client.send(head, HttpResponse.BodyHandlers.ofString()), "Content-Length"))
                .isNotEqualTo("" + FRAME.length());
    }

    /** As one that a servlet for static files answers, and one up to Servlet 5. */
    @Test
    void aHeadForWhichNobodyWritesThePageIsKeptOutOfCaches() throws Exception {
        start(context -> {
            add(context, "/page", (request, response) -> {
                response.setContentType(HTML);
                response.setHeader("Cache-Control", "public, max-age=60");
                response.setContentLength(1234);
            });
            add(context, "/image", (request, response) -> {
                response.setContentType("image/png");
                response.setHeader("Cache-Control", "public, max-age=60");
            });
        });
        HttpResponse<String> page = head("/with/page");
        assertThat(header(page, "Cache-Control")).isEqualTo(NO_STORE);
        assertThat(header(page, "Content-Length")).isEmpty();
        assertThat(header(head("/with/image"), "Cache-Control")).isEqualTo("public, max-age=60");
    }

    private HttpResponse<String> head(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 304})
    void whatHasNoWholeBodyIsLeftAlone(int status) throws Exception {
        alike(0, (request, response) -> {
            response.setContentType(HTML);
            response.setStatus(status);
            if (status == 206) {
                response.getOutputStream().write(bytes(FRAME));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png", ""})
    void anApplicationReadsTheLengthThatItGave(String type) throws Exception {
        alike(0, (request, response) -> {
            if (!type.isEmpty()) {
                response.setContentType(type);
            }
            response.setContentLength(5);
            String read = response.containsHeader("Content-Length") + " " + response.getHeader("content-length")
                    + response.getHeaders("CONTENT-LENGTH")
                    + response.getHeaderNames().stream()
                            .filter("Content-Length"::equalsIgnoreCase)
                            .count();
            response.setContentType("text/plain");
            response.setContentLength(read.length());
            response.getWriter().print(read);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/synchronous", "/asynchronous", "/dispatched"})
    void aHeadOfWhatIsNoPageSaysItsLength(String path) throws Exception {
        start(context -> {
            Page image = (request, response) -> {
                response.setContentType("image/png");
                response.setContentLength(1234);
            };
            add(context, "/synchronous", image);
            add(context, "/asynchronous", (request, response) -> {
                AsyncContext async = request.startAsync();
                image.serve(request, response);
                async.complete();
            });
            add(context, "/dispatched", (request, response) -> {
                if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    image.serve(request, response);
                } else {
                    request.startAsync().dispatch();
                }
            });
        });
        for (String application : List.of("/bare", "/with")) {
            URI uri = URI.create("http://localhost:" + port + application + path);
            HttpResponse<?> response = client.send(
                    HttpRequest.newBuilder(uri)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(header(response, "Content-Length")).as(application).isEqualTo("1234");
        }
    }

    @Test
    void whatTheApplicationSaysOfThePageLaterIsOfTheRewrittenPageToo() throws Exception {
        HttpResponse<byte[]> on = alike(1, (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print("<p>");
            response.setHeader("etag", "\"1\"");
            response.addHeader("Accept-Ranges", "bytes");
            response.getWriter().print(FRAME);
        });
        assertThat(header(on, "ETag")).isEqualTo("W/\"1-gshare\"");
        assertThat(header(on, "Accept-Ranges")).isEqualTo("none");
    }

    @Test
    void whatTheApplicationTakesBackOfARewrittenPageIsTheContainersToRead() throws Exception {
        HttpResponse<byte[]> on = alike(1, (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print("<p>");
            response.setHeader("ETag", null);
            response.getWriter().print(FRAME);
        });
        assertThat(on.statusCode()).isEqualTo(200);
    }

    @Test
    void aPageWithoutALinkStaysCacheable() throws Exception {
        HttpResponse<byte[]> on = alike(0, (request, response) -> {
            response.setContentType(HTML);
            response.setHeader("Cache-Control", "max-age=60");
            response.getWriter().print("<p>no link");
        });
        assertThat(header(on, "Cache-Control")).isEqualTo("max-age=60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flush", "flushBuffer", "overflow", "stream", "checkError"})
    void aPageThatIsCommittedBeforeItsEndIsKeptOutOfCaches(String how) throws Exception {
        HttpResponse<byte[]> on = alike(1, (request, response) -> {
            response.setContentType(HTML);
            if (how.equals("stream")) {
                response.getOutputStream().print("<p>");
                response.getOutputStream().flush();
                response.getOutputStream().print(FRAME);
                return;
            }
            PrintWriter out = response.getWriter();
            out.print("<p>");
            switch (how) {
                case "flush" -> out.flush();
                case "flushBuffer" -> response.flushBuffer();
                case "overflow" -> out.print("x".repeat(200_000));
                default -> assertThat(out.checkError()).isFalse();
            }
            out.print(FRAME);
        });
        assertThat(header(on, "Cache-Control")).isEqualTo(NO_STORE);
    }

    @Test
    void aStaticPageIsAlwaysWholeAndASheetIsNot() throws Exception {
        Files.writeString(files.resolve("legacy.html"), "<!DOCTYPE html><p>" + FRAME);
        Files.writeString(files.resolve("style.css"), "p { color: red }");
        start(context -> {});
        HttpResponse<byte[]> page = alike(1, "/legacy.html", "Accept", ACCEPT);
        assertThat(header(page, "Cache-Control")).isEqualTo(NO_STORE);
        assertThat(header(page, "Accept-Ranges")).isNotEqualTo("bytes");
        assertThat(header(page, "ETag")).startsWith("W/");
        String future = "Fri, 01 Jan 2100 00:00:00 GMT";
        for (List<String> header : List.of(
                List.of("If-None-Match", header(page, "ETag")),
                List.of("If-Modified-Since", future),
                List.of("Range", "bytes=0-3"))) {
            HttpResponse<byte[]> again = send("/with/legacy.html", header.get(0), header.get(1));
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(text(again)).contains(SUFFIX);
        }
        assertThat(alike(0, "/style.css", "If-Modified-Since", future).statusCode())
                .isEqualTo(304);
        assertThat(alike(0, "/style.css", "Range", "bytes=0-3").statusCode()).isEqualTo(206);
    }

    @Test
    void aStaticPageWithoutALinkIsAnsweredAsWithoutTheFilter() throws Exception {
        Path file = files.resolve("help.html");
        Files.writeString(file, "<!DOCTYPE html><p>" + "Help. ".repeat(5_000));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        start(context -> {});
        HttpResponse<byte[]> bare = send("/bare/help.html");
        String modified = header(bare, "Last-Modified");
        assertThat(send("/with/help.html", "If-Modified-Since", modified).statusCode())
                .as("whether it has a link is not known yet")
                .isEqualTo(200);

        HttpResponse<byte[]> page = alike(0, "/help.html");
        for (String name : List.of("Cache-Control", "ETag", "Last-Modified", "Accept-Ranges", "Content-Length")) {
            assertThat(header(page, name)).as(name).isEqualTo(header(bare, name));
            assertThat(header(head("/with/help.html"), name)).as(name).isEqualTo(header(head("/bare/help.html"), name));
        }
        assertThat(modified).isNotEmpty();
        assertThat(alike(0, "/help.html", "If-Modified-Since", modified).statusCode())
                .isEqualTo(304);
        if (!header(bare, "ETag").isEmpty()) {
            assertThat(alike(0, "/help.html", "If-None-Match", header(bare, "ETag"))
                            .statusCode())
                    .isEqualTo(304);
        }
        assertThat(alike(0, "/help.html", "Range", "bytes=0-3").statusCode()).isEqualTo(206);
        assertThat(send("/with/help.html", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
                        .statusCode())
                .as("whether that version had a link is not known")
                .isEqualTo(200);
    }

    /** The message in its place has no link, and says nothing of what the page has. */
    @ParameterizedTest
    @CsvSource({"Cache-Control, 'private, no-cache'", "Vary, Cookie", "Set-Cookie, seen=1"})
    void aPageOfEachVisitorIsSignedThoughAnothersHadNoLink(String header, String value) throws Exception {
        String guests = "<p>" + "x".repeat(FRAME.length() - 3);
        start((request, response) -> {
            response.setContentType(HTML);
            response.setHeader("ETag", "W/\"template-1\"");
            response.setHeader(header, value);
            byte[] page = bytes(request.getHeader("Operator") == null ? guests : FRAME);
            response.setContentLength(page.length);
            response.getOutputStream().write(page);
        });
        assertThat(text(send("/with/page"))).isEqualTo(guests);
        assertThat(text(send("/with/page", "Operator", "yes"))).contains(SUFFIX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "resetBuffer", "forward"})
    void aPageThatFailedOnceIsSignedWhenItIsWhole(String drop) throws Exception {
        byte[] begin = bytes("<p>" + "x".repeat(5_000)); // which Tomcat keeps, and others might not
        byte[] end = bytes(FRAME);
        start((request, response) -> {
            if (request.getAttribute("failed") != null) {
                response.getOutputStream().write(bytes("<p>It failed."));
                return;
            }
            response.setContentType(HTML);
            response.setHeader("ETag", "\"1\"");
            response.setContentLength(begin.length + end.length);
            response.getOutputStream().write(begin);
            if (request.getHeader("Fails") == null) {
                response.getOutputStream().write(end);
                return;
            }
            request.setAttribute("failed", true);
            switch (drop) {
                case "reset" -> response.reset();
                case "resetBuffer" -> response.resetBuffer();
                default -> {
                    request.getRequestDispatcher("/page").forward(request, response);
                    return;
                }
            }
            response.setContentType(HTML);
            response.setContentLength(13);
            response.getOutputStream().write(bytes("<p>It failed."));
        });
        assertThat(text(send("/with/page", "Fails", "yes"))).isEqualTo("<p>It failed.");
        assertThat(text(send("/with/page"))).contains(SUFFIX);
    }

    @Test
    void aSignedPageIsNotRevivedByACopyWithoutLinks() throws Exception {
        start((request, response) -> {
            response.setContentType(HTML);
            response.setHeader("ETag", "W/\"1\"");
            response.setDateHeader("Last-Modified", 1_000_000_000_000L);
            if (request.getHeader("If-None-Match") != null || request.getDateHeader("If-Modified-Since") >= 0) {
                response.setStatus(304);
                return;
            }
            response.getWriter().print(request.getHeader("Operator") == null ? "<p>" : FRAME);
        });
        String modified = header(send("/bare/page"), "Last-Modified");
        assertThat(send("/with/page", "Accept", ACCEPT, "If-None-Match", "W/\"1\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("/with/page", "Accept", ACCEPT, "If-None-Match", "W/\"1\"")
                        .statusCode())
                .as("the page was seen without a link")
                .isEqualTo(304);

        HttpResponse<byte[]> signed = send("/with/page", "Accept", ACCEPT, "Operator", "yes");
        assertThat(text(signed)).contains(SUFFIX);
        assertThat(header(signed, "ETag")).isEqualTo("W/\"1-gshare\"");
        assertThat(header(signed, "Last-Modified")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
        for (int time = 0; time < 2; time++) { // the second has been seen without a link again
            for (String name : List.of("ETag", "Last-Modified")) {
                String asked = name.equals("ETag") ? "If-None-Match" : "If-Modified-Since";
                HttpResponse<byte[]> again =
                        send("/with/page", "Accept", ACCEPT, "Operator", "yes", asked, header(signed, name));
                assertThat(text(again)).as(asked).contains(SUFFIX);
            }
            send("/with/page", "Accept", ACCEPT);
        }
        assertThat(send("/with/page", "Accept", ACCEPT, "If-Modified-Since", modified)
                        .statusCode())
                .isEqualTo(304);
        assertThat(send("/with/page", "Accept", ACCEPT, "If-Modified-Since", modified, "If-None-Match", "W/\"2\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPageWithoutALinkThatFitsTheBufferStaysCacheable(boolean stream) throws Exception {
        HttpResponse<byte[]> on = alike(0, (request, response) -> {
            response.setContentType(HTML);
            response.setHeader("Cache-Control", "max-age=60");
            response.setHeader("ETag", "\"1\"");
            for (int i = 0; i < 80; i++) {
                String piece = "<p>" + "x".repeat(90) + "é";
                if (stream) {
                    response.getOutputStream().write(bytes(piece));
                } else {
                    response.getWriter().print(piece);
                }
            }
        });
        assertThat(header(on, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(on, "ETag")).isEqualTo("\"1\"");
        assertThat(header(on, "Content-Length")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8192, 6000", "65536, 40000", "65536, 65000"})
    void aPageThatIsWrittenAtOnceAndFitsTheBufferStaysCacheable(int buffer, int length) throws Exception {
        HttpResponse<byte[]> on = alike(0, (request, response) -> {
            if (buffer > 8192) {
                response.setBufferSize(buffer);
            }
            response.setContentType(HTML);
            response.setHeader("Cache-Control", "max-age=60");
            response.getOutputStream().write(bytes("x".repeat(length)));
        });
        assertThat(header(on, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(on, "Content-Length")).isEqualTo("" + length);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7000",
        "0, 8192",
        "0, 40000",
        "20000, 19000",
        "20000, 19999",
        "20000, 20000",
        "20000, 20001",
        "20000, 50000"
    })
    void aPageThatDoesNotFitItIsKeptOutOfCachesBeforeItsLink(int buffer, int length) throws Exception {
        HttpResponse<byte[]> on = alike(1, (request, response) -> {
            if (buffer > 0) {
                response.setBufferSize(buffer);
            }
            response.setContentType(HTML);
            response.setHeader("Cache-Control", "max-age=60");
            response.getOutputStream().write(bytes("x".repeat(length)));
            response.getOutputStream().write(bytes("x".repeat(length)));
            response.getOutputStream().write(bytes(FRAME));
        });
        assertThat(header(on, "Cache-Control")).isEqualTo(NO_STORE);
    }

    @Test
    void aPageOfAKnownLengthThatIsWrittenAtOnceStaysCacheable() throws Exception {
        byte[] page = bytes("<p>" + "x".repeat(100_000));
        HttpResponse<byte[]> on = alike(0, (request, response) -> {
            response.setContentType(HTML);
            response.setHeader("Cache-Control", "max-age=60");
            response.setContentLength(page.length);
            response.getOutputStream().write(page);
        });
        assertThat(header(on, "Cache-Control")).isEqualTo("max-age=60");
        assertThat(header(on, "Content-Length")).isEqualTo("" + page.length);
    }

    // ---- beginning anew

    @Test
    void resetBeginsThePageAnew() throws Exception {
        HttpResponse<byte[]> on = alike(1, (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().print("<!-- " + FRAME);
            response.reset();
            response.setContentType(HTML);
            response.getOutputStream().print(FRAME);
        });
        assertThat(header(on, "Cache-Control")).isEqualTo(NO_STORE);
    }

    @Test
    void resetBufferBeginsThePageAnew() throws Exception {
        alike(1, (request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print("<!-- " + "x".repeat(3000));
            response.resetBuffer();
            response.getWriter().print(FRAME);
        });
    }

    @Test
    void whatBeginsAnewMayBeNoPage() throws Exception {
        start(context -> {
            Page plain = (request, response) -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.setContentLength(FRAME.length());
                response.getWriter().print(FRAME);
            };
            add(context, "/plain", plain);
            add(context, "/reset", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("<p>");
                response.resetBuffer();
                plain.serve(request, response);
            });
            add(context, "/forward", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("<p>");
                request.getRequestDispatcher("/plain").forward(request, response);
            });
        });
        alike(0, "/reset");
        alike(0, "/forward");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/typed", "/written", "/streamed", "/by-context", "/to-stream"})
    void aForwardFromWhatIsNoPageToAPageIsSigned(String path) throws Exception {
        start(context -> {
            add(context, "/page", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print(FRAME);
            });
            add(context, "/stream", (request, response) -> {
                response.setContentType(HTML);
                response.getOutputStream().print(FRAME);
            });
            add(context, "/typed", (request, response) -> {
                response.setContentType("text/plain");
                request.getRequestDispatcher("/page").forward(request, response);
            });
            add(context, "/written", (request, response) -> {
                response.setContentType("text/plain");
                response.getWriter().print("dropped");
                request.getRequestDispatcher("/page").forward(request, response);
            });
            add(context, "/streamed", (request, response) -> {
                response.setContentType("application/json");
                response.getOutputStream().print("{}");
                request.getRequestDispatcher("/stream").forward(request, response);
            });
            add(context, "/by-context", (request, response) -> {
                response.setContentType("text/plain");
                request.getServletContext().getRequestDispatcher("/page").forward(request, response);
            });
            add(context, "/to-stream", (request, response) -> {
                response.setContentType("text/plain");
                request.getRequestDispatcher("/stream").forward(request, response);
            });
        });
        String bare = text(send("/bare" + path));
        HttpResponse<byte[]> on = send("/with" + path);
        assertThat(header(on, "Content-Type")).isEqualTo(header(send("/bare" + path), "Content-Type"));
        assertThat(text(on).replace(SUFFIX, "")).isEqualTo(bare);
        assertThat(text(on).contains(SUFFIX))
                .as(header(on, "Content-Type") + bare)
                .isTrue();
    }

    @Test
    void aForwardThatComesTooLateChangesNothing() throws Exception {
        start(context -> {
            add(context, "/page", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print(FRAME);
                response.flushBuffer();
                try {
                    request.getRequestDispatcher("/other").forward(request, response);
                } catch (IllegalStateException e) {
                    response.getWriter().print(FRAME);
                }
            });
            add(context, "/other", (request, response) -> response.getWriter().print("never"));
        });
        alike(2, "/page", "Accept", ACCEPT);
    }

    @Test
    void errorsAndRedirectsDropThePage() throws Exception {
        start(context -> {
            add(context, "/error", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("<!-- " + FRAME);
                response.sendError(410, "gone");
            });
            add(context, "/redirect", (request, response) -> {
                response.setContentType(HTML);
                response.getOutputStream().print("<!-- " + FRAME);
                response.sendRedirect("/bare/target");
            });
        });
        assertThat(text(alike(0, "/error"))).contains("gone");
        HttpResponse<byte[]> redirect = alike(0, "/redirect");
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(header(redirect, "Location")).isEqualTo(header(send("/bare/redirect"), "Location"));
    }

    @Test
    void anExceptionIsTheContainersBusiness() throws Exception {
        start(context -> {
            add(context, "/early", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print(FRAME);
                throw new ServletException("early");
            });
        });
        assertThat(alike(ANY, "/early").statusCode()).isEqualTo(500);
    }

    @Test
    void whatWasCommittedBeforeAnExceptionIsSent() throws Exception {
        start((request, response) -> {
            response.setContentType(HTML);
            response.getWriter().print("<p>");
            response.flushBuffer();
            response.getWriter().print(FRAME);
            throw new ServletException("late");
        });
        String bare = raw("/bare/page");
        assertThat(raw("/with/page").contains(LINK + SUFFIX)).isEqualTo(bare.contains(FRAME));
    }

    // ---- small pieces

    /** As a template writes, with a link torn apart. */
    private static void pieces(PrintWriter out) {
        for (int piece = 0; piece < 200; piece++) {
            out.write("<p>");
            out.print(piece);
            out.write('é');
            out.write("</p>\n".toCharArray());
        }
        for (String piece : FRAME.split("(?<=[/.?\"])", -1)) {
            out.append(piece);
        }
    }

    private static final Map<String, Page> AFTER_PIECES = Map.ofEntries(
            Map.entry("nothing", (request, response) -> {}),
            Map.entry("more", (request, response) -> pieces(response.getWriter())),
            Map.entry("long", (request, response) -> response.getWriter().print("<p>".repeat(5000) + FRAME)),
            Map.entry("format", (request, response) -> response.getWriter().printf("<p>%d</p>%s", 1, FRAME)),
            Map.entry("flush", (request, response) -> {
                response.getWriter().flush();
                pieces(response.getWriter());
            }),
            Map.entry("flushBuffer", (request, response) -> {
                response.flushBuffer();
                pieces(response.getWriter());
            }),
            Map.entry("checkError", (request, response) -> {
                response.getWriter().print(response.getWriter().checkError());
                pieces(response.getWriter());
            }),
            Map.entry("close", (request, response) -> {
                response.getWriter().close();
                response.getWriter().print("too late");
            }),
            Map.entry("isCommitted", (request, response) -> {
                for (int times = 0; times < 20; times++) {
                    response.getWriter().print(response.isCommitted());
                    pieces(response.getWriter());
                }
            }),
            Map.entry("each", (request, response) -> {
                for (int piece = 0; piece < 100; piece++) {
                    response.getWriter().print("é" + piece);
                }
            }),
            Map.entry("resetBuffer", (request, response) -> {
                response.resetBuffer();
                pieces(response.getWriter());
            }),
            Map.entry("reset", (request, response) -> {
                response.reset();
                response.setContentType(HTML);
                pieces(response.getWriter());
            }),
            Map.entry("reset-to-stream", (request, response) -> {
                response.reset();
                response.setContentType(HTML);
                response.getOutputStream().print(FRAME);
            }),
            Map.entry("error", (request, response) -> response.sendError(410, "gone")),
            Map.entry("redirect", (request, response) -> response.sendRedirect("/bare/target")),
            Map.entry("throw", (request, response) -> {
                throw new ServletException("of the application");
            }),
            Map.entry("resize", (request, response) -> {
                try {
                    response.setBufferSize(100_000);
                } catch (IllegalStateException e) {
                    response.getWriter().print("too late");
                }
            }),
            Map.entry("include", (request, response) -> {
                request.getRequestDispatcher("/pieces").include(request, response);
                pieces(response.getWriter());
            }),
            Map.entry("include-by-context", (request, response) -> {
                request.getServletContext().getRequestDispatcher("/pieces").include(request, response);
                pieces(response.getWriter());
            }),
            Map.entry(
                    "forward",
                    (request, response) ->
                            request.getRequestDispatcher("/pieces").forward(request, response)),
            Map.entry(
                    "forward-by-context",
                    (request, response) -> request.getServletContext()
                            .getRequestDispatcher("/pieces")
                            .forward(request, response)),
            Map.entry(
                    "forward-by-context-to-stream",
                    (request, response) -> request.getServletContext()
                            .getRequestDispatcher("/stream")
                            .forward(request, response)),
            Map.entry("thread", (request, response) -> {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        pieces(async.getResponse().getWriter());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        async.complete();
                    }
                });
            }),
            Map.entry("dispatch", (request, response) -> request.startAsync().dispatch("/pieces")));

    static Set<String> afterPieces() {
        return AFTER_PIECES.keySet();
    }

    private void startPieces(Consumer<ServletContext> before) throws Exception {
        start(before, context -> {
            add(context, "/pieces", (request, response) -> {
                response.setContentType(HTML);
                pieces(response.getWriter());
            });
            add(context, "/stream", (request, response) -> {
                response.setContentType(HTML);
                response.getOutputStream().print(FRAME);
            });
            AFTER_PIECES.forEach((what, page) -> {
                add(context, "/after/" + what, (request, response) -> {
                    response.setContentType(HTML);
                    pieces(response.getWriter());
                    page.serve(request, response);
                });
                add(context, "/few/" + what, (request, response) -> {
                    response.setContentType(HTML);
                    response.getWriter().print("few");
                    page.serve(request, response);
                });
            });
        });
    }

    /** What is written in small pieces is what it would be, whatever becomes of it, and each link in it is signed that would be in one piece. */
    @ParameterizedTest
    @MethodSource("afterPieces")
    void smallPiecesAreAsTheyWouldBe(String what) throws Exception {
        startPieces(context -> {});
        for (String path : List.of("/after/", "/few/")) {
            HttpResponse<byte[]> on = alike(ANY, path + what, "Accept", ACCEPT);
            assertThat(text(on).split(SUFFIX, -1)).hasSameSizeAs(text(on).split("orgId=1", -1));
        }
    }

    @Test
    void aPageIsCommittedWhenItWouldBe() throws Exception {
        start((request, response) -> {
            response.setContentType(HTML);
            PrintWriter out = response.getWriter();
            for (int piece = Integer.parseInt(request.getQueryString()); piece > 0; piece--) {
                out.print("0123456789");
            }
            out.print(response.isCommitted());
        });
        int committing = 10_000;
        for (int kept = 0; committing - kept > 1; ) {
            int middle = (kept + committing) / 2;
            if (text(send("/bare/page?" + middle)).endsWith("true")) {
                committing = middle;
            } else {
                kept = middle;
            }
        }
        assertThat(text(alike(0, "/page?" + committing, "Accept", ACCEPT))).endsWith("true");
        assertThat(text(alike(0, "/page?" + (committing - 1), "Accept", ACCEPT)))
                .endsWith("false");
    }

    /** Jetty has another writer then, of the charset that the response has by now. */
    @ParameterizedTest
    @CsvSource({"/request, 1", "/context, 1", "/request-to-text, 0", "/context-to-text, 0"})
    void aForwardToAnotherCharsetIsEncodedInThat(String path, int signatures) throws Exception {
        start(context -> {
            Page touched = (request, response) -> {
                response.setContentType("text/html");
                response.getWriter().print("é");
            };
            add(context, "/request", (request, response) -> {
                touched.serve(request, response);
                request.getRequestDispatcher("/page").forward(request, response);
            });
            add(context, "/context", (request, response) -> {
                touched.serve(request, response);
                request.getServletContext().getRequestDispatcher("/page").forward(request, response);
            });
            add(context, "/request-to-text", (request, response) -> {
                touched.serve(request, response);
                request.getRequestDispatcher("/text").forward(request, response);
            });
            add(context, "/context-to-text", (request, response) -> {
                touched.serve(request, response);
                request.getServletContext().getRequestDispatcher("/text").forward(request, response);
            });
            add(context, "/page", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("生é" + FRAME);
            });
            add(context, "/text", (request, response) -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().print("生é" + FRAME);
            });
        });
        alike(signatures, path, "Accept", ACCEPT);
    }

    private static void keep(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        StringWriter page = new StringWriter();
        PrintWriter writer = new PrintWriter(page);
        HttpServletResponse keeping = new HttpServletResponseWrapper((HttpServletResponse) response) {
            @Override
            public PrintWriter getWriter() {
                return writer;
            }

            @Override
            public void setBufferSize(int size) {}

            @Override
            public void resetBuffer() {
                page.getBuffer().setLength(0);
            }

            @Override
            public void reset() {
                super.reset();
                resetBuffer();
            }

            @Override
            public void flushBuffer() {}
        };
        chain.doFilter(request, keeping);
        if (!request.isAsyncStarted() && page.getBuffer().length() > 0) {
            response.getWriter().print(page);
        }
    }

    /** A filter before this one that keeps the page, as SiteMesh and Spring's caching ones do, lets its buffer be resized at any time. */
    @ParameterizedTest
    @MethodSource("afterPieces")
    void smallPiecesAreAsTheyWouldBeBehindWhatKeepsThePage(String what) throws Exception {
        startPieces(context -> addFilter(context, "keeping", RewritingCases::keep));
        alike(ANY, "/after/" + what, "Accept", ACCEPT);
    }

    // ---- dispatching

    @Test
    void includesAndForwardsAreOnePage() throws Exception {
        start(context -> {
            add(context, "/including", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("<iframe src=\"https://grafana.");
                request.getRequestDispatcher("/included").include(request, response);
                response.getWriter().print("\">");
            });
            add(
                    context,
                    "/included",
                    (request, response) -> response.getWriter().print("example.com/d/TZWea?orgId=1"));
            add(context, "/forwarding", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("<!-- dropped");
                request.getRequestDispatcher("/forwarded").forward(request, response);
            });
            add(context, "/forwarded", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print(FRAME);
            });
        });
        assertThat(header(alike(1, "/including"), "Cache-Control")).isEqualTo(NO_STORE);
        assertThat(header(alike(1, "/forwarding"), "Cache-Control")).isEqualTo(NO_STORE);
    }

    @Test
    void anAsynchronousPageIsRewritten() throws Exception {
        start(context -> {
            add(context, "/thread", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print("<p>");
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        async.getResponse().getWriter().print(FRAME);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    async.complete();
                });
            });
            add(context, "/dispatch", (request, response) -> {
                if (request.getDispatcherType() == DispatcherType.ASYNC) {
                    response.getWriter().print(FRAME);
                    return;
                }
                response.setContentType(HTML);
                response.getWriter().print(FRAME);
                request.startAsync().dispatch();
            });
            add(context, "/given", (request, response) -> {
                response.setContentType(HTML);
                AsyncContext async = request.startAsync(request, response);
                async.getResponse().getOutputStream().print(FRAME);
                async.complete();
            });
        });
        alike(1, "/thread");
        alike(2, "/dispatch");
        alike(1, "/given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "print", "println"})
    void anApplicationsWriteIsOneWriteToAContainerThatDoesNotBlock(String how) throws Exception {
        start((request, response) -> {
            response.setContentType(HTML);
            AsyncContext async = request.startAsync();
            ServletOutputStream out = async.getResponse().getOutputStream();
            out.setWriteListener(new WriteListener() {
                private int written;

                @Override
                public void onWritePossible() throws IOException {
                    while (out.isReady()) {
                        if (written++ == 100) {
                            async.complete();
                            return;
                        }
                        String part = (FRAME + "<p>").repeat(50);
                        switch (how) {
                            case "print" -> out.print(part);
                            case "println" -> out.println(part);
                            default -> out.write(bytes(part));
                        }
                    }
                }

                @Override
                public void onError(Throwable t) {
                    async.complete();
                }
            });
        });
        alike(5000, "/page");
    }

    @Test
    void aPageThatTwoFiltersServeIsRewrittenOnce() throws Exception {
        start(context -> {
            if (context.getFilterRegistration("gshare") != null) {
                addFilter(context, "again", new GShareFilter());
            }
            add(context, "/page", (request, response) -> {
                response.setContentType(HTML);
                response.getWriter().print(FRAME);
            });
        });
        alike(1, "/page");
    }

    // ---- clients

    private String raw(String path) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flush", "flushBuffer", "checkError"})
    void theFirstBytesOfAPageComeBeforeItsLast(String flush) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        start((request, response) -> {
            response.setContentType(HTML);
            PrintWriter out = response.getWriter();
            "<p>".repeat(100).chars().forEach(out::write);
            FRAME.chars().forEach(out::write);
            switch (flush) {
                case "flush" -> out.flush();
                case "flushBuffer" -> response.flushBuffer();
                default -> out.checkError();
            }
            try {
                assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new ServletException(e);
            }
            response.getWriter().print(FRAME);
        });
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/with/page"))
                .build();
        try (InputStream in =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            String first = new String(in.readNBytes(300 + FRAME.length() + SUFFIX.length()), StandardCharsets.UTF_8);
            read.countDown();
            assertThat(first).contains(LINK + SUFFIX);
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains(LINK + SUFFIX);
        }
    }

    @Test
    void aClientThatGoesAwayEndsThePage() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        start((request, response) -> {
            response.setContentType(HTML);
            byte[] frames = bytes(FRAME.repeat(1000));
            try {
                for (int i = 0; i < 100_000; i++) {
                    response.getOutputStream().write(frames);
                }
            } finally {
                ended.countDown();
            }
        });
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(bytes("GET /with/page HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
        }
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPageOfAnyLengthPassesAsItComes(boolean stream) throws Exception {
        int times = 20_000;
        byte[] frames = bytes(("é" + FRAME + "<p>").repeat(20));
        start((request, response) -> {
            response.setContentType(HTML);
            String text = new String(frames, StandardCharsets.UTF_8);
            for (int i = 0; i < times; i++) {
                if (stream) {
                    response.getOutputStream().write(frames);
                } else {
                    response.getWriter().print(text);
                }
            }
        });
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/with/page"))
                .build();
        long length = 0;
        try (InputStream in =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                length += n;
            }
        }
        assertThat(length).isEqualTo((long) times * (frames.length + 20L * SUFFIX.length()));
    }

    @Test
    void aPageThatIsLargerThanTheMemoryPassesToAClientThatReadsSlowly() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargePage.class.getName(),
                        container.getClass().getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).isZero();
        int frames = LargePage.FRAMES * 100;
        assertThat(printed.strip()).isEqualTo(frames + " frames, " + frames + " signatures");
    }
}
