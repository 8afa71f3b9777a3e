package io.gshare;

import io.gshare.ticket.Audience;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What carries a page: how a {@link Page} tells a response what goes into it, and learns where it is.
 *
 * <p>Used by one request, one thread at a time, as its response is.
 */
public interface PageResponse {

    /** Told of each signed link that goes into the page, or would: it must be kept out of caches. */
    void signed();

    /** Told of each ticket that goes into the page, or would, and is good in its visitor's session alone: shared caches must not keep it. */
    void bound();

    /**
     * {@return a link of the application that its mint endpoint answers, as the page shows it, raw}
     *
     * @param path below the endpoint's own, such as {@code ticket/AbC}, without a slash at its beginning
     */
    String ownLink(String path);

    /** {@return to whom this page is shown, for whom its tickets are} */
    Audience audience();

    /**
     * {@return the language that the page says it is in; {@code null} where it says none}
     */
    default @Nullable Locale language() {
        return null;
    }

    /**
     * {@return the languages that the visitor reads, best first} Asked where the page depends on it: caches must not show it to others.
     */
    default List<Locale> visitorsLanguages() {
        return List.of();
    }
}
