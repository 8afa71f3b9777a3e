package io.gshare.servlet;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.Surface;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links that pass {@code encodeURL}, and keeps a response that carries a signed link out of caches.
 *
 * <p>Assumes that pages call {@code encodeURL} on links that they show, that a link which it leaves alone still wants the
 * container's session id, and that a signed one, or one that the mint endpoint answers, must never get it. Signing is idempotent, so encoding a link twice is harmless.
 * Used by one request, one thread at a time, as its response is.
 */
class SigningResponse extends HttpServletResponseWrapper implements Page {

    private static final String CACHE_CONTROL = "Cache-Control";
    /** nginx obeys it before any other. */
    private static final String ACCEL_EXPIRES = "X-Accel-Expires";

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** The response beneath, past what Tomcat puts between for the time of an include, where headers are ignored. */
    private final HttpServletResponse beneath;

    private final HttpServletRequest request;
    private final GShare gshare;
    /** Where the page is, as the container knows it: behind a proxy, as the container is told to believe the proxy. */
    private final String origin;

    private final Warnings warnings;

    /** Whether it carries a signed link, or may. */
    private boolean unstorable;

    /** What extends the application's policies; {@code null} where they are left alone. */
    private final @Nullable FramePolicies policies;

    SigningResponse(
            HttpServletRequest request,
            HttpServletResponse response,
            GShare gshare,
            @Nullable FramePolicies policies,
            Warnings warnings) {
        super(response);
        Visitor.note(request);
        this.beneath = response;
        this.request = request;
        this.warnings = warnings;
        this.origin = origin(request);
        this.gshare = gshare.forPage(this);
        this.policies = policies;
        if (policies != null) {
            FramePolicies.HEADERS.forEach(name -> extendGiven(name, policies));
        }
    }

    /** Extends what a filter before this one has set. */
    private void extendGiven(String name, FramePolicies policies) {
        List<String> given = List.copyOf(beneath.getHeaders(name));
        List<String> extended = given.stream().map(policies::allow).toList();
        if (!extended.equals(given)) {
            beneath.setHeader(name, extended.get(0));
            extended.stream().skip(1).forEach(policy -> beneath.addHeader(name, policy));
        }
    }

    private String extended(String name, String value) {
        return policies != null && value != null && FramePolicies.isHeader(name) ? policies.allow(value) : value;
    }

    final HttpServletResponse beneath() {
        return beneath;
    }

    final Warnings warnings() {
        return warnings;
    }

    /** Where a page is, as the container knows it. */
    static String origin(HttpServletRequest request) {
        return request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
    }

    /** What signs for this response, and thereby marks it. */
    GShare gshare() {
        return gshare;
    }

    @Override
    public final void signed() {
        if (unstorable) {
            return;
        }
        if (isCommitted() && !forbidsStoring(beneath.getHeaders(CACHE_CONTROL))) {
            warnings.say(Warnings.Warning.TOO_LATE);
        }
        forbidStoring();
    }

    @Override
    public final String ownLink(String path) {
        return OwnLinks.link(request, gshare.minting(), path);
    }

    @Override
    public final Audience audience() {
        if (gshare.minting().bindSession() && Visitor.keepsNoCookie(request)) {
            warnings.say(Warnings.Warning.NO_COOKIE);
        }
        return Visitor.audience(request);
    }

    /** Keeps the response out of caches, whatever the application says from now on; without effect once it is committed. */
    final void forbidStoring() {
        if (!unstorable) {
            unstorable = true;
            tightenHeaders();
        }
    }

    private void tightenHeaders() {
        if (!forbidsStoring(beneath.getHeaders(CACHE_CONTROL))) {
            beneath.setHeader(CACHE_CONTROL, "private, no-store");
        }
        for (String header : List.copyOf(beneath.getHeaderNames())) {
            if (isTargeted(header) && !forbidsStoring(beneath.getHeaders(header))) {
                beneath.setHeader(header, "no-store");
            } else if (ACCEL_EXPIRES.equalsIgnoreCase(header)) {
                beneath.setHeader(header, "0");
            }
        }
    }

    /** Whether certain caches obey the header before {@code Cache-Control}: RFC 9213, and those that came before it. */
    private static boolean isTargeted(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.endsWith("-cache-control") || name.equals("surrogate-control") || name.equals("edge-control");
    }

    private static boolean forbidsStoring(Collection<String> cacheControls) {
        return cacheControls.stream()
                .flatMap(value -> Stream.of(QUOTED.matcher(value).replaceAll("").split(",", -1)))
                .anyMatch(
                        directive -> directive.strip().toLowerCase(Locale.ROOT).equals("no-store"));
    }

    @Override
    public String encodeURL(String url) {
        String own = url == null ? null : gshare.by(Surface.ENCODE_URL).signOwn(url, origin);
        return own == null ? withoutSession(url, super.encodeURL(url)) : own;
    }

    /** The link of a frame, be it written by the application itself, must not get the container's session id. */
    private String withoutSession(String url, String encoded) {
        return url == null || url.equals(encoded) || !OwnLinks.isOne(url, request, gshare.minting()) ? encoded : url;
    }

    @Override
    public String encodeRedirectURL(String url) {
        // A link that the application itself has signed must not get the container's session id.
        return url != null && url.contains("aliyun_api_key") && gshare.signOwn(url, origin) != null
                ? url
                : withoutSession(url, super.encodeRedirectURL(url));
    }

    /** Part of Servlet up to 5, where templates may still call it. */
    public String encodeUrl(String url) {
        return encodeURL(url);
    }

    /** Part of Servlet up to 5, where templates may still call it. */
    public String encodeRedirectUrl(String url) {
        return encodeRedirectURL(url);
    }

    @Override
    public void setHeader(String name, String value) {
        if (!weakens(name, value)) {
            super.setHeader(name, extended(name, value));
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!weakens(name, value)) {
            super.addHeader(name, extended(name, value));
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!weakens(name, "")) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (!weakens(name, "")) {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (!weakens(name, "")) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (!weakens(name, "")) {
            super.addDateHeader(name, date);
        }
    }

    /** Whether a header would let caches store a page that carries a signed link. */
    private boolean weakens(@Nullable String name, @Nullable String value) {
        if (!unstorable || name == null) {
            return false;
        }
        boolean controls = CACHE_CONTROL.equalsIgnoreCase(name) || isTargeted(name);
        return ACCEL_EXPIRES.equalsIgnoreCase(name) || (controls && (value == null || !forbidsStoring(List.of(value))));
    }

    /** A signed link may outlive the page that it was made for, in the application's hands, so the headers come back. */
    @Override
    public void reset() {
        super.reset();
        if (unstorable) {
            tightenHeaders();
        }
    }
}
