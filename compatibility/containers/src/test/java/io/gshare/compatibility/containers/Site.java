package io.gshare.compatibility.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.test.JwtSettings;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container with the web application deployed thrice, for two workspaces and a Grafana of one's own: at the root, at {@code /portal}, and at {@code
 * /tokens}. Its log stays in its folder.
 */
final class Site implements AutoCloseable {

    private static final int ATTEMPTS = 600;

    private static final Pattern LOADERS =
            Pattern.compile("(\\d+) +\\d+ +\\S+\\.(?:ParallelWebappClassLoader|WebAppClassLoader)\\b");
    private static final Pattern FILTERS = Pattern.compile("(\\d+) +\\d+ +io\\.gshare\\.servlet\\.GShareFilter\\s");

    private final Line line;
    private final Path base;
    private final StandInWorkspace first = workspace(Vectors.all().get(0));
    private final StandInWorkspace second = workspace(Vectors.all().get(1));
    private final StandInWorkspace grafana =
            StandInWorkspace.builder().jwt(JwtSettings.defaults()).start();
    private int port;
    private @Nullable Process process;

    Site(Line line) {
        this.line = line;
        base = Path.of("target", line.name().replaceAll("[^A-Za-z0-9.]+", "-")).toAbsolutePath();
    }

    private static StandInWorkspace workspace(Vector vector) {
        return StandInWorkspace.builder().key(vector.shareKey()).start();
    }

    Application root() {
        return new Application(URI.create("http://localhost:" + port + "/"), first);
    }

    Application portal() {
        return new Application(root().base().resolve("portal/"), second);
    }

    /** The one whose links carry tokens. */
    Application tokens() {
        return new Application(root().base().resolve("tokens/"), grafana);
    }

    /** The pages that need no gshare, as they were before it; at a path as long as the other's. */
    Application before() {
        return new Application(root().base().resolve("before/"), first);
    }

    void start() throws IOException {
        deleteTree(base);
        Files.createDirectories(base.resolve("temp"));
        Files.createDirectory(base.resolve("webapps"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        deploy("ROOT", first, Vectors.all().get(0));
        deploy("portal", second, Vectors.all().get(1));
        deployForTokens();
        deployBefore();
        Process started = line.server()
                .in(base, port)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        process = started;
        await(200, root());
        await(200, portal());
        await(200, tokens());
        await(200, before());
    }

    /** What the container has logged so far. */
    String logged() throws IOException {
        return Files.readString(log());
    }

    private Path log() {
        return base.resolve("container.log");
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What a deployer does: puts settings into the WAR, and the WAR into the container's folder. */
    private void deploy(String name, StandInWorkspace workspace, Vector key) throws IOException {
        Path token = Files.writeString(base.resolve(name + ".token"), key.token());
        deploy(name, "gshare.properties", settings -> {
            settings.remove("gshare.token");
            settings.setProperty("gshare.url", workspace.url());
            settings.setProperty("gshare.token-file", token.toString()); // which a thread watches
            settings.setProperty("gshare.key-name", key.name());
            settings.setProperty("gshare.rewrite.exclude", RandomServlet.PLAIN + "/*");
            settings.setProperty(
                    "gshare.workspaces.beside.url",
                    root().base().resolve(Application.BESIDE).toString());
            settings.setProperty("gshare.workspaces.beside.token", key.token());
            settings.setProperty("gshare.workspaces.beside.key-name", key.name());
        });
    }

    private void deployForTokens() throws IOException {
        String keyFile = Objects.requireNonNull(grafana.applicationSettings().get("gshare.key-file"));
        deploy("tokens", "gshare-jwt.properties", settings -> {
            settings.setProperty("gshare.url", grafana.url());
            settings.setProperty("gshare.workspaces.visitors.url", grafana.url());
            settings.setProperty(
                    "gshare.workspaces.beside.url",
                    root().base().resolve(Application.BESIDE).toString());
            settings.setProperty("gshare.key-file", keyFile); // which a thread watches, as the two others
            settings.setProperty("gshare.workspaces.visitors.key-file", keyFile);
            settings.setProperty("gshare.workspaces.beside.key-file", keyFile);
        });
    }

    private void deploy(String name, String from, Consumer<Properties> set) throws IOException {
        Path war = base.resolve(name + ".war");
        Files.copy(line.war(), war, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem files = FileSystems.newFileSystem(war)) {
            Path classes = files.getPath("WEB-INF/classes");
            Properties settings = new Properties();
            try (InputStream in = Files.newInputStream(classes.resolve(from))) {
                settings.load(in);
            }
            set.accept(settings);
            try (OutputStream out = Files.newOutputStream(classes.resolve("gshare.properties"))) {
                settings.store(out, null);
            }
        }
        Files.move(war, base.resolve("webapps").resolve(name + ".war"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deploys servlets and files alone. */
    private void deployBefore() throws IOException {
        Path war = base.resolve("before.war");
        Files.copy(line.war(), war, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem files = FileSystems.newFileSystem(war);
                Stream<Path> entries = Files.walk(files.getPath("/WEB-INF"))) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                if (!Files.isDirectory(entry) && !entry.toString().contains("/io/gshare/compatibility/pages/")) {
                    Files.delete(entry);
                }
            }
        }
        Files.move(war, base.resolve("webapps").resolve("before.war"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes two of the web applications, of which nothing is left then, and deploys one anew for another workspace. */
    void redeploys() throws IOException {
        assertThat(kept()).isEqualTo("class loaders: 4, filters: 3, threads: 5");
        Files.delete(base.resolve("webapps/portal.war"));
        Files.delete(base.resolve("webapps/tokens.war"));
        await(404, portal());
        await(404, tokens());
        String alone = "class loaders: 2, filters: 1, threads: 1";
        String kept = kept();
        for (int i = 0; i < ATTEMPTS / 10 && !kept.equals(alone); i++) {
            pause();
            new Socket(InetAddress.getLoopbackAddress(), port)
                    .close(); // Jetty holds the connection it was last busy with
            kept = kept();
        }
        assertThat(kept).isEqualTo(alone);
        assertThat(log()).content().doesNotContain("memory leak"); // Tomcat looks for leaks itself
        deploy("portal", first, Vectors.all().get(0));
        await(200, portal());
        new Application(portal().base(), first).opensAll("tag.jsp", 2);
    }

    /** What each web application has one of, after a full collection of garbage. */
    private String kept() throws IOException {
        String objects = jcmd("GC.class_histogram");
        return "class loaders: %d, filters: %d, threads: %d"
                .formatted(
                        sum(LOADERS, objects),
                        sum(FILTERS, objects),
                        jcmd("Thread.print")
                                .lines()
                                .filter(line -> line.startsWith("\"gshare-"))
                                .count());
    }

    private static int sum(Pattern count, String text) {
        return count.matcher(text)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process().pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        try (InputStream in = jcmd.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Process process() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(line + " does not run; its log is " + log());
        }
        return process;
    }

    /** Waits until an application is there, or is not. */
    private void await(int status, Application application) throws IOException {
        int last = 0;
        for (int i = 0; i < ATTEMPTS && last != status; i++) {
            process();
            try {
                last = Application.get(application.base().resolve("legacy.html"), BodyHandlers.discarding())
                        .statusCode();
            } catch (ConnectException e) {
                last = 0; // not listening yet
            }
            pause();
        }
        assertThat(last).as(application.base() + "; see " + log()).isEqualTo(status);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the container, which does it by itself. */
    void stops() throws IOException {
        Process running = process();
        running.destroy();
        try {
            assertThat(running.waitFor(1, TimeUnit.MINUTES)).as("stopped").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        first.close();
        second.close();
        grafana.close();
    }
}
