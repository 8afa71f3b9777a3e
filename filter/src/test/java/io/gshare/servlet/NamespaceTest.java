package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamespaceTest {

    private static final String FILTER = "io/gshare/servlet/GShareFilter.class";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private URLClassLoader loader(byte[] filter) throws Exception {
        Path file = folder.resolve(FILTER);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, filter);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, GShareFilter.class.getClassLoader());
    }

    @Test
    void aFilterForTheOtherApiIsNamed() throws Exception {
        try (URLClassLoader both =
                loader("javax/servlet/Filter, and jakarta/servlet/ServletContext in what is not linked"
                        .getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> Namespace.requireOne(both))
                    .hasMessage("this gshare-filter is for jakarta.servlet, but "
                            + folder.resolve(FILTER).toUri().toURL()
                            + " is for another servlet API; remove that jar: gshare-filter and gshare-taglib are for Tomcat 10 and"
                            + " later, gshare-filter-javax and gshare-taglib-javax for Tomcat 9");
        }
    }

    @Test
    void theSameFilterTwiceIsTheContainersBusiness() throws Exception {
        byte[] own =
                GShareFilter.class.getResourceAsStream("GShareFilter.class").readAllBytes();
        try (URLClassLoader twice = loader(own)) {
            assertThatCode(() -> Namespace.requireOne(twice)).doesNotThrowAnyException();
        }
    }
}
