package io.gshare.link;

import io.gshare.text.PercentEncoding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a Grafana shows no dashboard to who has a signature, by how the path begins: pages that need more than the Viewer whom a
 * signature stands for, and addresses that lose it or need none.
 *
 * <p>What is not in this table may be signed: dashboards ({@code /d/<uid>}, {@code /d-solo/<uid>}, {@code /dashboard/…}), the home page,
 * {@code /dashboards}, {@code /playlists/}, apps ({@code /a/}), and whatever later Grafanas bring. From the routes of Grafana 9 to 13.
 */
enum NoDashboard {
    SHORTENED(
            "is a shortened address, which drops the signature; open it, and give the address that it leads to",
            "goto"),
    PUBLIC(
            "is a public dashboard, which opens without a signature; write it into an <iframe> of your own",
            "public-dashboards"),
    LOGIN(
            "is of Grafana's login, which a signature stands in for; " + Advice.SHARE,
            "login",
            "logout",
            "signup",
            "verify",
            "invite",
            "user"),
    EXPLORE(
            "is Explore, which a Viewer does not see; save the query as a panel, and give the panel's address",
            "explore"),
    ADMINISTRATION(
            "is of Grafana's administration, which a Viewer does not see; " + Advice.SHARE,
            "admin",
            "org",
            "profile",
            "configuration",
            "datasources",
            "connections",
            "plugins"),
    MAKING(
            "is where dashboards are made, or what belongs to them is listed; " + Advice.SHARE,
            "dashboard/new",
            "dashboard/import",
            "import",
            "library-panels",
            "alerting"),
    NO_PAGE(
            "is no page of Grafana's; " + Advice.SHARE,
            "api",
            "apis",
            "public",
            "avatar",
            "healthz",
            "metrics",
            "swagger",
            "swagger-ui"),
    /** Where a name follows, it is a dashboard's. */
    UNNAMED(
            "is without the dashboard's uid, which stands behind /d/; " + Advice.SHARE,
            "d",
            "d-solo",
            "d-embed",
            "dashboard",
            "dashboard-solo");

    /** What most of them say to do. */
    private static final class Advice {
        static final String SHARE = "give a dashboard's address, as Grafana's Share dialog copies it";
    }

    private final String rule;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> segments;

    NoDashboard(String rule, String... segments) {
        this.rule = rule;
        this.segments = List.of(segments);
    }

    /** What it is, and what to do. */
    String rule() {
        return rule;
    }

    /** What a link leads to whose path below the workspace begins at {@code at}; {@code null} where it may be a dashboard. */
    static @Nullable NoDashboard at(CharSequence link, int at) {
        int start = at + 1;
        int end = start;
        while (end < link.length() && "/?#".indexOf(link.charAt(end)) < 0) {
            end++;
        }
        boolean named = end + 1 < link.length() && link.charAt(end) == '/' && "?#".indexOf(link.charAt(end + 1)) < 0;
        if (end <= start || (named && isD(link, start, end))) {
            return null;
        }
        for (NoDashboard each : values()) {
            for (String segment : each.segments) {
                int behind = PercentEncoding.startsWithDecoded(link, start, link.length(), segment);
                if (behind == link.length() || (behind > 0 && "/?#".indexOf(link.charAt(behind)) >= 0)) {
                    return named && each == UNNAMED ? null : each;
                }
            }
        }
        return null;
    }

    /** A quick look: as good as every link is a dashboard's. */
    private static boolean isD(CharSequence link, int start, int end) {
        return link.charAt(start) == 'd' && (end == start + 1 || link.charAt(start + 1) == '-');
    }
}
