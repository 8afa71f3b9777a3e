package io.gshare.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever builds a release again gets the same bytes: the build, once more, of a copy elsewhere. */
class ReproducibleIT {

    private static final Set<String> LEFT = Set.of("target", ".git", "benchmarks", "sample-webapp");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path copy;

    @Test
    void aSecondBuildMakesTheSameJars() throws Exception {
        Path root = Path.of("..").toRealPath();
        copy(root);
        String modules = BuildModule.publishedJars().stream()
                .map(module -> root.relativize(module.folder().toAbsolutePath().normalize())
                        .toString())
                .collect(Collectors.joining(","));
        // Of what is not made, the POM need not know.
        Files.writeString(
                copy.resolve("pom.xml"),
                Files.readString(copy.resolve("pom.xml"))
                        .replaceAll("<module>(?:benchmarks|sample-webapp|packaging-tests)</module>", ""));
        Path log = copy.resolve("build.log");
        Process build = new ProcessBuilder(
                        Jars.property("maven"),
                        "--batch-mode",
                        "--offline",
                        "-Dmaven.repo.local=" + Jars.property("maven.repository"),
                        "-DskipTests",
                        "-Dmaven.javadoc.skip",
                        "-Dspotless.check.skip",
                        "-pl",
                        modules,
                        "-am",
                        "package")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(build.waitFor()).as(Files.readString(log)).isZero();

        SoftAssertions same = new SoftAssertions();
        for (BuildModule module : BuildModule.publishedJars()) {
            for (String suffix : List.of(".jar", "-sources.jar")) {
                Path first = module.built(suffix).toAbsolutePath().normalize();
                same.assertThat(copy.resolve(root.relativize(first)))
                        .as(module + suffix)
                        .hasSameBinaryContentAs(first);
            }
        }
        same.assertAll();
    }

    private void copy(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> isKept(root.relativize(each))).toList()) {
                Path to = copy.resolve(root.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    private static boolean isKept(Path path) {
        for (Path name : path) {
            if (LEFT.contains(name.toString())) {
                return false;
            }
        }
        return true;
    }
}
