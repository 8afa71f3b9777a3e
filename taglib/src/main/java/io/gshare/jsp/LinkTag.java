package io.gshare.jsp;

import io.gshare.Page;
import io.gshare.html.LinkAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.jsp.JspException;
import jakarta.servlet.jsp.PageContext;
import jakarta.servlet.jsp.tagext.DynamicAttributes;
import jakarta.servlet.jsp.tagext.JspFragment;
import jakarta.servlet.jsp.tagext.SimpleTagSupport;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tags that make a link have in common: attributes, variables, the page's defaults, errors.
 *
 * <p>The container makes an instance for each tag that it renders; none is shared between threads.
 */
public abstract sealed class LinkTag extends SimpleTagSupport implements DynamicAttributes permits IframeTag, UrlTag {

    /** A variable, as a {@code <gshare:variable>} in the tag's body gives it. */
    private record Variable(String name, @Nullable Object value) {}

    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final List<Variable> variables = new ArrayList<>();

    /** Made by the container. */
    LinkTag() {}

    /** The tag's name, for messages. */
    abstract String name();

    /** Writes or stores what the tag is for. */
    abstract void render(Page page) throws IOException;

    @Override
    public final void setDynamicAttribute(@Nullable String uri, String localName, @Nullable Object value) {
        attributes.put(localName, value);
    }

    final void addVariable(String name, @Nullable Object value) {
        variables.add(new Variable(name, value));
    }

    final Map<String, @Nullable Object> attributes() {
        return attributes;
    }

    /** Which tag of which page this is, for the log. */
    final String place() {
        String uri = ((HttpServletRequest) page().getRequest()).getRequestURI();
        int session = uri.indexOf(';'); // its id is nobody's to read
        return "<gshare:" + name() + "> of " + (session < 0 ? uri : uri.substring(0, session));
    }

    /** Adds the variables of the tag's body and the page's defaults. */
    final void complete(LinkAttributes link) {
        variables.forEach(variable -> link.variable(variable.name, variable.value));
        new PageDefaults(page()).addTo(link);
    }

    final PageContext page() {
        return (PageContext) getJspContext();
    }

    @Override
    public final void doTag() throws JspException, IOException {
        JspFragment body = getJspBody();
        if (body != null) {
            body.invoke(Writer.nullWriter()); // variables report to this tag; the text between them is nobody's
        }
        try {
            render(Published.to(page()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new JspException("<gshare:" + name() + ">: " + e.getMessage(), e);
        }
    }

    /**
     * The address that Grafana's Share dialog copies, or a link relative to the workspace.
     *
     * @param value raw, or with its ampersands escaped for HTML
     */
    public final void setLink(@Nullable Object value) {
        attributes.put("link", value);
    }

    /**
     * The dashboard's uid, in place of a link.
     *
     * @param value the uid
     */
    public final void setDashboard(@Nullable Object value) {
        attributes.put("dashboard", value);
    }

    /**
     * The name of a dashboard that the settings register, in place of a link.
     *
     * @param value the embed's name
     */
    public final void setEmbed(@Nullable Object value) {
        attributes.put("embed", value);
    }

    /**
     * When the link is signed, if not as the settings say.
     *
     * @param value {@code render} or {@code load}
     */
    public final void setSign(@Nullable Object value) {
        attributes.put("sign", value);
    }

    /**
     * The readable part of the dashboard's address.
     *
     * @param value any text
     */
    public final void setSlug(@Nullable Object value) {
        attributes.put("slug", value);
    }

    /**
     * The one panel to show.
     *
     * @param value {@code 6} or {@code panel-6}
     */
    public final void setPanel(@Nullable Object value) {
        attributes.put("panel", value);
    }

    /**
     * The start of the time range.
     *
     * @param value a time of Grafana's, {@link java.time.Instant} or {@link java.util.Date}
     */
    public final void setFrom(@Nullable Object value) {
        attributes.put("from", value);
    }

    /**
     * The end of the time range.
     *
     * @param value a time of Grafana's, {@link java.time.Instant} or {@link java.util.Date}
     */
    public final void setTo(@Nullable Object value) {
        attributes.put("to", value);
    }

    /**
     * The time zone of the time axis.
     *
     * @param value {@code browser}, {@code utc} or an IANA name
     */
    public final void setTimezone(@Nullable Object value) {
        attributes.put("timezone", value);
    }

    /**
     * The colours.
     *
     * @param value {@code light} or {@code dark}
     */
    public final void setTheme(@Nullable Object value) {
        attributes.put("theme", value);
    }

    /**
     * Whether Grafana's own menus are hidden.
     *
     * @param value {@code true} or {@code false}
     */
    public final void setKiosk(@Nullable Object value) {
        attributes.put("kiosk", value);
    }

    /**
     * How often the dashboard reloads its data.
     *
     * @param value {@code 5s} or longer
     */
    public final void setRefresh(@Nullable Object value) {
        attributes.put("refresh", value);
    }

    /**
     * The workspace, if not the default one.
     *
     * @param value its name in the settings
     */
    public final void setWorkspace(@Nullable Object value) {
        attributes.put("workspace", value);
    }
}
