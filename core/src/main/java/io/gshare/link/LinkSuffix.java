package io.gshare.link;

/**
 * What makes a dashboard link a signed link: the parameters of the contract, behind the separator that one link needs.
 *
 * <p>For whoever writes a link itself, as {@link io.gshare.html.LinkRewriter} does. Within a second, all links of a workspace
 * that need the same separator get the same instance. Immutable and thread-safe; a bearer ticket, so {@code toString} shows
 * nothing of it.
 */
public final class LinkSuffix {

    private final String text;

    LinkSuffix(String text) {
        this.text = text;
    }

    /** {@return the suffix, to be put at the end of the link or before its {@code #fragment}: ASCII; raw, not escaped for HTML} */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "LinkSuffix[redacted]";
    }
}
