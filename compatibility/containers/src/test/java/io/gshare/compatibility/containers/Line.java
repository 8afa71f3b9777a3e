package io.gshare.compatibility.containers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One container.
 *
 * @param name what its users call it, with the version that is tested
 * @param namespace {@code jakarta} or {@code javax}: which web application it gets
 * @param server how it is started
 * @param without the rows that do not apply to it, and why
 */
record Line(String name, String namespace, Server server, Map<Row, String> without) {

    static final List<Line> ALL = List.of(
            tomcat("tomcat9", "javax"),
            tomcat("tomcat10", "jakarta"),
            tomcat("tomcat11", "jakarta"),
            // Its version is whichever security update Debian is at.
            line("Debian's Tomcat 10", "jakarta", debian(Path.of("/usr/share/tomcat10"))),
            jetty("ee8", "javax"),
            jetty("ee9", "jakarta"),
            jetty("ee10", "jakarta"),
            jetty("ee11", "jakarta"));

    private static Line line(String name, String namespace, Server server) {
        return new Line(name, namespace, server, Map.of());
    }

    private static Line tomcat(String property, String namespace) {
        String version = property(property);
        Path home = distribution("apache-tomcat-" + version);
        return line("Tomcat " + version, namespace, new Tomcat(home, home.resolve("conf")));
    }

    private static Tomcat debian(Path home) {
        return new Tomcat(home, home.resolve("skel/conf"));
    }

    private static Line jetty(String environment, String namespace) {
        String version = property("jetty");
        return line(
                "Jetty " + version + " " + environment,
                namespace,
                new Jetty(distribution("jetty-home-" + version), environment));
    }

    private static Path distribution(String folder) {
        return Path.of(property("distributions"), folder);
    }

    /** The web application that is deployed. */
    Path war() {
        return Path.of(property("war." + namespace));
    }

    boolean has(Row row) {
        return !without.containsKey(row);
    }

    @Override
    public String toString() {
        return name;
    }

    static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
