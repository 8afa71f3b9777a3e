package io.gshare.thymeleaf;

import io.gshare.html.Iframe;
import io.gshare.text.Spelling;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.ElementName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * What has the dialect's prefix and is none of its elements and attributes, or not there: an error in place of markup that the browser
 * would ignore. It looks at every element, because Thymeleaf leaves alone what no processor is for.
 */
final class UnknownProcessor extends AbstractElementTagProcessor {

    /** Before all others of the dialect. */
    private static final int PRECEDENCE = 800;

    private static final Set<String> ELEMENTS = Set.of(IframeProcessor.ELEMENT, IframeProcessor.VARIABLE);

    /** What JSP knows, or what stands inside another element. */
    private static final Map<String, String> MISPLACED = Map.of(
            IframeProcessor.VARIABLE,
            "stands outside of <gshare:iframe>; put it into one's body",
            "url",
            "is JSP's; write <a gshare:href=\"…\"> or ${#gshare.sign(…)}");

    /** What the script of a live frame is for, and whose name Thymeleaf takes for one with the prefix. */
    private static final String LIVE_FRAME = "gshare-frame";

    private final String prefix;

    UnknownProcessor(TemplateMode mode, String dialectPrefix) {
        super(mode, dialectPrefix, null, false, null, false, PRECEDENCE);
        this.prefix = dialectPrefix;
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler structureHandler) {
        ElementName element = tag.getElementDefinition().getElementName();
        if (prefix.equals(element.getPrefix())) {
            String problem = problem(element.getElementName());
            if (problem != null && !tag.getElementCompleteName().equals(LIVE_FRAME)) {
                throw Expressions.error("<" + tag.getElementCompleteName() + ">", problem, tag);
            }
            return;
        }
        for (IAttribute attribute : tag.getAllAttributes()) {
            String problem = problem(attribute, tag);
            if (problem != null) {
                throw Expressions.error(attribute, problem, tag);
            }
        }
    }

    private @Nullable String problem(IAttribute attribute, IProcessableElementTag tag) {
        AttributeName name = attribute.getAttributeDefinition().getAttributeName();
        String own = name.getAttributeName();
        if (prefix.equals(name.getPrefix())) {
            return LinkAttributeProcessor.ATTRIBUTES.contains(own) ? null : problem(own, tag);
        }
        String hyphenated = name.getPrefix() == null ? Expressions.hyphenated(prefix, own) : null;
        String nearest = hyphenated == null ? null : Spelling.nearest(hyphenated, LinkAttributeProcessor.ATTRIBUTES);
        return nearest == null ? null : "is no attribute of this dialect; did you mean " + prefix + ":" + nearest + "?";
    }

    private @Nullable String problem(String element) {
        if (element.equals(IframeProcessor.ELEMENT)) {
            return null;
        }
        String misplaced = MISPLACED.get(element);
        String nearest = Spelling.nearest(element, ELEMENTS);
        return misplaced != null
                ? misplaced
                : nearest != null
                        ? "is no element of this dialect; did you mean <" + prefix + ":" + nearest + ">?"
                        : "is no element of this dialect; write <" + prefix + ":iframe>";
    }

    private String problem(String attribute, IProcessableElementTag tag) {
        String nearest = Spelling.nearest(attribute, LinkAttributeProcessor.ATTRIBUTES);
        boolean ofFrame = Iframe.problem(attribute) == null;
        return nearest != null && !ofFrame
                ? "is no attribute of this dialect; did you mean " + prefix + ":" + nearest + "?"
                : "is no attribute for <" + tag.getElementCompleteName() + ">; write "
                        + (ofFrame
                                ? "it on <" + prefix + ":iframe>"
                                : prefix + ":src or " + prefix + ":href for a link that is to be signed");
    }
}
