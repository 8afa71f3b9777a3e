package io.gshare.thymeleaf;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.util.EscapedAttributeUtils;

/** Reads attributes of a template: as expressions or as they stand. Stateless. */
final class Expressions {

    private Expressions() {}

    /** The attribute's text with its character references decoded; {@code null} for one without a value. */
    static @Nullable String text(ITemplateContext context, IAttribute attribute) {
        return EscapedAttributeUtils.unescapeAttribute(context.getTemplateMode(), attribute.getValue());
    }

    /**
     * The name behind a prefix that stands in it with a hyphen: Thymeleaf reads {@code data-gshare-src} in HTML, leaves it to the browser in XML,
     * and {@code gshare-src} everywhere.
     */
    static @Nullable String hyphenated(String prefix, String attribute) {
        String name = attribute.startsWith("data-") ? attribute.substring("data-".length()) : attribute;
        return name.startsWith(prefix + "-") ? name.substring(prefix.length() + 1) : null;
    }

    /** The value of an expression. */
    static @Nullable Object evaluate(ITemplateContext context, @Nullable String expression) {
        return expression == null || expression.isBlank()
                ? null
                : StandardExpressions.getExpressionParser(context.getConfiguration())
                        .parseExpression(context, expression)
                        .execute(context);
    }

    /** The value of an expression for a link; text that begins as a link does stands for itself. */
    static @Nullable Object link(ITemplateContext context, @Nullable String expression) {
        if (expression == null) {
            return null;
        }
        String trimmed = expression.strip();
        requireNotTheApplications(trimmed);
        boolean asItStands = trimmed.startsWith("/") || trimmed.startsWith("http://") || trimmed.startsWith("https://");
        return asItStands ? trimmed : evaluate(context, trimmed);
    }

    /** Refuses a link expression that Thymeleaf makes relative to the application. */
    static void requireNotTheApplications(String expression) {
        if (expression.startsWith("@{/") && !expression.startsWith("@{//")) {
            throw new IllegalArgumentException(
                    "the link was '@{/…}', which is relative to this application, but must be"
                            + " relative to the workspace; write it without @{ and }");
        }
    }

    /** An error of an attribute. */
    static TemplateProcessingException error(IAttribute at, String problem, ITemplateEvent tag) {
        return error(
                at.getAttributeCompleteName(),
                new IllegalArgumentException(problem),
                tag.getTemplateName(),
                at.getLine(),
                at.getCol());
    }

    /** An error of a tag. */
    static TemplateProcessingException error(String what, String problem, ITemplateEvent tag) {
        return error(what, new IllegalArgumentException(problem), tag.getTemplateName(), tag.getLine(), tag.getCol());
    }

    /** An error that says where in the template it is. */
    static TemplateProcessingException error(
            String what, RuntimeException cause, String template, int line, int column) {
        return new TemplateProcessingException(what + ": " + cause.getMessage(), template, line, column, cause);
    }
}
