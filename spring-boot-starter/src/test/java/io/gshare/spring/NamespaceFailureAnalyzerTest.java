package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class NamespaceFailureAnalyzerTest {

    private static final String FILTER = "io/gshare/servlet/GShareFilter.class";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private @Nullable FailureAnalysis analyze(String filterIsFor, String missing) throws Exception {
        Path filter = folder.resolve(FILTER);
        Files.createDirectories(filter.resolveSibling("."));
        Files.write(filter, ("…" + filterIsFor + "/Filter…").getBytes(StandardCharsets.UTF_8));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            thread.setContextClassLoader(loader);
            return new NamespaceFailureAnalyzer()
                    .analyze(new IllegalStateException("failed to introspect", new NoClassDefFoundError(missing)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void theJarForJavaxIsNamed() throws Exception {
        FailureAnalysis analysis = Objects.requireNonNull(analyze("javax/servlet", "javax/servlet/Filter"));
        assertThat(analysis.getDescription())
                .isEqualTo("gshare's filter was found in "
                        + folder.resolve(FILTER).toUri().toURL()
                        + ", which is for javax.servlet; Spring Boot is for jakarta.servlet.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Remove gshare-filter-javax and gshare-taglib-javax; the starter brings the filter and the tags"
                                + " for Spring Boot.");
    }

    @Test
    void whatElseIsMissingIsNotExplained() throws Exception {
        assertThat(analyze("javax/servlet", "javax/xml/Anything")).isNull();
        assertThat(analyze("jakarta/servlet", "javax/servlet/Filter")).isNull();
    }
}
