package io.gshare.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request whose page may be rewritten: it hides the headers that ask for less than the whole page, because a 304 would revive links
 * that are long stale, and a range be one of another page. Only requests for pages lose them: those that browsers say want HTML, or whose
 * path says so; images, scripts and films keep them, and so do requests for what is known to have no link.
 */
final class RewritingRequest extends SigningRequest {

    private static final Set<String> HIDDEN = Set.of("if-none-match", "if-modified-since", "if-range", "range");

    private final boolean hides;

    private RewritingRequest(HttpServletRequest request, SigningResponse response, boolean hides) {
        super(request, response);
        this.hides = hides;
    }

    RewritingRequest(HttpServletRequest request, SigningResponse response, String path, LinklessPages linkless) {
        this(
                request,
                response,
                asksForLess(request)
                        && isForPage(request, request.getServletContext().getMimeType(path))
                        && !linkless.allows(request));
    }

    private static boolean asksForLess(HttpServletRequest request) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return false;
        }
        for (String header : HIDDEN) {
            if (request.getHeader(header) != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    SigningRequest around(HttpServletRequest request, SigningResponse around) {
        return new RewritingRequest(request, around, hides);
    }

    private static boolean isForPage(HttpServletRequest request, @Nullable String type) {
        if (type != null) {
            return RewritingResponse.isPage(type);
        }
        String accept = request.getHeader("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("html");
    }

    private boolean isHidden(@Nullable String header) {
        return hides && header != null && HIDDEN.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isHidden(name))
                .toList());
    }
}
