package io.gshare.jsp;

import io.gshare.html.Iframe;
import io.gshare.html.LinkAttributes;
import jakarta.servlet.jsp.tagext.PageData;
import jakarta.servlet.jsp.tagext.TagLibraryValidator;
import jakarta.servlet.jsp.tagext.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Finds the attributes that no tag of this library takes while a page is translated, in whichever of its branches they stand.
 *
 * <p>The tags find them, too, when they are rendered; that also holds where a container shows a page to no validator.
 */
public final class AttributeValidator extends TagLibraryValidator {

    private static final String JSP = "http://java.sun.com/JSP/Page";

    /** What {@code <gshare:url>} takes beside a link's attributes. */
    private static final Set<String> OF_URL = Set.of("var", "scope");

    /** Made by the container. */
    public AttributeValidator() {}

    @Override
    public ValidationMessage @Nullable [] validate(String prefix, String uri, PageData page) {
        List<ValidationMessage> found = new ArrayList<>();
        SAXParserFactory parsers = SAXParserFactory.newDefaultInstance(); // not one that an application brings along
        parsers.setNamespaceAware(true);
        try {
            parsers.newSAXParser().parse(page.getInputStream(), new DefaultHandler() {
                @Override
                public void startElement(String namespace, String tag, String name, Attributes attributes) {
                    if (namespace.equals(uri) || name.equals(prefix + ":" + tag)) {
                        validate(tag, attributes, found);
                    }
                }
            });
        } catch (SAXException | IOException | ParserConfigurationException e) {
            return null; // a view that is no XML is the container's; the tags look again when they are rendered
        }
        return found.isEmpty() ? null : found.toArray(ValidationMessage[]::new);
    }

    private static void validate(String tag, Attributes attributes, List<ValidationMessage> found) {
        for (int i = 0; i < attributes.getLength(); i++) {
            String problem = attributes.getURI(i).isEmpty() ? problem(tag, attributes.getLocalName(i)) : null;
            if (problem != null) {
                found.add(new ValidationMessage(attributes.getValue(JSP, "id"), "<gshare:" + tag + ">: " + problem));
            }
        }
    }

    private static @Nullable String problem(String tag, String attribute) {
        return switch (tag) {
            case "iframe" -> Iframe.problem(attribute);
            case "url" -> OF_URL.contains(attribute) ? null : LinkAttributes.problem(attribute);
            default -> null; // the container knows all that these take
        };
    }
}
