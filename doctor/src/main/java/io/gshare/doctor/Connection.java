package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The way to the workspace: what a link that is not signed tells of it. */
final class Connection {

    static final String NTP = "set both clocks by NTP; links are good for 60 s";

    private static final Duration CERTIFICATE_ENDS_SOON = Duration.ofDays(14);
    private static final Duration SKEW_FAILS = Duration.ofSeconds(60);
    private static final Duration SKEW_WARNS = Duration.ofSeconds(20);

    private Connection() {}

    /** Whether the workspace answers where the settings say it is. */
    static Finding reachable(Origin own, @Nullable Origin page, Asked unsigned) {
        if (!own.isKnownToJava()) {
            return Check.REACHABLE.unknown(
                    "Java asks no host with _ in its name, so nothing of " + own + " is examined; browsers do");
        }
        Visit visit = unsigned.visit();
        IOException problem = unsigned.problem();
        if (problem instanceof OtherScheme other) {
            boolean https = own.isHttps();
            return Check.REACHABLE.failure(
                    own + " speaks " + (https ? "no HTTPS, but HTTP" : "no HTTP, but HTTPS"),
                    "set gshare.url to " + other.origin() + (https ? ", or to the port that speaks HTTPS" : ""));
        }
        if (problem instanceof StrayRedirect stray) {
            return Check.REACHABLE.failure(
                    own + " answers, but a link is " + stray.getMessage(),
                    "check [server] root_url in the workspace, and what lies between");
        }
        if (visit == null && !(problem instanceof SSLException)) {
            return Check.REACHABLE.failure(
                    own + " does not answer: " + Browser.reason(Objects.requireNonNull(problem)),
                    "check gshare.url, DNS, firewall and proxy from this machine");
        }
        if (visit != null && visit.isMoved() && Proxied.isBypassed(own, page, visit)) {
            return Check.REACHABLE.failure(
                    own + " sends its links on to " + visit.elsewhere() + ", the workspace's own host",
                    Proxied.home(own, page, Objects.requireNonNull(visit.elsewhere())));
        }
        if (visit != null && visit.isMoved()) {
            return Check.REACHABLE.failure(
                    own + " sends its links on to " + visit.elsewhere() + ", so nothing there is examined",
                    "set gshare.url to " + visit.elsewhere() + ", with the path that it has there");
        }
        if (visit != null && visit.status() >= 500) {
            return Check.REACHABLE.failure(own + " answered " + visit.status(), ofError(visit.status()));
        }
        return Check.REACHABLE.ok(own + " answers");
    }

    private static String ofError(int status) {
        return switch (status) {
            case 502, 504 -> "look whether the workspace runs: what answers is a proxy before it, which gets no answer";
            case 503 -> "wait while the workspace starts; then look into its own log, and that of a proxy before it";
            default -> "look into the workspace's own log";
        };
    }

    /** Whether its certificate is trusted, and for how long; {@code null} without TLS. */
    static @Nullable Finding certificate(Asked unsigned, Instant now) {
        if (unsigned.problem() instanceof SSLException problem) {
            return untrusted(problem);
        }
        Instant until = unsigned.visit() == null ? null : unsigned.visit().certified();
        if (until == null) {
            return null;
        }
        if (until.isBefore(now)) { // here it is trusted by itself
            return expired();
        }
        long days = Duration.between(now, until).toDays();
        String left = "good for " + days + (days == 1 ? " more day" : " more days");
        return Duration.ofDays(days).compareTo(CERTIFICATE_ENDS_SOON) < 0
                ? Check.CERTIFICATE.warning(left, "renew the workspace's certificate")
                : Check.CERTIFICATE.ok(left);
    }

    private static Finding expired() {
        return Check.CERTIFICATE.failure("the certificate has expired", "renew the workspace's certificate");
    }

    /** Java's own words for what is wrong are told apart where it has no type for it (JSSE's HostnameChecker and SSLSocketInputRecord). */
    private static Finding untrusted(SSLException problem) {
        if (isCausedBy(problem, CertificateExpiredException.class, "")) {
            return expired();
        }
        if (isCausedBy(problem, CertificateNotYetValidException.class, "")) {
            return Check.CERTIFICATE.failure(
                    "the certificate is not valid yet", "set both clocks by NTP, or wait until its time has come");
        }
        String reason = Browser.reason(problem);
        if (isCausedBy(problem, CertificateException.class, "No subject alternative")
                || isCausedBy(problem, CertificateException.class, "No name matching")) {
            return Check.CERTIFICATE.failure(
                    "the certificate is another host's: " + reason,
                    "set gshare.url to a host that the certificate names, or issue one that names this host");
        }
        if (isCausedBy(problem, CertificateException.class, "")
                || reason.contains("PathBuilderException")
                || reason.contains("PathValidatorException")) {
            return Check.CERTIFICATE.failure(
                    "the certificate is not trusted: " + reason,
                    "let the workspace send the certificates of its issuers as well; for an issuer of your own, give Java its"
                            + " certificate by -Djavax.net.ssl.trustStore, and browsers too");
        }
        if (reason.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return Check.CERTIFICATE.failure(
                    "what answers there speaks no TLS",
                    "set gshare.url to the port that does, or to http://… where none does");
        }
        return Check.CERTIFICATE.failure(
                "no TLS connection comes about: " + reason,
                "look which versions of TLS the workspace, and what lies before it, speak");
    }

    private static boolean isCausedBy(Throwable problem, Class<? extends Exception> type, String words) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .anyMatch(cause -> type.isInstance(cause)
                        && String.valueOf(cause.getMessage()).contains(words));
    }

    /** Whether its clock and this one agree. */
    static Finding clock(Visit visit) {
        String date = visit.header("Date");
        Instant theirs;
        try {
            theirs = date == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            theirs = null;
        }
        if (theirs == null) {
            return Check.CLOCK.unknown("the workspace does not say what time it is");
        }
        // A date has whole seconds, and was written somewhere between question and answer.
        Instant theirLatest = theirs.plusSeconds(1);
        Duration ahead = visit.asked().isAfter(theirLatest)
                ? Duration.between(theirLatest, visit.asked())
                : visit.answered().isBefore(theirs) ? Duration.between(theirs, visit.answered()) : Duration.ZERO;
        Duration skew = ahead.abs();
        String evidence = skew.toSeconds() == 0
                ? "both clocks agree"
                : "this machine is " + skew.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                        + " the workspace";
        if (skew.compareTo(SKEW_FAILS) >= 0) {
            return Check.CLOCK.failure(evidence, NTP);
        }
        return skew.compareTo(SKEW_WARNS) >= 0 ? Check.CLOCK.warning(evidence, NTP) : Check.CLOCK.ok(evidence);
    }
}
