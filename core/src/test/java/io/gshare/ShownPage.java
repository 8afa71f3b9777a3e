package io.gshare;

import io.gshare.ticket.Audience;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page at {@code /app}, seen by one visitor, that counts its signed links and bound tickets. */
public final class ShownPage implements PageResponse {

    private final @Nullable String session;
    private int signed;
    private int bound;
    private @Nullable Locale language;
    private List<Locale> visitorsLanguages = List.of();

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

    @Override
    public @Nullable Locale language() {
        return language;
    }

    @Override
    public List<Locale> visitorsLanguages() {
        return visitorsLanguages;
    }

    /** Says its language from now on; {@code null} for none. */
    public void isIn(@Nullable Locale itsLanguage) {
        language = itsLanguage;
    }

    /** Is seen by a visitor who reads these. */
    public void isReadIn(List<Locale> languages) {
        visitorsLanguages = languages;
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
