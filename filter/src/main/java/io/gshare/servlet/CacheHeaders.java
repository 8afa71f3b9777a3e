package io.gshare.servlet;

import io.gshare.servlet.Warnings.Warning;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that keep a response out of caches.
 *
 * <p>Containers ignore headers while a page includes another. Tomcat does it by a response that it puts beneath all wrappers, so those that
 * are there before are known here, and each is told by itself; Jetty's own response does it up to Servlet 5, but for names with a prefix.
 * Some wrappers keep headers to themselves, or have others in mind. So what is written is read back, and what does not read so is written
 * again, until the response is committed. What is known of a response is known behind a dispatch too, where others wrap it.
 */
final class CacheHeaders {

    private static final String CACHE_CONTROL = "Cache-Control";
    /** How headers for certain shared caches end. */
    private static final String OF_CACHES = "-Cache-Control";
    /** nginx obeys it before any other. */
    private static final String ACCEL_EXPIRES = "X-Accel-Expires";

    private static final Pattern IGNORES_INCLUDED =
            Pattern.compile("org\\.eclipse\\.jetty\\.(?:server|ee\\d+\\.nested)\\.Response");
    private static final String INCLUDED_TOO = "org.eclipse.jetty.server.include.";

    /** What is known of one response. */
    private static final class Known {

        /** Where it may be stored at most. */
        private Storable storable = Storable.EVERYWHERE;
        /** The same, for what it carries for certain. */
        private Storable carried = Storable.EVERYWHERE;
    }

    private final List<HttpServletResponse> layers = new ArrayList<>();
    private final HttpServletResponse innermost;
    private final Known known;
    private final Warnings warnings;
    /** What reads so in all layers: what was written beneath other filters, for another thread, may not have passed these. */
    private Storable settled = Storable.EVERYWHERE;

    /**
     * The headers of a response, and of all beneath it.
     *
     * @param before those of the same response before a dispatch, where others wrapped it
     */
    CacheHeaders(@Nullable CacheHeaders before, HttpServletResponse response, Warnings warnings) {
        ServletResponse layer = response;
        while (layer instanceof HttpServletResponse http) {
            layers.add(http);
            layer = http instanceof ServletResponseWrapper wrapper ? wrapper.getResponse() : null;
        }
        innermost = layers.get(layers.size() - 1);
        this.warnings = warnings;
        known = before == null ? new Known() : before.known;
        rewrite();
    }

    /** The response carries what may be stored nowhere else. Said in the log where that comes too late. */
    void carries(Storable storable) {
        if (isStricter(storable, known.carried)) {
            known.carried = storable;
        }
        settled = Storable.EVERYWHERE; // a filter may have reset the response since it was written
        restrict(storable);
    }

    /** The response may carry what may be stored nowhere else. */
    void restrict(Storable storable) {
        if (isStricter(storable, known.storable)) {
            known.storable = storable;
        }
        retry();
    }

    private static boolean isStricter(Storable one, Storable other) {
        return one.compareTo(other) > 0;
    }

    /** Writes what has not been written yet: containers ignored it. */
    void retry() {
        if (settled != known.storable) {
            rewrite();
        }
    }

    /** Writes what does not read as it should: something else may have changed it. */
    void rewrite() {
        if (known.storable == Storable.EVERYWHERE) {
            return;
        }
        if (innermost.isCommitted()) {
            // And yet it is tried: containers call committed what is not, such as Jetty behind an error, and Tomcat
            // behind a forward.
            sayIfTooLate();
        }
        boolean written = isWritten();
        if (!written) {
            for (HttpServletResponse layer : layers) {
                write(layer, "");
            }
            written = isWritten();
        }
        if (!written && IGNORES_INCLUDED.matcher(innermost.getClass().getName()).matches()) {
            write(innermost, INCLUDED_TOO);
            written = isWritten();
        }
        settled = written ? known.storable : Storable.EVERYWHERE;
    }

    /** Whether all layers read as they should; asked at each signature. */
    private boolean isWritten() {
        for (HttpServletResponse layer : layers) {
            if (!isWritten(layer)) {
                return false;
            }
        }
        return true;
    }

    private void sayIfTooLate() {
        if (!known.carried.isSaidBy(innermost.getHeaders(CACHE_CONTROL))) {
            warnings.say(known.carried == Storable.NOWHERE ? Warning.TOO_LATE : Warning.TICKET_TOO_LATE);
        }
    }

    private void write(HttpServletResponse response, String prefix) {
        Collection<String> given = response.getHeaders(CACHE_CONTROL);
        if (!known.storable.isSaidBy(given)) {
            response.setHeader(prefix + CACHE_CONTROL, known.storable.saidWith(given));
        }
        for (String name : List.copyOf(response.getHeaderNames())) {
            if (isOfSharedCaches(name) && !isStrict(name, response.getHeaders(name))) {
                response.setHeader(prefix + name, ACCEL_EXPIRES.equalsIgnoreCase(name) ? "0" : "no-store");
            }
        }
    }

    private boolean isWritten(HttpServletResponse response) {
        if (!known.storable.isSaidBy(response.getHeaders(CACHE_CONTROL))) {
            return false;
        }
        for (String name : response.getHeaderNames()) {
            if (isOfSharedCaches(name) && !isStrict(name, response.getHeaders(name))) {
                return false;
            }
        }
        return true;
    }

    /** Whether certain shared caches obey a header before {@code Cache-Control}: RFC 9213, and those that came before it. */
    private static boolean isOfSharedCaches(String header) {
        return header.regionMatches(true, header.length() - OF_CACHES.length(), OF_CACHES, 0, OF_CACHES.length())
                || header.equalsIgnoreCase("Surrogate-Control")
                || header.equalsIgnoreCase("Edge-Control")
                || header.equalsIgnoreCase(ACCEL_EXPIRES);
    }

    /** Whether what such headers say lets them store nothing. */
    private static boolean isStrict(String name, Collection<String> values) {
        return values.stream().allMatch(value -> isStrict(name, value));
    }

    private static boolean isStrict(String name, String value) {
        return ACCEL_EXPIRES.equalsIgnoreCase(name) ? value.equals("0") : Storable.NOWHERE.isSaidBy(List.of(value));
    }

    /**
     * Lets a header pass that the application gives, as strict as it must be. One that would let caches store the response is dropped, where
     * something stricter could be written.
     *
     * @param value {@code null} for one that no such header has
     * @param header writes it
     */
    void pass(@Nullable String name, @Nullable String value, Consumer<@Nullable String> header) {
        if (name == null || isStrictEnough(name, value)) {
            header.accept(value);
        } else if (value != null && known.storable == Storable.BY_VISITOR && CACHE_CONTROL.equalsIgnoreCase(name)) {
            header.accept(known.storable.saidWith(List.of(value)));
        } else if (!isWrittenNow()) {
            header.accept(value);
        }
    }

    private boolean isStrictEnough(String name, @Nullable String value) {
        if (known.storable == Storable.EVERYWHERE) {
            return true;
        }
        if (CACHE_CONTROL.equalsIgnoreCase(name)) {
            return value != null && known.storable.isSaidBy(List.of(value));
        }
        return !isOfSharedCaches(name) || (value != null && isStrict(name, value));
    }

    private boolean isWrittenNow() {
        retry();
        return isWritten(innermost);
    }
}
