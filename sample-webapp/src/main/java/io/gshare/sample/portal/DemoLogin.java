package io.gshare.sample.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes whoever asks for it an operator, Anna or Bob: what a real portal's login does, without the login. */
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a filter
final class DemoLogin extends HttpFilter {

    private static final String USER = "user";
    /** Each is in a role of his own. */
    private static final Set<String> USERS = Set.of("operator", "anna", "bob");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String as = request.getParameter("as");
        if (as != null) {
            HttpSession session = request.getSession();
            request.changeSessionId();
            session.setAttribute(USER, USERS.contains(as) ? as : null);
            response.sendRedirect(request.getRequestURI());
            return;
        }
        String user = user(request.getSession(false));
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public @Nullable String getRemoteUser() {
                        return user;
                    }

                    @Override
                    public @Nullable Principal getUserPrincipal() {
                        return user == null ? null : () -> user;
                    }

                    @Override
                    public boolean isUserInRole(String asked) {
                        return asked.equals(user);
                    }
                },
                response);
    }

    private static @Nullable String user(@Nullable HttpSession session) {
        return session == null ? null : (String) session.getAttribute(USER);
    }
}
