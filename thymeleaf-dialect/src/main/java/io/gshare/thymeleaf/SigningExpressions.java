package io.gshare.thymeleaf;

import io.gshare.DashboardLink;
import io.gshare.Page;
import io.gshare.html.LinkAttributes;
import org.jspecify.annotations.Nullable;

/** The expression object {@code #gshare}: what templates may ask of a {@link Page}. Immutable. */
public final class SigningExpressions {

    private final Page page;

    SigningExpressions(Page page) {
        this.page = page;
    }

    /**
     * {@return {@code ${#gshare.sign(link)}}: the signed link, raw; {@code about:blank} where it is refused and {@code
     * gshare.on-refused=placeholder}}
     *
     * @param link text, or what {@link #dashboard} has begun
     * @throws IllegalArgumentException if it is refused, where {@code gshare.on-refused=fail}
     */
    public String sign(@Nullable Object link) {
        return LinkAttributes.signOrBlank(page, "${#gshare.sign()}", link);
    }

    /**
     * {@return {@code ${#gshare.dashboard(uid)}}: the link of a dashboard, to be refined and signed}
     *
     * @param uid the dashboard's uid
     * @throws IllegalArgumentException if it is no uid
     */
    public DashboardLink dashboard(String uid) {
        return page.dashboard(uid);
    }

    /**
     * {@return {@code ${#gshare.workspace(name)}}: the same for another workspace, and that alone}
     *
     * @param name its name in the settings
     * @throws IllegalArgumentException if there is none of that name
     */
    public SigningExpressions workspace(String name) {
        return new SigningExpressions(page.workspace(name));
    }
}
