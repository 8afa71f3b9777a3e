package io.gshare.ticket;

import java.io.Serial;

/**
 * A ticket is not honoured: {@link #isExpired} and {@link #isBound} say whether its page is to be reloaded. The message has nothing of the
 * ticket.
 */
public final class TicketRefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why a ticket is not honoured. */
    enum Reason {
        EXPIRED("the ticket has expired; reload the page"),
        BOUND("the ticket is bound to a session that is not this one, or has ended; reload the page"),
        NO_TICKET("it is no ticket of this application");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    /** Why this one is not. */
    private final Reason reason;

    TicketRefusedException(Reason reason) {
        super(reason.message);
        this.reason = reason;
    }

    /** {@return whether the ticket was good, and its time is over; {@code false} if it is none, or for somebody else} */
    public boolean isExpired() {
        return reason == Reason.EXPIRED;
    }

    /**
     * {@return whether it says of itself that it is bound to a session, and does not open in this one, nor has expired} Whether it was sealed
     * here is not known: that is for its session alone to tell.
     */
    public boolean isBound() {
        return reason == Reason.BOUND;
    }
}
