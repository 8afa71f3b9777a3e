package io.gshare.link;

import io.gshare.text.Redaction;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody pasted in place of a link and has one in it: an element, as Grafana's Share dialog copies it for embedding, a link in
 * quotes, or one of Markdown. For messages; nothing that is found here is signed unasked.
 *
 * @param link the link in it, as it is meant; {@code null} where there is none
 * @param rule what it is, and what to give in its place
 */
public record PastedLink(@Nullable String link, String rule) {

    /** Longer than what anybody copies, and short enough that a look at it costs nothing. */
    private static final int READ = 4096;

    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?i)(?<=\\s)(src|href)\\s*=\\s*[\"']?([^\"'\\s<>]{1,2048})");
    private static final Pattern BRACKETED = Pattern.compile("<\\s*(https?://[^\\s<>]{1,2048})\\s*>?");
    private static final Pattern MARKDOWN =
            Pattern.compile("!?\\[[^]]*]\\(\\s*<?([^\\s<>]{1,2048}?)>?(?:\\s[^)]*)?\\)[.,;]?");
    private static final String MARKS = "\"'`“”„‘’‚«»";
    private static final Pattern QUOTED =
            Pattern.compile("[" + MARKS + "]\\s*([^\\s<>" + MARKS + "]{1,2048})\\s*[" + MARKS + "]?[.,;]?");

    /**
     * {@return what was pasted in place of a link; {@code null} if it is nothing of the kind}
     *
     * @param text what was given as a link
     */
    public static @Nullable PastedLink in(String text) {
        String start = text.substring(0, Math.min(READ, text.length())).strip();
        boolean escaped = start.toLowerCase(Locale.ROOT).startsWith("&lt;");
        String read = escaped ? unescaped(start) : start;
        Matcher bracketed = BRACKETED.matcher(read);
        if (bracketed.matches()) {
            return alone(bracketed.group(1), "is in angle brackets");
        }
        if (read.startsWith("<")) {
            return markup(read);
        }
        Matcher markdown = MARKDOWN.matcher(read);
        if (markdown.matches()) {
            return alone(markdown.group(1), "is a link of Markdown");
        }
        Matcher quoted = QUOTED.matcher(read);
        return quoted.matches() ? alone(quoted.group(1), "is in quotes") : null;
    }

    private static PastedLink markup(String element) {
        Matcher attribute = ATTRIBUTE.matcher(element);
        if (!attribute.find()) {
            return new PastedLink(null, "is markup, not an address; give what its src or href holds alone");
        }
        String link = attribute.group(2).replace("&amp;", "&");
        return new PastedLink(
                link,
                "is markup, not an address; give what its " + attribute.group(1) + " holds: " + Redaction.quote(link)
                        + " alone");
    }

    private static PastedLink alone(String written, String what) {
        String link = written.replace("&amp;", "&");
        return new PastedLink(link, what + "; give " + Redaction.quote(link) + " alone");
    }

    private static String unescaped(String markup) {
        return markup.replaceAll("(?i)&lt;", "<")
                .replaceAll("(?i)&gt;", ">")
                .replaceAll("(?i)&(?:quot|#0*34|#x0*22);", "\"")
                .replaceAll("(?i)&(?:apos|#0*39|#x0*27);", "'");
    }

    /** Without what the link may carry. */
    @Override
    public String toString() {
        return "PastedLink[" + rule + "]";
    }
}
