package io.gshare.sample;

import io.gshare.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A reverse proxy on this machine, with what {@code docs/same-site.md} says of its kind, but for names, ports and files. */
final class ReverseProxy implements AutoCloseable {

    /** A program, and what it needs around the document's part. */
    enum Kind {
        NGINX("nginx", "nginx", "nginx") {
            @Override
            String configuration(Path folder, int port) {
                return """
                        pid %1$s/pid;
                        events {}
                        http {
                            client_body_temp_path %1$s/temp;
                            proxy_temp_path %1$s/temp;
                            fastcgi_temp_path %1$s/temp;
                            uwsgi_temp_path %1$s/temp;
                            scgi_temp_path %1$s/temp;
                            include %1$s/recipe;
                        }
                        """.formatted(folder);
            }

            @Override
            List<String> arguments(Path folder) {
                return List.of("-e", folder + "/log/nginx", "-c", folder + "/main", "-g", "daemon off;");
            }
        },
        APACHE("apache2", "apache2-bin", "apache") {
            @Override
            String configuration(Path folder, int port) {
                String modules = Stream.of(
                                "mpm_event", "authz_core", "headers", "proxy", "proxy_http", "socache_shmcb", "ssl")
                        .map(name -> "LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so\n")
                        .collect(Collectors.joining());
                return modules + """
                        Define APACHE_LOG_DIR %1$s/log
                        ServerName localhost
                        DefaultRuntimeDir %1$s
                        PidFile %1$s/pid
                        ErrorLog %1$s/log/apache
                        User www-data
                        Group www-data
                        Listen 127.0.0.1:%2$d
                        Include %1$s/recipe
                        """.formatted(folder, port);
            }

            @Override
            List<String> arguments(Path folder) {
                return List.of("-f", folder + "/main", "-D", "FOREGROUND");
            }
        };

        private final String program;
        private final String packages;
        private final String language;

        Kind(String program, String packages, String language) {
            this.program = program;
            this.packages = packages;
            this.language = language;
        }

        abstract String configuration(Path folder, int port);

        abstract List<String> arguments(Path folder);
    }

    private final Path folder;
    private final int port;
    private final Process process;

    /**
     * Starts it.
     *
     * @param workspace the port of the workspace, which is {@code localhost}
     * @param certificate for both, in PEM, and {@code key} its own
     */
    ReverseProxy(Kind kind, Path folder, int workspace, Path certificate, Path key) {
        this.folder = folder;
        Path program = Engine.installed(kind.program, kind.packages);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String recipe = Documents.snippets("docs/same-site.md", kind.language)
                .get(0)
                .replaceFirst("listen 443|\\*:443", kind == Kind.NGINX ? "listen 127.0.0.1:" + port : "*:" + port)
                .replace("https://grafana.example.com", url())
                .replace("grafana-example.grafana.aliyuncs.com", "localhost:" + workspace)
                .replace("grafana-example\\.grafana\\.aliyuncs\\.com", "localhost")
                .replaceAll("/etc/ssl/private/\\S+\\.key", key.toString())
                .replaceAll("/etc/ssl/certs/\\w[-.\\w]+\\w", certificate.toString())
                .replace("/var/log/nginx", folder + "/log");
        try {
            Files.createDirectory(folder.resolve("log"));
            Files.writeString(folder.resolve("recipe"), recipe);
            Files.writeString(folder.resolve("main"), kind.configuration(folder, port));
            process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), kind.arguments(folder).stream())
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            while (!answers()) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            Files.readString(folder.resolve("output")) + String.join("\n", logs()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Its own origin, for clients that have no other name for it. */
    String url() {
        return "https://localhost:" + port;
    }

    /** What is in each of its logs. */
    List<String> logs() {
        try (Stream<Path> files = Files.list(folder.resolve("log"))) {
            return files.map(ReverseProxy::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Engine.end(process);
    }
}
