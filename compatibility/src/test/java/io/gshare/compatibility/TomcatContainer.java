package io.gshare.compatibility;

import io.gshare.servlet.Container;
import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** Tomcat. */
final class TomcatContainer implements Container {

    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start(Path files, Map<String, ServletContainerInitializer> applications) throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory(files, "tomcat").toString());
        tomcat.setPort(0);
        applications.forEach((path, initializer) -> {
            Context context = tomcat.addContext(path, files.toString());
            Tomcat.addServlet(context, "default", new DefaultServlet());
            context.addServletMappingDecoded("/", "default");
            context.addMimeMapping("html", "text/html");
            context.addMimeMapping("css", "text/css");
            context.addServletContainerInitializer(initializer, Set.of());
        });
        tomcat.getConnector();
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
