package io.gshare.thymeleaf;

import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.ElementName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * An attribute of the dialect on an element of which Thymeleaf leaves nothing, {@code <th:block>} or a text template's {@code [# …]}: an
 * error in place of a link that nobody sees. The standard dialect has taken such elements away before it is the turn of this one's
 * processors, so this looks at the template before anything is rendered, be the element rendered or not.
 *
 * <p>Thymeleaf makes one for each execution of a template, so it is public.
 */
public final class BlockHandler extends AbstractTemplateHandler {

    private static final String BLOCK = "block";

    /** Made by Thymeleaf. */
    public BlockHandler() {}

    @Override
    public void handleOpenElement(IOpenElementTag tag) {
        requireNoBlock(tag);
        super.handleOpenElement(tag);
    }

    @Override
    public void handleStandaloneElement(IStandaloneElementTag tag) {
        requireNoBlock(tag);
        super.handleStandaloneElement(tag);
    }

    private void requireNoBlock(IProcessableElementTag tag) {
        IEngineConfiguration configuration = getContext().getConfiguration();
        ElementName element = tag.getElementDefinition().getElementName();
        boolean nameless = tag.getElementCompleteName().isEmpty();
        boolean block = BLOCK.equals(element.getElementName())
                && configuration.getStandardDialectPrefix() != null
                && configuration.getStandardDialectPrefix().equals(element.getPrefix());
        if (!nameless && !block) {
            return;
        }
        String prefix = GShareDialect.prefix(configuration);
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            if (prefix.equals(name.getPrefix())
                    || (name.getPrefix() == null && Expressions.hyphenated(prefix, name.getAttributeName()) != null)) {
                TemplateMode mode = tag.getTemplateMode();
                String problem = mode.isText()
                        ? TextProcessor.problem(mode)
                        : "stands on <" + tag.getElementCompleteName()
                                + ">, of which nothing is left in the page; write it on an element";
                throw Expressions.error(attribute, problem, tag);
            }
        }
    }
}
