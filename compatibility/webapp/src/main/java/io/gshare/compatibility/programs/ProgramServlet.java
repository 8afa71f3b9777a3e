package io.gshare.compatibility.programs;

import io.gshare.Page;
import io.gshare.servlet.GShareFilter;
import io.gshare.settings.SignAt;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs the program in its request's parameter {@code program}, and behind an error the one in {@code error}. Before a link is signed in a
 * response that is committed, it writes {@value #LATE}. What a container does not allow is left out.
 */
@WebServlet(urlPatterns = "/programs/*", asyncSupported = true)
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
public final class ProgramServlet extends HttpServlet {

    private static final String LATE = "<!--late-->";
    /** For an answer that never comes, because the container would not have it, in milliseconds. */
    private static final long PATIENCE = 10_000;

    private static final String INNER = "inner";
    private static final String DISPATCHED = "dispatched";
    private static final String KEPT = "kept";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        // Not by the dispatcher's type: a forward from an error page is an error's on Tomcat.
        if (take(INNER, request) instanceof Step step) {
            run(step.inner(), request, response);
        } else if (request.getDispatcherType() == DispatcherType.ERROR) {
            run(Step.parse(Objects.requireNonNullElse(request.getParameter("error"), "")), request, response);
        } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
            if (take(DISPATCHED, request) instanceof Step step) {
                run(step.inner(), request, response);
            }
        } else {
            run(Step.parse(request.getParameter("program")), request, response);
        }
    }

    private static @Nullable Object take(String attribute, HttpServletRequest request) {
        Object value = request.getAttribute(attribute);
        request.removeAttribute(attribute);
        return value;
    }

    private static void run(List<Step> steps, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        for (Step step : steps) {
            try {
                run(step, request, response);
            } catch (IllegalStateException e) {
                // such as a reset of what is committed, or a second answer
            }
        }
    }

    private static void run(Step step, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String argument = step.argument();
        switch (step.verb()) {
            case "set" -> response.setHeader(name(argument), value(argument));
            case "add" -> response.addHeader(name(argument), value(argument));
            case "setInt" -> response.setIntHeader(name(argument), Integer.parseInt(value(argument)));
            case "addInt" -> response.addIntHeader(name(argument), Integer.parseInt(value(argument)));
            case "setDate" -> response.setDateHeader(name(argument), Long.parseLong(value(argument)));
            case "addDate" -> response.addDateHeader(name(argument), Long.parseLong(value(argument)));
            case "type" -> response.setContentType(argument);
            case "status" -> response.setStatus(Integer.parseInt(argument));
            case "buffer" -> response.setBufferSize(Integer.parseInt(argument));
            case "session" -> request.getSession();
            case "text" -> write("x".repeat(Integer.parseInt(argument)), request, response);
            case "frame" -> writeLink(link(request), request, response);
            case "encode", "sign", "function", "load" -> {
                writeIfLate(request, response);
                writeLink(signed(step.verb(), request, response), request, response);
            }
            case "keep" -> {
                writeIfLate(request, response);
                kept(request).add(signed(argument, request, response));
            }
            case "kept" -> {
                for (String link : kept(request)) {
                    writeLink(link, request, response);
                }
            }
            case "preload" ->
                response.addHeader("Link", "<" + signed("sign", request, response) + ">; rel=preload; as=document");
            case "redirect" -> response.sendRedirect(signed("sign", request, response));
            case "conditional" -> {
                if (request.getHeader("If-None-Match") != null) {
                    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                }
            }
            case "reset" -> response.reset();
            case "resetBuffer" -> response.resetBuffer();
            case "flush" -> response.flushBuffer();
            case "flushOut" -> {
                if (writes(request)) {
                    response.getWriter().flush();
                } else {
                    response.getOutputStream().flush();
                }
            }
            case "close" -> {
                if (writes(request)) {
                    response.getWriter().close();
                } else {
                    response.getOutputStream().close();
                }
            }
            case "error" -> response.sendError(Integer.parseInt(argument));
            case "throw" -> {
                if (argument.equals("public")) {
                    Surroundings.publish(response);
                }
                throw new Thrown();
            }
            case "include" -> {
                request.setAttribute(INNER, step);
                dispatcher(path(request), request).include(request, response);
            }
            case "forward" -> {
                request.setAttribute(INNER, step);
                dispatcher(path(request), request).forward(request, response);
            }
            case "jsp" -> dispatcher("/WEB-INF/frame.jsp", request).include(request, response);
            case "dispatch" -> {
                AsyncContext async = start(argument, request, response);
                request.setAttribute(DISPATCHED, step);
                async.dispatch(path(request));
            }
            case "thread" -> {
                AsyncContext async = start(argument, request, response);
                async.start(() -> complete(async, step.inner()));
            }
            default -> throw new ServletException("no step " + step.verb());
        }
    }

    private static String name(String header) {
        return header.substring(0, header.indexOf(':'));
    }

    private static String value(String header) {
        return header.substring(header.indexOf(':') + 2);
    }

    private static boolean writes(HttpServletRequest request) {
        return request.getParameter("stream") == null;
    }

    private static void write(String text, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (writes(request)) {
            response.getWriter().print(text);
        } else {
            response.getOutputStream().print(text);
        }
    }

    private static void writeIfLate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            write(LATE, request, response);
        }
    }

    private static void writeLink(String link, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write("<iframe src=\"" + link + "\"></iframe>", request, response);
    }

    private static String link(HttpServletRequest request) {
        return request.getAttribute("grafana") + "/d/TZWea?orgId=1";
    }

    private static String signed(String how, HttpServletRequest request, HttpServletResponse response) {
        String link = link(request);
        Page page = GShareFilter.page(request);
        return switch (how) {
            case "encode" -> response.encodeURL(link);
            case "function" -> GShareFilter.current().sign(link);
            case "load" -> page.signAt(SignAt.LOAD).sign(link);
            default -> page.sign(link);
        };
    }

    /** The links that a program has signed without showing them. */
    @SuppressWarnings("unchecked") // it is put there here
    private static List<String> kept(HttpServletRequest request) {
        List<String> kept = (List<String>) request.getAttribute(KEPT);
        if (kept == null) {
            kept = new ArrayList<>();
            request.setAttribute(KEPT, kept);
        }
        return kept;
    }

    /** Some containers give none to another thread. */
    private static RequestDispatcher dispatcher(String path, HttpServletRequest request) {
        RequestDispatcher dispatcher = request.getRequestDispatcher(path);
        if (dispatcher == null) {
            throw new IllegalStateException("no dispatcher here");
        }
        return dispatcher;
    }

    private static String path(HttpServletRequest request) {
        return request.getServletPath() + request.getPathInfo();
    }

    private static AsyncContext start(String response, HttpServletRequest request, HttpServletResponse own) {
        AsyncContext async = response.equals("own") ? request.startAsync(request, own) : request.startAsync();
        async.setTimeout(PATIENCE);
        return async;
    }

    private static void complete(AsyncContext async, List<Step> steps) {
        try {
            run(steps, (HttpServletRequest) async.getRequest(), (HttpServletResponse) async.getResponse());
        } catch (IOException | ServletException | Thrown e) {
            // the visitor has gone, or the program ends here
        } finally {
            async.complete();
        }
    }
}
