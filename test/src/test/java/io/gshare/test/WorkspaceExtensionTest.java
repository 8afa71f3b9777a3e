package io.gshare.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension by the oldest JUnit that it is for, and by the newest. */
class WorkspaceExtensionTest {

    /** Whether anything listens. */
    static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.getResponseCode();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "6"})
    void worksWithEachJUnit(String version) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        StringWriter output = new StringWriter();
        try (URLClassLoader loader = loader(version)) {
            thread.setContextClassLoader(loader);
            Object result = loader.loadClass("org.junit.platform.console.ConsoleLauncher")
                    .getMethod("run", PrintWriter.class, PrintWriter.class, String[].class)
                    .invoke(null, new PrintWriter(output), new PrintWriter(output), arguments());

            assertThat(result.getClass().getMethod("getExitCode").invoke(result))
                    .as(output.toString())
                    .isEqualTo(0);
            assertThat(output.toString()).contains("11 tests successful");
            Collection<?> urls = (Collection<?>) Objects.requireNonNull(loader.loadClass(ExtensionCases.class.getName())
                    .getField("URLS")
                    .get(null));
            assertThat(urls).hasSizeGreaterThan(5).noneMatch(url -> answers(url.toString()));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of("execute", "--disable-banner", "--disable-ansi-colors"));
        for (Class<?> type : ExtensionCases.class.getDeclaredClasses()) {
            arguments.add("--select-class=" + type.getName());
        }
        return arguments.toArray(String[]::new);
    }

    /** The tests' own class path, with another JUnit. */
    private static URLClassLoader loader(String version) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(Path.of("target", "junit", version + ".jar").toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("junit")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
