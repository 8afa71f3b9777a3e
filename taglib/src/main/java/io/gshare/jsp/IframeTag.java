package io.gshare.jsp;

import io.gshare.Page;
import io.gshare.html.Iframe;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code <gshare:iframe>}: a dashboard in a frame. */
public final class IframeTag extends LinkTag {

    /** Made by the container. */
    public IframeTag() {}

    /**
     * Whether a script keeps the frame alive as long as the page is open.
     *
     * @param value {@code true} or {@code false}
     */
    public void setLive(@Nullable Object value) {
        attributes().put("live", value);
    }

    /**
     * The form that a frame keeps which a script keeps alive.
     *
     * @param value width/height, such as {@code 16/9}
     */
    public void setRatio(@Nullable Object value) {
        attributes().put("ratio", value);
    }

    @Override
    String name() {
        return "iframe";
    }

    @Override
    void render(Page page) throws IOException {
        Iframe iframe = new Iframe(page, place());
        attributes().forEach(iframe::set);
        complete(iframe.link());
        iframe.setLanguage(new PageDefaults(page()).language());
        iframe.render().writeTo(page().getOut());
    }
}
