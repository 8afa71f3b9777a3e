package io.gshare.servlet;

import io.gshare.token.Claims;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says who is looking, where links name each visitor ({@code gshare.subject=visitor}): an application's own rule, asked each time that a frame
 * loads. Without one, it is who the container says by {@link HttpServletRequest#getUserPrincipal}.
 *
 * <p>Found as the servlet context's attribute {@link #ATTRIBUTE}, set before the filter starts, or else by {@link java.util.ServiceLoader}.
 * Thread-safe. If it throws, nothing is signed.
 */
@FunctionalInterface
public interface VisitorClaims {

    /** The name of the servlet context's attribute that holds an application's rule. */
    String ATTRIBUTE = "io.gshare.servlet.VisitorClaims";

    /**
     * Says who is looking.
     *
     * @param request the frame's request, with the visitor's session and principal
     * @return who he is in Grafana; {@code null} for a visitor who is nobody, and is shown nothing
     * @throws Exception for whatever keeps it from knowing; nothing is shown, and the log says why
     */
    @Nullable
    Claims claims(HttpServletRequest request) throws Exception;
}
