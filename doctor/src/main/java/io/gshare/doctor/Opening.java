package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the workspace opens: without a signature, with one, and with a wrong one.
 *
 * @param page which holds the frame, where somebody has said which
 * @param url the workspace's, and {@code orgId} the key's
 * @param tokens where links are JWT links
 */
record Opening(
        Answers answers,
        Origin own,
        @Nullable Origin page,
        String url,
        long orgId,
        @Nullable TokenOpening tokens) {

    private static final Pattern SIGNATURE = Pattern.compile("(aliyun_api_key_sign=)([0-9a-f])");
    private static final Pattern TOKEN = Pattern.compile(".*[?&](auth_token=[^&#]*).*");
    private static final Pattern UID = Pattern.compile("/d(?:-solo)?/([^/?#]+)");

    private static final String SHARING =
            "set [aliyun] api_key_share = true and api_key_share_version = v2 in the workspace";
    private static final String NAME =
            "set gshare.key-name to the token's own name in Grafana, which is not the service account's";

    Finding unsigned() {
        Visit visit = Objects.requireNonNull(answers.unsigned().visit());
        Origin elsewhere = visit.elsewhere();
        if (elsewhere != null && Proxied.isBypassed(own, page, visit)) {
            return Check.UNSIGNED_LINK.warning(
                    "a link without a signature is " + visit.seen() + ", the workspace's own host",
                    Proxied.home(own, page, elsewhere));
        }
        return visit.isOpen()
                ? Check.UNSIGNED_LINK.failure(
                        "a link without a signature opens: whoever knows the address sees the dashboards",
                        "set [auth.anonymous] enabled = false in the workspace")
                : Check.UNSIGNED_LINK.ok("a link without a signature is " + visit.seen());
    }

    /** Whether a signed link opens, by what is found of the clocks and of the token. */
    Finding signed(@Nullable Finding clock, @Nullable Finding token) {
        Visit visit = answers.signed().visit();
        if (visit == null) {
            IOException problem = Objects.requireNonNull(answers.signed().problem());
            return Check.SIGNED_LINK.failure(
                    problem instanceof StrayRedirect stray
                            ? "a signed link is " + stray.getMessage()
                            : "a signed link is not answered: " + Browser.reason(problem),
                    "look into the workspace's own log, and at what lies between");
        }
        if (answers.isOpenedBySignature() || isKnownButNotThere(visit)) {
            return Check.SIGNED_LINK.ok("the workspace takes a link that is signed this moment");
        }
        if (visit.isOpen()) {
            return Check.SIGNED_LINK.unknown(
                    "a signed link opens no session, and its page opens without a signature as well: that tells nothing");
        }
        return refused(visit, verdict(clock), verdict(token));
    }

    private static @Nullable Verdict verdict(@Nullable Finding finding) {
        return finding == null ? null : finding.verdict();
    }

    private Finding refused(Visit visit, @Nullable Verdict clock, @Nullable Verdict token) {
        String seen = "a signed link is " + visit.seen();
        String reason = answers.refusal();
        Origin elsewhere = visit.elsewhere();
        if (elsewhere != null && Proxied.isBypassed(own, page, visit)) {
            return Check.SIGNED_LINK.failure(seen + ", the workspace's own host", Proxied.home(own, page, elsewhere));
        }
        if (visit.isMoved()) {
            return Check.SIGNED_LINK.failure(
                    seen + ", so what becomes of it is not examined",
                    "set gshare.url to " + visit.elsewhere() + ", or [server] root_url in the workspace to " + own);
        }
        if (visit.status() >= 500) {
            return Check.SIGNED_LINK.failure(seen, "look into the workspace's own log");
        }
        Finding ofToken = tokens == null ? null : tokens.refused(visit, clock);
        if (ofToken != null) {
            return ofToken;
        }
        if (reason != null) {
            return Check.SIGNED_LINK.failure(seen + ", because of " + Redaction.quote(reason), remedy(reason));
        }
        if (isLoginBefore(visit)) {
            return Check.SIGNED_LINK.failure(seen + ": something asks for a login before Grafana does", Grafana.PASS);
        }
        if (isOfAnotherOrg(visit)) {
            return Check.SIGNED_LINK.failure(
                    seen + " 'Not found', as Grafana answers where the key is not of the link's org " + orgId,
                    "set gshare.org-id to the org of the key");
        }
        if (visit.elsewhere() == null && (visit.isRedirect() || isTheSame(visit)) && !isRefusal(visit)) {
            return Check.SIGNED_LINK.failure(
                    seen + (isTheSame(visit) ? ", as is one without a signature" : ""),
                    "check gshare.url and its path, and [server] root_url in the workspace");
        }
        if (clock == Verdict.FAILURE) {
            return Check.SIGNED_LINK.failure(seen, Connection.NTP);
        }
        if (token == Verdict.FAILURE) {
            return Check.SIGNED_LINK.failure(seen, "give it a token that Grafana knows, as said above");
        }
        boolean isTokenKnown = token == Verdict.OK;
        if (visit.isLogin() && isTheSame(visit) && !Grafana.isManaged(own)) {
            String ignored = seen + ", as is one without a signature";
            return isTokenKnown
                    ? Check.SIGNED_LINK.failure(
                            ignored
                                    + ", though Grafana knows the token: it is not the managed service, and reads no share links",
                            "set gshare.url to a workspace of the managed service, by its own address"
                                    + " (https://….grafana.aliyuncs.com)")
                    : Check.SIGNED_LINK.failure(
                            ignored,
                            "if it is the managed service, " + SHARING + ", and " + NAME
                                    + "; any other Grafana reads no share links");
        }
        return isTokenKnown
                ? Check.SIGNED_LINK.failure(
                        seen + ", though Grafana knows the token, of org " + orgId, NAME + "; " + SHARING)
                : Check.SIGNED_LINK.failure(
                        seen,
                        SHARING + "; " + NAME
                                + ", and gshare.org-id to its org; look whether the token is still there");
    }

    /** A page that is not there comes from behind the login, where a link without a signature is not answered so. */
    private boolean isKnownButNotThere(Visit visit) {
        Visit without = answers.unsigned().visit();
        return visit.status() == 404 && !isOfAnotherOrg(visit) && (without == null || without.status() != 404);
    }

    /** Grafana's pages are there for any dashboard; what it says so barely is of an org. */
    private static boolean isOfAnotherOrg(Visit visit) {
        return visit.status() == 404 && visit.body().strip().equals("Not found");
    }

    /** Whether a link is answered the same without a signature. */
    private boolean isTheSame(Visit visit) {
        Visit without = answers.unsigned().visit();
        return without != null
                && without.status() == visit.status()
                && without.isLogin() == visit.isLogin()
                && Objects.equals(without.elsewhere(), visit.elsewhere());
    }

    /** Whether somebody before Grafana asks who it is: Grafana itself sends whoever it does not know to a page. */
    private boolean isLoginBefore(Visit visit) {
        return visit.status() == 407
                || (visit.status() == 401 && visit.header("WWW-Authenticate") != null)
                || (visit.status() == 403 && isTheSame(visit));
    }

    private static boolean isRefusal(Visit visit) {
        return visit.isLogin() || visit.status() == 401 || visit.status() == 403;
    }

    /** By the reason that a gateway or a stand-in names; the managed workspace names none. */
    private static String remedy(String reason) {
        return switch (reason) {
            case "SHARING_OFF" -> "set [aliyun] api_key_share = true in the workspace";
            case "WRONG_VERSION" ->
                "set [aliyun] api_key_share_version = v2 in the workspace, or gshare.link-version to what it takes";
            case "UNKNOWN_KEY" -> NAME + ", and gshare.org-id to its org; look whether the token is still there";
            case "KEY_EXPIRED" ->
                "create another token with the role Viewer, and set gshare.token and gshare.key-name to it";
            case "WRONG_SIGNATURE" -> "set gshare.token to the token that gshare.key-name names";
            case "EXPIRED", "NOT_YET_VALID" -> Connection.NTP;
            default -> SHARING + "; " + NAME + ", and gshare.org-id to its org";
        };
    }

    @Nullable
    Finding brokenSignature(Visit visit) {
        if (tokens != null) {
            return tokens.brokenSignature(visit);
        }
        Matcher signature = SIGNATURE.matcher(answers.sign());
        if (!signature.find()) {
            return Check.BROKEN_SIGNATURE.warning(
                    "links carry the key itself: whoever sees one holds the key",
                    "set [aliyun] api_key_share_version = v2 in the workspace, and remove gshare.link-version");
        }
        if (!visit.isOpen() || answers.isOpenToAnybody()) {
            return null; // it would tell nothing
        }
        String other = signature.group(2).equals("0") ? "1" : "0";
        Visit broken = answers.open(signature.replaceFirst("$1" + other)).visit();
        if (broken == null) {
            return Check.BROKEN_SIGNATURE.unknown("the workspace did not answer to a wrong signature");
        }
        // An error may be a page as well, but then no session comes with it.
        return broken.isOpen() && (answers.session(visit) == null || answers.session(broken) != null)
                ? Check.BROKEN_SIGNATURE.failure(
                        "a link with a wrong signature opens",
                        "set [aliyun] api_key_share_version = v2 in the workspace")
                : Check.BROKEN_SIGNATURE.ok("a link with a wrong signature is " + broken.seen());
    }

    /** @param isChosen whether somebody has named the link */
    @Nullable
    Finding dashboard(Visit visit, boolean isChosen) {
        if (!visit.isOpen() && !isKnownButNotThere(visit)) {
            return null; // said above
        }
        Matcher uid = UID.matcher(answers.path());
        if (!isChosen || !uid.lookingAt()) {
            return Check.DASHBOARD.unknown("no dashboard's link was given to open");
        }
        String name = Redaction.quote(uid.group(1));
        Finding missing = Check.DASHBOARD.failure(
                "the workspace has no dashboard " + name + (tokens == null ? " in org " + orgId : ""),
                "copy the link again, by Share in the dashboard itself");
        if (visit.status() == 404) {
            return missing;
        }
        String address = url + "/api/dashboards/uid/" + uid.group(1);
        Visit api = answers.api(
                tokens == null
                        ? address
                        : address + "?" + TOKEN.matcher(answers.sign()).replaceFirst("$1"),
                visit.cookies().isEmpty() ? Map.of() : Map.of("Cookie", Browser.cookieHeader(visit.cookies())));
        return switch (api == null ? 0 : api.status()) {
            case 200 -> Check.DASHBOARD.ok("dashboard " + name + " opens");
            case 401 ->
                Check.DASHBOARD.failure(
                        "the page opens, but the session's cookie does not count for what it loads",
                        "look whether a proxy removes Set-Cookie or Cookie between here and the workspace");
            case 403 ->
                tokens != null
                        ? Check.DASHBOARD.failure(
                                "the link's user may not see dashboard " + name,
                                "give the user, or a team of his, the permission to view this dashboard")
                        : Check.DASHBOARD.failure(
                                "the key may not see dashboard " + name,
                                "give the service account the role Viewer, or the permission to view this dashboard");
            case 404 -> missing;
            default -> Check.DASHBOARD.unknown("the page opens; Grafana's API does not tell more");
        };
    }
}
