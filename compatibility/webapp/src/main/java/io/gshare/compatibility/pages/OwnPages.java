package io.gshare.compatibility.pages;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Answers without a dashboard, most of which the container writes: at {@code /own/WHAT}, or by a dispatch, at {@code /by/HOW/WHAT}. */
@WebServlet(
        urlPatterns = {"/own/*", "/by/*"},
        asyncSupported = true)
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
public final class OwnPages extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
        Object servlet = request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH);
        String path = included == null ? request.getPathInfo() : (String) included;
        if ((servlet == null ? request.getServletPath() : servlet).equals("/own")) {
            own(path, response);
            return;
        }
        int slash = path.indexOf('/', 1);
        String target = path.substring(slash);
        switch (path.substring(1, slash)) {
            case "forward" -> request.getRequestDispatcher(target).forward(request, response);
            case "context" -> getServletContext().getRequestDispatcher(target).forward(request, response);
            case "dropped" -> {
                pieces(response);
                request.getRequestDispatcher(target).forward(request, response);
            }
            case "dropped-by-context" -> {
                pieces(response);
                getServletContext().getRequestDispatcher(target).forward(request, response);
            }
            case "include" -> {
                request.getRequestDispatcher(target).include(request, response);
                response.getOutputStream().print("and more");
            }
            case "dispatch" -> request.startAsync().dispatch(target);
            case "before" -> {
                request.getRequestDispatcher(target).forward(request, response);
                response.setHeader("X-After", "a forward");
            }
            case "failing" -> {
                request.getRequestDispatcher(target).forward(request, response);
                throw new ServletException("after a forward");
            }
            default -> throw new ServletException(path);
        }
    }

    /** As templates write. */
    private static void pieces(HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        for (int piece = 0; piece < 200; piece++) {
            out.print("<p>");
            out.print(piece);
            out.print("é生</p>");
        }
    }

    private static void own(String what, HttpServletResponse response) throws IOException, ServletException {
        switch (what) {
            case "/404" -> response.sendError(404);
            case "/message" -> response.sendError(404, "没有 <é>");
            case "/status" -> response.setStatus(404);
            case "/throw" -> throw new ServletException("of the application");
            case "/html" -> {
                response.setContentType("text/html");
                response.getWriter().print("<p>é生");
            }
            case "/pieces" -> pieces(response);
            case "/pieces-404" -> {
                pieces(response);
                response.sendError(404, "没有");
            }
            case "/html-404" -> {
                response.setContentType("text/html;charset=GBK");
                response.getWriter().print("<p>生");
                response.sendError(404, "没有");
            }
            case "/redirect" -> {
                response.setContentType("text/html");
                response.setLocale(Locale.CHINA);
                response.sendRedirect("https://www.example.com/");
            }
            case "/empty" -> {}
            case "/empty-html" -> response.setContentType("text/html");
            case "/length" -> {
                response.setContentType("text/plain");
                response.setContentLength(0);
            }
            case "/plain" -> {
                response.setContentType("text/plain");
                response.setContentLength(3);
                response.getOutputStream().print("abc");
            }
            default -> throw new ServletException(what);
        }
    }
}
