package io.gshare.servlet;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.PageResponse;
import io.gshare.Surface;
import io.gshare.link.LinkSigner;
import io.gshare.ticket.Audience;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links that pass {@code encodeURL}, and keeps a response that carries a signed link out of caches.
 *
 * <p>Assumes that pages call {@code encodeURL} on links that they show, that a link which it leaves alone still wants the
 * container's session id, and that a signed one, or one that the mint endpoint answers, must never get it. Signing is idempotent, so encoding a link twice is harmless.
 * Used by one request, one thread at a time, as its response is.
 */
class SigningResponse extends ForwardedResponse implements PageResponse {

    private static final Pattern AFTER_FIRST = Pattern.compile("[,\\s].*");
    private static final Pattern ACCEPT_LANGUAGE =
            Pattern.compile("(?i)(?:^|[,\\s])(?:accept-language|\\*)(?:[,\\s]|$)");

    /** The response beneath, past what Tomcat puts between for the time of an include, where headers are ignored. */
    private final HttpServletResponse beneath;

    private final HttpServletRequest request;
    private final GShare gshare;
    private final Page page;
    /** Where the page is, as the container knows it: behind a proxy, as the container is told to believe the proxy. */
    private @Nullable String origin;

    private final Warnings warnings;
    private final CacheHeaders caches;
    private final OwnLinks links;

    /** That of the page, as it was said last. */
    private @Nullable Locale language;

    /** What extends the application's policies; {@code null} where they are left alone. */
    private final @Nullable FramePolicies policies;

    SigningResponse(
            HttpServletRequest request,
            HttpServletResponse response,
            GShare gshare,
            @Nullable FramePolicies policies,
            Warnings warnings) {
        super(response);
        this.beneath = response;
        this.request = request;
        this.warnings = warnings;
        this.caches = new CacheHeaders(cachesBefore(request), response, warnings);
        this.links = new OwnLinks(request, gshare.configuration().minting());
        this.gshare = gshare;
        this.page = gshare.page(this);
        this.policies = policies;
        if (policies != null) {
            FramePolicies.HEADERS.forEach(name -> extendGiven(name, policies));
        }
    }

    /** What is known of the same response before a dispatch. */
    private static @Nullable CacheHeaders cachesBefore(HttpServletRequest request) {
        return request.getAttribute(GShareFilter.PAGE) instanceof Page before
                        && before.response() instanceof SigningResponse response
                ? response.caches
                : null;
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
        return policies != null && name != null && value != null && FramePolicies.isHeader(name)
                ? policies.allow(value)
                : value;
    }

    /** The same around another response, of which this one was the outermost part but for filters that stand before this one. */
    SigningResponse around(HttpServletRequest itsRequest, HttpServletResponse response) {
        return new SigningResponse(itsRequest, response, gshare, policies, warnings);
    }

    /** Whether what was begun here must go on here: a page that is read while it passes. */
    boolean staysWhole() {
        return false;
    }

    /** The page carries a link of gshare's: a signed one, or one that is signed when it is followed. */
    void carrying() {}

    /** Before a forward through this response's request. */
    void forwarding() {}

    /** Before the application answers by another thread, by a response of its own. */
    void leaving() {}

    final HttpServletResponse beneath() {
        return beneath;
    }

    /** The request as the container has it. */
    final HttpServletRequest request() {
        return request;
    }

    final String origin() {
        String known = origin;
        if (known == null) {
            known = origin(request);
            origin = known;
        }
        return known;
    }

    final @Nullable FramePolicies policies() {
        return policies;
    }

    final GShare gshare() {
        return gshare;
    }

    final Warnings warnings() {
        return warnings;
    }

    /** Where a page is, as the container knows it. */
    static String origin(HttpServletRequest request) {
        return request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
    }

    /** What signs for this response, and thereby marks it. */
    Page page() {
        return page;
    }

    @Override
    public final void signed() {
        carrying();
        caches.carries(Storable.NOWHERE);
    }

    @Override
    public final void bound() {
        carrying();
        caches.carries(Storable.BY_VISITOR);
    }

    @Override
    public final String ownLink(String path) {
        carrying();
        return links.link(path);
    }

    @Override
    public final Audience audience() {
        if (gshare.configuration().minting().bindSession() && Visitor.keepsNoCookie(request)) {
            warnings.say(Warnings.Warning.NO_COOKIE);
        }
        return Visitor.audience(request, links);
    }

    @Override
    public final @Nullable Locale language() {
        String header = language == null ? beneath.getHeader("Content-Language") : null;
        return header == null
                ? language
                : Locale.forLanguageTag(AFTER_FIRST.matcher(header).replaceFirst(""));
    }

    @Override
    public final List<Locale> visitorsLanguages() {
        if (!beneath.isCommitted()
                && beneath.getHeaders("Vary").stream()
                        .noneMatch(value -> ACCEPT_LANGUAGE.matcher(value).find())) {
            beneath.addHeader("Vary", "Accept-Language");
        }
        return Visitor.languages(request, warnings);
    }

    @Override
    public void setLocale(Locale locale) {
        language = locale;
        super.setLocale(locale);
    }

    /** Keeps the response out of caches, whatever the application says from now on; without effect once it is committed. */
    final void forbidStoring() {
        caches.restrict(Storable.NOWHERE);
    }

    @Override
    void ending(boolean whole) {
        caches.rewrite(); // something may have changed them behind this response
        Visitor.ending(request);
        super.ending(whole);
    }

    @Override
    public String encodeURL(String url) {
        String own = url == null ? null : page.by(Surface.ENCODE_URL).signOwn(url, origin());
        return own == null ? withoutSession(url, super.encodeURL(url)) : own;
    }

    /** The link of a frame, be it written by the application itself, must not get the container's session id. */
    private String withoutSession(String url, String encoded) {
        return url == null || url.equals(encoded) || !links.isOne(url) ? encoded : url;
    }

    @Override
    public String encodeRedirectURL(String url) {
        // A link that the application itself has signed must not get the container's session id, nor be stored.
        LinkSigner signer = url == null ? null : page.workspaces().nearest(url);
        if (signer != null && !signer.unsigned(url).equals(url) && page.signOwn(url, origin()) != null) {
            signed();
            return url;
        }
        return withoutSession(url, super.encodeRedirectURL(url));
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
        caches.pass(name, extended(name, value), given -> super.setHeader(name, given));
    }

    @Override
    public void addHeader(String name, String value) {
        caches.pass(name, extended(name, value), given -> super.addHeader(name, given));
    }

    @Override
    public void setIntHeader(String name, int value) {
        caches.pass(name, null, none -> super.setIntHeader(name, value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        caches.pass(name, null, none -> super.addIntHeader(name, value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        caches.pass(name, null, none -> super.setDateHeader(name, date));
    }

    @Override
    public void addDateHeader(String name, long date) {
        caches.pass(name, null, none -> super.addDateHeader(name, date));
    }

    @Override
    PrintWriter writer() throws IOException {
        caches.retry();
        return super.writer();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        caches.retry();
        return super.getOutputStream();
    }

    @Override
    public void flushBuffer() throws IOException {
        caches.rewrite();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        caches.rewrite();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        caches.rewrite();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        caches.rewrite();
        super.sendRedirect(location);
    }

    /** A signed link may outlive the page that it was made for, in the application's hands, so the headers come back. */
    @Override
    public void reset() {
        super.reset();
        caches.rewrite();
    }
}
