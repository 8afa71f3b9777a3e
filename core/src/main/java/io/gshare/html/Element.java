package io.gshare.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HTML element that contains text, or elements. Immutable and thread-safe; {@link #markup} is its only way into a page. */
public final class Element {

    private final String name;
    /** Names and values in turn. */
    private final List<String> attributes;

    private final String text;
    private final List<Element> children;

    /**
     * An element that contains text.
     *
     * @param name the tag's name
     * @param attributes the attributes in their order, names checked, values raw
     * @param text the content, raw
     */
    public Element(String name, Map<String, String> attributes, String text) {
        this(name, new ArrayList<>(2 * attributes.size()), text);
        attributes.forEach((attribute, value) -> {
            this.attributes.add(attribute);
            this.attributes.add(value);
        });
    }

    /** Takes the attributes, names and values in turn, for its own. */
    Element(String name, List<String> attributes, String text) {
        this(name, attributes, text, List.of());
    }

    /** Takes the attributes, names and values in turn, for its own; contains elements. */
    Element(String name, List<String> attributes, List<Element> children) {
        this(name, attributes, "", children);
    }

    private Element(String name, List<String> attributes, String text, List<Element> children) {
        this.name = name;
        this.attributes = attributes;
        this.text = text;
        this.children = children;
    }

    /** {@return the tag's name} */
    public String name() {
        return name;
    }

    /** {@return the attributes, raw values by name, in their order} */
    public Map<String, String> attributes() {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i += 2) {
            byName.put(attributes.get(i), attributes.get(i + 1));
        }
        return Collections.unmodifiableMap(byName);
    }

    /** {@return the content, raw} */
    public String text() {
        return text;
    }

    /** {@return the elements in it, in their order} */
    public List<Element> children() {
        return children;
    }

    /** {@return the element as HTML, in which every value is escaped} */
    public String markup() {
        StringBuilder markup = new StringBuilder(512);
        write(markup);
        return markup.toString();
    }

    private void write(StringBuilder markup) {
        markup.append('<').append(name);
        for (int i = 0; i < attributes.size(); i += 2) {
            markup.append(' ').append(attributes.get(i)).append("=\"");
            HtmlEscape.escape(attributes.get(i + 1), markup);
            markup.append('"');
        }
        markup.append('>');
        HtmlEscape.escape(text, markup);
        for (Element child : children) {
            child.write(markup);
        }
        markup.append("</").append(name).append('>');
    }

    /** The name alone: a signed link may stand in the attributes. */
    @Override
    public String toString() {
        return "Element[" + name + "]";
    }
}
