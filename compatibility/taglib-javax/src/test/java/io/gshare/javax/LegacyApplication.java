package io.gshare.javax;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** A copy of the application in {@code src/test/legacy}, to be changed, and Tomcat 9 to run it. */
final class LegacyApplication implements AutoCloseable {

    private final Path folder;
    private final Tomcat tomcat = new Tomcat();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler logging = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getMessage());
            for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
                log.add(cause.toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** The application as it was, with its own libraries alone. */
    LegacyApplication(Path folder) throws IOException {
        this.folder = folder;
        Path module = Path.of(System.getProperty("basedir", ""));
        copy(module.resolve("src/test/legacy"), folder);
        copy(module.resolve("target/test-classes/legacy"), folder.resolve("WEB-INF/classes/legacy"));
        library("jstl");
    }

    /** A jar of the class path. */
    static Path found(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches(name + "-[0-9].*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    private LegacyApplication library(String name) throws IOException {
        return jar(found(name));
    }

    /** The jars that the document names. */
    LegacyApplication gshare() throws IOException {
        for (String jar : List.of("gshare-taglib-javax", "gshare-filter-javax", "gshare-core", "jackson-core")) {
            library(jar);
        }
        return this;
    }

    /** Puts a jar into {@code WEB-INF/lib}. */
    LegacyApplication jar(Path jar) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        Files.copy(jar, lib.resolve(jar.getFileName()));
        return this;
    }

    Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return file;
    }

    LegacyApplication with(String name, String content) throws IOException {
        Files.writeString(file(name), content);
        return this;
    }

    LegacyApplication start() throws Exception {
        Logger.getLogger("org.apache").addHandler(logging);
        tomcat.setBaseDir(
                folder.resolveSibling(folder.getFileName() + "-tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addWebapp("/portal", folder.toAbsolutePath().toString());
        StandardJarScanner ownJarsAlone = new StandardJarScanner();
        ownJarsAlone.setScanClassPath(false);
        context.setJarScanner(ownJarsAlone);
        tomcat.start();
        return this;
    }

    HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/portal" + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Sec-Fetch-Dest", "iframe")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** What Tomcat has logged. */
    String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        Logger.getLogger("org.apache").removeHandler(logging);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copied = to.resolve(from.relativize(file));
                Files.createDirectories(copied.resolveSibling("."));
                Files.copy(file, copied);
            }
        }
    }
}
