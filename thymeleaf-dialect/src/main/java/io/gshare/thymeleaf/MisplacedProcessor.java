package io.gshare.thymeleaf;

import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** A tag that JSP knows and this dialect does not, or not there: an error in place of a tag that the browser would ignore. */
final class MisplacedProcessor extends AbstractElementTagProcessor {

    private static final int PRECEDENCE = 900;

    private final String what;
    private final String instead;

    MisplacedProcessor(String dialectPrefix, String element, String instead) {
        super(TemplateMode.HTML, dialectPrefix, element, true, null, false, PRECEDENCE);
        this.what = "<" + dialectPrefix + ":" + element + ">";
        this.instead = instead;
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler structureHandler) {
        throw Expressions.error(
                what, new IllegalArgumentException(instead), tag.getTemplateName(), tag.getLine(), tag.getCol());
    }
}
