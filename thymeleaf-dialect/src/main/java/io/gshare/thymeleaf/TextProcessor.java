package io.gshare.thymeleaf;

import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** An element or attribute of the dialect in a template that is no markup: an error in place of text that nobody reads. */
final class TextProcessor extends AbstractElementTagProcessor {

    private static final int PRECEDENCE = 800;

    private final String prefix;

    TextProcessor(TemplateMode mode, String dialectPrefix) {
        super(mode, dialectPrefix, null, false, null, false, PRECEDENCE);
        this.prefix = dialectPrefix;
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler structureHandler) {
        if (prefix.equals(tag.getElementDefinition().getElementName().getPrefix())) {
            throw error("[#" + tag.getElementCompleteName() + "]", tag);
        }
        for (IAttribute attribute : tag.getAllAttributes()) {
            if (prefix.equals(
                    attribute.getAttributeDefinition().getAttributeName().getPrefix())) {
                throw error(attribute.getAttributeCompleteName(), tag);
            }
        }
    }

    private RuntimeException error(String what, IProcessableElementTag tag) {
        return Expressions.error(what, problem(getTemplateMode()), tag);
    }

    /** Why nothing of the dialect but its expressions works in a template of the mode. */
    static String problem(TemplateMode mode) {
        return "stands in a template of mode " + mode
                + " but must stand in one of HTML or XML; write [(${#gshare.sign(…)})] for the link alone";
    }
}
