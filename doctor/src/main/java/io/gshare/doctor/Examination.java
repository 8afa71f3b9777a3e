package io.gshare.doctor;

import io.gshare.GShare;
import io.gshare.doctor.Browser.Visit;
import io.gshare.key.Credential;
import io.gshare.key.KeyStatus;
import io.gshare.text.Redaction;
import io.gshare.token.PublishedKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One examination: asks the workspace what its checks need, once each. Used once, by one thread. */
final class Examination {

    private static final Duration OLD_KEY = Duration.ofDays(90);
    private static final Duration LONG_SESSION = Duration.ofHours(24);

    private final Doctor.Subject subject;
    private final GShare gshare;
    private final String url;
    private final Origin own;
    private final Framing framing;
    private final Browser browser;
    private final Answers answers;
    private final Opening opening;
    private final @Nullable TokenOpening tokens;
    private final @Nullable Token token;
    private final InstantSource clock;

    private @Nullable Grafana grafana;
    private @Nullable Finding known;
    private boolean isTokenShown;

    Examination(Doctor.Subject subject, Browser browser, InstantSource clock) {
        this.subject = subject;
        this.gshare = subject.gshare();
        this.url = Objects.requireNonNull(gshare.workspaces().get(subject.workspace()));
        this.own = Origin.of("workspace", url);
        this.framing = new Framing(own, subject.page());
        this.browser = browser;
        this.answers = new Answers(gshare, subject.link(), url, browser);
        this.tokens = gshare.jwks() == null
                ? null
                : new TokenOpening(answers, url, gshare.verify(gshare.sign(subject.link())));
        this.opening = new Opening(answers, own, subject.page(), url, status().orgId(), tokens);
        Credential credential = subject.credential();
        this.token = credential == null || !isPrivate() ? null : new Token(answers, url, credential);
        this.clock = clock;
    }

    /** What a check finds; {@code null} where it has nothing to go by. */
    @Nullable
    Finding examine(Check check) {
        return switch (check) {
            case SETTINGS -> settings();
            case KEY -> key();
            case REACHABLE -> Connection.reachable(own, subject.page(), answers.unsigned());
            case CERTIFICATE -> Connection.certificate(answers.unsigned(), clock.instant());
            case CLOCK -> clock();
            case GRAFANA -> answers.isThere() ? grafana().finding() : null;
            case TOKEN -> isGrafana() ? token() : null;
            case UNSIGNED_LINK -> isGrafana() ? opening.unsigned() : null;
            case SIGNED_LINK -> isGrafana() ? opening.signed(clock(), token()) : null;
            case BROKEN_SIGNATURE -> ifSigned(opening::brokenSignature);
            case DASHBOARD -> ifSigned(visit -> opening.dashboard(visit, subject.isChosen()));
            case EMBEDDING -> ifSigned(framing::embedding);
            case COOKIE -> ifSigned(this::cookie);
            case LIVE -> ifSigned(this::live);
            case HTTPS -> answers.unsigned().problem() instanceof OtherScheme ? null : framing.https();
            case PERMISSIONS -> isGrafana() ? permissions() : null;
            case SESSION -> session();
        };
    }

    private interface OfVisit {
        @Nullable
        Finding find(Visit visit);
    }

    private @Nullable Finding ifSigned(OfVisit check) {
        Visit visit = isGrafana() ? answers.signed().visit() : null;
        return visit == null ? null : check.find(visit);
    }

    private Grafana grafana() {
        Grafana found = grafana;
        if (found == null) {
            found = Grafana.at(url, own, answers, tokens != null);
            grafana = found;
        }
        return found;
    }

    /** Whether there is a Grafana to examine, as far as anybody knows; nothing else is shown a token. */
    private boolean isGrafana() {
        return answers.isThere() && grafana().isExamined();
    }

    private @Nullable Finding clock() {
        Visit visit = answers.unsigned().visit();
        return visit == null ? null : Connection.clock(visit);
    }

    // ---- what needs no answer

    private Finding settings() {
        KeyStatus key = status();
        if (tokens != null) {
            return Check.SETTINGS.ok("workspace " + subject.workspace() + " at " + url + ", JWT links by "
                    + (key.name() == null ? "a key without an id" : "the key " + Redaction.quote(key.name())));
        }
        return Check.SETTINGS.ok("workspace " + subject.workspace() + " at " + url + ", key "
                + (key.name() == null ? "of v1" : Redaction.quote(key.name())) + " of org " + key.orgId());
    }

    private KeyStatus status() {
        return Objects.requireNonNull(gshare.keys().get(subject.workspace()));
    }

    private Finding key() {
        KeyStatus key = status();
        if (key.problem() != null) {
            return Check.KEY.warning(
                    "the key file holds no key, and the last good one signs on: " + key.problem(),
                    "put a good key into the file of gshare." + (tokens == null ? "token-file" : "key-file"));
        }
        if (key.exposed()) {
            return Check.KEY.warning(
                    "every user of this machine can read the key file",
                    "take that right away (chmod o-r, or defaultMode: 0440 of a Kubernetes secret)");
        }
        if (key.since() == null) {
            return Check.KEY.unknown("how old the key is, only Grafana's list of tokens tells");
        }
        Duration since = Duration.between(key.since(), clock.instant());
        if (tokens != null && key.name() != null && since.compareTo(PublishedKeys.ANNOUNCED) < 0) {
            return Check.KEY.ok("its file was changed " + since.toMinutes()
                    + " min ago; an application that did not know this key before signs with another until it has"
                    + " published this one for " + PublishedKeys.ANNOUNCED.toMinutes() + " min");
        }
        long days = since.toDays();
        String age = "in its file for " + days + (days == 1 ? " day" : " days");
        return Duration.ofDays(days).compareTo(OLD_KEY) > 0
                ? Check.KEY.warning(
                        age,
                        "replace it: " + (tokens == null ? "the vendor advises " : "") + "a new key every three months")
                : Check.KEY.ok(age);
    }

    private @Nullable Finding session() {
        Duration session = gshare.session();
        if (session.compareTo(LONG_SESSION) > 0) {
            return Check.SESSION.warning(
                    "links ask for a session of " + session.toSeconds() + " s",
                    "shorten gshare.session, and keep frames alive by live=\"true\": whoever catches a link has the"
                            + " session as long");
        }
        if (tokens != null) {
            return Check.SESSION.ok("a token is good for " + session.toSeconds() + " s");
        }
        return isGrafana() && answers.isOpenedBySignature() && answers.session() != null
                ? Check.SESSION.ok("a link opens a session of " + session.toSeconds() + " s")
                : null;
    }

    private @Nullable Finding cookie(Visit visit) {
        if (!visit.isOpen()) {
            return null;
        }
        SessionCookie cookie = answers.session();
        if (tokens != null) {
            return Check.COOKIE.ok("no cookie is needed: each request has the token");
        }
        if (cookie != null) {
            return framing.cookie(cookie);
        }
        return answers.isOpenToAnybody()
                ? null
                : Check.COOKIE.warning(
                        "the page opens, but no session's cookie came with it",
                        "look whether a proxy removes Set-Cookie between here and the workspace");
    }

    private @Nullable Finding live(Visit visit) {
        return tokens == null && visit.isOpen() && answers.session() != null
                ? Proxied.live(browser, url, own, visit)
                : null;
    }

    // ---- the token

    /** Whether nobody on the way to the workspace reads along. */
    private boolean isPrivate() {
        return own.isHttps() || own.isLocal();
    }

    private @Nullable Finding token() {
        if (token != null && !isTokenShown) {
            known = token.known(status().orgId());
            isTokenShown = true;
        }
        return known;
    }

    private @Nullable Finding permissions() {
        if (tokens != null) {
            return tokens.permissions();
        }
        if (subject.credential() == null) {
            return Check.PERMISSIONS.unknown("the token is not at hand: look that its role in Grafana is Viewer");
        }
        if (token == null) {
            return Check.PERMISSIONS.unknown(
                    "the token is not sent over HTTP: look that its role in Grafana is Viewer");
        }
        Finding finding = token();
        return finding != null && finding.verdict() == Verdict.FAILURE
                ? null // said above
                : token.permissions();
    }
}
