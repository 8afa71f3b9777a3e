package io.gshare.servlet;

import io.gshare.GShare;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Locale;

/**
 * Signs the links that pass {@code encodeURL}, and keeps a response that carries a signed link out of caches.
 *
 * <p>Assumes that pages call {@code encodeURL} on links that they show, that a link which it leaves alone still wants the
 * container's session id, and that a signed one must never get it. Signing is idempotent, so encoding a link twice is harmless.
 * Used by one request, one thread at a time, as its response is.
 */
final class SigningResponse extends HttpServletResponseWrapper {

    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String NOT_STORED = "private, no-store";

    /** The response beneath, past what Tomcat puts between for the time of an include, where headers are ignored. */
    private final HttpServletResponse beneath;

    private final GShare gshare;
    /** Where the page is, as the container knows it: behind a proxy, as the container is told to believe the proxy. */
    private final String origin;

    private boolean signed;

    SigningResponse(HttpServletRequest request, HttpServletResponse response, GShare gshare) {
        super(response);
        this.beneath = response;
        this.origin = request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
        this.gshare = gshare.onSigned(this::carriesSignedLink);
    }

    /** What signs for this response, and thereby marks it. */
    GShare gshare() {
        return gshare;
    }

    private void carriesSignedLink() {
        if (!signed) {
            signed = true;
            if (beneath.getHeaders(CACHE_CONTROL).stream().noneMatch(SigningResponse::forbidsStoring)) {
                beneath.setHeader(CACHE_CONTROL, NOT_STORED); // without effect once committed
            }
        }
    }

    private static boolean forbidsStoring(String cacheControl) {
        for (String directive : cacheControl.split(",", -1)) {
            if (directive.strip().toLowerCase(Locale.ROOT).equals("no-store")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String encodeURL(String url) {
        String own = url == null ? null : gshare.signOwn(url, origin);
        return own == null ? super.encodeURL(url) : own;
    }

    @Override
    public String encodeRedirectURL(String url) {
        // A link that the application itself has signed must not get the container's session id.
        return url != null && url.contains("aliyun_api_key") && gshare.signOwn(url, origin) != null
                ? url
                : super.encodeRedirectURL(url);
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
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!weakens(name, value)) {
            super.addHeader(name, value);
        }
    }

    /** Whether a header would let caches store a page that carries a signed link. */
    private boolean weakens(String name, String value) {
        return signed && CACHE_CONTROL.equalsIgnoreCase(name) && (value == null || !forbidsStoring(value));
    }

    @Override
    public void reset() {
        super.reset();
        signed = false;
    }
}
