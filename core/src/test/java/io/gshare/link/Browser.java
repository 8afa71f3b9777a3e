package io.gshare.link;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The oracle beside {@link Workspace}: where a browser would send a link, after the WHATWG URL parser for special schemes.
 * Slow, obvious, and knowing no workspace; it decides nothing in the product.
 */
final class Browser {

    /** What the browser connects to, and the path that it asks for. */
    record Destination(String scheme, String host, int port, String path, boolean userInfo) {

        boolean isAtOrBelow(Destination base) {
            String below = base.path.endsWith("/") ? base.path : base.path + "/";
            return scheme.equals(base.scheme)
                    && host.equals(base.host)
                    && port == base.port
                    && !userInfo
                    && (path + "/").startsWith(below);
        }
    }

    private Browser() {}

    /** Where the link leads on a page at {@code base}; {@code null} where a browser would not leave for http(s) at all. */
    static @Nullable Destination resolve(String link, @Nullable Destination base) {
        String text = withoutTabsAndNewlines(trimmed(link));
        int colon = schemeEnd(text);
        String scheme = colon < 0 ? null : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            return null;
        }
        String rest = text.substring(colon + 1);
        int end = firstOf(rest, "?#");
        rest = rest.substring(0, end).replace('\\', '/');
        if (scheme != null) {
            boolean relative = base != null && scheme.equals(base.scheme) && !rest.startsWith("//");
            return relative ? relative(rest, Objects.requireNonNull(base)) : authority(scheme, rest);
        }
        if (base == null) {
            return null;
        }
        return rest.startsWith("//") ? authority(base.scheme, rest) : relative(rest, base);
    }

    private static Destination relative(String path, Destination base) {
        String folder = base.path.substring(0, base.path.lastIndexOf('/') + 1);
        String whole = path.isEmpty() ? base.path : path.startsWith("/") ? path : folder + path;
        return new Destination(base.scheme, base.host, base.port, withoutDots(whole), false);
    }

    private static @Nullable Destination authority(String scheme, String rest) {
        int start = 0;
        while (start < rest.length() && rest.charAt(start) == '/') {
            start++; // a browser forgives any number of slashes here
        }
        String behind = rest.substring(start);
        int slash = firstOf(behind, "/");
        String authority = behind.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String hostAndPort = authority.substring(at + 1);
        int portColon = hostAndPort.lastIndexOf(':');
        if (portColon >= 0 && hostAndPort.indexOf(']') > portColon) {
            portColon = -1;
        }
        String host = portColon < 0 ? hostAndPort : hostAndPort.substring(0, portColon);
        String port = portColon < 0 ? "" : hostAndPort.substring(portColon + 1);
        if (host.isEmpty() || !port.chars().allMatch(c -> c >= '0' && c <= '9') || port.length() > 9) {
            return null;
        }
        int number = port.isEmpty() ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(port);
        return new Destination(scheme, host(host), number, withoutDots(behind.substring(slash)), at >= 0);
    }

    /** Percent-decoded, lower case, compatibility forms folded: near enough to UTS #46 for a host in ASCII. */
    private static String host(String written) {
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    decoded[length++] = (byte) (high * 16 + low);
                    i += 2;
                    continue;
                }
            }
            decoded[length++] = bytes[i];
        }
        String text = new String(decoded, 0, length, StandardCharsets.UTF_8);
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('\u3002', '.')
                .replace("\u00ad", "")
                .replace("\u200b", "");
    }

    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        String[] segments =
                path.isEmpty() ? new String[] {""} : path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String plain = segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
            boolean last = i == segments.length - 1;
            if (plain.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!plain.equals(".")) {
                kept.add(segments[i]);
                continue;
            }
            if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    private static String withoutTabsAndNewlines(String text) {
        return text.replace("\t", "").replace("\n", "").replace("\r", "");
    }

    /** Where the scheme's colon stands, or -1. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (c == ':' && i > 0) {
                return i;
            }
            if (!letter && (i == 0 || !other)) {
                return -1;
            }
        }
        return -1;
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
