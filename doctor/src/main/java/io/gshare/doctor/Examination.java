package io.gshare.doctor;

import io.gshare.Credential;
import io.gshare.GShare;
import io.gshare.KeyStatus;
import io.gshare.Redaction;
import io.gshare.doctor.Browser.Visit;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One examination: asks the workspace what its checks need, once each. Used once, by one thread. */
final class Examination {

    private static final Duration OLD_KEY = Duration.ofDays(90);
    private static final Duration LONG_SESSION = Duration.ofHours(24);

    private static final Map<String, String> HTML = Map.of("Accept", "text/html");
    private static final Pattern SIGNATURE = Pattern.compile("(aliyun_api_key_sign=)([0-9a-f])");
    private static final Pattern UID = Pattern.compile("/d(?:-solo)?/([^/?#]+)");

    private final Doctor.Subject subject;
    private final GShare gshare;
    private final String link;
    private final String url;
    private final Origin own;
    private final Framing framing;
    private final Browser browser;
    private final InstantSource clock;

    private @Nullable Asked unsigned;
    private @Nullable Asked signed;

    Examination(Doctor.Subject subject, Browser browser, InstantSource clock) {
        this.subject = subject;
        this.gshare = subject.gshare();
        this.link = subject.link();
        this.url = Objects.requireNonNull(gshare.workspaces().get(subject.workspace()));
        this.own = Origin.of("workspace", url);
        this.framing = new Framing(own, subject.page());
        this.browser = browser;
        this.clock = clock;
    }

    /** What a check finds; {@code null} where it has nothing to go by. */
    @Nullable
    Finding examine(Check check) {
        return switch (check) {
            case SETTINGS -> settings();
            case KEY -> key();
            case REACHABLE -> Connection.reachable(own, unsigned());
            case CERTIFICATE -> Connection.certificate(unsigned(), clock.instant());
            case CLOCK -> ifAnswered(unsigned(), Connection::clock);
            case SIGNED_LINK -> isThere() ? signedLink() : null;
            case DASHBOARD -> ifAnswered(signed(), this::dashboard);
            case UNSIGNED_LINK ->
                isThere() ? unsignedLink(Objects.requireNonNull(unsigned().visit())) : null;
            case BROKEN_SIGNATURE -> ifAnswered(signed(), this::brokenSignature);
            case EMBEDDING -> ifAnswered(signed(), framing::embedding);
            case COOKIE -> ifAnswered(signed(), this::cookie);
            case HTTPS -> framing.https();
            case PERMISSIONS -> isThere() ? permissions() : null;
            case SESSION -> session();
        };
    }

    private interface OfVisit {
        @Nullable
        Finding find(Visit visit);
    }

    private static @Nullable Finding ifAnswered(Asked asked, OfVisit check) {
        Visit visit = asked.visit();
        return visit == null ? null : check.find(visit);
    }

    // ---- asking

    private Asked ask(String link, Map<String, String> headers) {
        try {
            return new Asked(browser.open(link, headers), null);
        } catch (IOException e) {
            return new Asked(null, e);
        } catch (IllegalArgumentException e) {
            return new Asked(null, new IOException("its redirect is no address", e));
        }
    }

    private Asked unsigned() {
        Asked known = unsigned;
        if (known == null) {
            known = ask(absolute(), HTML);
            unsigned = known;
        }
        return known;
    }

    private Asked signed() {
        Asked known = signed;
        if (known == null) {
            // A workspace that is not there without a signature is not there with one.
            known = isThere()
                    ? ask(gshare.sign(link), HTML)
                    : new Asked(null, unsigned().problem());
            signed = known;
        }
        return known;
    }

    /** Whether the workspace answers at its own address. */
    private boolean isThere() {
        Visit visit = unsigned().visit();
        return visit != null && !visit.isMoved();
    }

    private String absolute() {
        return link.startsWith("/") ? url + link : link;
    }

    // ---- what needs no answer

    private Finding settings() {
        KeyStatus key = status();
        return Finding.ok(
                Check.SETTINGS,
                "workspace " + subject.workspace() + " at " + url + ", key "
                        + (key.name() == null ? "of v1" : Redaction.quote(key.name())) + " of org " + key.orgId());
    }

    private KeyStatus status() {
        return Objects.requireNonNull(gshare.keys().get(subject.workspace()));
    }

    private Finding key() {
        KeyStatus key = status();
        if (key.problem() != null) {
            return Finding.warning(
                    Check.KEY,
                    "the key file holds no key, and the last good one signs on: " + key.problem(),
                    "put a good key into the file of gshare.token-file");
        }
        if (key.exposed()) {
            return Finding.warning(
                    Check.KEY,
                    "every user of this machine can read the key file",
                    "take that right away (chmod o-r, or defaultMode: 0440 of a Kubernetes secret)");
        }
        if (key.since() == null) {
            return Finding.unknown(Check.KEY, "how old the key is, only Grafana's list of tokens tells");
        }
        long days = Duration.between(key.since(), clock.instant()).toDays();
        String age = "in its file for " + days + (days == 1 ? " day" : " days");
        return Duration.ofDays(days).compareTo(OLD_KEY) > 0
                ? Finding.warning(Check.KEY, age, "replace it: the vendor advises a new key every three months")
                : Finding.ok(Check.KEY, age);
    }

    private Finding session() {
        Duration session = gshare.session();
        String length = "a link opens a session of " + session.toSeconds() + " s";
        return session.compareTo(LONG_SESSION) > 0
                ? Finding.warning(
                        Check.SESSION,
                        length,
                        "shorten gshare.session, and keep frames alive by live=\"true\": whoever catches a link has the"
                                + " session as long")
                : Finding.ok(Check.SESSION, length);
    }

    // ---- what the workspace takes

    private boolean isOpenToAnybody() {
        Visit visit = unsigned().visit();
        return visit != null && visit.isOpen();
    }

    private Finding signedLink() {
        Visit visit = signed().visit();
        if (visit == null) {
            return Finding.failure(
                    Check.SIGNED_LINK,
                    "a signed link is not answered: " + Browser.reason(Objects.requireNonNull(signed().problem())),
                    "look into the workspace's own log, and at what lies between");
        }
        if (visit.isOpen() || isKnownButNotThere(visit)) {
            return Finding.ok(Check.SIGNED_LINK, "the workspace takes a link that is signed this moment");
        }
        if (visit.isMoved()) {
            return Finding.failure(
                    Check.SIGNED_LINK,
                    "a signed link is sent on to " + visit.elsewhere() + ", so what becomes of it is not examined",
                    "set gshare.url to " + visit.elsewhere() + ", or [server] root_url in the workspace to " + own);
        }
        String reason = visit.header("X-Refusal-Reason");
        if (visit.status() >= 500) {
            return Finding.failure(
                    Check.SIGNED_LINK, "a signed link is " + visit.seen(), "look into the workspace's own log");
        }
        if (visit.elsewhere() == null && (visit.isRedirect() || isNoWorkspace(visit))) {
            return Finding.failure(
                    Check.SIGNED_LINK,
                    "a signed link is " + visit.seen()
                            + (isNoWorkspace(visit) ? ", as is one without a signature" : ""),
                    "check gshare.url and its path, and [server] root_url in the workspace");
        }
        return Finding.failure(
                Check.SIGNED_LINK,
                "a signed link is " + visit.seen() + (reason == null ? "" : ", because of " + Redaction.quote(reason)),
                remedy(reason == null ? "" : reason));
    }

    /** A 404 that an unsigned link does not get comes from behind the login. */
    private boolean isKnownButNotThere(Visit visit) {
        Visit without = unsigned().visit();
        return visit.status() == 404 && (without == null || without.status() != 404);
    }

    /** Whether a link is answered the same without a signature, and not as a workspace does that wants one. */
    private boolean isNoWorkspace(Visit visit) {
        Visit without = unsigned().visit();
        return without != null && without.status() == visit.status() && !without.isLogin() && without.status() != 401;
    }

    /** By the reason that a gateway or a stand-in names; the managed workspace names none. */
    private static String remedy(String reason) {
        return switch (reason) {
            case "SHARING_OFF" -> "set [aliyun] api_key_share = true in the workspace";
            case "WRONG_VERSION" ->
                "set [aliyun] api_key_share_version = v2 in the workspace, or gshare.link-version to what it takes";
            case "UNKNOWN_KEY" ->
                "set gshare.key-name to the token's own name in Grafana, which is not the service account's, and gshare.org-id"
                        + " to its org; look whether the token is still there";
            case "KEY_EXPIRED" ->
                "create another token with the role Viewer, and set gshare.token and gshare.key-name to it";
            case "WRONG_SIGNATURE" -> "set gshare.token to the token that gshare.key-name names";
            case "EXPIRED", "NOT_YET_VALID" -> Connection.NTP;
            default ->
                "in the workspace, [aliyun] api_key_share = true and api_key_share_version = v2; here, gshare.key-name is the"
                        + " token's own name in Grafana, and gshare.org-id its org; look whether the token is still there";
        };
    }

    private @Nullable Finding dashboard(Visit visit) {
        if (!visit.isOpen() && !isKnownButNotThere(visit)) {
            return null; // said above
        }
        Matcher uid = UID.matcher(absolute().substring(url.length()));
        if (!subject.isChosen() || !uid.lookingAt()) {
            return Finding.unknown(Check.DASHBOARD, "no dashboard's link was given to open");
        }
        String name = Redaction.quote(uid.group(1));
        Finding missing = Finding.failure(
                Check.DASHBOARD,
                "the workspace has no dashboard " + name + " in org " + status().orgId(),
                "copy the link again, by Share in the dashboard itself");
        if (visit.status() == 404) {
            return missing;
        }
        Asked api = ask(
                url + "/api/dashboards/uid/" + uid.group(1),
                visit.cookies().isEmpty() ? Map.of() : Map.of("Cookie", Browser.cookieHeader(visit.cookies())));
        int status = api.visit() == null ? 0 : api.visit().status();
        return switch (status) {
            case 200 -> Finding.ok(Check.DASHBOARD, "dashboard " + name + " opens");
            case 401 ->
                Finding.failure(
                        Check.DASHBOARD,
                        "the page opens, but the session's cookie does not count for what it loads",
                        "look whether a proxy removes Set-Cookie or Cookie between here and the workspace");
            case 403 ->
                Finding.failure(
                        Check.DASHBOARD,
                        "the key may not see dashboard " + name,
                        "give the service account the role Viewer, or the permission to view this dashboard");
            case 404 -> missing;
            default -> Finding.unknown(Check.DASHBOARD, "the page opens; Grafana's API does not tell more");
        };
    }

    private Finding unsignedLink(Visit visit) {
        Visit withSignature = signed().visit();
        boolean isWorkspace = withSignature != null && session(withSignature) != null;
        return visit.isOpen()
                ? Finding.failure(
                        Check.UNSIGNED_LINK,
                        "a link without a signature opens: whoever knows the address sees the dashboards",
                        isWorkspace
                                ? "set [auth.anonymous] enabled = false in the workspace"
                                : "check gshare.url, as a signature changes nothing there; if it is the workspace's, set"
                                        + " [auth.anonymous] enabled = false in it")
                : Finding.ok(Check.UNSIGNED_LINK, "a link without a signature is " + visit.seen());
    }

    private @Nullable Finding brokenSignature(Visit visit) {
        Matcher signature = SIGNATURE.matcher(gshare.sign(link));
        if (!signature.find()) {
            return Finding.warning(
                    Check.BROKEN_SIGNATURE,
                    "links carry the key itself: whoever sees one holds the key",
                    "set [aliyun] api_key_share_version = v2 in the workspace, and remove gshare.link-version");
        }
        if (!visit.isOpen() || isOpenToAnybody()) {
            return null; // it would tell nothing
        }
        String other = signature.group(2).equals("0") ? "1" : "0";
        Visit broken = ask(signature.replaceFirst("$1" + other), HTML).visit();
        if (broken == null) {
            return Finding.unknown(Check.BROKEN_SIGNATURE, "the workspace did not answer to a wrong signature");
        }
        // An error may be a page as well, but then no session comes with it.
        return broken.isOpen() && (session(visit) == null || session(broken) != null)
                ? Finding.failure(
                        Check.BROKEN_SIGNATURE,
                        "a link with a wrong signature opens",
                        "set [aliyun] api_key_share_version = v2 in the workspace")
                : Finding.ok(Check.BROKEN_SIGNATURE, "a link with a wrong signature is " + broken.seen());
    }

    private @Nullable Finding cookie(Visit visit) {
        if (!visit.isOpen()) {
            return null;
        }
        SessionCookie cookie = session(visit);
        if (cookie != null) {
            return framing.cookie(cookie);
        }
        return isOpenToAnybody()
                ? null
                : Finding.warning(
                        Check.COOKIE,
                        "the page opens, but no session's cookie came with it",
                        "look whether a proxy removes Set-Cookie between here and the workspace");
    }

    /** The cookie that comes with a signature alone; what comes without one as well is a balancer's, or a tracker's. */
    private @Nullable SessionCookie session(Visit visit) {
        Visit without = unsigned().visit();
        Set<String> others = new HashSet<>();
        if (without != null) {
            without.cookies().forEach(cookie -> others.add(cookie.name()));
        }
        List<SessionCookie> own = visit.cookies().stream()
                .filter(cookie ->
                        !others.contains(cookie.name()) && !cookie.name().endsWith("_expiry"))
                .toList();
        return own.stream()
                .filter(cookie -> cookie.name().contains("session"))
                .findFirst()
                .orElse(own.isEmpty() ? null : own.get(0));
    }

    // ---- what the key may do

    private Finding permissions() {
        Credential credential = subject.credential();
        if (credential == null) {
            return Finding.unknown(
                    Check.PERMISSIONS, "the token is not at hand: look that its role in Grafana is Viewer");
        }
        if (!own.isHttps() && !own.isLocal()) {
            return Finding.unknown(
                    Check.PERMISSIONS, "the token is not sent over HTTP: look that its role in Grafana is Viewer");
        }
        Visit taken = signed().visit();
        return Permissions.examine(browser, url, credential, taken != null && taken.isOpen());
    }
}
