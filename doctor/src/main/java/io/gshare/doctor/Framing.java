package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import org.jspecify.annotations.Nullable;

/**
 * What browsers make of a frame.
 *
 * @param own the workspace's
 * @param page the page that holds the frame; {@code null} where nobody has said it
 */
record Framing(Origin own, @Nullable Origin page) {

    /** Whether the answer may stand in a frame; {@code null} where it tells nothing. */
    @Nullable
    Finding embedding(Visit visit) {
        FrameRules rules = new FrameRules(
                own,
                visit.headers().allValues("Content-Security-Policy"),
                visit.headers().allValues("X-Frame-Options"));
        String evidence = rules.evidence();
        if (evidence == null && !visit.isOpen()) {
            return null; // an error's headers are not the dashboard's
        }
        if (evidence == null) {
            return Finding.ok(Check.EMBEDDING, "any page may frame the workspace");
        }
        String remedy = rules.byPolicy()
                ? "name the page's origin in frame-ancestors of [security] content_security_policy_template in the workspace"
                : "set [security] allow_embedding = true in the workspace";
        if (rules.allowsNobody() || (page != null && !rules.allows(page))) {
            return Finding.failure(
                    Check.EMBEDDING,
                    (rules.allowsNobody() ? "no page may" : page + " may not") + " frame the workspace: " + evidence,
                    remedy);
        }
        return page == null
                ? Finding.unknown(Check.EMBEDDING, "which page may frame it depends on the page: " + evidence)
                : Finding.ok(Check.EMBEDDING, page + " may frame the workspace: " + evidence);
    }

    /** Whether a frame keeps the session's cookie. */
    Finding cookie(SessionCookie cookie) {
        if (cookie.secure() && !own.isHttps() && !own.isLocal()) {
            return Finding.failure(
                    Check.COOKIE,
                    cookie + ", which browsers drop over HTTP",
                    "put the workspace on HTTPS, or [security] cookie_secure = false");
        }
        if (cookie.isAnySite() && !cookie.secure()) {
            return Finding.failure(
                    Check.COOKIE,
                    cookie + ", which browsers drop unless it is Secure",
                    "set [security] cookie_secure = true in the workspace, and use HTTPS");
        }
        if (page == null) {
            return Finding.unknown(Check.COOKIE, cookie + "; whether a frame keeps it depends on the page");
        }
        if (!own.isSiteKnown(page)) {
            return new Finding(
                    Check.COOKIE,
                    Verdict.UNKNOWN,
                    cookie
                            + "; whether a frame keeps it depends on the site of page and workspace, which cannot be told"
                            + " without the public suffix list",
                    "run gshare doctor, which has the list, or add " + Sites.LIST);
        }
        if (own.isSameSite(page)) {
            return Finding.ok(Check.COOKIE, cookie + ", on a page of the same site");
        }
        if (!cookie.isAnySite()) {
            return Finding.failure(
                    Check.COOKIE,
                    cookie + ", which browsers keep from a frame on another site's page",
                    "set [security] cookie_samesite = none and cookie_secure = true in the workspace, or put both on one"
                            + " site");
        }
        return cookie.partitioned()
                ? Finding.ok(Check.COOKIE, cookie + ", on a page of another site")
                : Finding.warning(
                        Check.COOKIE,
                        cookie + ", on a page of another site: browsers that drop other sites' cookies keep none but"
                                + " Partitioned ones",
                        "put Grafana on the page's own site, by a host name of its domain or a reverse proxy");
    }

    /** Whether page and workspace are both on HTTPS. */
    Finding https() {
        if (own.isHttps()) {
            return Finding.ok(Check.HTTPS, "the workspace is on HTTPS");
        }
        if (page != null && page.isHttps() && !own.isLocal()) {
            return Finding.failure(
                    Check.HTTPS,
                    "browsers block a frame on HTTP in a page on HTTPS",
                    "put the workspace on HTTPS, and gshare.url to https://…");
        }
        return own.isLocal()
                ? Finding.ok(Check.HTTPS, "the workspace is on HTTP, on this machine alone")
                : Finding.warning(
                        Check.HTTPS,
                        "the workspace is on HTTP: whoever is on the way reads links and sessions",
                        "put the workspace on HTTPS, and gshare.url to https://…");
    }
}
