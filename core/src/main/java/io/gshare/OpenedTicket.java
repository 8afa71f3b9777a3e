package io.gshare;

import io.gshare.link.LinkRefusedException;
import io.gshare.link.Refinement;
import io.gshare.ticket.Audience;
import io.gshare.ticket.Ticket;
import io.gshare.ticket.Tickets;
import java.util.Set;

/** A ticket that was sealed by this application and is good now. Not thread-safe. */
public final class OpenedTicket {

    private final Tickets tickets;
    private final Ticket ticket;
    private final Audience audience;
    private final Page page;

    /** A ticket, for whom it was opened, and what signs at once for its workspace. */
    OpenedTicket(Tickets tickets, Ticket ticket, Audience audience, Page page) {
        this.tickets = tickets;
        this.ticket = ticket;
        this.audience = audience;
        this.page = page;
    }

    /** {@return the name of the workspace that it opens, as in the settings} */
    public String workspace() {
        return ticket.workspace();
    }

    /**
     * {@return the same, of which another façade signs the link, such as one {@linkplain GShare#forVisitor for the visitor} who brought it}
     *
     * @param signing of the same application
     */
    public OpenedTicket by(GShare signing) {
        return new OpenedTicket(tickets, ticket, audience, signing.signs(ticket.workspace()));
    }

    /** {@return the link that it was made of, to be completed with {@code theme}, if the ticket leaves that open, and signed} */
    public EmbedLink link() {
        return new EmbedLink(
                page::sign, ticket.link(), ticket.terms().openTheme() ? Set.of(Refinement.THEME.label()) : Set.of());
    }

    /**
     * {@return whether it can be exchanged for a further one: a script keeps its frame alive, and {@code gshare.mint.renewal} has not passed since
     * its page was made}
     */
    public boolean isLive() {
        return tickets.isLive(ticket);
    }

    /**
     * Exchanges the ticket for one that expires later, for whom it was opened and nobody else: in the same session if it is bound to one,
     * be that over by now.
     *
     * @return where {@code gshare.path} answers it: {@code ticket/…}
     * @throws IllegalStateException if the ticket cannot be exchanged
     * @throws LinkRefusedException if its link may no longer be signed
     */
    public String renew() {
        if (!isLive()) {
            throw new IllegalStateException("this ticket cannot be exchanged; reload the page");
        }
        page.check(ticket.link()); // or it is refused
        return "ticket/" + tickets.renew(ticket, audience);
    }

    @Override
    public String toString() {
        return "OpenedTicket[" + workspace() + "]";
    }
}
