package io.gshare.sample.portal;

import io.gshare.thymeleaf.GShareDialect;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.templateresolver.WebApplicationTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Thymeleaf without Spring: the engine, the dialect added to it, and one page a template. */
@WebServlet("/thymeleaf/*")
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
public final class TemplateServlet extends HttpServlet {

    private static final Set<String> PAGES = Set.of("element", "attributes", "links");

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
        Map<String, Object> model = Map.of(
                "sources", getServletContext().getAttribute("sources"),
                "dashboard", getServletContext().getAttribute("dashboard"),
                "grafana", request.getAttribute("grafana"));
        engine.process(
                page,
                new WebContext(application.buildExchange(request, response), request.getLocale(), model),
                response.getWriter());
    }
}
