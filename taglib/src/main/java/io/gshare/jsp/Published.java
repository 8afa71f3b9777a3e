package io.gshare.jsp;

import io.gshare.Page;
import io.gshare.Surface;
import io.gshare.servlet.GShareFilter;
import jakarta.servlet.jsp.PageContext;
import java.util.function.Supplier;

/** Finds what the filter has published, or says what is missing. */
final class Published {

    private Published() {}

    /** What signs for a page. */
    static Page to(PageContext page) {
        return orMissing(() -> GShareFilter.page(page.getRequest())).by(Surface.TAG);
    }

    /** What signs for the page that this thread renders. */
    static Page toThisThread() {
        // A method reference would be linked before anything is caught.
        return orMissing(() -> GShareFilter.current()).by(Surface.FUNCTION);
    }

    private static Page orMissing(Supplier<Page> published) {
        try {
            return published.get();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "gshare-filter is missing; put its jar into WEB-INF/lib beside gshare-taglib", e);
        }
    }
}
