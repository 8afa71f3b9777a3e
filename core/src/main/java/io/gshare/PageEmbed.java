package io.gshare;

import org.jspecify.annotations.Nullable;

/**
 * The link of an embed on a page, of which a page may set what is open. What the visitor must not change is not set here, because he can change
 * the link that the page shows: an {@code EmbedAuthorizer} locks it when the frame loads. Mutable, so not thread-safe.
 */
public final class PageEmbed {

    private final String name;
    private final EmbedLink link;
    private final @Nullable PageResponse response;

    PageEmbed(String name, EmbedLink link, @Nullable PageResponse response) {
        this.name = name;
        this.link = link;
        this.response = response;
    }

    /**
     * {@return whether a parameter may be set}
     *
     * @param parameter its name
     */
    public boolean isOpen(String parameter) {
        return link.isOpen(parameter);
    }

    /**
     * {@return this, with a parameter that is open}
     *
     * @param parameter as for {@link EmbedLink#set}
     * @param values as there
     * @throws IllegalArgumentException as there
     */
    public PageEmbed set(String parameter, String... values) {
        link.set(parameter, values);
        return this;
    }

    /**
     * {@return the link as the page shows it, raw: the application's own; the dashboard's, signed, where no response carries the page}
     *
     * @throws io.gshare.link.LinkRefusedException if the dashboard's link may not be signed
     */
    public String sign() {
        String signed = link.sign();
        return response == null ? signed : response.ownLink("embed/" + name + link.query());
    }

    /** The dashboard's link without a signature. */
    @Override
    public String toString() {
        return link.toString();
    }
}
