package io.gshare.servlet;

import io.gshare.ticket.Audience;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** Who sends a request: for whom the tickets are that it gets, and which may be brought. */
final class Visitor {

    /** The request's attribute that holds whom its tickets are for, as far as that is known; its text has no session id in it. */
    private static final String ATTRIBUTE = "io.gshare.servlet.Visitor";

    /** Parts the id of no session from those of sessions, which are brought in cookies: none has it. */
    private static final String NO_SESSION = ";";

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
        if (session != null
                && !(request.getAttribute(ATTRIBUTE) instanceof Audience before
                        && session.getId().equals(before.session()))) {
            request.setAttribute(ATTRIBUTE, new Audience("", session.getId()));
        }
        return session;
    }

    /** Who it is, in the session that he has now, or else had last, or else as he who brings the same id without having a session. */
    static Audience audience(HttpServletRequest request, OwnLinks links) {
        HttpSession session = request.getSession(false);
        Audience audience = new Audience(links.application(), session == null ? without(request) : session.getId());
        request.setAttribute(ATTRIBUTE, audience);
        return audience;
    }

    private static @Nullable String without(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Audience before ? before.session() : brought(request);
    }

    /**
     * What stands for a visitor whose cookie names a session that is none. Nobody can tell when it ended: where the container does not keep it
     * (Spring Session), {@link #note} did not look, because that would load it for each request, and a filter before this one may have let him in
     * by it a moment ago. So he is not everybody. Nor is he nobody: browsers keep such cookies for days, and bring them with the frame, too, but
     * not what a link has.
     */
    private static @Nullable String brought(HttpServletRequest request) {
        String id = request.getRequestedSessionId();
        return id == null || isInLink(request, id) ? null : NO_SESSION + id;
    }

    /** Whether the container found it in a link; a filter that keeps sessions itself has others. */
    private static boolean isInLink(HttpServletRequest request, String id) {
        ServletRequest own = request;
        while (own instanceof ServletRequestWrapper wrapper) {
            own = wrapper.getRequest();
        }
        return own instanceof HttpServletRequest containers
                && containers.isRequestedSessionIdFromURL()
                && id.equals(containers.getRequestedSessionId());
    }

    /** Whether a visitor came back to his session by its id in a link. */
    static boolean keepsNoCookie(HttpServletRequest request) {
        return request.isRequestedSessionIdFromURL() && request.isRequestedSessionIdValid();
    }
}
