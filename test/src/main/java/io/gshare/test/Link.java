package io.gshare.test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A link of a page, read as Grafana reads it: which dashboard it opens, and how.
 *
 * <p>What is not percent-encoded as it should be stays as it is written. Immutable and thread-safe; {@code toString} shows the link
 * without what would let a reader open it.
 */
public final class Link {

    private static final Pattern DASHBOARD = Pattern.compile("(.*?)/(d|d-solo)/([^/]+)(?:/[^/]*)?");
    /** Of no scheme but a web page's, with any context path. */
    private static final String BEFORE_MINT = "(?:(?i:https?)://[^/]+/)?(?:[^:]*/)?";

    private static final String MINT = "/(?:ticket/[A-Za-z0-9_-]{40,}|embed/[a-z0-9][a-z0-9-]*)";

    private static final Pattern ORIGIN = Pattern.compile("^(?i:https?)://[^/?#]*");

    /** Every parameter of a signed link begins so, but that of a JWT link. */
    private static final String CONTRACT = "aliyun_api_key";

    /** Of a JWT link. */
    static final String TOKEN = "auth_token";

    private static final String VARIABLE = "var-";

    private final String text;
    private final String path;
    private final Map<String, List<String>> parameters;
    private final @Nullable MatchResult dashboard;

    Link(String text) {
        this.text = text;
        int fragment = text.indexOf('#');
        String bare = fragment < 0 ? text : text.substring(0, fragment);
        int mark = bare.indexOf('?');
        this.path = mark < 0 ? bare : bare.substring(0, mark);
        this.parameters = parameters(mark < 0 ? "" : bare.substring(mark + 1));
        Matcher matcher = DASHBOARD.matcher(path);
        this.dashboard = matcher.matches() ? matcher.toMatchResult() : null;
    }

    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters
                        .computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decode(parts[1]));
            }
        }
        parameters.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(parameters);
    }

    /** A part of a path, where a {@code +} is one. */
    static String decodePath(String text) {
        return decode(text.replace("+", "%2B"));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** {@return the link as it is written: to follow it} A signed one has its signature, so keep it out of messages. */
    public String text() {
        return text;
    }

    /** What stands before the query, as it is written: from the scheme on, where the link has one. */
    String path() {
        return path;
    }

    /** An absolute link as its host is asked for it: from the path on. */
    Link fromPath() {
        String asked = ORIGIN.matcher(text).replaceFirst("");
        return new Link(asked.startsWith("/") ? asked : "/" + asked);
    }

    /** What stands before {@code /d/} and {@code /d-solo/}; {@code null} if the link opens no dashboard. */
    @Nullable
    String base() {
        return dashboard == null ? null : dashboard.group(1);
    }

    /** Whether it carries a parameter of a signed link, of whatever version. */
    boolean isShared() {
        return text.contains(CONTRACT)
                || text.contains(TOKEN + "=")
                || parameters.keySet().stream().anyMatch(name -> name.startsWith(CONTRACT) || name.equals(TOKEN));
    }

    /** Whether it has the form of one that the application's mint endpoint answers, below a {@code gshare.path}. */
    boolean isMintLink(String mintPath) {
        return Pattern.matches(BEFORE_MINT + Pattern.quote(mintPath.replaceFirst("^/", "")) + MINT, path);
    }

    /** {@return the dashboard's uid in {@code /d/<uid>} or {@code /d-solo/<uid>}; {@code null} if the link opens none} */
    public @Nullable String uid() {
        return dashboard == null ? null : decodePath(dashboard.group(3));
    }

    /** {@return whether one panel alone is shown, by {@code /d-solo/}} */
    public boolean isSolo() {
        return dashboard != null && dashboard.group(2).equals("d-solo");
    }

    /** {@return the panel's id, without the {@code panel-} of Grafana 11.3 and later; {@code null} for the whole dashboard} */
    public @Nullable String panel() {
        String panel = parameter(isSolo() ? "panelId" : "viewPanel");
        return panel == null ? null : panel.replaceFirst("^panel-", "");
    }

    /** {@return where the time range begins: epoch milliseconds, {@code now-6h} or ISO 8601; {@code null} if the dashboard says} */
    public @Nullable String from() {
        return parameter("from");
    }

    /** {@return where the time range ends, as {@link #from}} */
    public @Nullable String to() {
        return parameter("to");
    }

    /** {@return the values of each variable, decoded, by its name without {@code var-}, both in the link's order; unmodifiable} */
    public Map<String, List<String>> variables() {
        Map<String, List<String>> variables = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (name.startsWith(VARIABLE)) {
                variables.put(name.substring(VARIABLE.length()), values);
            }
        });
        return Collections.unmodifiableMap(variables);
    }

    /**
     * {@return a parameter's first value, decoded; empty for one without a value; {@code null} if the link has no such parameter}
     *
     * @param name its name, such as {@code theme}
     */
    public @Nullable String parameter(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    /** {@return the values of each parameter, decoded, by its name, both in the link's order; unmodifiable} */
    public Map<String, List<String>> parameters() {
        return parameters;
    }

    /** Whether the other is a link of the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Link that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The link, with {@code ***} in place of signatures, keys and tickets. */
    @Override
    public String toString() {
        return Secret.hide(text);
    }
}
