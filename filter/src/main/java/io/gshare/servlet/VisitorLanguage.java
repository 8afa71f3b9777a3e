package io.gshare.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Knows the language that a visitor has chosen in the application; without one, it is what his browser asks for. For what gshare itself says to him
 * where the page does not say its language. In the servlet context under {@link #ATTRIBUTE}; the Spring Boot starter puts one there that asks
 * Spring's {@code LocaleResolver}. Implementations are thread-safe.
 */
@FunctionalInterface
public interface VisitorLanguage {

    /** The name of the servlet context's attribute that holds one. */
    String ATTRIBUTE = "io.gshare.servlet.VisitorLanguage";

    /**
     * {@return the visitor's language; {@code null} where he has chosen none}
     *
     * @param request of a page, or of a frame
     */
    @Nullable
    Locale language(HttpServletRequest request);
}
