package io.gshare.jsp;

import io.gshare.html.LinkAttributes;
import jakarta.servlet.jsp.PageContext;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * What a page, request, session or application has set for all of its tags, in the way of JSTL's {@code Config}: an attribute
 * whose name ends in its scope's, else an init-param. Read without JSTL, which an application need not have.
 */
record PageDefaults(PageContext page) {

    /** Where {@code <fmt:setTimeZone>} leaves its time zone. */
    private static final String FMT_TIME_ZONE = "jakarta.servlet.jsp.jstl.fmt.timeZone";

    /** Where {@code <fmt:setLocale>}, and Spring's view of a JSP, leave the page's language. */
    private static final String FMT_LOCALE = "jakarta.servlet.jsp.jstl.fmt.locale";

    void addTo(LinkAttributes link) {
        link.setDefault("workspace", find("io.gshare.workspace"));
        link.setDefault("theme", find("io.gshare.theme"));
        Object timezone = find("io.gshare.timezone");
        link.setDefault("timezone", timezone == null ? fmtTimeZone() : timezone);
    }

    /** As JSTL reads it: text is a language tag, or Java's spelling of one. */
    @Nullable
    Locale language() {
        Object value = find(FMT_LOCALE);
        return value instanceof String tag
                ? Locale.forLanguageTag(tag.strip().replace('_', '-'))
                : value instanceof Locale locale ? locale : null;
    }

    /** As JSTL reads it: text is a name of {@link TimeZone}. */
    private @Nullable Object fmtTimeZone() {
        Object value = find(FMT_TIME_ZONE);
        return value instanceof String name ? TimeZone.getTimeZone(name).toZoneId() : value;
    }

    /** As JSTL has it, a session that the page has invalidated says nothing. */
    private @Nullable Object ofSession(String name) {
        try {
            return page.getSession() == null ? null : page.getAttribute(name, PageContext.SESSION_SCOPE);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private @Nullable Object find(String name) {
        Object value = page.getAttribute(name + ".page", PageContext.PAGE_SCOPE);
        value = value == null ? page.getAttribute(name + ".request", PageContext.REQUEST_SCOPE) : value;
        value = value == null ? ofSession(name + ".session") : value;
        value = value == null ? page.getAttribute(name + ".application", PageContext.APPLICATION_SCOPE) : value;
        value = value == null ? page.getServletContext().getInitParameter(name) : value;
        return value instanceof TimeZone timeZone ? timeZone.toZoneId() : value;
    }
}
