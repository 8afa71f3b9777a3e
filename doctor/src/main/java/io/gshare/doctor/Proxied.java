package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workspace that a reverse proxy has put on the page's site, under another name than its own, and what the proxy may have left out
 * ({@code docs/same-site.md}).
 */
final class Proxied {

    static final String SHOWN = "as docs/same-site.md shows";

    /** Where Grafana's pages get what streams. */
    private static final String LIVE = "/api/live/ws";

    private Proxied() {}

    /**
     * Whether visitors are sent past the proxy: to the managed service itself, or off the site that the page and the workspace share.
     *
     * @param page {@code null} where nobody has said which
     */
    static boolean isBypassed(Origin own, @Nullable Origin page, Visit visit) {
        Origin elsewhere = visit.elsewhere();
        return elsewhere != null
                && ((Grafana.isManaged(elsewhere) && !Grafana.isManaged(own))
                        || (visit.isMoved() && isOfOneSite(own, page) && !isOfOneSite(elsewhere, page)));
    }

    private static boolean isOfOneSite(Origin own, @Nullable Origin page) {
        return page != null && own.isSameSite(page);
    }

    /** What to do about redirects to the workspace's own host: to go there instead is no advice by HTTP, nor off the page's site. */
    static String home(Origin own, @Nullable Origin page, Origin elsewhere) {
        String home = "bring the workspace's redirects home in the proxy before it (Location), " + SHOWN;
        if (!Grafana.isManaged(elsewhere)) {
            return home + ", or set [server] root_url in the workspace to " + own;
        }
        return elsewhere.isHttps() && !isOfOneSite(own, page) ? home + ", or set gshare.url to " + elsewhere : home;
    }

    /** What is found of a cookie that browsers drop because it is for another host; {@code null} where it is for this one. */
    static @Nullable Finding ofAnotherDomain(SessionCookie cookie, Origin own) {
        String domain = cookie.domain();
        boolean isOwn = domain == null
                || own.host().equals(domain)
                || (own.host().endsWith("." + domain) && !Sites.isAddress(own.host()));
        return isOwn
                ? null
                : Check.COOKIE.failure(
                        cookie + "; Domain=" + domain + ": dropped by all browsers, because " + own.host()
                                + " is not of that domain",
                        "take Domain out of Set-Cookie in the proxy before the workspace, " + SHOWN);
    }

    /** Whether WebSockets come through; {@code null} where the session does not count. */
    static @Nullable Finding live(Browser browser, String url, Origin own, Visit visit) {
        String address = url + LIVE;
        Map<String, String> session = Map.of("Cookie", Browser.cookieHeader(visit.cookies()));
        try {
            int status = browser.upgrade(address, session, own);
            return switch (status) {
                case 101 -> Check.LIVE.ok("WebSockets come through, for panels that stream");
                case 401 -> null; // the session has been examined
                case 404 ->
                    Check.LIVE.unknown(
                            "there is no Grafana Live at " + LIVE + ", which is answered 404: whether a proxy"
                                    + " passes Upgrade on, and what it makes of Origin, does not show");
                case 403 ->
                    browser.upgrade(address, session, null) == status
                            ? stopped(status)
                            : Check.LIVE.failure(
                                    "Grafana takes its own page for another site's: what it asks for from " + own
                                            + " is answered 403",
                                    "send the workspace its own origin in Origin, " + SHOWN
                                            + ", or set [server] root_url in it to " + url);
                default -> stopped(status);
            };
        } catch (IOException e) {
            return Check.LIVE.unknown("a WebSocket is not answered: " + Browser.reason(e));
        }
    }

    private static Finding stopped(int status) {
        return Check.LIVE.warning(
                "a WebSocket is answered " + status + "; panels that stream stand still",
                "pass Upgrade and Connection on in the proxy before the workspace, " + SHOWN);
    }
}
