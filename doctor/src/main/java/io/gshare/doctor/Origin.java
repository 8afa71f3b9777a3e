package io.gshare.doctor;

import io.gshare.text.Redaction;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page comes from, as browsers see it: {@code http} or {@code https}, the host in lower case, and the port, be it the scheme's own. */
record Origin(String scheme, String host, int port) {

    /** Like {@link URI}, but with names that have a {@code _} in them, which browsers take. */
    private static final Pattern URL =
            Pattern.compile("(?i)(https?)://([a-z0-9._~%-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?(?:[/?#].*)?");

    static Origin of(String name, String url) {
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw Redaction.wrong(
                    name,
                    url,
                    "must be an address such as https://portal.example.com; give the page that holds the frame");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String port = parts.group(3);
        return new Origin(
                scheme,
                parts.group(2).toLowerCase(Locale.ROOT),
                port == null ? defaultPort(scheme) : Integer.parseInt(port));
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    boolean isHttps() {
        return scheme.equals("https");
    }

    /** Whether browsers take it for safe without HTTPS: it does not leave the machine. */
    boolean isLocal() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || (Sites.isAddress(host) && host.startsWith("127."));
    }

    /** Whether cookies count as the same site's: same scheme, and same domain that anybody can register. */
    boolean isSameSite(Origin other) {
        return scheme.equals(other.scheme) && Boolean.TRUE.equals(Sites.areOne(host, other.host));
    }

    /** Whether somebody can tell if the domain is the same. */
    boolean isSiteKnown(Origin other) {
        return Sites.areOne(host, other.host) != null;
    }

    /** Whether Java's HTTP client takes the host for one. */
    boolean isKnownToJava() {
        return URI.create(toString()).getHost() != null;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }
}
