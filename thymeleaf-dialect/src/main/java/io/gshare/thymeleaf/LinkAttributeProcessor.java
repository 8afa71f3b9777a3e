package io.gshare.thymeleaf;

import io.gshare.html.HtmlEscape;
import io.gshare.html.LinkAttributes;
import java.util.Set;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code gshare:src} and {@code gshare:href}: the attribute of that name, with the expression's link signed. */
final class LinkAttributeProcessor extends AbstractAttributeTagProcessor {

    static final Set<String> ATTRIBUTES = Set.of("src", "href");

    private static final int PRECEDENCE = 1000;

    private final GShareDialect dialect;
    private final String attribute;

    LinkAttributeProcessor(TemplateMode mode, String dialectPrefix, String attribute, GShareDialect dialect) {
        super(mode, dialectPrefix, null, false, attribute, true, PRECEDENCE, true);
        this.dialect = dialect;
        this.attribute = attribute;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName attributeName,
            String attributeValue,
            IElementTagStructureHandler structureHandler) {
        String name = GShareDialect.NAME + ":" + attribute;
        IAttribute at = tag.getAttribute(attributeName);
        try {
            Object link = Expressions.link(context, attributeValue);
            String place = name + " of " + tag.getTemplateName() + ", line " + at.getLine();
            String signed = LinkAttributes.signOrBlank(dialect.find(context), place, link);
            structureHandler.setAttribute(attribute, HtmlEscape.escape(signed));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Expressions.error(name, e, tag.getTemplateName(), at.getLine(), at.getCol());
        }
    }
}
