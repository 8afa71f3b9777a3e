package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import io.gshare.text.Redaction;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What answers at the workspace's address, by {@code /api/health}, which any Grafana answers to anybody, and whether to ask more. */
record Grafana(Finding finding, boolean isExamined) {

    private static final String HEALTH = "/api/health";
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.[0-9A-Za-z.+-]{1,40}");
    private static final Pattern LOGIN = Pattern.compile("(.*)/login(?:/.*)?");
    private static final int FIRST_WITH_SHARE_LINKS = 9;

    /** What to do about a login of somebody else's. */
    static final String PASS =
            "let what stands before Grafana pass its pages without a login of its own, or set gshare.url to"
                    + " an address of Grafana's that has none";

    /** What {@code /api/health} says. */
    private record Health(
            int status, String database, @Nullable String version) {}

    static Grafana at(String url, Origin own, Answers answers, boolean isJwt) {
        Visit visit = answers.api(url + HEALTH, Map.of());
        Health health = visit == null ? null : health(visit);
        String base = URI.create(url).getRawPath();
        String root = root(answers, base);
        if (root != null && !answers.isOpenedBySignature()) {
            if (isGrafana(answers, own + root)) {
                return none(
                        "Grafana's own pages are below " + own + root + ", and gshare.url is " + url,
                        "set gshare.url to " + own + root);
            }
            if (health != null) {
                return none(
                        "Grafana is below " + own + base + ", but sends its visitors to " + own + root,
                        "set [server] root_url in the workspace to " + url);
            }
        }
        if (health != null) {
            return known(health, answers, isJwt);
        }
        String seen = HEALTH + (visit == null ? " is not answered" : " is " + seen(visit, own));
        if (answers.isOpenedBySignature() || answers.refusal() != null || isManaged(own)) {
            return new Grafana(Check.GRAFANA.unknown(seen + ", so which Grafana it is is not known"), true);
        }
        if (isLogin(visit, own)) {
            return none(
                    "something asks for a login before Grafana does: " + seen + ", which Grafana tells anybody", PASS);
        }
        return visit != null && visit.status() == 403 // as oauth2-proxy shows its button, and lists of addresses refuse
                ? none(
                        "something before Grafana asks for a login, or lets nobody in from here: " + seen
                                + ", which Grafana tells anybody",
                        PASS)
                : none(
                        "what answers there is no Grafana: " + seen,
                        "check gshare.url, with the path that Grafana has there; it may be another application's, or a page"
                                + " of the network's own");
    }

    private static Grafana none(String evidence, String remedy) {
        return new Grafana(Check.GRAFANA.failure(evidence, remedy), false);
    }

    private static Grafana known(Health health, Answers answers, boolean isJwt) {
        if (health.status != 200 || !health.database.equals("ok")) {
            return none(
                    "Grafana answers, but its database does not",
                    "wait while it starts; then look into the workspace's own log");
        }
        Matcher version = VERSION.matcher(health.version == null ? "" : health.version);
        if (!version.matches()) {
            return new Grafana(Check.GRAFANA.ok("it is a Grafana that does not tell its version"), true);
        }
        String name = "it is Grafana " + version.group();
        if (isJwt) {
            return ofTokens(name, number(version));
        }
        return Integer.parseInt(version.group(1)) < FIRST_WITH_SHARE_LINKS && !answers.isOpenedBySignature()
                ? none(name + ", which knows no share links", "upgrade the workspace to 9.0 or later")
                : new Grafana(Check.GRAFANA.ok(name), true);
    }

    /** Since when tokens in addresses count, and up to when an ended one makes the page go round in circles. */
    private static Grafana ofTokens(String name, int version) {
        if (version < 9_001_000) {
            return none(name + ", which takes no tokens in addresses", "upgrade Grafana to 9.1 or later");
        }
        return new Grafana(
                version >= 10_000_000 && version < 11_003_004
                        ? Check.GRAFANA.warning(
                                name + ", whose page may reload itself in a loop once the token has ended",
                                "upgrade Grafana to 11.3.4 or later, or keep frames alive by live=\"true\"")
                        : Check.GRAFANA.ok(name),
                true);
    }

    /** Such as 11003004 for 11.3.4. */
    private static int number(Matcher version) {
        int number = 0;
        String[] parts = version.group().split("[^0-9]+", -1);
        for (int i = 0; i < 3; i++) {
            boolean isNumber = i < parts.length && !parts[i].isEmpty() && parts[i].length() < 4;
            number = 1000 * number + (isNumber ? Integer.parseInt(parts[i]) : 0);
        }
        return number;
    }

    /** Whether it is the managed service's own address; behind a proxy it may have any. */
    static boolean isManaged(Origin own) {
        return own.host().endsWith(".aliyuncs.com");
    }

    /** The path below which a Grafana has its pages, where redirects show that it is not {@code base}. */
    private static @Nullable String root(Answers answers, String base) {
        Visit visit = answers.unsigned().visit();
        if (visit == null || visit.elsewhere() != null) {
            return null;
        }
        String last = Redaction.redact(visit.last().getRawPath());
        Matcher login = LOGIN.matcher(last);
        String path = answers.path();
        if (last.endsWith(path)) {
            String root = last.substring(0, last.length() - path.length());
            return root.equals(base) ? null : root;
        }
        return visit.isLogin() && login.matches() && !login.group(1).equals(base) ? login.group(1) : null;
    }

    private static boolean isGrafana(Answers answers, String url) {
        Visit visit = answers.api(url + HEALTH, Map.of());
        return visit != null && health(visit) != null;
    }

    /** {@code null} where it is not what a Grafana says. */
    private static @Nullable Health health(Visit visit) {
        Map<String, String> fields = Fields.of(visit.body());
        return fields == null || !fields.containsKey("database")
                ? null
                : new Health(visit.status(), fields.getOrDefault("database", ""), fields.get("version"));
    }

    private static boolean isLogin(@Nullable Visit health, Origin own) {
        if (health == null) {
            return false;
        }
        String to = health.isRedirect() ? to(health, own) : null;
        return health.status() == 401
                || health.status() == 407
                || (to != null
                        && (!to.startsWith("'" + own) || to.matches("(?i).*/[^/]*(?:log|sign|auth|sso)[^/]*(?:/.*)?")));
    }

    /** Where an answer is sent on to, without what may be secret. */
    private static @Nullable String to(Visit visit, Origin own) {
        String location = visit.header("Location");
        if (location == null) {
            return null;
        }
        if (location.startsWith("/") && !location.startsWith("//")) {
            return Redaction.quote(own + location.replaceFirst("[?#;].*", ""));
        }
        try {
            return Origin.of("redirect", location).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String seen(Visit visit, Origin own) {
        String to = visit.isRedirect() ? to(visit, own) : null;
        String type = visit.header("Content-Type");
        return to != null
                ? "sent on to " + to
                : visit.seen() + (visit.status() == 200 && type != null ? " with " + Redaction.quote(type) : "");
    }
}
