package io.gshare.compatibility.programs;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/** The filters before gshare's, as an application has them: those in a request's parameter {@code filters}, the outermost first. */
@WebListener
public final class Surroundings implements ServletContextListener, Filter {

    private static final String PUBLIC = "public, max-age=600";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        FilterRegistration.Dynamic filter = event.getServletContext().addFilter("surroundings", new Surroundings());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/programs/*");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String filters = Objects.requireNonNullElse(request.getParameter("filters"), "");
        boolean maps = request.getDispatcherType() == DispatcherType.REQUEST || request.getParameter("always") != null;
        List<String> names = maps && !filters.isEmpty() ? Arrays.asList(filters.split(",")) : List.of();
        filter(names, (HttpServletRequest) request, (HttpServletResponse) response, chain);
    }

    private static void filter(
            List<String> names, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (names.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        FilterChain rest = (asked, answer) ->
                filter(names.subList(1, names.size()), (HttpServletRequest) asked, (HttpServletResponse) answer, chain);
        switch (names.get(0)) {
            case "public" -> {
                response.setHeader("Cache-Control", PUBLIC);
                rest.doFilter(request, response);
            }
            case "cdn" -> {
                response.setHeader("CDN-Cache-Control", "max-age=600");
                response.setHeader("Surrogate-Control", "max-age=600");
                response.setHeader("X-Accel-Expires", "600");
                rest.doFilter(request, response);
            }
            case "catch" -> {
                try {
                    rest.doFilter(request, response);
                } catch (ServletException | Thrown e) {
                    // and what was written so far is sent
                }
            }
            case "wrap" -> rest.doFilter(request, new HttpServletResponseWrapper(response));
            case "force" -> {
                response.setHeader("Cache-Control", PUBLIC);
                rest.doFilter(request, new Forcing(response));
            }
            case "lazy" -> {
                Lazy lazy = new Lazy(response);
                rest.doFilter(request, lazy);
                if (!request.isAsyncStarted()) {
                    lazy.set();
                }
            }
            case "hold" -> {
                HeldHeaders held = new HeldHeaders(response);
                rest.doFilter(request, held);
                if (!request.isAsyncStarted()) {
                    held.release();
                }
            }
            case "body" -> {
                HeldBody held = new HeldBody(response);
                rest.doFilter(HeldBody.synchronous(request), held);
                held.release();
            }
            default -> throw new ServletException("no filter " + names.get(0));
        }
    }

    /** Lets caches store a response, past all that wraps it. */
    static void publish(ServletResponse response) {
        ServletResponse own = response;
        while (own instanceof ServletResponseWrapper wrapper) {
            own = wrapper.getResponse();
        }
        ((HttpServletResponse) own).setHeader("Cache-Control", PUBLIC);
    }

    /** Has decided what caches do. */
    private static final class Forcing extends HttpServletResponseWrapper {

        Forcing(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, String value) {
            if (!name.equalsIgnoreCase("Cache-Control")) {
                super.setHeader(name, value);
            }
        }

        @Override
        public void addHeader(String name, String value) {
            if (!name.equalsIgnoreCase("Cache-Control")) {
                super.addHeader(name, value);
            }
        }
    }

    /** Lets caches store what does not say whether they may, as late as it can, as Spring Security sets its headers. */
    private static final class Lazy extends HttpServletResponseWrapper {

        Lazy(HttpServletResponse response) {
            super(response);
        }

        void set() {
            if (!containsHeader("Cache-Control")) {
                setHeader("Cache-Control", PUBLIC);
            }
        }

        @Override
        public void flushBuffer() throws IOException {
            set();
            super.flushBuffer();
        }

        @Override
        public void sendError(int status) throws IOException {
            set();
            super.sendError(status);
        }
    }
}
