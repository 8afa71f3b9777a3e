package io.gshare.doctor;

import io.gshare.GShare;
import io.gshare.doctor.Browser.Visit;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the workspace was asked, once each, and what it answered. For one examination, by one thread. */
final class Answers {

    private static final Map<String, String> HTML = Map.of("Accept", "text/html");

    private final GShare gshare;
    private final String link;
    private final String url;
    private final Browser browser;

    private @Nullable Asked unsigned;
    private @Nullable Asked signed;

    /** @param url the workspace's */
    Answers(GShare gshare, String link, String url, Browser browser) {
        this.gshare = gshare;
        this.link = link;
        this.url = url;
        this.browser = browser;
    }

    /** The link without a signature, absolute. */
    String address() {
        return link.startsWith("/") ? url + link : link;
    }

    /** The link as a path of the workspace's, such as {@code /d/TZWea/test}. */
    String path() {
        String path = address().replaceFirst("^[^/]*//[^/?#]*", "").replaceFirst("[?#].*", "");
        String base = URI.create(url).getRawPath();
        String below = path.startsWith(base) ? path.substring(base.length()) : path;
        return below.isEmpty() ? "/" : below;
    }

    /** The link, signed this moment. */
    String sign() {
        return gshare.sign(link);
    }

    /** Opens a link as a frame does. */
    Asked open(String link) {
        try {
            return new Asked(browser.open(link, HTML), null);
        } catch (IOException e) {
            return new Asked(null, e);
        } catch (IllegalArgumentException e) {
            return new Asked(null, new IOException("no address that Java asks", e));
        }
    }

    /** Asks an API of Grafana's, which needs a session or a token in the headers, if anything. */
    @Nullable
    Visit api(String address, Map<String, String> headers) {
        try {
            return browser.ask(address, headers);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** A page of Grafana's, as anybody gets it; empty where there is none. */
    String page(String address) {
        try {
            return browser.read(address).body();
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
    }

    Asked unsigned() {
        Asked known = unsigned;
        if (known == null) {
            known = open(address());
            unsigned = known;
        }
        return known;
    }

    Asked signed() {
        Asked known = signed;
        if (known == null) {
            // A workspace that is not there without a signature is not there with one.
            known = isThere() ? open(sign()) : new Asked(null, unsigned().problem());
            signed = known;
        }
        return known;
    }

    /** Whether the workspace answers at its own address. */
    boolean isThere() {
        Visit visit = unsigned().visit();
        return visit != null && !visit.isMoved() && visit.status() < 500;
    }

    boolean isOpenToAnybody() {
        Visit visit = unsigned().visit();
        return visit != null && visit.isOpen();
    }

    /** Whether a signed link opens what one without a signature does not: its page, or a session. */
    boolean isOpenedBySignature() {
        Visit visit = signed().visit();
        return visit != null && visit.isOpen() && (!isOpenToAnybody() || session() != null);
    }

    /** Why a signed link is refused, where a gateway or a stand-in says so; the managed workspace does not. */
    @Nullable
    String refusal() {
        Visit visit = signed().visit();
        return visit == null ? null : visit.header("X-Refusal-Reason");
    }

    @Nullable
    SessionCookie session() {
        Visit visit = signed().visit();
        return visit == null ? null : session(visit);
    }

    /** The cookie that comes with a signature alone; what comes without one as well is a balancer's, or a tracker's. */
    @Nullable
    SessionCookie session(Visit visit) {
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
}
