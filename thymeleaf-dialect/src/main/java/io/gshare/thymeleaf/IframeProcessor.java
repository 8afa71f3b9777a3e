package io.gshare.thymeleaf;

import io.gshare.html.Element;
import io.gshare.html.HtmlEscape;
import io.gshare.html.Iframe;
import io.gshare.html.LinkAttributes;
import io.gshare.link.Refinement;
import io.gshare.text.Redaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.AttributeValueQuotes;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IComment;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.model.IText;
import org.thymeleaf.processor.element.AbstractElementModelProcessor;
import org.thymeleaf.processor.element.IElementModelStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * {@code <gshare:iframe>}: a dashboard in a frame. An attribute {@code gshare:NAME} is an expression, {@code NAME} is text; the
 * body may hold {@code <gshare:variable>} elements.
 */
final class IframeProcessor extends AbstractElementModelProcessor {

    static final String ELEMENT = "iframe";
    static final String VARIABLE = "variable";

    private static final String KIOSK = Refinement.KIOSK.label();

    private static final Set<String> OF_VARIABLE = Set.of("name", "value");

    /** What nobody evaluates in an attribute without the prefix. */
    private static final Pattern EXPRESSION = Pattern.compile("[$*#@~]\\{[^}]*}");

    /** Before {@link LinkAttributeProcessor}, so that a misplaced {@code gshare:src} is found here. */
    private static final int PRECEDENCE = 900;

    private final GShareDialect dialect;
    private final String prefix;

    IframeProcessor(TemplateMode mode, String dialectPrefix, GShareDialect dialect) {
        super(mode, dialectPrefix, ELEMENT, true, null, false, PRECEDENCE);
        this.dialect = dialect;
        this.prefix = dialectPrefix;
    }

    @Override
    protected void doProcess(ITemplateContext context, IModel model, IElementModelStructureHandler structureHandler) {
        ITemplateEvent at = model.get(0);
        try {
            Iframe iframe = new Iframe(
                    dialect.find(context), "<gshare:iframe> of " + at.getTemplateName() + ", line " + at.getLine());
            iframe.setLanguage(context.getLocale());
            requireWritten(context, (IProcessableElementTag) at, iframe);
            attributes(context, (IProcessableElementTag) at).forEach(iframe::set);
            for (int i = 1; i < model.size() - 1; i++) {
                at = model.get(i);
                variable(context, at, iframe);
            }
            at = model.get(0);
            replace(context.getModelFactory(), model, iframe.render());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Expressions.error("<gshare:iframe>", e, at.getTemplateName(), at.getLine(), at.getCol());
        }
    }

    /** Refuses what only the template shows: an attribute without a value, and the prefix in HTML's way without its {@code data-}. */
    private void requireWritten(ITemplateContext context, IProcessableElementTag tag, Iframe iframe) {
        for (IAttribute attribute : tag.getAllAttributes()) {
            String name = attribute.getAttributeCompleteName();
            if (attribute.getAttributeDefinition().getAttributeName().getPrefix() != null
                    || tag.hasAttribute(prefix, name)) {
                continue;
            }
            String text = Expressions.text(context, attribute);
            String own = Expressions.hyphenated(prefix, name);
            if (own != null && Iframe.problem(own) == null) {
                iframe.link()
                        .reject(Redaction.quote(name) + " is no attribute of this tag; did you mean "
                                + Redaction.quote(prefix + ":" + own) + "?");
            } else if (text != null || !name.equalsIgnoreCase(KIOSK)) {
                String problem = Iframe.problem(name, text);
                if (problem != null) {
                    iframe.link().reject(problem);
                }
            }
        }
    }

    private Map<String, @Nullable Object> attributes(ITemplateContext context, IProcessableElementTag tag) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            String asWritten = attribute.getAttributeCompleteName();
            String text = Expressions.text(context, attribute);
            if (prefix.equals(name.getPrefix())) {
                // Thymeleaf's own name is in lower case, Grafana's variables are not.
                String own = asWritten.substring(
                        asWritten.length() - name.getAttributeName().length());
                attributes.put(
                        own,
                        own.equalsIgnoreCase("link")
                                ? Expressions.link(context, text)
                                : Expressions.evaluate(context, text));
            } else if (!tag.hasAttribute(prefix, asWritten)) {
                // An expression of the same name wins, as with th:; without a value, kiosk is set, as HTML has it.
                requireText(tag, asWritten, text);
                attributes.put(asWritten, text != null ? text : asWritten.equalsIgnoreCase(KIOSK) ? "true" : "");
            }
        }
        return attributes;
    }

    /**
     * An expression without the prefix would stand in the link as it is. What {@code th:} has set looks like text, too, and may be a
     * visitor's: so it is never evaluated here, and attributes that show text are not looked at.
     */
    private void requireText(IProcessableElementTag tag, String name, @Nullable String text) {
        boolean ofLink = LinkAttributes.problem(name) == null
                || (OF_VARIABLE.contains(name)
                        && tag.getElementDefinition()
                                .getElementName()
                                .getElementName()
                                .equals(VARIABLE));
        if (text == null || !ofLink || !EXPRESSION.matcher(text).find()) {
            return;
        }
        if (name.equalsIgnoreCase("link")) {
            Expressions.requireNotTheApplications(text.strip());
        }
        throw new IllegalArgumentException(name + " was " + Redaction.quote(text)
                + " but is text, as every attribute without a prefix; write " + prefix + ":" + name
                + " where it is an expression");
    }

    private void variable(ITemplateContext context, ITemplateEvent event, Iframe iframe) {
        if (event instanceof IProcessableElementTag tag) {
            var name = tag.getElementDefinition().getElementName();
            Map<String, @Nullable Object> attributes = attributes(context, tag);
            if (!prefix.equals(name.getPrefix()) || !name.getElementName().equals(VARIABLE)) {
                iframe.link()
                        .reject("the body has <" + tag.getElementCompleteName()
                                + "> but may have <gshare:variable> alone");
                return;
            }
            if (!attributes.keySet().equals(OF_VARIABLE)) {
                iframe.link()
                        .reject(
                                "<gshare:variable> must have a name and a value, and nothing else; th:… does not work on"
                                        + " it, so write gshare:value=\"${…}\"");
                return;
            }
            iframe.link().variable(Objects.toString(attributes.get("name"), ""), attributes.get("value"));
        } else if (!(event instanceof IText text && text.getText().isBlank())
                && !(event instanceof IComment)
                && !(event instanceof ICloseElementTag)) {
            iframe.link().reject("the body has text but may have <gshare:variable> alone");
        }
    }

    /**
     * Puts the element in the place of the tag. Its values go into attributes, never into text events: those would be searched
     * for inlined expressions, and a visitor's {@code [[${…}]]} would run.
     */
    private static void replace(IModelFactory factory, IModel model, Element element) {
        model.reset();
        add(factory, model, element);
    }

    private static void add(IModelFactory factory, IModel model, Element element) {
        Map<String, String> escaped = new LinkedHashMap<>();
        element.attributes().forEach((name, value) -> escaped.put(name, HtmlEscape.escape(value)));
        model.add(factory.createOpenElementTag(element.name(), escaped, AttributeValueQuotes.DOUBLE, false));
        if (!element.text().isEmpty()) {
            model.add(factory.createText(HtmlEscape.escape(element.text())));
        }
        element.children().forEach(child -> add(factory, model, child));
        model.add(factory.createCloseElementTag(element.name()));
    }
}
