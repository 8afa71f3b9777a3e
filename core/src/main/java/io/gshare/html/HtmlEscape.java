package io.gshare.html;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Escapes text for HTML, once, at the outermost layer. Stateless. */
public final class HtmlEscape {

    private static final Pattern AMPERSAND = Pattern.compile("&(?:amp|#0*38|#[xX]0*26);");

    private HtmlEscape() {}

    /**
     * Escapes text for an element's content or a quoted attribute's value: {@code & < > " '}, and nothing else.
     *
     * @param text any text
     * @return text that no HTML parser reads as markup there
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 32);
        escape(text, escaped);
        return escaped.length() == text.length() ? text : escaped.toString();
    }

    static void escape(String text, StringBuilder escaped) {
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            String reference = reference(text.charAt(i));
            if (reference != null) {
                escaped.append(text, copied, i).append(reference);
                copied = i + 1;
            }
        }
        escaped.append(text, copied, text.length());
    }

    private static @Nullable String reference(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    /**
     * Turns the character reference of {@code &}, in each of its spellings, into {@code &}: for links that a page's author wrote as HTML and the page's
     * engine hands on undecoded, as JSP does.
     *
     * @param link a link as written
     * @return the link as meant
     */
    static String unescapeAmpersands(String link) {
        return link.contains("&#") ? AMPERSAND.matcher(link).replaceAll("&") : link.replace("&amp;", "&");
    }
}
