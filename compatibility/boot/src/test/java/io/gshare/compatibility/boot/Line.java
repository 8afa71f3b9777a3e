package io.gshare.compatibility.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gshare.test.StandInWorkspace;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The application in a process of its own, and the workspace that its links lead to. */
final class Line implements AutoCloseable {

    /** Where the application is, to whom visits it: behind a proxy that has another workspace below {@code /grafana}. */
    private static final String HOST = "portal.example.com";

    /** What a test needs, and no more. */
    private static final String JVM = "-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private final HttpClient client = HttpClient.newHttpClient();
    private final StandInWorkspace workspace =
            StandInWorkspace.builder().key(Vectors.example().shareKey()).start();
    private final String name;
    private final Program program;
    private final String url;

    private Line(String name, Map<String, String> environment, List<String> command, String port)
            throws IOException, InterruptedException {
        this.name = name;
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("JAVA_HOME", System.getProperty("java.home"));
        whole.put("GSHARE_URL", workspace.url());
        whole.put("GSHARE_TOKEN", Vectors.example().token());
        program = new Program(built("target").resolve(name + ".log"), whole, command);
        url = "http://127.0.0.1:" + program.said(Pattern.compile(port)) + "/portal";
    }

    /** The executable jar of this name. */
    static Line jar(String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JVM.split(" ")));
        command.addAll(List.of("-jar", built(name).toString()));
        command.addAll(
                List.of("--server.address=127.0.0.1", "--server.port=0", "--server.servlet.context-path=/portal"));
        return new Line(name, Map.of(), command, "started on port ([0-9]+) .*context path '/portal'");
    }

    /** The WAR on a Tomcat of its own. */
    static Line war() throws IOException, InterruptedException {
        Path tomcat = built("tomcat");
        Files.writeString(tomcat.resolve("conf/server.xml"), """
                <Server port="-1"><Service name="Catalina">
                  <Connector address="127.0.0.1" port="0"/>
                  <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine>
                </Service></Server>
                """);
        Path applications = Files.createDirectories(tomcat.resolve("webapps"));
        Files.copy(built("war"), applications.resolve("portal.war"), StandardCopyOption.REPLACE_EXISTING);
        return new Line(
                "war",
                Map.of("CATALINA_HOME", tomcat.toString(), "CATALINA_OPTS", JVM),
                List.of("sh", tomcat.resolve("bin/catalina.sh").toString(), "run"),
                "Starting ProtocolHandler \\[\"http-nio-127.0.0.1-auto-1-([0-9]+)\"");
    }

    /** What the build has made. */
    static Path built(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }

    /** Executable jars serve no JSP. */
    boolean servesJsp() {
        return name.equals("war");
    }

    /** How the application is packaged, in the document's words. */
    String packaging() {
        return name.equals("war") ? "WAR" : "executable jar";
    }

    StandInWorkspace workspace() {
        return workspace;
    }

    /** A page of the application, asked for by a visitor, or by nobody known where that is empty. */
    HttpResponse<String> get(String path, String visitor) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).header("Host", HOST);
        if (!visitor.isEmpty()) {
            byte[] credentials = (visitor + ":pass").getBytes(UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A link of a page as its proxy sends it on: what is below {@code /grafana} on the page's own host goes to the workspace. */
    String routed(String link) {
        return link.replaceFirst("^(http://" + Pattern.quote(HOST) + ")?/grafana/", workspace.url() + "/");
    }

    /** What the workspace answers to a link. */
    int status(String link) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(routed(link))).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        program.close();
        workspace.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
