package io.gshare.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether browsers show an answer in a frame: its {@code frame-ancestors} (CSP level 3), and where it has none its {@code X-Frame-Options}
 * (HTML, "The X-Frame-Options header").
 */
final class FrameRules {

    private final Origin own;
    /** The sources of each policy's {@code frame-ancestors}. */
    private final List<String> ancestors = new ArrayList<>();

    private final List<String> options = new ArrayList<>();

    FrameRules(Origin own, List<String> policies, List<String> frameOptions) {
        this.own = own;
        for (String header : policies) {
            for (String policy : header.split(",", -1)) {
                Arrays.stream(policy.split(";", -1))
                        .map(String::strip)
                        .filter(directive -> directive.toLowerCase(Locale.ROOT).matches("frame-ancestors(\\s.*)?"))
                        .findFirst() // further ones do not count
                        .ifPresent(directive -> ancestors.add(
                                directive.substring("frame-ancestors".length()).strip()));
            }
        }
        for (String header : frameOptions) {
            Arrays.stream(header.split(",", -1))
                    .map(option -> option.strip().toLowerCase(Locale.ROOT))
                    .filter(option -> !option.isEmpty())
                    .forEach(options::add);
        }
    }

    /** What says so, as the answer spells it; {@code null} where nothing is said. */
    @Nullable
    String evidence() {
        if (!ancestors.isEmpty()) {
            return "frame-ancestors " + String.join(", ", ancestors);
        }
        return options.isEmpty() ? null : "X-Frame-Options: " + String.join(", ", options);
    }

    boolean byPolicy() {
        return !ancestors.isEmpty();
    }

    /** Whether no page at all may frame it. */
    boolean allowsNobody() {
        return byPolicy()
                ? ancestors.stream().anyMatch(sources -> sources.isEmpty() || sources.equalsIgnoreCase("'none'"))
                : options.contains("deny") || options.stream().distinct().count() > 1;
    }

    boolean allows(Origin page) {
        if (byPolicy()) {
            return ancestors.stream()
                    .allMatch(sources ->
                            Arrays.stream(sources.split("\\s+", -1)).anyMatch(source -> matches(source, page)));
        }
        return !allowsNobody() && (!options.contains("sameorigin") || page.equals(own));
    }

    private boolean matches(String source, Origin page) {
        String expression = source.toLowerCase(Locale.ROOT);
        if (expression.equals("'self'")) {
            return page.equals(own)
                    || (page.host().equals(own.host()) && page.isHttps() && page.port() == 443 && own.port() == 80);
        }
        if (expression.equals("*")) {
            return true;
        }
        if (expression.endsWith(":")) {
            return isScheme(expression.substring(0, expression.length() - 1), page);
        }
        int scheme = expression.indexOf("://");
        String rest = scheme < 0 ? expression : expression.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String authority =
                slash < 0 ? rest : rest.substring(0, slash); // an ancestor is an origin, so no path is compared
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        return isScheme(scheme < 0 ? own.scheme() : expression.substring(0, scheme), page)
                && (host.equals("*")
                        || (host.startsWith("*.")
                                ? page.host().endsWith(host.substring(1))
                                : page.host().equals(host)))
                && isPort(port, page);
    }

    /** HTTPS will do where HTTP is asked for. */
    private static boolean isScheme(String asked, Origin page) {
        return page.scheme().equals(asked) || (asked.equals("http") && page.isHttps());
    }

    private static boolean isPort(String asked, Origin page) {
        int port = page.port();
        return switch (asked) {
            case "*" -> true;
            case "" -> port == Origin.defaultPort(page.scheme());
            default -> asked.equals(Integer.toString(port)) || (asked.equals("80") && page.isHttps() && port == 443);
        };
    }
}
