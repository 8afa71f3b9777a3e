package io.gshare.servlet;

import io.gshare.text.Redaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears of each frame that asked for a link: for an audit, or to count.
 *
 * <p>Found as the servlet context's attribute {@link #ATTRIBUTE}, set before the filter starts, or else by {@link java.util.ServiceLoader};
 * without one, events go to the log {@code io.gshare.mint} at DEBUG. Called on the request's thread, before the answer is sent: what it throws is an error of the request, and
 * no link is minted unheard. Thread-safe.
 */
@FunctionalInterface
public interface MintListener {

    /** The name of the servlet context's attribute that holds an application's listener. */
    String ATTRIBUTE = "io.gshare.servlet.MintListener";

    /**
     * Told of a frame's request.
     *
     * @param event what became of it
     */
    void onMint(Event event);

    /**
     * What became of a frame's request; nothing of any link.
     *
     * @param visitor {@code HttpServletRequest.getRemoteUser()}; {@code null} for an anonymous visitor
     * @param embed the name of the embed; {@code null} for a ticket, or a name that nobody configured
     * @param outcome what it came to
     * @param took how long it took to decide that, the application's own {@link EmbedAuthorizer} included
     */
    record Event(@Nullable String visitor, @Nullable String embed, Outcome outcome, Duration took) {

        @Override
        public String toString() {
            return outcome + " " + (embed == null ? "ticket" : "embed " + embed) + " for "
                    + (visitor == null ? "an anonymous visitor" : Redaction.quote(visitor));
        }
    }

    /** What a request can come to. */
    enum Outcome {
        /** The visitor was sent to the signed link. */
        MINTED,
        /** A live frame asked whether it may still load: its ticket was exchanged for one that expires later, or its link stays as it is. */
        RENEWED,
        /** It was no frame's request, or another site's. */
        OTHER_SITE,
        /** It is no ticket of this application. */
        NO_TICKET,
        /** It says that it is bound to a session, which is not the visitor's, or has ended: he was told to reload the page. */
        OTHER_SESSION,
        /** The ticket's time is over. */
        EXPIRED,
        /** There is no embed of that name. */
        NO_EMBED,
        /** A parameter is not open, or its value is not of its form. */
        WRONG_PARAMETER,
        /** The visitor has none of the embed's roles. */
        NO_ROLE,
        /** The application's authorizer said no, or failed. */
        DENIED,
        /** Links name each visitor, and this one is nobody, or the application's {@link VisitorClaims} failed. */
        NO_VISITOR,
        /** The workspace's link may not be signed any more. */
        LINK_REFUSED
    }
}
