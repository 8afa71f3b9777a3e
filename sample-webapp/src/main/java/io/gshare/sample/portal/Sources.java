package io.gshare.sample.portal;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text of the examples, so that each page shows the very source that made it. */
public final class Sources {

    private final ServletContext context;

    Sources(ServletContext context) {
        this.context = context;
    }

    /**
     * The text of a file of the web application, without the directives that every JSP begins with.
     *
     * @param path the file's path, from {@code /WEB-INF} on
     * @return its text
     */
    public String read(String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path + " is no file of this application");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceFirst("(?s)^(<%@ page [^%]*%>\\s*)", "").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
