package io.gshare.jsp;

import io.gshare.GShare;
import io.gshare.servlet.GShareFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A web application on Jetty whose pages a test writes: JSPs with the tag library, behind the filter. */
final class Pages implements BeforeEachCallback, AfterEachCallback {

    static final String TAGLIBS = """
            <%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>\
            <%@ taglib prefix="gshare" uri="io.gshare.tags" %>\
            <%@ taglib prefix="c" uri="jakarta.tags.core" %>\
            <%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>""";

    private final GShare gshare;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final WebAppContext context = new WebAppContext();
    private int pages;

    Pages(GShare gshare) {
        this.gshare = gshare;
    }

    /** The application, to be configured before it starts. */
    WebAppContext context() {
        return context;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        Path root = Files.createTempDirectory("pages");
        context.setContextPath("/app");
        context.setWarResource(ResourceFactory.of(context).newResource(root));
        context.setTempDirectory(Files.createTempDirectory("jsp").toFile());
        context.setAttribute(
                MetaInfConfiguration.CONTAINER_JAR_PATTERN,
                ".*/classes/.*|.*gshare-[^/]*\\.jar$|.*jakarta\\.servlet\\.jsp\\.jstl-[^/]*\\.jar$");
        context.setAttribute(GShareFilter.ATTRIBUTE, gshare);
        context.setThrowUnavailableOnStartupException(true);
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        page("warmup.jsp", "");
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        server.stop();
    }

    /** Maps the filter once more, as an application does that knows no web-fragments. */
    static void mapFilter(ServletContextHandler context) {
        context.addFilter(GShareFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
    }

    /** Writes a file into the application. */
    void page(String name, String content) throws IOException {
        Files.writeString(context.getBaseResource().getPath().resolve(name), content);
    }

    /** Renders a page's body, the tag libraries being declared. */
    HttpResponse<String> render(String body, String... parameters) throws IOException, InterruptedException {
        String name = "page" + pages++ + ".jsp";
        page(name, TAGLIBS + body);
        return get(name, parameters);
    }

    /** Gets a page; parameters are names and values in turn. */
    HttpResponse<String> get(String name, String... parameters) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("?");
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(parameters[i]).append('=');
            query.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        URI uri = URI.create("http://localhost:" + connector.getLocalPort() + "/app/" + name + query);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
