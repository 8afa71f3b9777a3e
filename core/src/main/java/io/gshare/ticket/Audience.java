package io.gshare.ticket;

import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page, or brings its ticket.
 *
 * @param application what tells the web application from others that hold the same key: its context path
 * @param session the id of the visitor's session, or what else tells him from others; {@code null} if nothing does
 */
public record Audience(String application, @Nullable String session) {

    /** Nothing of the session: its id lets whoever holds it in. */
    @Override
    public String toString() {
        return "Audience[" + application + "]";
    }
}
