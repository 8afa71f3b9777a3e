package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.Surfaces;
import io.gshare.settings.Rewriting;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What has no dashboard in it is the same to the byte, status line and headers included: error pages, redirects, listings, static files, and what a servlet
 * does before and after a forward. One application is served bare, behind the filter, and behind the filter with rewriting.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class UnchangedCases {

    private static final Pattern VARYING = Pattern.compile("(?m)^(Date|Set-Cookie): .*\r\n");
    /** Who called whom is another matter. */
    private static final Pattern TRACE = Pattern.compile("(?s)(?m)^Content-Length: \\d+\r\n|<pre>.*?</pre>");

    /** A page that may be rewritten has no strong tag, no ranges, no length before it is written, and is not stored once it is torn. */
    private static final Pattern OF_PAGES =
            Pattern.compile("(?m)^(ETag|Accept-Ranges|Cache-Control|Content-Length): .*\r\n");

    private final Container container;
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private int port;

    /** Cases on a container. */
    protected UnchangedCases(Container container) {
        this.container = container;
        pages();
    }

    @FunctionalInterface
    private interface Page {
        void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private final class Pages extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
            Objects.requireNonNull(pages.get(included == null ? request.getPathInfo() : included))
                    .serve(request, response);
        }
    }

    /** Serves GET alone. */
    private static final class Reading extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html");
            response.getWriter().print("<p>read");
        }
    }

    private void pages() {
        pages.put("/404", (request, response) -> response.sendError(404));
        pages.put("/message", (request, response) -> response.sendError(404, "没有 <é>"));
        pages.put("/500", (request, response) -> response.sendError(500));
        pages.put("/status", (request, response) -> response.setStatus(404));
        pages.put("/typed", (request, response) -> {
            response.setContentType("text/html");
            response.setStatus(503);
        });
        pages.put("/throw", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().print("<p>");
            throw new ServletException("of the application");
        });
        pages.put("/html404", (request, response) -> {
            response.setContentType("text/html;charset=GBK");
            response.getWriter().print("<p>");
            response.sendError(404, "没有");
        });
        pages.put("/redirect", (request, response) -> response.sendRedirect("/elsewhere"));
        pages.put("/html-redirect", (request, response) -> {
            response.setContentType("text/html");
            response.setLocale(Locale.CHINA);
            response.sendRedirect("/elsewhere");
        });
        pages.put("/empty", (request, response) -> {});
        pages.put("/empty-html", (request, response) -> response.setContentType("text/html"));
        pages.put("/empty-locale", (request, response) -> response.setLocale(Locale.CHINA));
        pages.put("/empty-charset", (request, response) -> response.setCharacterEncoding("GBK"));
        pages.put("/length", (request, response) -> response.setContentLength(0));
        pages.put("/204", (request, response) -> response.setStatus(204));
        pages.put("/close", (request, response) -> response.getWriter().close());
        pages.put("/close-html", (request, response) -> {
            response.setContentType("text/html");
            response.setStatus(404);
            response.getWriter().close();
        });
        pages.put("/close-stream", (request, response) -> {
            response.setStatus(404);
            response.getOutputStream().close();
        });
        pages.put("/latin", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().print("<p>é生");
        });
        pages.put("/locale", (request, response) -> {
            response.setLocale(Locale.CHINA);
            response.setContentType("text/html");
            response.getWriter().print("<p>é生");
        });
        pages.put("/stream", (request, response) -> {
            response.setContentType("text/html");
            response.getOutputStream().print("<p>é");
        });
        pages.put("/plain", (request, response) -> {
            response.setContentType("text/plain");
            response.setContentLength(3);
            response.getWriter().print("abc");
        });
        pages.put("/json", (request, response) -> {
            response.setContentType("application/json");
            response.getOutputStream().print("{}");
        });
        pages.put("/flushed", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().print("abc");
            response.flushBuffer();
            response.getWriter().print("def");
        });
        pages.put("/headers", (request, response) -> {
            response.addHeader("Content-Language", "zh");
            response.addHeader("X-Own", "1");
            response.addHeader("X-Own", "2");
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().print("生");
        });
        List<String> own = List.copyOf(pages.keySet());
        own.forEach(target -> pages.put(
                "/forward" + target,
                (request, response) ->
                        request.getRequestDispatcher("/pages" + target).forward(request, response)));
        own.forEach(target -> pages.put(
                "/by-context" + target,
                (request, response) -> request.getServletContext()
                        .getRequestDispatcher("/pages" + target)
                        .forward(request, response)));
        own.forEach(target -> pages.put("/then" + target, (request, response) -> {
            request.getRequestDispatcher("/pages" + target).forward(request, response);
            response.setHeader("X-After", response.isCommitted() + "");
            try {
                response.getWriter().print("after");
            } catch (IllegalStateException e) {
                response.getOutputStream().print("after");
            }
        }));
        own.forEach(target -> pages.put("/then-fail" + target, (request, response) -> {
            request.getRequestDispatcher("/pages" + target).forward(request, response);
            throw new ServletException("after the forward");
        }));
        own.forEach(target -> pages.put("/include" + target, (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            request.getRequestDispatcher("/pages" + target).include(request, response);
        }));
        own.forEach(target -> pages.put("/async" + target, (request, response) -> {
            AsyncContext async = request.startAsync();
            async.dispatch("/pages" + target);
        }));
        for (String file : List.of("/style.css", "/missing", "/missing.html", "/page.html", "/folder/", "/folder")) {
            pages.put(
                    "/file" + file,
                    (request, response) -> request.getRequestDispatcher(file).forward(request, response));
            pages.put("/file-included-untyped" + file, (request, response) -> {
                request.getRequestDispatcher(file).include(request, response);
                response.getOutputStream().print("and more");
            });
            pages.put("/file-included" + file, (request, response) -> {
                response.setContentType("text/html;charset=UTF-8");
                request.getRequestDispatcher(file).include(request, response);
            });
        }
    }

    private void application(ServletContext context) {
        add(context, "pages", "/pages/*", new Pages());
        add(context, "reading", "/reading", new Reading());
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic added = context.addServlet(name, servlet);
        added.addMapping(path);
        added.setAsyncSupported(true);
    }

    private ServletContainerInitializer behind(GShare gshare) {
        return (classes, context) -> {
            context.setAttribute(GShareFilter.ATTRIBUTE, gshare);
            FilterRegistration.Dynamic filter = context.addFilter("gshare", new GShareFilter());
            filter.addMappingForUrlPatterns(
                    EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
            filter.setAsyncSupported(true);
            application(context);
        };
    }

    @BeforeAll
    void start(@TempDir Path files) throws Exception {
        Files.writeString(files.resolve("style.css"), "p { color: red }");
        Files.writeString(files.resolve("page.html"), "<p>页");
        Files.createDirectory(files.resolve("folder"));
        Files.writeString(files.resolve("folder/inside.css"), "");
        Rewriting rewriting = new Rewriting(List.of("/*"), List.of(), Set.of());
        port = container.start(
                files,
                Map.of(
                        "/bare", (classes, context) -> application(context),
                        "/sign", behind(Surfaces.builder().build()),
                        "/edit", behind(Surfaces.builder().rewriting(rewriting).build())));
    }

    @AfterAll
    void stop() throws Exception {
        container.stop();
    }

    @TestFactory
    Stream<DynamicTest> theSameToTheByte() {
        Stream<String> paths = Stream.concat(
                pages.keySet().stream().map(path -> "/pages" + path),
                Stream.of(
                        "",
                        "/",
                        "/style.css",
                        "/page.html",
                        "/missing",
                        "/missing.html",
                        "/folder",
                        "/folder/",
                        "/reading"));
        return paths.flatMap(path -> Stream.of("GET", "HEAD", "POST").map(method -> method + " {}" + path))
                .flatMap(request -> Stream.of("/sign", "/edit")
                        .map(application -> DynamicTest.dynamicTest(
                                request.replace("{}", application), () -> same(request, application))));
    }

    private void same(String request, String application) throws IOException {
        String bare = answer(request, "/bare");
        String with = answer(request, application);
        if (bare.contains("<pre>") || bare.startsWith("HTTP/1.1 500")) {
            bare = TRACE.matcher(bare).replaceAll("");
            with = TRACE.matcher(with).replaceAll("");
        }
        if (application.equals("/edit") && bare.contains("Content-Type: text/html")) {
            bare = OF_PAGES.matcher(bare).replaceAll("");
            with = OF_PAGES.matcher(with).replaceAll("");
        }
        assertThat(with.replace(application.substring(1), "bare")).isEqualTo(bare);
    }

    private String answer(String request, String application) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            String head = request.replace("{}", application)
                    + " HTTP/1.1\r\nHost: localhost\r\nAccept-Language: zh-CN\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return VARYING.matcher(answer).replaceAll("");
        }
    }
}
