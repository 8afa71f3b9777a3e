package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.Surfaces;
import io.gshare.settings.Rewriting;
import io.gshare.test.Vectors;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A descriptor that has SiteMesh, as {@code docs/rewriting.md} orders it, and without gshare in it. */
class OrderTest {

    private static final String FRAME = "<iframe src=\"https://grafana.example.com/d/TZWea?orgId=1\"></iframe>";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private static void add(WebAppContext context, String path, String page) {
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.setContentType("text/html;charset=UTF-8");
                        response.getWriter().print(page);
                    }
                }),
                path);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDocumentsOrderSignsDecorators(boolean ordered) throws Exception {
        String filters = Documents.snippets("docs/rewriting.md", "xml").get(0);
        if (!ordered) { // what the jar registers then stands behind all of the descriptor
            filters = filters.replaceAll("(?s)<filter(-mapping)?>\\s*<filter-name>gshare.*?</filter\\1>", "");
        }
        Files.createDirectory(folder.resolve("WEB-INF"));
        Files.writeString(
                folder.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + filters + "</web-app>");
        Files.writeString(
                folder.resolve("WEB-INF/sitemesh3.xml"),
                "<sitemesh><decorator-prefix>/</decorator-prefix><mapping path=\"/page\" decorator=\"decorator\"/></sitemesh>");
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        server.addConnector(connector);
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResource(ResourceFactory.of(context).newResource(folder));
        context.setAttribute(MetaInfConfiguration.CONTAINER_JAR_PATTERN, ".*/classes/.*|.*gshare-[^/]*\\.jar$");
        context.setAttribute(
                GShareFilter.ATTRIBUTE,
                Surfaces.builder()
                        .rewriting(new Rewriting(List.of("/*"), List.of(), Set.of()))
                        .build());
        add(context, "/page", "<html><body>" + FRAME + "</body></html>");
        add(
                context,
                "/decorator",
                "<html><body>" + FRAME + "<sitemesh:write property='body'></sitemesh:write></body></html>");
        context.setThrowUnavailableOnStartupException(true);
        server.setHandler(context);
        server.start();
        try {
            URI page = URI.create("http://localhost:" + connector.getLocalPort() + "/page");
            String body = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            String signature = Vectors.example().signedSuffix().replaceAll("&.*", "");
            assertThat(body.split("<iframe", -1)).as(body).hasSize(3);
            assertThat(body.split(signature, -1)).as(body).hasSize(ordered ? 3 : 2);
        } finally {
            server.stop();
        }
    }
}
