package io.gshare.servlet;

import io.gshare.ticket.Audience;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who sends a request: for whom the tickets are that it gets, and which may be brought. */
final class Visitor {

    /**
     * The request's attribute that holds whom its tickets are for, as far as that is known; its text has no session id in it. And that of a
     * session which has begun behind tickets of a page: its id, and whom they are for.
     */
    private static final String ATTRIBUTE = "io.gshare.servlet.Visitor";

    /** Parts the id of no session from those of sessions, which are brought in cookies: none has it. */
    private static final String NO_SESSION = ";";

    private Visitor() {}

    /**
     * Remembers the session that a request came in: it may have ended before the page has its tickets, and these must be nobody's then, not
     * everybody's. Does not touch the session.
     */
    static void note(HttpServletRequest request) {
        if ((request.isRequestedSessionIdFromCookie() || request.isRequestedSessionIdFromURL())
                && request.getAttribute(ATTRIBUTE) == null
                && request.isRequestedSessionIdValid()) {
            request.setAttribute(ATTRIBUTE, new Audience("", request.getRequestedSessionId()));
        }
    }

    /** Remembers a session that the page has seen: one that a filter keeps comes in no cookie of the container's. */
    static @Nullable HttpSession noted(HttpServletRequest request, @Nullable HttpSession session) {
        if (session != null) {
            String before = request.getAttribute(ATTRIBUTE) instanceof Audience known ? known.session() : null;
            if (before != null && before.startsWith(NO_SESSION)) {
                takeOn(session, before);
            }
            if (!session.getId().equals(before)) {
                request.setAttribute(ATTRIBUTE, new Audience("", session.getId()));
            }
        }
        return session;
    }

    /** Lets a session that has begun behind tickets open them: its cookie takes the place of the one that they are for. */
    private static void takeOn(HttpSession session, String before) {
        try {
            session.setAttribute(ATTRIBUTE, session.getId() + before);
        } catch (IllegalStateException e) {
            // It has ended meanwhile, and nobody comes in it.
        }
    }

    /** Remembers a session of which its page does not know: a filter before this one has begun it behind tickets, to keep a form's token say. */
    static void ending(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Audience known
                && known.session() != null
                && known.session().startsWith(NO_SESSION)) {
            noted(request, request.getSession(false));
        }
    }

    /** Who it is, in the session that he has now, or else had last, or else as he who brings the same id without having a session. */
    static Audience audience(HttpServletRequest request, OwnLinks links) {
        HttpSession session = noted(request, request.getSession(false));
        Audience audience = new Audience(links.application(), session == null ? without(request) : session.getId());
        request.setAttribute(ATTRIBUTE, audience);
        return audience;
    }

    /**
     * Who he was before his session began, on the page that began it behind its tickets; {@code null} if on none, or if its id is another since.
     * The session alone knows: so nobody opens these tickets by it who could not by the cookie that they are for.
     */
    static @Nullable Audience before(HttpServletRequest request, OwnLinks links) {
        HttpSession session = request.getSession(false);
        try {
            if (session != null
                    && session.getAttribute(ATTRIBUTE) instanceof String taken
                    && taken.startsWith(session.getId() + NO_SESSION)) {
                return new Audience(
                        links.application(), taken.substring(session.getId().length()));
            }
        } catch (IllegalStateException e) {
            // It has ended meanwhile.
        }
        return null;
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
        return id == null || (isInLink(request, id) && !isInCookie(request, id)) ? null : NO_SESSION + id;
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

    /** Whether it came in a cookie as well, as is or in Base64 as Spring Session writes it, with the name of a node behind it or without. */
    private static boolean isInCookie(HttpServletRequest request, String id) {
        String encoded = Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
        String begin = encoded.substring(0, Math.max(0, encoded.length() - 4));
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Arrays.stream(cookies)
                        .map(Cookie::getValue)
                        .anyMatch(value -> value.equals(id) || (!begin.isEmpty() && value.startsWith(begin)));
    }

    /** The languages that he reads, best first. */
    static List<Locale> languages(HttpServletRequest request, Warnings warnings) {
        List<Locale> languages = new ArrayList<>();
        if (request.getServletContext().getAttribute(VisitorLanguage.ATTRIBUTE) instanceof VisitorLanguage chosen) {
            try {
                Stream.ofNullable(chosen.language(request)).forEach(languages::add);
            } catch (Throwable e) {
                warnings.ruleFailed(chosen, "a visitor was spoken to in his browser's language", e);
            }
        }
        if (request.getHeader("Accept-Language") != null) { // else it would be the server's own
            languages.addAll(Collections.list(request.getLocales()));
        }
        return languages;
    }

    /** Whether a visitor came back to his session by its id in a link. */
    static boolean keepsNoCookie(HttpServletRequest request) {
        return request.isRequestedSessionIdFromURL() && request.isRequestedSessionIdValid();
    }
}
