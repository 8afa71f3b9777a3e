package io.gshare.link;

import io.gshare.text.Markup;
import io.gshare.text.Redaction;
import java.util.Locale;
import java.util.Map;
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

    /** What of a tag was copied without its beginning. */
    private static final Pattern IN_TAG = Pattern.compile("(?is)(?:i?frame\\s|a\\s)?\\s*[a-z-]+\\s*=\\s*[\"'].*");

    private static final Pattern ATTRIBUTE = Pattern.compile("(?i)src|href");
    private static final String MARKS = "\"'`“”„‘’‚«»";

    /** What a link may stand in; no text is two of these. */
    private static final Map<String, Pattern> AROUND = Map.of(
            "is in angle brackets",
            Pattern.compile("<\\s*(https?://[^\\s<>]{1,2048})\\s*>?"),
            "is a link of Markdown",
            Pattern.compile("!?\\[[^]]*]\\(\\s*<?([^\\s<>]{1,2048}?)>?(?:\\s[^)]*)?\\)[.,;]?"),
            "is in parentheses",
            Pattern.compile("\\(\\s*(https?://[^\\s<>]{1,2048}?)\\s*\\)[.,;]?"),
            "is in quotes",
            Pattern.compile("[" + MARKS + "]\\s*([^\\s<>" + MARKS + "]{1,2048})\\s*[" + MARKS + "]?[.,;]?"),
            "has a quote at its end",
            Pattern.compile("((?:/|https?://)[^\\s<>" + MARKS + "]{1,2048})\\s*[" + MARKS + "][.,;]?"));

    /**
     * {@return what was pasted in place of a link; {@code null} if it is nothing of the kind}
     *
     * @param text what was given as a link
     */
    public static @Nullable PastedLink in(String text) {
        String start = text.substring(0, Math.min(READ, text.length())).strip();
        boolean escaped = start.toLowerCase(Locale.ROOT).startsWith("&lt;");
        String read = escaped ? unescaped(start) : start;
        for (Map.Entry<String, Pattern> each : AROUND.entrySet()) {
            Matcher around = each.getValue().matcher(read);
            if (around.matches()) {
                String link = around.group(1).replace("&amp;", "&");
                return new PastedLink(link, each.getKey() + "; give " + Redaction.quote(link) + " alone");
            }
        }
        if (read.startsWith("<")) {
            return markup(read);
        }
        if (IN_TAG.matcher(read).matches()) {
            PastedLink attribute = markup("<a " + read);
            return attribute.link == null ? null : attribute;
        }
        return null;
    }

    private static PastedLink markup(String element) {
        for (Markup.Attribute attribute : Markup.attributes(element)) {
            String link = attribute.value().strip().replace("&amp;", "&");
            if (ATTRIBUTE.matcher(attribute.name()).matches() && !link.isEmpty()) {
                return new PastedLink(
                        link,
                        "is markup, not an address; give what its " + attribute.name() + " holds: "
                                + Redaction.quote(link) + " alone");
            }
        }
        return new PastedLink(null, "is markup, not an address; give what its src or href holds alone");
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
