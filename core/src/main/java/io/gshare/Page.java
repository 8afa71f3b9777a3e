package io.gshare;

import org.jspecify.annotations.Nullable;

/**
 * A page that links are made for: how a {@link GShare} tells a response what goes into it, and learns where it is.
 *
 * <p>Used by one request, one thread at a time, as its response is.
 */
public interface Page {

    /** Told of each signed link that goes into the page, or would: it must be kept out of caches. */
    void signed();

    /** Told of each ticket that goes into the page, or would, and is good in its visitor's session alone: shared caches must not keep it. */
    void bound();

    /**
     * A link of the application that its mint endpoint answers.
     *
     * @param path below the endpoint's own, such as {@code ticket/AbC}, without a slash at its beginning
     * @return the link as the page shows it, raw
     */
    String ownLink(String path);

    /**
     * To whom this page is shown.
     *
     * @return whom the page's tickets are for
     */
    Audience audience();

    /**
     * Who looks at a page, or brings its ticket.
     *
     * @param application what tells the web application from others that hold the same key: its context path
     * @param session the id of the visitor's session, or what else tells him from others; {@code null} if nothing does
     */
    record Audience(String application, @Nullable String session) {

        /** Nothing of the session: its id lets whoever holds it in. */
        @Override
        public String toString() {
            return "Audience[" + application + "]";
        }
    }
}
