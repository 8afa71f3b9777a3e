package io.gshare.servlet;

import io.gshare.GShare;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response that describes what may be a page to be rewritten. Until that is decided, the length that the application gives is withheld; it is the
 * container's again where nothing is rewritten, and nobody's where the page grows. A range, or a page that is the same to the byte, cannot be had of a page whose
 * links are signed anew each time.
 */
abstract class DescribedResponse extends SigningResponse {

    private static final String CONTENT_LENGTH = "Content-Length";

    /** What the application gave and the container has not been told, or -1. */
    private long withheld = -1;

    DescribedResponse(
            HttpServletRequest request,
            HttpServletResponse response,
            GShare gshare,
            @Nullable FramePolicies policies,
            Warnings warnings) {
        super(request, response, gshare, policies, warnings);
    }

    /** Whether this is a page to be rewritten; {@code null} until that is decided. */
    abstract @Nullable Boolean isPage();

    /** Before a length is given. */
    abstract void sizing();

    /** What is withheld, or -1; it is not withheld any more. */
    final long takeLength() {
        long taken = withheld;
        withheld = -1;
        return taken;
    }

    /** Says of a page that is rewritten from now on what was said before otherwise. */
    final void describeAsRewritten() {
        for (String name : List.of("Accept-Ranges", "ETag")) {
            String value = getHeader(name);
            if (value != null) {
                beneath().setHeader(name, described(name, value));
            }
        }
    }

    private String described(String name, String value) {
        if (value == null || !Boolean.TRUE.equals(isPage())) {
            return value;
        }
        if ("ETag".equalsIgnoreCase(name) && value.startsWith("\"")) {
            return "W/" + value;
        }
        return "Accept-Ranges".equalsIgnoreCase(name) ? "none" : value;
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
        Boolean page = isPage();
        if (page == null) {
            withheld = length;
        } else if (!page) {
            super.setContentLengthLong(length);
        }
    }

    /** Whether a header is the length, which is withheld. */
    private boolean takesLength(@Nullable String name, @Nullable String value) {
        if (!CONTENT_LENGTH.equalsIgnoreCase(name) || Boolean.FALSE.equals(isPage()) || isIncluded()) {
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
    public void setHeader(String name, String value) {
        if (!takesLength(name, value)) {
            super.setHeader(name, described(name, value));
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!takesLength(name, value)) {
            super.addHeader(name, described(name, value));
        }
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
