package io.gshare.jsp;

import io.gshare.Page;
import io.gshare.html.HtmlEscape;
import io.gshare.html.LinkAttributes;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import jakarta.servlet.jsp.PageContext;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code <gshare:url>}: a signed link alone. With {@code var} it is stored, raw, as {@code <c:url>} does; without, it is written
 * into the page, escaped.
 */
public final class UrlTag extends LinkTag {

    private static final Map<String, Integer> SCOPES = Map.of(
            "page", PageContext.PAGE_SCOPE,
            "request", PageContext.REQUEST_SCOPE,
            "session", PageContext.SESSION_SCOPE,
            "application", PageContext.APPLICATION_SCOPE);

    private @Nullable String variable;
    private String scope = "page";

    /** Made by the container. */
    public UrlTag() {}

    @Override
    String name() {
        return "url";
    }

    /**
     * The variable that takes the link.
     *
     * @param variable its name
     */
    public void setVar(String variable) {
        this.variable = variable;
    }

    /**
     * The scope of that variable.
     *
     * @param scope {@code page}, {@code request}, {@code session} or {@code application}
     */
    public void setScope(String scope) {
        this.scope = scope;
    }

    @Override
    void render(Page page) throws IOException {
        LinkAttributes link = new LinkAttributes(page, place());
        attributes().forEach((name, value) -> {
            String problem = LinkAttributes.problem(name);
            if (problem != null) {
                link.reject(problem);
            }
            link.set(name, value);
        });
        if (!SCOPES.containsKey(scope)) {
            link.reject("scope was " + Redaction.quote(scope) + " but must be page, request, session or application"
                    + Spelling.hint(scope, SCOPES.keySet()));
        }
        complete(link);
        String signed = link.signOrBlank();
        if (variable == null) {
            page().getOut().write(HtmlEscape.escape(signed));
        } else {
            page().setAttribute(variable, signed, SCOPES.getOrDefault(scope, PageContext.PAGE_SCOPE));
        }
    }
}
