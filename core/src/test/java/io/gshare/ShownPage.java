package io.gshare;

import io.gshare.ticket.Audience;
import org.jspecify.annotations.Nullable;

/** A page at {@code /app}, seen by one visitor, that counts its signed links and bound tickets. */
public final class ShownPage implements PageResponse {

    private final @Nullable String session;
    private int signed;
    private int bound;

    /** A page that a visitor with this session sees; {@code null} for one without. */
    public ShownPage(@Nullable String session) {
        this.session = session;
    }

    @Override
    public void signed() {
        signed++;
    }

    @Override
    public void bound() {
        bound++;
    }

    @Override
    public String ownLink(String path) {
        return "/app/gshare/" + path;
    }

    @Override
    public Audience audience() {
        return new Audience("/app", session);
    }

    /** How many signed links went into it. */
    public int signedLinks() {
        return signed;
    }

    /** How many tickets went into it that are good in its visitor's session alone. */
    public int boundTickets() {
        return bound;
    }
}
