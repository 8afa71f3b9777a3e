package io.gshare.servlet;

import io.gshare.GShare;
import io.gshare.Surface;
import io.gshare.html.LinkRewriter;
import io.gshare.html.LinkRewriting;
import io.gshare.servlet.Warnings.Warning;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links in what the application sends, if that is a page: HTML as it is, whole, in a charset that can be read.
 *
 * <p>What it is cannot be told before the first byte is written or the response is committed. Until then the length that the application
 * gives is withheld; it is the container's again where nothing is rewritten, and nobody's where the page grows. What is no page goes to the
 * container itself, as without this filter, and so does a page of which it is known that it has no link. One that is committed before its
 * end is known may have its first link behind that, so it is kept out of caches.
 */
final class RewritingResponse extends DescribedResponse {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_ENCODING = "Content-Encoding";
    private static final Set<String> PAGES = Set.of("text/html", "application/xhtml+xml");
    /** Those with no body, or a part of one. */
    private static final Set<Integer> NOT_WHOLE = Set.of(
            HttpServletResponse.SC_NO_CONTENT,
            HttpServletResponse.SC_PARTIAL_CONTENT,
            HttpServletResponse.SC_NOT_MODIFIED);

    /** Which part of its buffer Jetty keeps of what is written at once, unless the application has sized it: more is sent by itself. */
    private static final int COMMITS = 4;

    private static final Pattern UNICODE = Pattern.compile("(?i)utf-?(?:8|16|16le|16be|32|32le|32be)|gb18030");
    /** For a charset that Java does not know, more than any needs. */
    private static final int MOST_BYTES = 16;

    private final LinkRewriting rewriting;
    private final LinklessPages linkless;
    private final boolean head;
    /** Where the page is, which a forward may change. */
    private final String path;

    private final @Nullable String query;

    /** Whether it is decided if this is a page to be rewritten. */
    private boolean decided;
    /** What rewrites it, if it is one. */
    private @Nullable LinkRewriter rewriter;

    private @Nullable PageWriter writer;
    private @Nullable PageStream stream;
    /** How long the page is before it is rewritten, or -1. */
    private long length = -1;

    /** Whether it has been seen whole before, and has no link. */
    private boolean known;

    /** Whether the page carries a link of gshare's. */
    private boolean carries;
    /** Whether what it began with was dropped: what was said of that is not what was sent. */
    private boolean dropped;
    /** Whether the application itself has said how the body is encoded. */
    private boolean encodes;

    private int bytesPerCharacter;
    private boolean asciiSuperset;
    private long passed;
    /** Whether it is counted by bytes; characters count as many as they may become. */
    private boolean counted = true;
    /** The container's buffer: what it surely keeps before it commits the response. */
    private int buffer = Integer.MAX_VALUE;
    /** Whether the application has said how large it is. */
    private boolean sized;

    RewritingResponse(
            HttpServletRequest request,
            HttpServletResponse response,
            GShare gshare,
            @Nullable FramePolicies policies,
            Warnings warnings,
            LinkRewriting rewriting,
            LinklessPages linkless) {
        super(request, response, gshare, policies, warnings);
        this.rewriting = rewriting;
        this.linkless = linkless;
        this.head = request.getMethod().equals("HEAD");
        this.path = request.getRequestURI();
        this.query = request.getQueryString();
    }

    /** Whether a content type is HTML's. */
    static boolean isPage(String contentType) {
        return PAGES.contains(typeOf(contentType));
    }

    private static String typeOf(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    @Override
    SigningResponse around(HttpServletRequest itsRequest, HttpServletResponse response) {
        return new RewritingResponse(itsRequest, response, gshare(), policies(), warnings(), rewriting, linkless);
    }

    @Override
    boolean staysWhole() {
        return true;
    }

    /** Jetty drops what was written before a forward without telling the response. */
    @Override
    void forwarding() {
        if (!isCommitted()) {
            restart();
        }
    }

    /** Decides at the first write, or when the response is committed. */
    void decide() {
        if (decided) {
            return;
        }
        long given = takeLength();
        known = given >= 0 && mayBePage() && linkless.isSame(address(), version(given));
        boolean isPage = !known && isRewritable();
        decided = true;
        if (isPage) {
            length = given;
            boolean xml = typeOf(getContentType()).equals("application/xhtml+xml");
            rewriter = rewriting.page(page().by(Surface.REWRITE), origin(), xml);
            buffer = getBufferSize();
            describe();
        } else if (given >= 0) {
            beneath().setContentLengthLong(given);
        }
    }

    private String address() {
        return LinklessPages.address(origin(), path, query);
    }

    @Override
    void sizing() {
        if (!mayBePage()) {
            decide(); // an asynchronous answer may end here without another word
        }
    }

    @Override
    boolean isDecided() {
        return decided;
    }

    @Override
    boolean isRewritten() {
        return rewriter != null;
    }

    /** An answer without a body has had no first write. */
    @Override
    void ending(boolean whole) {
        decide();
        if (isUnseen()) {
            forbidStoring();
            if (whole && rewriter != null) {
                flushHead();
            }
        }
        super.ending(whole);
        if (whole && rewriter != null && isEndedByItsOwnThread()) {
            boolean bare = rewriter.end();
            if (bare && !carries && !dropped && passed > 0 && getStatus() == HttpServletResponse.SC_OK) {
                linkless.add(address(), version(length));
            }
        }
    }

    private boolean isEndedByItsOwnThread() {
        return request().getDispatcherType() == DispatcherType.REQUEST
                && !request().isAsyncStarted();
    }

    /** Whether it is the answer to a HEAD for which nobody wrote the page: up to Servlet 5, it is written to nowhere. */
    private boolean isUnseen() {
        if (!head || known || passed > 0) {
            return false;
        }
        String type = getContentType();
        return type != null && isPage(type) && !NOT_WHOLE.contains(getStatus());
    }

    /** Jetty would say that a page of a length that nobody knows is empty. */
    private void flushHead() {
        try {
            beneath().flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it will be is not known where a HEAD's page is written to nowhere. */
    @Override
    void leaving() {
        if (head && mayBePage()) {
            forbidStoring();
        }
    }

    private boolean isRewritable() {
        if (!mayBePage() || NOT_WHOLE.contains(getStatus()) || getContentType() == null || isCommitted()) {
            return false;
        }
        if (isEncoded()) {
            warnings().say(Warning.COMPRESSED);
            return false;
        }
        if (writer == null && !LinkRewriting.canRead(getCharacterEncoding())) {
            warnings().say(Warning.CHARSET);
            return false;
        }
        return true;
    }

    /** Whether what passes here is encoded: a filter before this one, which says the same, encodes what has passed. */
    private boolean isEncoded() {
        return encodes
                && getHeaders(CONTENT_ENCODING).stream().anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
    }

    /** Whether the response is a page, or does not say yet what it is. */
    private boolean mayBePage() {
        String type = getContentType();
        return type == null || isPage(type);
    }

    @Override
    void carrying() {
        if (!carries) {
            carries = true;
            linkless.remove(address());
            becomeIncomparable(length);
        }
    }

    /** Whether what is written now is part of a page to be rewritten. */
    boolean rewrites() {
        decide();
        return rewriter != null;
    }

    /** What rewrites this page. */
    LinkRewriter rewriter() {
        return Objects.requireNonNull(rewriter, "a page that is not rewritten");
    }

    /** Before bytes go to the container: many of them commit the response, and many at a time. */
    void passing(long bytes) {
        passed += bytes;
        if (passed >= buffer || (counted && bytes > buffer / COMMITS && !sized && !isTomcats())) {
            committing();
            buffer = Integer.MAX_VALUE;
        }
    }

    /** Before characters go to the container, of which so many are beyond ASCII. */
    void passingCharacters(int length, int beyondAscii) {
        if (buffer == Integer.MAX_VALUE) {
            return;
        }
        if (bytesPerCharacter == 0) {
            bytesPerCharacter = bytesPerCharacter(getCharacterEncoding());
            asciiSuperset = LinkRewriting.canRead(getCharacterEncoding());
        }
        counted = false;
        passing(asciiSuperset ? length + beyondAscii * (bytesPerCharacter - 1L) : (long) length * bytesPerCharacter);
    }

    private static int bytesPerCharacter(String charset) {
        try {
            return (int) Math.ceil(Charset.forName(charset).newEncoder().maxBytesPerChar());
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return MOST_BYTES;
        }
    }

    /** Whether the charset has every character, so that none beyond ASCII is sent as one of ASCII. */
    boolean sendsAllCharacters() {
        return UNICODE.matcher(getCharacterEncoding()).matches();
    }

    /** Before the response is committed, which may be before its first link. */
    void committing() {
        if (!rewrites()) {
            return;
        }
        if (isSeenWhole()) {
            beneath().setContentLengthLong(length);
        } else {
            forbidStoring();
            becomeIncomparable(length);
        }
    }

    /** Whether its end is known, and that no link comes before. */
    private boolean isSeenWhole() {
        return counted && !carries && length >= 0 && passed == length;
    }

    // The container is asked each time: a forward may have made it forget that it was.

    @Override
    PrintWriter writer() throws IOException {
        PrintWriter container = super.writer();
        if (writer != null && !writer.isBefore(container)) {
            writer = null;
        }
        if (writer == null && mayBePage()) {
            writer = new PageWriter(container, this);
        } else if (writer == null) {
            decide();
        }
        return writer == null ? container : writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream container = super.getOutputStream();
        if (stream == null && mayBePage()) {
            stream = new PageStream(container, this);
        } else if (stream == null) {
            decide();
        }
        return stream == null ? container : stream;
    }

    @Override
    public void flushBuffer() throws IOException {
        committing();
        super.flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        restart();
        encodes = false;
        sized = false;
        decided = false;
        rewriter = null;
        writer = null;
        stream = null;
        takeLength();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        restart();
    }

    /** The page begins anew, and may turn out to be none, or the first: what drops it often sends something else. */
    void restart() {
        dropped |= passed > 0;
        decided = false;
        rewriter = null;
        buffer = Integer.MAX_VALUE;
        passed = 0;
        counted = true;
        length = -1;
    }

    @Override
    public void sendError(int status) throws IOException {
        super.sendError(status);
        restart();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        super.sendError(status, message);
        restart();
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(location);
        restart();
    }

    @Override
    public void setBufferSize(int size) {
        super.setBufferSize(size);
        sized = true;
        restart(); // nothing has been written: that would have been refused
    }

    /** What was no page when it began cannot become one: it went to the container itself. */
    private void sayIfTooLate(@Nullable String type) {
        String before = getContentType();
        if (decided
                && rewriter == null
                && type != null
                && isPage(type)
                && (before == null || !isPage(before))
                && !isCommitted()) {
            warnings().say(Warning.TYPE_TOO_LATE);
        }
    }

    @Override
    public void setContentType(String type) {
        sayIfTooLate(type);
        super.setContentType(type);
    }

    private void hear(String name, @Nullable String value) {
        encodes |= CONTENT_ENCODING.equalsIgnoreCase(name);
        if (CONTENT_TYPE.equalsIgnoreCase(name)) {
            sayIfTooLate(value);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        hear(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        hear(name, value);
        super.addHeader(name, value);
    }
}
