package io.gshare.compatibility.containers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tomcat.
 *
 * @param home where it is installed
 * @param conf the configuration that it comes with
 */
record Tomcat(Path home, Path conf) implements Server {

    @Override
    public boolean isInstalled() {
        return Files.isDirectory(conf);
    }

    @Override
    public ProcessBuilder in(Path base, int port) throws IOException {
        Path own = Files.createDirectory(base.resolve("conf"));
        for (String file : List.of("catalina.properties", "context.xml", "web.xml")) {
            Files.copy(conf.resolve(file), own.resolve(file));
        }
        try (InputStream server = Objects.requireNonNull(Tomcat.class.getResourceAsStream("server.xml"))) {
            Files.copy(server, own.resolve("server.xml"));
        }
        ProcessBuilder tomcat =
                new ProcessBuilder("sh", home.resolve("bin/catalina.sh").toString(), "run");
        tomcat.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "CATALINA_HOME", home.toString(),
                        "CATALINA_BASE", base.toString(),
                        "CATALINA_TMPDIR", base.resolve("temp").toString(),
                        "CATALINA_OPTS", String.join(" ", JVM) + " -Dport=" + port));
        return tomcat;
    }
}
