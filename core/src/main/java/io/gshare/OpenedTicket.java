package io.gshare;

import java.util.Set;

/** A ticket that was sealed by this application and is good now. Not thread-safe. */
public final class OpenedTicket {

    private final GShare gshare;
    private final Tickets.Ticket ticket;
    private final Page.Audience audience;
    private final boolean live;

    /**
     * @param audience for whom it was opened
     */
    OpenedTicket(GShare gshare, Tickets.Ticket ticket, Page.Audience audience, boolean live) {
        this.gshare = gshare;
        this.ticket = ticket;
        this.audience = audience;
        this.live = live;
    }

    /**
     * The name of the workspace that it opens.
     *
     * @return the name in the settings
     */
    public String workspace() {
        return ticket.workspace();
    }

    /**
     * The link that it was made of.
     *
     * @return the link, to be completed with {@code theme}, if the ticket leaves that open, and signed
     */
    public EmbedLink link() {
        return new EmbedLink(
                gshare.forNoPage().workspace(ticket.workspace()),
                null,
                ticket.link(),
                ticket.terms().openTheme() ? Set.of("theme") : Set.of());
    }

    /**
     * Whether it can be exchanged for a further one.
     *
     * @return whether a script keeps its frame alive, and {@link Minting#renewal} has not passed since its page was made
     */
    public boolean isLive() {
        return live;
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
        return gshare.renewed(ticket, audience);
    }

    @Override
    public String toString() {
        return "OpenedTicket[" + workspace() + "]";
    }
}
