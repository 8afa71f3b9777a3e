package io.gshare.ticket;

import java.time.Instant;

/**
 * What a ticket says. Immutable.
 *
 * @param workspace the name of the workspace that it was made for
 * @param link the dashboard link, unsigned
 * @param made when it was sealed
 * @param expires until when it is good, if the settings are not tightened
 * @param since when the first of its row of exchanged tickets was made
 * @param binding to what it is bound
 * @param terms what its bearer may ask for
 */
public record Ticket(
        String workspace, String link, Instant made, Instant expires, Instant since, Binding binding, Terms terms) {

    /** To what a ticket is bound. */
    public enum Binding {
        /** The session that its page had. */
        SESSION,
        /** Nothing, for its page had no session. */
        NONE,
        /** Nothing, although its page had a session: tickets were not to be bound. */
        LOOSE
    }

    /**
     * What the bearer of a ticket may ask for.
     *
     * @param openTheme another theme
     * @param live a further ticket, before this one expires
     */
    public record Terms(boolean openTheme, boolean live) {

        /** The link as it is, until the ticket expires. */
        public static final Terms NONE = new Terms(false, false);
    }
}
