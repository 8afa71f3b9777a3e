package io.gshare.jsp;

import io.gshare.html.LinkAttributes;
import org.jspecify.annotations.Nullable;

/** The EL functions of the tag library. Stateless. */
public final class Functions {

    private Functions() {}

    /**
     * {@return {@code ${gshare:sign(link)}}: the signed link, raw; {@code about:blank} where it is refused and {@code gshare.on-refused=placeholder}}
     *
     * @param link absolute, or relative to the default workspace; its ampersands may be escaped for HTML
     * @throws IllegalArgumentException if it is refused, where {@code gshare.on-refused=fail}
     * @throws IllegalStateException if the page's request did not go through {@code GShareFilter}
     */
    public static String sign(@Nullable String link) {
        return LinkAttributes.signOrBlank(Published.toThisThread(), "${gshare:sign()}", link);
    }
}
