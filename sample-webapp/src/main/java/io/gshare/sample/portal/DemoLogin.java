package io.gshare.sample.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes whoever asks for it an operator: what a real portal's login does, without the login. */
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a filter
final class DemoLogin extends HttpFilter {

    private static final String ROLE = "role";
    private static final String OPERATOR = "operator";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String as = request.getParameter("as");
        if (as != null) {
            HttpSession session = request.getSession();
            request.changeSessionId();
            session.setAttribute(ROLE, as.equals(OPERATOR) ? OPERATOR : null);
            response.sendRedirect(request.getRequestURI());
            return;
        }
        String role = role(request.getSession(false));
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public @Nullable String getRemoteUser() {
                        return role;
                    }

                    @Override
                    public boolean isUserInRole(String asked) {
                        return asked.equals(role);
                    }
                },
                response);
    }

    private static @Nullable String role(@Nullable HttpSession session) {
        return session == null ? null : (String) session.getAttribute(ROLE);
    }
}
