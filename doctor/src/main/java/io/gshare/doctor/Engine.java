package io.gshare.doctor;

/**
 * The engines of browsers, and which cookies each keeps that are set in a frame: as measured with Chromium 156, Firefox ESR 153 and WebKitGTK
 * 2.50. Without its cookie Grafana's page in the frame reloads itself again and again.
 */
enum Engine {
    /** As Debian builds it, and as any is in a private window. */
    CHROMIUM("Chromium where it blocks third-party cookies"),
    CHROMIUM_THIRD_PARTY("Chromium where it allows third-party cookies"),
    /** Keeps other sites' cookies apart by itself, without {@code Partitioned}. */
    FIREFOX("Firefox"),
    /** Its cookies are libsoup's, which says nothing of Safari's. */
    WEBKIT("WebKitGTK");

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    /** Whether the frame's next requests carry the cookie. */
    boolean keeps(SessionCookie cookie, Origin workspace, Origin page) {
        boolean isSafe = workspace.isHttps() || (workspace.isLocal() && this != WEBKIT);
        if (cookie.secure() && !isSafe) {
            return false;
        }
        if (cookie.isAnySite() && !cookie.secure() && this != WEBKIT) {
            return false;
        }
        if (isOneSite(workspace, page)) {
            return true;
        }
        return switch (this) {
            case CHROMIUM -> cookie.isAnySite() && cookie.partitioned();
            case CHROMIUM_THIRD_PARTY -> cookie.isAnySite();
            case FIREFOX -> cookie.isAnySite() || cookie.sameSite() == null;
            case WEBKIT -> false;
        };
    }

    /** The scheme is a part of the site in Chromium alone. */
    private boolean isOneSite(Origin workspace, Origin page) {
        return switch (this) {
            case CHROMIUM, CHROMIUM_THIRD_PARTY -> workspace.isSameSite(page);
            case FIREFOX, WEBKIT -> isOneDomain(workspace, page);
        };
    }

    /** Whether they are one site but for the scheme. */
    static boolean isOneDomain(Origin workspace, Origin page) {
        return workspace.isSameSite(new Origin(workspace.scheme(), page.host(), page.port()));
    }

    @Override
    public String toString() {
        return title;
    }
}
