package io.gshare.compatibility.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the containers with javax run is what is published for them. */
class TransformedIT {

    @ParameterizedTest
    @ValueSource(strings = {"filter", "taglib"})
    void theWebApplicationHasThePublishedClasses(String module) throws IOException {
        String version = Line.property("version");
        try (ZipFile war = new ZipFile(Path.of(Line.property("war.javax")).toFile())) {
            ZipEntry nested = war.getEntry("WEB-INF/lib/gshare-" + module + "-" + version + ".jar");
            Path published =
                    Path.of("..", module + "-javax", "target", "gshare-" + module + "-javax-" + version + ".jar");
            assertThat(classes(war.getInputStream(Objects.requireNonNull(nested))))
                    .isNotEmpty()
                    .isEqualTo(classes(new ByteArrayInputStream(Files.readAllBytes(published))));
        }
    }

    private static Map<String, Integer> classes(InputStream jar) throws IOException {
        Map<String, Integer> classes = new TreeMap<>();
        try (ZipInputStream entries = new ZipInputStream(jar)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().matches("io/.*\\.class")) { // not module-info
                    classes.put(entry.getName(), Arrays.hashCode(entries.readAllBytes()));
                }
            }
        }
        return classes;
    }
}
