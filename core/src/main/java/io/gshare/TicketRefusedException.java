package io.gshare;

import java.io.Serial;

/** A ticket is not honoured: {@link #isExpired} says whether it was one. The message has nothing of the ticket. */
public final class TicketRefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether its time is over. */
    private final boolean expired;

    TicketRefusedException(boolean expired) {
        super(
                expired
                        ? "the ticket has expired; reload the page"
                        : "it is no ticket of this application, or that of another session");
        this.expired = expired;
    }

    /**
     * Whether the ticket was good, and its time is over.
     *
     * @return {@code false} if it is none, or for somebody else
     */
    public boolean isExpired() {
        return expired;
    }
}
