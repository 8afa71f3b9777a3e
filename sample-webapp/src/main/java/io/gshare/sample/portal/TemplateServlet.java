package io.gshare.sample.portal;

import io.gshare.thymeleaf.GShareDialect;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.IContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.templateresolver.WebApplicationTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Thymeleaf without Spring: the engine, the dialect added to it, and one page a template. */
@WebServlet("/thymeleaf/*")
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
public final class TemplateServlet extends HttpServlet {

    private static final Set<String> PAGES = Set.of("element", "attributes", "links");
    /** What all pages have, JSPs as well. */
    private static final Set<String> APPLICATION = Set.of("examples", "dashboard");

    private static final Set<String> REQUEST = Set.of("grafana", "pages");

    private @Nullable JakartaServletWebApplication application;
    private @Nullable TemplateEngine engine;

    @Override
    public void init() {
        application = JakartaServletWebApplication.buildApplication(getServletContext());
        WebApplicationTemplateResolver resolver = new WebApplicationTemplateResolver(application);
        resolver.setPrefix("/WEB-INF/templates/");
        resolver.setSuffix(".html");
        engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.addDialect(new GShareDialect());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String page = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        if (engine == null || application == null || !PAGES.contains(page)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/html;charset=UTF-8");
        WebContext context = new WebContext(application.buildExchange(request, response), request.getLocale());
        for (String name : APPLICATION) {
            context.setVariable(name, getServletContext().getAttribute(name));
        }
        for (String name : REQUEST) {
            context.setVariable(name, request.getAttribute(name));
        }
        context.setVariable("rendered", new Rendered(engine, context));
        engine.process(page, context, response.getWriter());
    }

    /** An example by itself, so that its page can show what it became. */
    public static final class Rendered {

        private final TemplateEngine engine;
        private final IContext context;

        private Rendered(TemplateEngine engine, IContext context) {
            this.engine = engine;
            this.context = context;
        }

        /**
         * {@return an example's markup}
         *
         * @param example its file's name
         */
        public String of(String example) {
            return engine.process("examples/" + example, context);
        }
    }
}
