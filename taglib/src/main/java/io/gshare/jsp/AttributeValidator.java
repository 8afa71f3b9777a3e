package io.gshare.jsp;

import io.gshare.html.Iframe;
import io.gshare.html.LinkAttributes;
import io.gshare.text.Markup;
import io.gshare.text.Redaction;
import jakarta.servlet.jsp.tagext.PageData;
import jakarta.servlet.jsp.tagext.TagLibraryValidator;
import jakarta.servlet.jsp.tagext.ValidationMessage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Finds the attributes that no tag of this library takes while a page is translated, in whichever of its branches they stand, and those
 * of Thymeleaf's dialect, which a JSP would send to the browser.
 *
 * <p>The tags find the former, too, when they are rendered; that also holds where a container shows a page to no validator. A message quotes the
 * tag, because containers are told an id, not a line, and show it as a number.
 */
public final class AttributeValidator extends TagLibraryValidator {

    private static final String JSP = "http://java.sun.com/JSP/Page";

    /** What {@code <gshare:url>} takes beside a link's attributes. */
    private static final Set<String> OF_URL = Set.of("var", "scope");

    /** Made by the container. */
    public AttributeValidator() {}

    @Override
    public ValidationMessage @Nullable [] validate(String prefix, String uri, PageData page) {
        View view = new View(prefix, uri);
        SAXParserFactory parsers = SAXParserFactory.newDefaultInstance(); // not one that an application brings along
        parsers.setNamespaceAware(true);
        try {
            parsers.newSAXParser().parse(page.getInputStream(), view);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            return null; // a view that is no XML is the container's; the tags look again when they are rendered
        }
        return view.found.isEmpty() ? null : view.found.toArray(ValidationMessage[]::new);
    }

    /** A page as the container shows it: its tags are elements, and what it sends as it stands is text, or elements in a JSP document. */
    private static final class View extends DefaultHandler {

        /** Elements that hold Java. */
        private static final Set<String> CODE = Set.of("scriptlet", "expression", "declaration");

        /** An element that is open: its name in this library, or {@code null}, how the page has it, and whether it may contain tags. */
        private record Open(@Nullable String tag, String quoted, boolean isMarkup) {}

        private final String prefix;
        private final String uri;
        private final List<ValidationMessage> found = new ArrayList<>();
        private final Deque<Open> open = new ArrayDeque<>();
        private final StringBuilder sent = new StringBuilder();
        /** The ids of the elements in which the text that is sent begins, by its place. */
        private final TreeMap<Integer, String> ids = new TreeMap<>();

        View(String prefix, String uri) {
            this.prefix = prefix;
            this.uri = uri;
        }

        @Override
        public void startElement(String namespace, String name, String qualified, Attributes attributes) {
            String id = attributes.getValue(JSP, "id");
            boolean own = namespace.equals(uri) || qualified.equals(prefix + ":" + name);
            Open outer = open.peek();
            boolean code = namespace.equals(JSP) && CODE.contains(name);
            boolean markup = !code && !Markup.isText(qualified) && (outer == null || outer.isMarkup);
            Open element = new Open(own ? name : null, quoted(qualified, attributes), markup);
            open.push(element);
            if (id != null) {
                ids.put(sent.length(), id);
            }
            if (namespace.equals(JSP) && name.equals("attribute") && outer != null && outer.tag != null) {
                String attribute = attributes.getValue("name");
                add(id, outer, attribute == null ? null : problem(outer.tag, attribute, "its body"));
            }
            for (int i = 0; i < attributes.getLength(); i++) {
                if (own && attributes.getURI(i).isEmpty()) {
                    add(id, element, problem(name, attributes.getLocalName(i), attributes.getValue(i)));
                } else if (!own && attributes.getURI(i).equals(uri)) {
                    found.add(thymeleafs(id, qualified, attributes.getQName(i), attributes.getLocalName(i)));
                }
            }
        }

        @Override
        public void endElement(String namespace, String name, String qualified) {
            open.pop();
        }

        @Override
        public void characters(char[] text, int start, int length) {
            if (open.element().isMarkup) {
                sent.append(text, start, length);
            }
        }

        /** Finds, in what is sent as it stands, the attributes of Thymeleaf's dialect. */
        @Override
        public void endDocument() {
            String own = Pattern.quote(prefix);
            Pattern thymeleafs = Pattern.compile(own + ":([\\w-]+)|(?:data-)?" + own + "-(src|href)");
            for (Markup.Attribute attribute : Markup.attributes(sent.toString())) {
                Matcher name = thymeleafs.matcher(attribute.name());
                if (name.matches()) {
                    Map.Entry<Integer, String> at = ids.floorEntry(attribute.tag());
                    found.add(thymeleafs(
                            at == null ? null : at.getValue(),
                            attribute.element(),
                            attribute.name(),
                            name.group(1) == null ? name.group(2) : name.group(1)));
                }
            }
        }

        private void add(@Nullable String id, Open element, @Nullable String problem) {
            if (problem != null) {
                String message = "<gshare:" + element.tag + ">: " + problem + (problem.endsWith("?") ? " " : ". ")
                        + "It stands in " + element.quoted;
                found.add(new ValidationMessage(id, message));
            }
        }

        private ValidationMessage thymeleafs(@Nullable String id, String element, String attribute, String name) {
            boolean link = name.equals("src") || name.equals("href");
            return new ValidationMessage(
                    id,
                    "<" + element + " " + attribute
                            + ">: is Thymeleaf's way, which a JSP sends to the browser as it stands; write "
                            + (link ? name + "=\"${" + prefix + ":sign('/d/x')}\", or " : "") + "<" + prefix
                            + ":iframe>");
        }

        private static String quoted(String element, Attributes attributes) {
            StringBuilder tag = new StringBuilder("<" + element);
            for (int i = 0; i < attributes.getLength(); i++) {
                if (!attributes.getURI(i).equals(JSP)) {
                    tag.append(' ').append(attributes.getQName(i)).append('=');
                    tag.append(Redaction.quote(attributes.getValue(i)));
                }
            }
            return tag.append('>').toString();
        }

        private static @Nullable String problem(String tag, String attribute, String written) {
            return switch (tag) {
                case "iframe" -> Iframe.problem(attribute, written);
                case "url" -> OF_URL.contains(attribute) ? null : LinkAttributes.problem(attribute, written);
                default -> null; // the container knows all that these take
            };
        }
    }
}
