package io.gshare.html;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
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
        StringWriter escaped = new StringWriter(text.length() + 32);
        try {
            write(text, escaped);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return escaped.getBuffer().length() == text.length() ? text : escaped.toString();
    }

    /** Writes it escaped, in pieces: nothing is copied on the way. */
    static void write(String text, Writer out) throws IOException {
        // A short text is looked at letter by letter. Of the five a link has ampersands alone, as a rule, and String's
        // own search for one is
        // the fastest there is.
        boolean closely = text.length() < 16
                || text.indexOf('<') >= 0
                || text.indexOf('>') >= 0
                || text.indexOf('"') >= 0
                || text.indexOf('\'') >= 0;
        int written = 0;
        int at = closely ? 0 : text.indexOf('&');
        while (at >= 0 && at < text.length()) {
            String reference = reference(text.charAt(at));
            if (reference != null) {
                out.write(text, written, at - written);
                out.write(reference);
                written = at + 1;
            }
            at = closely ? at + 1 : text.indexOf('&', at + 1);
        }
        out.write(text, written, text.length() - written);
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
        return link.indexOf(';') < 0 ? link : AMPERSAND.matcher(link).replaceAll("&");
    }
}
