package io.gshare.sample.workspace;

import io.gshare.ShareKey;
import java.time.InstantSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A workspace that accepts and refuses share links as the managed Grafana does, with one dashboard, {@code /d/jvm}.
 *
 * <p>It listens on the loopback interface. A fresh link opens a session, whose cookie carries the page's own requests; a browser
 * that drops the cookie shows the dashboard without data, as with the real product. What to refuse is {@link io.gshare.LinkVerifier}'s
 * decision. Thread-safe.
 */
public final class StandInWorkspace implements AutoCloseable {

    private final Server server;
    private final ServerConnector connector;
    private final Gate gate;
    private final JvmMetrics metrics = new JvmMetrics();

    private StandInWorkspace(int port, ShareKey key, InstantSource clock, WorkspaceSettings settings) {
        gate = new Gate(key, clock, settings);
        QueuedThreadPool threads = new QueuedThreadPool(50, 4);
        threads.setName("workspace");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new WorkspaceServlet(gate, metrics)), "/*");
        server.setHandler(new Guard(context));
        // Jetty's own error page repeats the request's URI, which may carry a signature.
        context.setErrorHandler(this::bareError);
        server.setErrorHandler(this::bareError);
    }

    /**
     * Starts a workspace.
     *
     * @param port where to listen; 0 for any free port
     * @param key what links are checked against
     * @param clock the workspace's clock, by which links and sessions grow old
     * @param settings what to accept; {@link #configure} changes them
     * @return the running workspace; close it
     * @throws IllegalStateException if it cannot start, for example because the port is taken
     */
    public static StandInWorkspace start(int port, ShareKey key, InstantSource clock, WorkspaceSettings settings) {
        StandInWorkspace workspace = new StandInWorkspace(port, key, clock, settings);
        try {
            workspace.server.start();
            return workspace;
        } catch (Exception e) {
            workspace.close();
            throw new IllegalStateException("the workspace could not start on port " + port + "; is it taken?", e);
        }
    }

    /**
     * Where it is.
     *
     * @return the base URL, without a slash at its end
     */
    public String url() {
        return "http://localhost:" + connector.getLocalPort();
    }

    /**
     * Changes the settings from the next request on; open sessions stay open.
     *
     * @param settings the new settings
     */
    public void configure(WorkspaceSettings settings) {
        gate.configure(settings);
    }

    /**
     * Accepts links of another key too, of the same org: as when a key is replaced.
     *
     * @param key the other key
     */
    public void accept(ShareKey key) {
        gate.accept(key);
    }

    /** Stops it. */
    @Override
    public void close() {
        metrics.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the workspace could not stop", e);
        }
    }

    private void guard(HttpFields.Mutable headers) {
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        if (!gate.settings().allowEmbedding()) {
            headers.put(new HttpField("X-Frame-Options", "deny"));
        }
    }

    private boolean bareError(Request request, Response response, Callback callback) {
        guard(response.getHeaders());
        callback.succeeded();
        return true;
    }

    /** Counts every request, and puts on every answer what no answer may lack. */
    private final class Guard extends Handler.Wrapper {

        Guard(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            metrics.countRequest();
            guard(response.getHeaders());
            return super.handle(request, response, callback);
        }
    }
}
