package io.gshare.javax;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transformed jars themselves. */
class JavaxJarsIT {

    @ParameterizedTest
    @CsvSource({"gshare-filter-javax, io.gshare.servlet", "gshare-taglib-javax, io.gshare.jsp"})
    void everyClassFindsWhatItNeedsWithoutJakarta(String name, String module) throws Exception {
        try (JarFile jar = new JarFile(LegacyApplication.found(name).toFile())) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(entry -> entry.endsWith(".class"))
                    .map(entry -> entry.replace(".class", "").replace('/', '.'))
                    .toList();
            assertThat(classes).hasSizeGreaterThan(5).doesNotContain("module-info");
            for (String each : classes) {
                Class<?> type = Class.forName(each);
                assertThat(Stream.of(type.getDeclaredMethods(), type.getDeclaredConstructors())
                                .flatMap(Stream::of)
                                .map(Executable::toString))
                        .noneMatch(signature -> signature.contains("jakarta"));
                assertThat(type.getDeclaredFields())
                        .extracting(Field::toString)
                        .noneMatch(field -> field.contains("jakarta"));
            }
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo(module);
            assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo(name);
            assertThat(manifest.getValue("Import-Package"))
                    .contains("javax.servlet;version=\"[4,5)\"")
                    .doesNotContain("jakarta");
        }
    }
}
