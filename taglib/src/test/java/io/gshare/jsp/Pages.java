package io.gshare.jsp;

import io.gshare.GShare;
import io.gshare.servlet.GShareFilter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.jspecify.annotations.Nullable;
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

    private final @Nullable GShare gshare;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final WebAppContext context = new WebAppContext();
    private final Map<String, String> files = new HashMap<>();
    private int pages;

    /** An application whose settings stand in its files. */
    Pages() {
        this.gshare = null;
    }

    /** An application that brings what signs. */
    Pages(GShare gshare) {
        this.gshare = gshare;
    }

    /** Puts a file into the application before it starts. */
    Pages with(String name, String content) {
        files.put(name, content);
        return this;
    }

    /** The application, to be configured before it starts. */
    WebAppContext context() {
        return context;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        Path root = Files.createTempDirectory("pages");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
        context.setContextPath("/app");
        context.setWarResource(ResourceFactory.of(context).newResource(root));
        context.setTempDirectory(Files.createTempDirectory("jsp").toFile());
        context.setAttribute(
                MetaInfConfiguration.CONTAINER_JAR_PATTERN,
                ".*/classes/.*|.*gshare-[^/]*\\.jar$|.*jakarta\\.servlet\\.jsp\\.jstl-[^/]*\\.jar$");
        if (gshare != null) {
            context.setAttribute(GShareFilter.ATTRIBUTE, gshare);
        }
        context.setThrowUnavailableOnStartupException(true);
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        server.stop();
    }

    /** Writes a file into the application. */
    void page(String name, String content) throws IOException {
        Path path = context.getBaseResource().getPath().resolve(name);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, content);
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
