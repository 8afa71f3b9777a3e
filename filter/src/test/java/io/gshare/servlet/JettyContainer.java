package io.gshare.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty. */
final class JettyContainer implements Container {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @Override
    public int start(Path files, Map<String, ServletContainerInitializer> applications) throws Exception {
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        applications.forEach((path, initializer) -> {
            ServletContextHandler context = new ServletContextHandler(path, ServletContextHandler.SESSIONS);
            context.setBaseResourceAsPath(files);
            context.addServlet(DefaultServlet.class, "/").setInitParameter("etags", "true");
            context.addServletContainerInitializer(initializer);
            contexts.addHandler(context);
        });
        server.addConnector(connector);
        server.setHandler(contexts);
        server.start();
        return connector.getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
