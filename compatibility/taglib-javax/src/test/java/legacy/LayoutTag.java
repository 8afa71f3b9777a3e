package legacy;

import java.io.IOException;
import java.util.Objects;
import javax.servlet.ServletException;
import javax.servlet.jsp.JspException;
import javax.servlet.jsp.tagext.BodyTagSupport;
import org.jspecify.annotations.Nullable;

/** A layout as they were written for JSP 1.2: puts its body between a header and a footer that are included. */
@SuppressWarnings("serial") // BodyTagSupport's; no container serializes a tag
public final class LayoutTag extends BodyTagSupport {

    private @Nullable String title;

    public void setTitle(String title) {
        this.title = title;
    }

    @Override
    public int doEndTag() throws JspException {
        try {
            pageContext.getRequest().setAttribute("title", Objects.requireNonNull(title));
            pageContext.include("/WEB-INF/jsp/header.jsp", false);
            pageContext.getOut().print(getBodyContent().getString());
            pageContext.include("/WEB-INF/jsp/footer.jsp", false);
            return EVAL_PAGE;
        } catch (IOException | ServletException e) {
            throw new JspException(e);
        }
    }
}
