package io.gshare.packaging;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The jars that an application has at run time, packaged, and its own. */
final class Jars {

    private Jars() {}

    static List<Path> all() {
        return Stream.concat(
                        Stream.of(property("application.jar")),
                        Arrays.stream(property("runtime.path").split(File.pathSeparator)))
                .map(Path::of)
                .toList();
    }

    /** The one jar of a name that an application has. */
    static Path named(String artifact) {
        return named(artifact, all());
    }

    /** The one jar of a name that the tests have. */
    static Path onTestPath(String artifact) {
        return named(
                artifact,
                Arrays.stream(property("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .toList());
    }

    private static Path named(String artifact, List<Path> jars) {
        return jars.stream()
                .filter(jar -> name(jar).matches(artifact + "-[0-9].*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(artifact));
    }

    static String name(Path jar) {
        return Objects.requireNonNull(jar.getFileName()).toString();
    }

    static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
