package io.gshare.html;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Escapes text for HTML, once, at the outermost layer. Stateless. */
public final class HtmlEscape {

    private static final Pattern AMPERSAND = Pattern.compile("&(?:amp|#0*38|#[xX]0*26);");

    private HtmlEscape() {}

    /**
     * {@return text escaped for an element's content or a quoted attribute's value: {@code & < > " '}, and nothing else}
     *
     * @param text any text
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 32);
        escape(text, escaped);
        return escaped.length() == text.length() ? text : escaped.toString();
    }

    static void escape(String text, StringBuilder escaped) {
        // Of the five a link has ampersands alone, as a rule, and String's own search is the fastest there is.
        boolean closely =
                text.indexOf('<') >= 0 || text.indexOf('>') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\'') >= 0;
        int copied = 0;
        int at = closely ? 0 : text.indexOf('&');
        while (at >= 0 && at < text.length()) {
            String reference = reference(text.charAt(at));
            if (reference != null) {
                escaped.append(text.substring(copied, at)).append(reference); // append(text, …) copies one by one
                copied = at + 1;
            }
            at = closely ? at + 1 : text.indexOf('&', at + 1);
        }
        escaped.append(copied == 0 ? text : text.substring(copied));
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
     * {@return a link with the character reference of {@code &}, in each of its spellings, turned into {@code &}} For links that a page's author
     * wrote as HTML and the page's engine hands on undecoded, as JSP does.
     *
     * @param link a link as written
     */
    static String unescapeAmpersands(String link) {
        return link.contains("&#") ? AMPERSAND.matcher(link).replaceAll("&") : link.replace("&amp;", "&");
    }
}
