package io.gshare.compatibility.pages;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Pages with frames of a dashboard, one for each way to write them. */
@WebServlet(urlPatterns = "/written/*", asyncSupported = true)
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
public final class WrittenPages extends HttpServlet {

    private static final String FRAME = "/WEB-INF/frame.jsp";
    private static final int FRAMES_OF_LARGE = 40_000;

    /** The reader of the streamed page gives one for each further part of it. */
    private final Semaphore read = new Semaphore(0);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String grafana = (String) request.getAttribute("grafana");
        response.setContentType("text/html;charset=UTF-8");
        switch (request.getPathInfo()) {
            case "/large" -> large(grafana, response.getWriter());
            case "/streamed" -> streamed(frame(grafana, 0), response.getWriter());
            case "/read" -> read.release();
            case "/measured" -> {
                byte[] page = frame(grafana, 0).getBytes(StandardCharsets.UTF_8);
                response.setContentLength(page.length);
                response.getOutputStream().write(page);
            }
            case "/including" -> {
                response.getWriter().print("<p>before</p>");
                request.getRequestDispatcher(FRAME).include(request, response);
                response.getWriter().print("<p>after</p>");
            }
            case "/forwarding" -> request.getRequestDispatcher(FRAME).forward(request, response);
            case "/dispatching" -> request.startAsync().dispatch(FRAME);
            case "/threaded" -> {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        async.getResponse().getWriter().print(frame(grafana, 0));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        async.complete();
                    }
                });
            }
            case "/function" -> {
                CountDownLatch included = new CountDownLatch(1);
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    try {
                        request.getRequestDispatcher("/WEB-INF/function.jsp").include(request, response);
                    } catch (IOException | ServletException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        async.complete();
                        included.countDown();
                    }
                });
                await(included); // Jetty up to Servlet 5 has one request for what both threads would dispatch
            }
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static void await(CountDownLatch latch) throws ServletException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new ServletException("the other thread has not come to an end");
            }
        } catch (InterruptedException e) {
            throw new ServletException(e);
        }
    }

    private static String frame(String grafana, int number) {
        return "<p><iframe src=\"" + grafana + "/d/TZWea?var-n=" + number + "\"></iframe></p>\n";
    }

    private static void large(String grafana, PrintWriter out) {
        for (int i = 0; i < FRAMES_OF_LARGE; i++) {
            out.print(frame(grafana, i));
        }
    }

    /** Writes on when the reader says that it has what was flushed; each flush tears a link apart. */
    private void streamed(String frame, PrintWriter out) throws ServletException {
        int middle = frame.indexOf("/d/");
        for (int part = 0; part < 3; part++) {
            out.print("<h2>" + part + "</h2>" + frame.substring(0, middle));
            out.flush();
            try {
                if (!read.tryAcquire(30, TimeUnit.SECONDS)) {
                    throw new ServletException("nobody has read what was flushed");
                }
            } catch (InterruptedException e) {
                throw new ServletException(e);
            }
            out.print(frame.substring(middle));
        }
    }
}
