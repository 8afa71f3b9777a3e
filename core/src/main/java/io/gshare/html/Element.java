package io.gshare.html;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HTML element that contains text, or elements. Immutable and thread-safe; {@link #writeTo} is its only way into a page. */
public final class Element {

    /**
     * One attribute.
     *
     * @param name its name, checked
     * @param value its value, raw
     * @param markup how it begins in the element's markup, up to its value
     * @param whole whether it ends there too: one that many elements have is escaped once
     */
    record Attribute(String name, String value, String markup, boolean whole) {

        Attribute(String name, String value) {
            this(name, value, beginning(name), false);
        }

        /** One that many elements have. */
        static Attribute repeated(String name, String value) {
            return new Attribute(name, value, beginning(name) + HtmlEscape.escape(value) + '"', true);
        }

        static String beginning(String name) {
            return " " + name + "=\"";
        }

        private void writeTo(Writer out) throws IOException {
            out.write(markup);
            if (!whole) {
                HtmlEscape.write(value, out);
                out.write('"');
            }
        }
    }

    private final String name;
    private final List<Attribute> attributes;
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
        this(
                name,
                attributes.entrySet().stream()
                        .map(attribute -> new Attribute(attribute.getKey(), attribute.getValue()))
                        .toList(),
                text);
    }

    /** Takes the attributes for its own; contains the text, and the elements behind it. */
    Element(String name, List<Attribute> attributes, String text, Element... children) {
        this.name = name;
        this.attributes = attributes;
        this.text = text;
        this.children = List.of(children);
    }

    /** {@return the tag's name} */
    public String name() {
        return name;
    }

    /** {@return the attributes, raw values by name, in their order} */
    public Map<String, String> attributes() {
        Map<String, String> byName = new LinkedHashMap<>();
        attributes.forEach(attribute -> byName.put(attribute.name(), attribute.value()));
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

    /**
     * Writes the element as HTML, in which every value is escaped.
     *
     * @param out where it goes, piece by piece: a page's writer has a buffer
     * @throws IOException if it does
     */
    public void writeTo(Writer out) throws IOException {
        out.write('<');
        out.write(name);
        for (Attribute attribute : attributes) {
            attribute.writeTo(out);
        }
        out.write('>');
        if (!text.isEmpty()) {
            HtmlEscape.write(text, out);
        }
        for (Element child : children) {
            child.writeTo(out);
        }
        out.write("</");
        out.write(name);
        out.write('>');
    }

    /** {@return the element as HTML: what {@link #writeTo} writes} */
    public String markup() {
        StringWriter markup = new StringWriter();
        try {
            writeTo(markup);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // which a StringWriter has none of
        }
        return markup.toString();
    }

    /** The name alone: a signed link may stand in the attributes. */
    @Override
    public String toString() {
        return "Element[" + name + "]";
    }
}
