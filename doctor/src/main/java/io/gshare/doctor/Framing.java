package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What browsers make of a frame: the workspace, and the page that holds it, {@code null} where nobody has said which. */
record Framing(Origin own, @Nullable Origin page) {

    /** The only thing that works in all browsers. */
    private static final String ONE_SITE =
            "put Grafana on the page's own site, by the same scheme: a host name of its domain, by a reverse proxy "
                    + Proxied.SHOWN;

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
            return Check.EMBEDDING.ok("any page may frame the workspace");
        }
        String remedy = rules.byPolicy()
                ? "name the page's origin in frame-ancestors of [security] content_security_policy_template in the workspace"
                : "set [security] allow_embedding = true in the workspace";
        if (rules.allowsNobody() || (page != null && !rules.allows(page))) {
            return Check.EMBEDDING.failure(
                    (rules.allowsNobody() ? "no page may" : page + " may not") + " frame the workspace: " + evidence,
                    remedy);
        }
        return page == null
                ? Check.EMBEDDING.unknown("which page may frame it depends on the page: " + evidence)
                : Check.EMBEDDING.ok(page + " may frame the workspace: " + evidence);
    }

    /** Which browsers keep the session's cookie in a frame. */
    Finding cookie(SessionCookie cookie) {
        Finding lost = Proxied.ofAnotherDomain(cookie, own);
        if (lost != null) {
            return lost;
        }
        if (cookie.secure() && !own.isHttps() && !own.isLocal()) {
            return Check.COOKIE.failure(
                    cookie + ": dropped by all browsers, because the workspace is on HTTP",
                    "put the workspace on HTTPS, or set [security] cookie_secure = false in it");
        }
        if (cookie.isAnySite() && !cookie.secure()) {
            return Check.COOKIE.failure(
                    cookie + ": dropped by Chromium and Firefox, because it is not Secure",
                    "set [security] cookie_samesite = lax in the workspace"
                            + (page != null && own.isSameSite(page) ? "" : ", and " + ONE_SITE));
        }
        if (page == null) {
            return Check.COOKIE.unknown(cookie + "; which browsers keep it in a frame depends on the page");
        }
        if (!own.isSiteKnown(page)) {
            return new Finding(
                    Check.COOKIE,
                    Verdict.UNKNOWN,
                    cookie
                            + "; which browsers keep it in a frame depends on the site of page and workspace, which cannot be told"
                            + " without the public suffix list",
                    "run gshare doctor, which has the list, or add " + Sites.LIST);
        }
        List<Engine> keeping = new ArrayList<>();
        List<Engine> dropping = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            (engine.keeps(cookie, own, page) ? keeping : dropping).add(engine);
        }
        String evidence = cookie + ", on a page of " + site(page) + ": "
                + (keeping.isEmpty() ? "" : "kept by " + named(keeping))
                + (keeping.isEmpty() || dropping.isEmpty() ? "" : "; ")
                + (dropping.isEmpty() ? "" : "dropped by " + named(dropping));
        if (dropping.isEmpty()) {
            return Check.COOKIE.ok(evidence);
        }
        return keeping.contains(Engine.CHROMIUM_THIRD_PARTY)
                ? Check.COOKIE.warning(evidence, remedy(cookie, page))
                : Check.COOKIE.failure(evidence, remedy(cookie, page));
    }

    private String site(Origin page) {
        if (own.isSameSite(page)) {
            return "the same site";
        }
        return Engine.isOneDomain(own, page) ? "the same domain, but on another scheme" : "another site";
    }

    private String remedy(SessionCookie cookie, Origin page) {
        if (own.isSameSite(page)) { // what WebKit has against Secure without HTTPS
            return "put page and workspace on HTTPS, or set [security] cookie_secure = false"
                    + (cookie.isAnySite() ? " and cookie_samesite = lax" : "") + " in the workspace";
        }
        return Engine.isOneDomain(own, page) ? "put the page on " + own.scheme() + " as well" : ONE_SITE;
    }

    private static String named(List<Engine> engines) {
        List<String> names = new ArrayList<>();
        boolean anyChromium = engines.contains(Engine.CHROMIUM) && engines.contains(Engine.CHROMIUM_THIRD_PARTY);
        if (anyChromium) {
            names.add("Chromium");
        }
        engines.stream()
                .filter(engine -> !anyChromium || (engine != Engine.CHROMIUM && engine != Engine.CHROMIUM_THIRD_PARTY))
                .forEach(engine -> names.add(engine.toString()));
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** Whether page and workspace are both on HTTPS. */
    Finding https() {
        if (own.isHttps()) {
            return Check.HTTPS.ok("the workspace is on HTTPS");
        }
        if (page != null && page.isHttps() && !own.isLocal()) {
            return Check.HTTPS.failure(
                    "browsers block a frame on HTTP in a page on HTTPS",
                    "put the workspace on HTTPS, and gshare.url to https://…");
        }
        return own.isLocal()
                ? Check.HTTPS.ok("the workspace is on HTTP, on this machine alone")
                : Check.HTTPS.warning(
                        "the workspace is on HTTP: whoever is on the way reads links and sessions",
                        "put the workspace on HTTPS, and gshare.url to https://…");
    }
}
