package io.gshare.sample.launch;

import io.gshare.test.StandInWorkspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * The portal on Jetty: the web application at {@code /}, and a reverse proxy that puts a workspace at {@code /grafana} of the same
 * host, as many who deploy Grafana do.
 */
public final class Portal implements AutoCloseable {

    /** The application's settings for a Grafana of one's own. */
    private static final String TOKENS = "/gshare-jwt.properties";

    /** Where the proxy puts the workspace. */
    public static final String BESIDE = "/grafana";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final WebAppContext application = new WebAppContext();

    /**
     * A portal that has its port, but is not started.
     *
     * @param host where to listen; a portal that signs for whoever comes had better not be reached from outside
     * @param port where to listen; 0 for any free port
     * @param war the WAR, or the folder of a web application to run in place
     * @param proxied the workspace that is put at {@link #BESIDE}
     * @throws UncheckedIOException if the port is taken
     */
    public Portal(String host, int port, Path war, String proxied) {
        connector.setHost(host);
        connector.setPort(port);
        try {
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("the portal cannot listen on port " + port + "; is it taken?", e);
        }
        server.addConnector(connector);
        application.setContextPath("/");
        application.setWarResource(ResourceFactory.of(application).newResource(war));
        application.setThrowUnavailableOnStartupException(true);
        if (Files.isDirectory(war)) {
            // Run in place, the application has no WEB-INF/lib: its libraries are found on the class path instead.
            application.setAttribute(
                    MetaInfConfiguration.CONTAINER_JAR_PATTERN,
                    ".*/classes/.*|.*gshare-[^/]*\\.jar$|.*jakarta\\.servlet\\.jsp\\.jstl-[^/]*\\.jar$");
        } else {
            // The WAR brings its own Jackson, and must not see half of the launcher's.
            application.getHiddenClassMatcher().add("com.fasterxml.");
        }
        server.setHandler(new Handler.Sequence(new ContextHandler(new Proxy(proxied), BESIDE), application));
    }

    /**
     * {@return this, with init-params of the application: settings of gshare}
     *
     * @param initParams values by name
     */
    public Portal with(Map<String, String> initParams) {
        initParams.forEach(application::setInitParameter);
        return this;
    }

    /**
     * {@return this, told where the workspace is, at its own address and behind the proxy}
     *
     * @param workspace its own address
     */
    public Portal withWorkspace(String workspace) {
        return with(Map.of("gshare.url", workspace, "gshare.workspaces.beside.url", url() + BESIDE));
    }

    /**
     * {@return this, making tokens for a Grafana of one's own} Of one user for all, and of each visitor on one of its pages.
     *
     * @param grafana the Grafana, whose key the application gets
     */
    public Portal withTokensFor(StandInWorkspace grafana) {
        Map<String, String> settings = grafana.applicationSettings();
        String keyFile = Objects.requireNonNull(settings.get("gshare.key-file"));
        return withWorkspace(grafana.url())
                .with(settings)
                .with(Map.of(
                        "gshare.config",
                        file(TOKENS),
                        "gshare.workspaces.beside.key-file",
                        keyFile,
                        "gshare.workspaces.visitors.key-file",
                        keyFile,
                        "gshare.workspaces.visitors.url",
                        grafana.url()));
    }

    /** A file of the class path, which here is a folder. */
    private static String file(String resource) {
        try {
            return Path.of(Objects.requireNonNull(Portal.class.getResource(resource))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@return this, signing by another clock than the machine's}
     *
     * @param clock tells the time
     */
    public Portal by(InstantSource clock) {
        application.setAttribute("io.gshare.sample.clock", clock);
        return this;
    }

    /**
     * {@return this, signing by a key that may change}
     *
     * @param derivedKey supplies the current derived key, of a key named {@code supplied} in org 1
     */
    public Portal withKey(Supplier<String> derivedKey) {
        application.setAttribute("io.gshare.sample.key", derivedKey);
        return this;
    }

    /**
     * {@return this, started}
     *
     * @throws IllegalStateException if the application does not start
     */
    public Portal start() {
        try {
            server.start();
            return this;
        } catch (Exception e) {
            close();
            throw new IllegalStateException("the portal did not start: " + e.getMessage(), e);
        }
    }

    /** {@return the address to open in a browser, without a slash at its end} */
    public String url() {
        return "http://localhost:" + connector.getLocalPort();
    }

    /** Waits until the portal stops. */
    void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the portal did not stop", e);
        }
    }

    /** Passes requests on to a workspace, and tells it below which path it is. */
    private static final class Proxy extends ProxyHandler.Reverse {

        Proxy(String workspace) {
            super(request -> {
                String pathQuery = request.getHttpURI().getPathQuery().substring(BESIDE.length());
                return HttpURI.from(workspace + pathQuery); // as it came: browsers send what java.net.URI refuses
            });
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getPath().startsWith(BESIDE + "/")) {
                // The context matches decoded paths; this one is spelled in a way of its own.
                Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
                return true;
            }
            return super.handle(request, response, callback);
        }

        @Override
        protected void configureHttpClient(HttpClient client) {
            super.configureHttpClient(client);
            client.setUserAgentField(null); // the browser's own is passed on
        }

        @Override
        protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request proxied) {
            super.addProxyHeaders(request, proxied);
            proxied.headers(headers -> headers.put("X-Forwarded-Prefix", BESIDE));
        }
    }
}
