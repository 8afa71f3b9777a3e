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
     * {@code ${#gshare.sign(link)}}: the signed link, raw.
     *
     * @param link text, or what {@link #dashboard} has begun
     * @return the signed link; {@code about:blank} where it is refused and {@code gshare.on-refused=placeholder}
     * @throws IllegalArgumentException if it is refused, where {@code gshare.on-refused=fail}
     */
    public String sign(@Nullable Object link) {
        return LinkAttributes.signOrBlank(page, "${#gshare.sign()}", link);
    }

    /**
     * {@code ${#gshare.dashboard(uid)}}: the link of a dashboard, to be refined and signed.
     *
     * @param uid the dashboard's uid
     * @return the link
     * @throws IllegalArgumentException if it is no uid
     */
    public DashboardLink dashboard(String uid) {
        return page.dashboard(uid);
    }

    /**
     * {@code ${#gshare.workspace(name)}}: the same for another workspace.
     *
     * @param name its name in the settings
     * @return the same, for that workspace alone
     * @throws IllegalArgumentException if there is none of that name
     */
    public SigningExpressions workspace(String name) {
        return new SigningExpressions(page.workspace(name));
    }
}
