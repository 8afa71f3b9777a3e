package io.gshare.servlet;

import io.gshare.GShare;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response that describes a page which may be rewritten: by a length only once it is known that the page will have it, and one that carries
 * a link by no validator that a copy without links has.
 */
abstract class DescribedResponse extends SigningResponse {

    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String ETAG = "ETag";
    private static final String LAST_MODIFIED = "Last-Modified";
    private static final String ACCEPT_RANGES = "Accept-Ranges";

    /** How a tag ends that is of a page with links. */
    private static final String SIGNED = "-gshare\"";
    /** When a page with links was modified, as no page without them was. */
    private static final String NEVER = "Thu, 01 Jan 1970 00:00:00 GMT";

    /** What the application gave and the container has not been told, or -1. */
    private long withheld = -1;
    /** What the application said of the page before no copy could be compared with it any more. */
    private LinklessPages.@Nullable Version before;

    DescribedResponse(
            HttpServletRequest request,
            HttpServletResponse response,
            GShare gshare,
            @Nullable FramePolicies policies,
            Warnings warnings) {
        super(request, response, gshare, policies, warnings);
    }

    /** Before a length is given. */
    abstract void sizing();

    /** Whether it is decided if this is a page to be rewritten. */
    abstract boolean isDecided();

    /** Whether it is one, as far as that is decided. */
    abstract boolean isRewritten();

    /** What is withheld, or -1; it is not withheld any more. */
    final long takeLength() {
        long taken = withheld;
        withheld = -1;
        return taken;
    }

    /**
     * What the application says of the page.
     *
     * @param length how long it is, or -1
     */
    final LinklessPages.Version version(long length) {
        if (before != null) {
            return before;
        }
        String tag = super.getHeader(ETAG);
        String modified = super.getHeader(LAST_MODIFIED);
        boolean strong = tag != null && tag.startsWith("\"");
        boolean weak = !strong && (tag != null || modified != null);
        return weak && isOfItsVisitor()
                ? new LinklessPages.Version(null, null, length)
                : new LinklessPages.Version(tag, modified, length);
    }

    /** Whether the application says that others may see another page: what is weak of its validators may be the same then. */
    private boolean isOfItsVisitor() {
        return super.containsHeader("Set-Cookie")
                || super.getHeaders("Vary").stream().anyMatch(value -> !value.equalsIgnoreCase("Accept-Encoding"))
                || super.getHeaders("Cache-Control").stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("private"));
    }

    /** From now on, no range and no copy can be had of the page: its links are signed anew each time. */
    final void becomeIncomparable(long length) {
        if (before == null) {
            before = version(length);
            describe();
        }
    }

    /** Writes what was said of the page before this was known. */
    final void describe() {
        if (!isIncomparable()) {
            return;
        }
        for (String name : List.of(ACCEPT_RANGES, ETAG, LAST_MODIFIED)) {
            String value = super.getHeader(name);
            String described = value == null ? null : described(name, value);
            if (described != null && !described.equals(value)) {
                beneath().setHeader(name, described);
            }
        }
    }

    private boolean isIncomparable() {
        return before != null && isRewritten();
    }

    private String described(@Nullable String name, String value) {
        if (name == null || !isIncomparable()) {
            return value;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "accept-ranges" -> "none";
            case "last-modified" -> NEVER;
            case "etag" -> incomparable(value);
            default -> value;
        };
    }

    private static String incomparable(String tag) {
        if (!tag.endsWith("\"") || tag.endsWith(SIGNED)) {
            return tag;
        }
        return (tag.startsWith("W/") ? "" : "W/") + tag.substring(0, tag.length() - 1) + SIGNED;
    }

    @Override
    public void setHeader(String name, String value) {
        if (!takesLength(name, value)) {
            super.setHeader(name, value == null ? value : described(name, value));
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!takesLength(name, value)) {
            super.addHeader(name, value == null ? value : described(name, value));
        }
    }

    @Override
    public final void setDateHeader(String name, long date) {
        if (isIncomparable() && LAST_MODIFIED.equalsIgnoreCase(name)) {
            super.setHeader(name, NEVER);
        } else {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public final void addDateHeader(String name, long date) {
        if (isIncomparable() && LAST_MODIFIED.equalsIgnoreCase(name)) {
            super.setHeader(name, NEVER);
        } else {
            super.addDateHeader(name, date);
        }
    }

    @Override
    public final void setContentLength(int length) {
        setContentLengthLong(length);
    }

    /** Containers ignore what an included servlet says of the length, which must not come back when the include is over. */
    private boolean isIncluded() {
        return getResponse() != beneath() || request().getDispatcherType() == DispatcherType.INCLUDE;
    }

    @Override
    public final void setContentLengthLong(long length) {
        if (isIncluded()) {
            super.setContentLengthLong(length);
            return;
        }
        sizing();
        if (!isDecided()) {
            withheld = length;
        } else if (!isRewritten()) {
            super.setContentLengthLong(length);
        }
    }

    /** Whether a header is the length, which is withheld. */
    private boolean takesLength(@Nullable String name, @Nullable String value) {
        if (!CONTENT_LENGTH.equalsIgnoreCase(name) || (isDecided() && !isRewritten()) || isIncluded()) {
            return false;
        }
        try {
            setContentLengthLong(value == null ? -1 : Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            return false; // the container knows what to do with what is no length
        }
        return true;
    }

    @Override
    public final void setIntHeader(String name, int value) {
        if (!takesLength(name, Integer.toString(value))) {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public final void addIntHeader(String name, int value) {
        if (!takesLength(name, Integer.toString(value))) {
            super.addIntHeader(name, value);
        }
    }

    private boolean isWithheld(String name) {
        return withheld >= 0 && CONTENT_LENGTH.equalsIgnoreCase(name);
    }

    @Override
    public final @Nullable String getHeader(String name) {
        return isWithheld(name) ? Long.toString(withheld) : super.getHeader(name);
    }

    @Override
    public final Collection<String> getHeaders(String name) {
        return isWithheld(name) ? List.of(Long.toString(withheld)) : super.getHeaders(name);
    }

    @Override
    public final Collection<String> getHeaderNames() {
        Collection<String> names = super.getHeaderNames();
        if (withheld < 0 || names.stream().anyMatch(CONTENT_LENGTH::equalsIgnoreCase)) {
            return names;
        }
        return Stream.concat(names.stream(), Stream.of(CONTENT_LENGTH)).toList();
    }

    @Override
    public final boolean containsHeader(String name) {
        return isWithheld(name) || super.containsHeader(name);
    }
}
