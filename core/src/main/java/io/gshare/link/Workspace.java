package io.gshare.link;

import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Grafana that links are signed for: its base URL, and the rule which links are its own.
 *
 * <p>A signature is a bearer ticket, so a link is the workspace's only if a browser would send it there. This recognizer
 * accepts the links on whose destination RFC 3986 and the WHATWG URL standard agree, and refuses the rest; it parses nothing
 * and changes nothing. An absolute link has the workspace's scheme, host and port (case and default ports folded) and a path at
 * or below the workspace's; a relative one begins with a single {@code /} and is relative to the workspace's URL, its path
 * included. What a browser drops or rewrites (white space, controls, backslashes) is refused anywhere, and so are dot segments
 * and empty segments in the path, encoded or not, which servers resolve in ways of their own. Characters beyond ASCII are fine
 * behind the host.
 *
 * <p>Immutable and thread-safe.
 */
public final class Workspace {

    /** The longest link that is signed, in characters; servers refuse request lines of about this size. */
    static final int LONGEST_LINK = 8192;

    private static final Pattern BASE_URL = Pattern.compile("(?i)(https?)://"
            + "([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])" // a name, an IPv4 or an IPv6 address
            + "(?::([1-9][0-9]{0,4}))?"
            + "((?:/[a-z0-9._~-]+)*)/?");

    private static final int LONGEST_URL = 1024;

    /** What browsers take for an IPv4 address, in every base and with parts left out, and how they write one. */
    private static final Pattern NUMERIC_HOST = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

    /** What stands in the address bar while one looks at a Grafana, and in no base URL. */
    private static final Pattern PAGE = Pattern.compile("/(?:d|d-solo)/|/(?:login|explore)$");

    /** Where Grafana has pages of its own: a path of this name may stand in a link twice. */
    private static final Pattern OF_GRAFANA = Pattern.compile("/(?:a|dashboards?|dashboard-solo|playlists)");

    private static final boolean[] ILLEGAL = illegal();

    private final String scheme;
    private final String host;
    /** How links may spell host and port, in lower case: {@code host:port}, and without the port where it is the default. */
    private final String[] authorities; // an array, because a list's iterator is garbage for each link of a page

    private final String path;
    private final String url;
    private final int hostEnd;
    private final char hostEndLetter;

    private Workspace(String scheme, String host, int port, String path) {
        boolean defaultPort = port == (scheme.equals("https") ? 443 : 80);
        this.scheme = scheme;
        this.host = host;
        this.authorities = defaultPort ? new String[] {host, host + ":" + port} : new String[] {host + ":" + port};
        this.path = path;
        this.url = scheme + "://" + authorities[0] + path;
        this.hostEnd = scheme.length() + "://".length() + host.length() - 1;
        this.hostEndLetter = url.charAt(hostEnd);
    }

    /**
     * {@return the workspace at a base URL}
     *
     * @param url {@code http} or {@code https}, an ASCII host (an international name in its {@code xn--} form), a port and a
     *     path where it has them; no user info, query or fragment
     * @throws IllegalArgumentException if the URL is not of this form
     */
    public static Workspace of(String url) {
        Redaction.requirePublic("url", url);
        Matcher parts = BASE_URL.matcher(url.strip());
        if (url.length() > LONGEST_URL
                || !parts.matches()
                || isOddAddress(parts.group(2).toLowerCase(Locale.ROOT))
                || hasAmbiguousPath(parts.group(4), 0)
                || PAGE.matcher(parts.group(4)).find()) {
            throw unusable(url);
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        int port = parts.group(3) == null ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(parts.group(3));
        if (port > 65535) {
            throw unusable(url);
        }
        return new Workspace(scheme, parts.group(2).toLowerCase(Locale.ROOT), port, parts.group(4));
    }

    private static boolean isOddAddress(String host) {
        return NUMERIC_HOST.matcher(host).matches() && !IPV4.matcher(host).matches();
    }

    private static IllegalArgumentException unusable(String url) {
        return Redaction.wrong(
                "url",
                url,
                "must be the workspace's base URL, such as https://grafana.example.com or https://example.com/grafana, without"
                        + " user info, dashboard, query or fragment");
    }

    /** {@return the base URL: scheme and host in lower case, no default port, no slash at the end} */
    public String url() {
        return url;
    }

    /** The path of the base URL, without a slash at its end; empty for a workspace that has its host to itself. */
    String path() {
        return path;
    }

    /**
     * {@return whether a browser would send this absolute link to the workspace, beyond doubt; not relative links: on a page they are the
     * application's own}
     *
     * @param link any text
     */
    public boolean owns(CharSequence link) {
        return !startsWith(link, "/", 0) && mayOwn(link) && refusal(link) == null;
    }

    /**
     * Whether the last letter of the host stands where it does in every absolute link of the workspace: a quick look that spares
     * most other links a close one.
     */
    boolean mayOwn(CharSequence link) {
        return link.length() > hostEnd && toLowerCase(link.charAt(hostEnd)) == hostEndLetter;
    }

    /** Whether the link is at this workspace's scheme, host and port, be it the workspace's or not. */
    boolean isAt(CharSequence link) {
        RefusalReason reason = refusal(link);
        return reason == null || reason == RefusalReason.OUTSIDE_PATH || reason == RefusalReason.AMBIGUOUS_PATH;
    }

    /** Why the link, absolute or relative, may not be signed for this workspace; {@code null} if it may. */
    @Nullable
    RefusalReason refusal(CharSequence link) {
        if (link.length() > LONGEST_LINK) {
            return RefusalReason.TOO_LONG;
        }
        boolean plain = startsWith(link, url, 0) && isPathEnd(link, url.length()); // as most links are spelled
        if (hasIllegalCharacter(link, plain ? url.length() : 0)) {
            return RefusalReason.ILLEGAL_CHARACTER;
        }
        if (startsWith(link, "//", 0)) {
            return RefusalReason.OTHER_HOST;
        }
        if (startsWith(link, "/", 0)) {
            return pathRefusal(link, 0);
        }
        return plain ? pathRefusal(link, url.length()) : absoluteRefusal(link);
    }

    private @Nullable RefusalReason absoluteRefusal(CharSequence link) {
        int colon = Query.indexOf(link, ':', 0);
        if (colon < 0 || !startsWith(link, "//", colon + 1)) {
            return RefusalReason.NOT_A_LINK;
        }
        boolean sameScheme = isAsciiIgnoringCase(link, 0, colon, scheme);
        int start = colon + 3;
        int end = start;
        while (end < link.length() && "/?#".indexOf(link.charAt(end)) < 0) {
            end++;
        }
        for (String authority : authorities) {
            if (sameScheme && isAsciiIgnoringCase(link, start, end, authority)) {
                return startsWith(link, path, end)
                        ? pathRefusal(link, end + path.length())
                        : RefusalReason.OUTSIDE_PATH;
            }
        }
        int at = Query.indexOf(link, '@', start);
        if (at >= 0 && at < end) {
            return RefusalReason.USER_INFO;
        }
        boolean sameHost = end - start >= host.length()
                && isAsciiIgnoringCase(link, start, start + host.length(), host)
                && (end - start == host.length() || link.charAt(start + host.length()) == ':');
        return !sameHost
                ? RefusalReason.OTHER_HOST
                : sameScheme ? RefusalReason.OTHER_PORT : RefusalReason.OTHER_SCHEME;
    }

    /** What is wrong with the link's path from {@code at}, where the workspace's own path has ended. */
    private static @Nullable RefusalReason pathRefusal(CharSequence link, int at) {
        if (!isPathEnd(link, at)) {
            return RefusalReason.OUTSIDE_PATH;
        }
        return hasAmbiguousPath(link, at) ? RefusalReason.AMBIGUOUS_PATH : null;
    }

    /** Whether what stands before {@code at} is a whole authority or path. */
    private static boolean isPathEnd(CharSequence link, int at) {
        return at == link.length() || "/?#".indexOf(link.charAt(at)) >= 0;
    }

    private static boolean startsWith(CharSequence link, String start, int at) {
        if (link instanceof String text) {
            return text.startsWith(start, at);
        }
        int i = 0;
        while (i < start.length() && at + i < link.length() && link.charAt(at + i) == start.charAt(i)) {
            i++;
        }
        return i == start.length();
    }

    /** Letters are folded by hand: Unicode's case folding would take U+017F for an s and U+212A for a k. */
    private static boolean isAsciiIgnoringCase(CharSequence text, int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (toLowerCase(text.charAt(start + i)) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int toLowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static boolean hasIllegalCharacter(CharSequence link, int from) {
        for (int i = from; i < link.length(); i++) {
            char c = link.charAt(i);
            if (c < 128 ? ILLEGAL[c] : isHalfOfPair(link, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the character beyond ASCII is half a surrogate pair, with no other half beside it. */
    private static boolean isHalfOfPair(CharSequence link, int at) {
        char c = link.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 == link.length() || !Character.isLowSurrogate(link.charAt(at + 1))
                : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(link.charAt(at - 1)));
    }

    private static boolean[] illegal() {
        boolean[] illegal = new boolean[128];
        Arrays.fill(illegal, 0, ' ' + 1, true);
        for (char c : new char[] {0x7f, '\\', '"', '<', '>', '`'}) {
            illegal[c] = true;
        }
        return illegal;
    }

    /**
     * Whether the path from {@code at}, up to its query or fragment, has an empty segment before its end, or a dot segment.
     * {@code %2f} and {@code %5c} delimit segments too, because some servers decode them first, and {@code ;} ends a dot segment,
     * because some cut path parameters off first.
     */
    private static boolean hasAmbiguousPath(CharSequence link, int at) {
        int dots = -1; // the dots that the segment consists of so far, or -1 if it is no dot segment
        boolean empty = false;
        for (int i = at; i <= link.length(); i++) {
            int c = i == link.length() ? '?' : link.charAt(i);
            int decoded = c == '%' ? PercentEncoding.decodedAt(link, i, link.length()) : c;
            boolean pathEnds = c == '?' || c == '#';
            if (pathEnds || decoded == '/' || decoded == '\\') {
                if (dots == 1 || dots == 2 || (empty && !pathEnds)) {
                    return true;
                }
                if (pathEnds) {
                    return false;
                }
                dots = 0;
                empty = true;
            } else if (decoded == ';' && (dots == 1 || dots == 2)) {
                return true;
            } else {
                dots = decoded == '.' && dots >= 0 ? dots + 1 : -1;
                empty = false;
            }
            i += decoded != c && decoded >= 0 ? 2 : 0;
        }
        return false;
    }

    /** Whether what is known to be the workspace's may show a dashboard: Grafana's login, say, does not. */
    boolean showsDashboard(CharSequence link) {
        int at = below(link);
        return NoDashboard.at(link, at) == null && !repeatsPath(link, at);
    }

    /** Why a link that is the workspace's is not to be signed all the same; {@code null} if it is. */
    @Nullable
    LinkRefusedException refuseNoDashboard(String link) {
        int at = below(link);
        NoDashboard none = NoDashboard.at(link, at);
        if (none == null && !repeatsPath(link, at)) {
            return null;
        }
        String rule = none != null
                ? none.rule()
                : "repeats the workspace's path; write " + Redaction.quote(once(link, at))
                        + (at == 0 ? ", which is relative to " + url : "");
        return new LinkRefusedException(
                RefusalReason.NO_DASHBOARD, "link was " + Redaction.quote(link) + " but " + rule);
    }

    /** A link without the path that it repeats; what is left of a relative one still begins with a slash. */
    private String once(String link, int at) {
        String rest = link.substring(at + path.length());
        return link.substring(0, at) + (at == 0 && !rest.startsWith("/") ? "/" : "") + rest;
    }

    /** Where the path below the workspace's own begins, in a link that is the workspace's. */
    private int below(CharSequence link) {
        if (startsWith(link, "/", 0)) {
            return 0;
        }
        int at = Query.indexOf(link, ':', 0) + 3;
        while (at < link.length() && "/?#".indexOf(link.charAt(at)) < 0) {
            at++;
        }
        return at + path.length();
    }

    /** Whether the workspace's own path comes again below it, as where a link relative to the host is taken for one relative to the workspace. */
    private boolean repeatsPath(CharSequence link, int at) {
        int behind = at + path.length();
        return !path.isEmpty()
                && startsWith(link, path, at)
                && isPathEnd(link, behind)
                && !startsWith(link, "/d/", at)
                && !startsWith(link, "/d-solo/", at)
                && (!OF_GRAFANA.matcher(path).matches()
                        || startsWith(link, "/d/", behind)
                        || startsWith(link, "/d-solo/", behind));
    }

    /**
     * Refuses a link that is not the workspace's, or shows no dashboard there.
     *
     * @param link any text
     * @throws LinkRefusedException with the reason
     */
    public void requireDashboard(String link) {
        RefusalReason reason = refusal(link);
        if (reason != null) {
            throw refuse(reason, link);
        }
        LinkRefusedException noDashboard = refuseNoDashboard(link);
        if (noDashboard != null) {
            throw noDashboard;
        }
    }

    /** The link as the browser needs it: a relative one behind the workspace's URL. */
    String absolute(String link) {
        return link.startsWith("/") ? url + link : link;
    }

    LinkRefusedException refuse(RefusalReason reason, String link) {
        PastedLink pasted = PastedLink.in(link);
        if (pasted != null) {
            return new LinkRefusedException(reason, "link was " + Redaction.quote(link) + " but " + pasted.rule());
        }
        String rule = switch (reason) {
            case TOO_LONG -> "must have at most " + LONGEST_LINK + " characters";
            case ILLEGAL_CHARACTER ->
                "must contain no white space, control character, backslash, quote, backtick"
                        + " or angle bracket; percent-encode it";
            case OTHER_SCHEME -> "its scheme is not the workspace's";
            case USER_INFO -> "must not carry user info";
            case OTHER_HOST -> "its host is not the workspace's";
            case OTHER_PORT -> "its port is not the workspace's";
            case OUTSIDE_PATH -> "its path is not below the workspace's";
            case AMBIGUOUS_PATH -> "its path must have no empty segment and no dot segment, encoded or not";
            default -> "must begin with / or with the workspace's URL";
        };
        return new LinkRefusedException(
                reason,
                "link was " + Redaction.quote(link) + " but " + rule + "; give a link below " + url
                        + ", or one that begins with / and is relative to it");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Workspace that && url.equals(that.url);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    @Override
    public String toString() {
        return url;
    }
}
