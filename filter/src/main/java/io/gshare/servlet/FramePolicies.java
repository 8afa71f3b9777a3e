package io.gshare.servlet;

import io.gshare.GShare;
import io.gshare.settings.SignAt;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Adds to an application's own Content-Security-Policies what lets its frames through, and nothing else.
 *
 * <p>What a frame may load is what {@code frame-src} lists; where there is none, {@code child-src}, or else {@code default-src} (CSP level 3). Those two say
 * more than that, so they stay, and a {@code frame-src} with their hosts is added. A policy that has none of the three lets every frame through.
 * Immutable and thread-safe.
 */
final class FramePolicies {

    /** The headers that hold policies. */
    static final List<String> HEADERS = List.of("Content-Security-Policy", "Content-Security-Policy-Report-Only");

    private static final String SELF = "'self'";
    private static final String NONE = "'none'";
    /** Its name ends at white space; one with anything beyond ASCII does not count. */
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*(\\p{Graph}++)\\p{ASCII}*");

    private static final Pattern HOST = Pattern.compile("(https?)://(\\*\\.)?([a-z0-9.-]+)(:[0-9]+|:\\*)?/?");

    /** Where frames go, in the order in which it is added. */
    private final List<String> needed = new ArrayList<>();

    FramePolicies(GShare gshare) {
        if (gshare.configuration().signAt() == SignAt.LOAD
                || gshare.needsVisitor()
                || !gshare.configuration().embeds().isEmpty()) {
            needed.add(SELF); // the mint endpoint comes before the workspace
        }
        for (String url : gshare.workspaces().values()) {
            URI workspace = URI.create(url);
            String origin = workspace.getScheme() + "://" + workspace.getAuthority();
            if (!needed.contains(origin)) {
                needed.add(origin);
            }
        }
    }

    static boolean isHeader(String name) {
        return HEADERS.stream().anyMatch(header -> header.equalsIgnoreCase(name));
    }

    /** A header's value, which may hold several policies, each with what it lacks. */
    String allow(String header) {
        return Arrays.stream(header.split(",", -1)).map(this::allowIn).collect(Collectors.joining(","));
    }

    private String allowIn(String policy) {
        String[] directives = policy.split(";", -1);
        int frames = find(directives, "frame-src");
        if (frames >= 0) {
            directives[frames] = extend(directives[frames], sources(directives[frames]));
            return String.join(";", directives);
        }
        int standIn = find(directives, "child-src");
        standIn = standIn < 0 ? find(directives, "default-src") : standIn;
        if (standIn < 0) {
            return policy;
        }
        List<String> sources = sources(directives[standIn]).stream()
                .filter(source -> !source.startsWith("'") || source.equalsIgnoreCase(SELF))
                .toList();
        String own = String.join(" ", "frame-src", String.join(" ", sources)).strip();
        String extended = extend(own, sources);
        return extended.equals(own) ? policy : policy + (policy.stripTrailing().endsWith(";") ? " " : "; ") + extended;
    }

    /** The first directive of a name, which is the one that counts; or -1. */
    private static int find(String[] directives, String name) {
        for (int i = 0; i < directives.length; i++) {
            Matcher directive = DIRECTIVE.matcher(directives[i]);
            if (directive.matches() && directive.group(1).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> sources(String directive) {
        List<String> words = List.of(directive.strip().split("\\s+"));
        return words.subList(1, words.size());
    }

    private String extend(String directive, List<String> sources) {
        String missing = needed.stream()
                .filter(source -> sources.stream().noneMatch(given -> covers(given.toLowerCase(Locale.ROOT), source)))
                .collect(Collectors.joining(" "));
        if (missing.isEmpty()) {
            return directive;
        }
        String text = directive.stripTrailing();
        boolean none = sources.size() == 1 && sources.get(0).equalsIgnoreCase(NONE);
        return (none ? text.substring(0, text.length() - NONE.length()) : text + " ")
                + missing
                + directive.substring(text.length());
    }

    /** Whether a source that is given stands for one that is needed; in doubt it does not. */
    private static boolean covers(String given, String source) {
        if (given.equals("*") || given.equals(source)) {
            return true;
        }
        Matcher needed = HOST.matcher(source);
        if (!needed.matches()) {
            return false; // 'self'
        }
        String scheme = needed.group(1);
        if (given.equals(scheme + ":")) {
            return true;
        }
        Matcher host = HOST.matcher(given);
        return host.matches()
                && host.group(1).equals(scheme)
                && (":*".equals(host.group(4)) || port(host).equals(port(needed)))
                && (host.group(2) == null
                        ? host.group(3).equals(needed.group(3))
                        : needed.group(3).endsWith("." + host.group(3)));
    }

    private static String port(Matcher host) {
        String port = host.group(4);
        return port == null ? host.group(1).equals("https") ? ":443" : ":80" : port;
    }
}
