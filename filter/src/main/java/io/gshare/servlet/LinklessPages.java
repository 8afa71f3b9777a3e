package io.gshare.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages that were last sent whole and had no link of a workspace, signed or not, by their address, each with what tells whether it is still the same. A
 * visitor who asks about that very version may be answered that it is, or with a part of it; about any other, nobody knows what he has. A
 * page that carries a link shows neither of its validators, so no copy of one can be asked about. Thread-safe.
 */
final class LinklessPages {

    /** More than an application has pages that many ask for; when there are more, all are seen anew. */
    private static final int MOST = 1024;

    private static final int LONGEST = 1024;

    /**
     * A page as it was.
     *
     * @param tag its {@code ETag}, or {@code null}
     * @param modified its {@code Last-Modified}, or {@code null}
     * @param length how long its application said that it is; -1 if it did not
     */
    record Version(@Nullable String tag, @Nullable String modified, long length) {

        private boolean isNamed() {
            return tag != null || modified != null;
        }

        /** In place of {@code equals}: what Java makes for records keeps the last one's class, and with it an undeployed application's class loader. */
        private boolean is(@Nullable Version other) {
            return other != null
                    && Objects.equals(tag, other.tag)
                    && Objects.equals(modified, other.modified)
                    && length == other.length;
        }
    }

    private final Map<String, Version> versions = new ConcurrentHashMap<>();

    /** Where a page of an origin is, to whoever asks for it. */
    static String address(String origin, String path, @Nullable String query) {
        return origin + path + (query == null ? "" : "?" + query);
    }

    /** A page was sent whole and had no link. */
    void add(String address, Version version) {
        if (!version.isNamed() || address.length() > LONGEST || version.is(versions.get(address))) {
            return;
        }
        if (versions.size() >= MOST) {
            versions.clear();
        }
        versions.put(address, version);
    }

    /** A page had a link. */
    void remove(String address) {
        versions.remove(address);
    }

    /** Whether a page that has just begun is the same as before, to the byte: two pages of one length that claim to be one. */
    boolean isSame(String address, Version version) {
        return version.isNamed() && version.length() >= 0 && version.is(versions.get(address));
    }

    /** Whether a request asks for less than a page only if that is the version which had no link. */
    boolean allows(HttpServletRequest request) {
        String address = address(SigningResponse.origin(request), request.getRequestURI(), request.getQueryString());
        Version version = versions.get(address);
        return version != null
                && is(version.tag(), request, "If-None-Match")
                && is(version.modified(), request, "If-Modified-Since")
                && (is(version.tag(), request, "If-Range") || is(version.modified(), request, "If-Range"));
    }

    private static boolean is(@Nullable String value, HttpServletRequest request, String header) {
        List<String> given = Collections.list(request.getHeaders(header));
        return given.isEmpty() || (given.size() == 1 && given.get(0).equals(value));
    }
}
