package io.gshare.compatibility.containers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Jetty.
 *
 * @param home where it is installed
 * @param environment which Jakarta EE it serves, such as {@code ee10}
 */
record Jetty(Path home, String environment) implements Server {

    @Override
    public boolean isInstalled() {
        return Files.isDirectory(home);
    }

    @Override
    public ProcessBuilder in(Path base, int port) {
        List<String> command = new ArrayList<>(JVM);
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-jar",
                home.resolve("start.jar").toString(),
                "jetty.base=" + base,
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + port,
                "jetty.deploy.scanInterval=1",
                // Behind the properties, which are the environment's otherwise.
                "--module=http,%1$s-deploy,%1$s-annotations,%1$s-jsp".formatted(environment)));
        return new ProcessBuilder(command);
    }
}
