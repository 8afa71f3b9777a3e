package io.gshare.settings;

import io.gshare.text.Redaction;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which pages of a web application get the links signed that are typed into them, and where links stand in them. Immutable and
 * thread-safe.
 *
 * @param include patterns of the paths whose pages are rewritten, as the servlet standard writes them: {@code /a/page.html},
 *     {@code /a/*} or {@code *.html}
 * @param exclude patterns of the paths whose pages are not, whatever {@code include} says
 * @param attributes attributes that hold links, beyond those that HTML knows, each as {@code element@attribute} in lower case
 */
public record Rewriting(List<String> include, List<String> exclude, Set<String> attributes) {

    private static final Pattern PATH_PATTERN = Pattern.compile("/[^*]*|/(?:[^*]*/)?\\*|\\*\\.[^*/.]+");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9._-]*@[a-z_:][a-z0-9._:-]*");

    /** With those that HTML knows, fewer than the bits of a long. */
    private static final int MOST_ATTRIBUTES = 50;

    /** Every page, and the attributes that HTML knows. */
    public static final Rewriting EVERYWHERE = new Rewriting(List.of("/*"), List.of(), Set.of());

    /**
     * Checks patterns and attributes.
     *
     * @param include as above
     * @param exclude as above
     * @param attributes as above
     * @throws IllegalArgumentException if one is not of its form
     */
    public Rewriting {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        attributes = Set.copyOf(attributes);
        requirePatterns("rewrite.include", include);
        requirePatterns("rewrite.exclude", exclude);
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw new IllegalArgumentException("rewrite.attributes was " + attributes.size()
                    + " attributes but takes at most " + MOST_ATTRIBUTES + "; leave some out");
        }
        for (String attribute : attributes) {
            require(
                    ATTRIBUTE.matcher(attribute).matches(),
                    "rewrite.attributes",
                    attribute,
                    "must be element@attribute in lower case, such as iframe@data-lazy-src");
        }
    }

    private static void requirePatterns(String name, Collection<String> patterns) {
        for (String pattern : patterns) {
            require(
                    PATH_PATTERN.matcher(pattern).matches(),
                    name,
                    pattern,
                    "must be a path pattern such as /reports/*, *.html or /start.html");
        }
    }

    private static void require(boolean ok, String name, String value, String rule) {
        if (!ok) {
            // Piece by piece, because what stands before an @ would be hidden as user info.
            String quoted = Arrays.stream(value.split("@", -1))
                    .map(Redaction::quote)
                    .map(piece -> piece.substring(1, piece.length() - 1))
                    .collect(Collectors.joining("@", "'", "'"));
            throw new IllegalArgumentException(name + " was " + quoted + " but " + rule);
        }
    }

    /**
     * {@return whether pages of a path are rewritten, as {@code include} and {@code exclude} say}
     *
     * @param path below the web application's own, decoded; begins with {@code /}
     */
    public boolean covers(String path) {
        return anyMatches(include, path) && !anyMatches(exclude, path);
    }

    /** Asked for each request. */
    private static boolean anyMatches(List<String> patterns, String path) {
        for (String pattern : patterns) {
            if (matches(pattern, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String path) {
        if (pattern.startsWith("*")) {
            return path.endsWith(pattern.substring(1));
        }
        if (!pattern.endsWith("/*")) {
            return path.equals(pattern);
        }
        String folder = pattern.substring(0, pattern.length() - 2);
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }
}
