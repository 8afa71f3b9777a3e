package io.gshare;

/** Where an application asks for a link: what metrics tell apart. */
public enum Surface {
    /** Java code of the application's own. */
    CODE,
    /** A tag of a JSP. */
    TAG,
    /** An EL function of a JSP. */
    FUNCTION,
    /** An element, an attribute or an expression of a Thymeleaf template. */
    DIALECT,
    /** {@code HttpServletResponse.encodeURL}. */
    ENCODE_URL,
    /** A link that was typed into a page. */
    REWRITE,
    /** A frame that loads, at the mint endpoint. */
    MINT
}
