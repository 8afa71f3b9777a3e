package io.gshare.jsp;

import jakarta.servlet.jsp.JspException;
import jakarta.servlet.jsp.tagext.SimpleTagSupport;
import org.jspecify.annotations.Nullable;

/** {@code <gshare:variable>}: a variable of the dashboard, in the body of the tag that makes the link. */
public final class VariableTag extends SimpleTagSupport {

    private String name = "";
    private @Nullable Object value;

    /** Made by the container. */
    public VariableTag() {}

    /**
     * The variable's name.
     *
     * @param name without {@code var-}
     */
    public void setName(String name) {
        this.name = name;
    }

    /**
     * The variable's value or values.
     *
     * @param value text, an array or {@link Iterable}; {@code null} sets nothing
     */
    public void setValue(@Nullable Object value) {
        this.value = value;
    }

    @Override
    public void doTag() throws JspException {
        if (!(findAncestorWithClass(this, LinkTag.class) instanceof LinkTag link)) {
            throw new JspException("<gshare:variable>: stands in no tag that makes a link; put it into the body of"
                    + " <gshare:iframe> or <gshare:url>");
        }
        link.addVariable(name, value);
    }
}
