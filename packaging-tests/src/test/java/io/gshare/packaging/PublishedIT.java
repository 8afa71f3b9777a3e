package io.gshare.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code mvn deploy} would publish. */
class PublishedIT {

    static List<BuildModule> publishedJars() {
        return BuildModule.publishedJars();
    }

    static Stream<BuildModule> publishedPoms() {
        return BuildModule.all().stream().filter(BuildModule::isPublished);
    }

    @Test
    void theBomListsEveryPublishedJarInItsVersion() {
        BuildModule bom = bom();
        assertThat(BuildModule.child(bom.pom(), "dependencyManagement")
                        .flatMap(management -> BuildModule.child(management, "dependencies"))
                        .flatMap(dependencies -> BuildModule.child(dependencies, "dependency"))
                        .map(dependency -> dependency.getTextContent().strip().replaceAll("\\s+", ":")))
                .containsExactlyInAnyOrderElementsOf(publishedJars().stream()
                        .map(jar -> "io.gshare:" + jar.artifactId() + ":${project.version}")
                        .toList());
        assertThat(bom.version()).isEqualTo(Jars.property("version"));
    }

    @Test
    void theBomBringsNothingElse() {
        assertThat(BuildModule.child(bom().pom(), "parent")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("publishedPoms")
    void aPomSaysWhatItIs(BuildModule module) {
        assertThat(module.text("name")).startsWith("gshare");
        assertThat(module.text("description")).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("publishedJars")
    void aJarComesWithSourcesAndJavadocAndItsLicence(BuildModule module) throws IOException {
        String licence = Files.readString(Path.of("..", "LICENSE"));
        assertThat(read(module.built(".jar"), "META-INF/LICENSE")).isEqualTo(licence);
        assertThat(read(module.built("-sources.jar"), "META-INF/LICENSE")).isEqualTo(licence);
        assertThat(read(module.built("-javadoc.jar"), "index.html")).contains("<title>");
    }

    @ParameterizedTest
    @MethodSource("publishedJars")
    void aJarComesWithABillOfMaterials(BuildModule module) throws IOException {
        assertThat(Files.readString(module.folder().resolve("target/bom.json")))
                .contains(
                        "\"bomFormat\" : \"CycloneDX\"",
                        "\"purl\" : \"pkg:maven/io.gshare/" + module.artifactId() + "@" + module.version());
    }

    private static BuildModule bom() {
        return BuildModule.all().stream()
                .filter(module -> module.artifactId().equals("gshare-bom"))
                .findFirst()
                .orElseThrow();
    }

    private static String read(Path jar, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry found = Objects.requireNonNull(zip.getEntry(entry), jar + " has no " + entry);
            return new String(zip.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
