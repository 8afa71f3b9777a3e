package io.gshare.javax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transformed jars themselves. */
class JavaxJarsIT {

    @Test
    void bothFiltersOnOneClassPathAreOneTooMany() throws Exception {
        Path jakarta = Path.of(System.getProperty("jakarta.filter", ""));
        URL[] jars = Stream.of(
                        LegacyApplication.found("tomcat-embed-core"),
                        LegacyApplication.found("gshare-filter-javax"),
                        jakarta)
                .map(jar -> jar.toUri().toString())
                .map(JavaxJarsIT::url)
                .toArray(URL[]::new);
        try (URLClassLoader both = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Method check =
                    both.loadClass("io.gshare.servlet.Namespace").getDeclaredMethod("requireOne", ClassLoader.class);
            check.setAccessible(true);
            assertThatThrownBy(() -> check.invoke(null, both))
                    .cause()
                    .hasMessageStartingWith("this gshare-filter is for javax.servlet, but jar:"
                            + url(jakarta.toUri().toString()) + "!/");
        }
    }

    private static URL url(String text) {
        try {
            return new URL(text);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

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
