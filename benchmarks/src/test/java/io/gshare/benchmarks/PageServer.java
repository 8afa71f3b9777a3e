package io.gshare.benchmarks;

import io.gshare.servlet.GShareFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A page of 30 KB with eight dashboards on Jetty, written in each of the ways that matter, with the filter or without: what
 * {@code load.sh} puts under load.
 */
final class PageServer implements AutoCloseable {

    /** How an application writes the page. */
    private interface Rendering {
        void render(HttpServletResponse response) throws IOException;
    }

    private static final String HTML = "text/html;charset=UTF-8";
    private static final int SLICE = 8192;
    private static final long RENDERING_NANOSECONDS = 1_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final byte[] BYTES = Page.KB_30.bytes();
    private static final byte[] LINKLESS = Page.KB_30.withoutFrames().getBytes(StandardCharsets.UTF_8);
    private static final String TEXT = Page.KB_30.text();
    /** Tags, and the text between them: how templates write. */
    private static final List<String> PIECES = List.of(TEXT.split("(?<=>)|(?=<)", -1));

    /** Each at the path of its name. */
    private static final Map<String, Rendering> RENDERINGS = Map.of(
            "stream",
            response -> bytes(response, HTML, BYTES),
            "linkless",
            response -> bytes(response, HTML, LINKLESS),
            "writer",
            PageServer::writer,
            "small-writes",
            PageServer::smallWrites,
            "slow",
            PageServer::slow,
            "binary",
            response -> bytes(response, "application/octet-stream", BYTES));

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private PageServer(boolean filter) {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        RENDERINGS.forEach((name, rendering) ->
                context.addServlet(new ServletHolder(name, new PageServlet(rendering)), "/" + name));
        if (filter) {
            FilterHolder holder = new FilterHolder(GShareFilter.class);
            holder.setInitParameters(Map.of(
                    "gshare.url",
                    Example.URL,
                    "gshare.derived-key",
                    Example.KEY.derivedKey(),
                    "gshare.key-name",
                    Example.KEY.name(),
                    "gshare.rewrite",
                    "true"));
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        server.setHandler(context);
    }

    /** Serves the page, {@code with} the filter or {@code without}, and prints the port. */
    public static void main(String[] args) throws Exception {
        try (PageServer server = start(args[0].equals("with"))) {
            System.out.println(server.port());
            server.server.join();
        }
    }

    static PageServer start(boolean filter) throws Exception {
        PageServer server = new PageServer(filter);
        server.server.start();
        return server;
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }

    private static void bytes(HttpServletResponse response, String type, byte[] page) throws IOException {
        response.setContentType(type);
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < page.length; i += SLICE) {
            out.write(page, i, Math.min(SLICE, page.length - i));
        }
    }

    private static void writer(HttpServletResponse response) throws IOException {
        response.setContentType(HTML);
        Writer out = response.getWriter();
        for (int i = 0; i < TEXT.length(); i += SLICE) {
            out.write(TEXT, i, Math.min(SLICE, TEXT.length() - i));
        }
    }

    private static void smallWrites(HttpServletResponse response) throws IOException {
        response.setContentType(HTML);
        Writer out = response.getWriter();
        for (String piece : PIECES) {
            out.write(piece);
        }
    }

    /** Busy by the thread's own clock: threads that wait for a core render nothing meanwhile. */
    private static void slow(HttpServletResponse response) throws IOException {
        long end = THREADS.getCurrentThreadCpuTime() + RENDERING_NANOSECONDS;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
        bytes(response, HTML, BYTES);
    }

    private static final class PageServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient Rendering rendering;

        PageServlet(Rendering rendering) {
            this.rendering = rendering;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            rendering.render(response);
        }
    }
}
