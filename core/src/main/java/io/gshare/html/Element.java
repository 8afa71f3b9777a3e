package io.gshare.html;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTML element that contains text alone. Immutable and thread-safe; {@link #markup} is its only way into a page.
 *
 * @param name the tag's name
 * @param attributes the attributes in their order, names checked, values raw
 * @param text the content, raw
 */
public record Element(String name, Map<String, String> attributes, String text) {

    /**
     * Copies the attributes, in their order.
     *
     * @param name the tag's name
     * @param attributes the attributes in their order
     * @param text the content
     */
    public Element {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * The element as HTML.
     *
     * @return markup in which every value is escaped
     */
    public String markup() {
        StringBuilder markup = new StringBuilder(512).append('<').append(name);
        attributes.forEach((attribute, value) -> markup.append(' ')
                .append(attribute)
                .append("=\"")
                .append(HtmlEscape.escape(value))
                .append('"'));
        return markup.append('>')
                .append(HtmlEscape.escape(text))
                .append("</")
                .append(name)
                .append('>')
                .toString();
    }

    /** The name alone: a signed link may stand in the attributes. */
    @Override
    public String toString() {
        return "Element[" + name + "]";
    }
}
