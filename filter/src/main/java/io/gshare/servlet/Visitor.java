package io.gshare.servlet;

import io.gshare.Page.Audience;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** Who sends a request: for whom the tickets are that it gets, and which may be brought. */
final class Visitor {

    /** The request's attribute that holds whom its tickets are for, as far as that is known; its text has no session id in it. */
    private static final String ATTRIBUTE = "io.gshare.servlet.Visitor";

    private Visitor() {}

    /**
     * Remembers the session that a request came in: it may have ended before the page has its tickets, and these must be nobody's then, not
     * everybody's. Does not touch the session.
     */
    static void note(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) == null
                && (request.isRequestedSessionIdFromCookie() || request.isRequestedSessionIdFromURL())
                && request.isRequestedSessionIdValid()) {
            request.setAttribute(ATTRIBUTE, new Audience("", request.getRequestedSessionId()));
        }
    }

    /** Remembers a session that the page has seen: one that a filter keeps comes in no cookie of the container's. */
    static @Nullable HttpSession noted(HttpServletRequest request, @Nullable HttpSession session) {
        if (session != null && request.getAttribute(ATTRIBUTE) == null) {
            request.setAttribute(ATTRIBUTE, new Audience("", session.getId()));
        }
        return session;
    }

    /** Who it is, in the session that he has now, or else had last. */
    static Audience audience(HttpServletRequest request, OwnLinks links) {
        HttpSession session = request.getSession(false);
        String id = session == null
                ? request.getAttribute(ATTRIBUTE) instanceof Audience before ? before.session() : null
                : session.getId();
        Audience audience = new Audience(links.application(), id);
        request.setAttribute(ATTRIBUTE, audience);
        return audience;
    }

    /** Whether a visitor came back to his session by its id in a link. */
    static boolean keepsNoCookie(HttpServletRequest request) {
        return request.isRequestedSessionIdFromURL() && request.isRequestedSessionIdValid();
    }
}
