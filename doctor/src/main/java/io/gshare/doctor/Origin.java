package io.gshare.doctor;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import io.gshare.Redaction;
import java.net.URI;
import java.util.Locale;

/**
 * Where a page comes from, as browsers see it.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case
 * @param port the scheme's own where none is written
 */
record Origin(String scheme, String host, int port) {

    static Origin of(String name, String url) {
        try {
            URI uri = URI.create(url.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return new Origin(
                        scheme,
                        uri.getHost().toLowerCase(Locale.ROOT),
                        uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(name + " was " + Redaction.quote(url)
                + " but must be an address such as https://portal.example.com; give the page that holds the frame");
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
                || (InetAddresses.isInetAddress(host)
                        && InetAddresses.forString(host).isLoopbackAddress());
    }

    /** Whether cookies count as the same site's: same scheme, and same domain that anybody can register. */
    boolean isSameSite(Origin other) {
        return scheme.equals(other.scheme) && site(host).equals(site(other.host));
    }

    private static String site(String host) {
        if (!InternetDomainName.isValid(host) || InetAddresses.isInetAddress(host)) {
            return host;
        }
        InternetDomainName name = InternetDomainName.from(host);
        return name.isUnderPublicSuffix() ? name.topPrivateDomain().toString() : host;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }
}
