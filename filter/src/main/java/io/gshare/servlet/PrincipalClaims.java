package io.gshare.servlet;

import io.gshare.token.Claims;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Each visitor is who the container says; whoever has not logged in is nobody. */
final class PrincipalClaims implements VisitorClaims {

    @Override
    public @Nullable Claims claims(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null || principal.getName() == null ? null : Claims.of(principal.getName());
    }
}
