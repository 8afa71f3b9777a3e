package io.gshare.servlet;

import io.gshare.ticket.Minting;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The application's own links that the mint endpoint answers. None of them has a session id in it. */
final class OwnLinks {

    private static final Pattern SLASHES = Pattern.compile("^/{2,}");
    private static final Pattern SLASHES_AT_END = Pattern.compile("(?<!/)/+$");
    /** What is not a path's; RFC 3986 lets path parameters and quotes be, of which none belongs into a context path. */
    private static final Pattern NOT_IN_PATHS = Pattern.compile("%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&()*+,=:@/%-]+");

    /** Where browsers read on: they skip controls and blanks before a link, tabs and line breaks in it, and read one slash as the other. */
    private static final Pattern SKIPPED = Pattern.compile("^[\\x00-\\x20]+|[\t\n\r]+");

    /** With any number of slashes from two on; without any, the scheme is the page's own and says nothing. */
    private static final Pattern ORIGIN =
            Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//+[^/?#]*|^(?i:https?):(?!//)");

    private static final Pattern BEHIND_PATH = Pattern.compile("(?s)[?#].*");
    /** There is nothing above, so browsers stay there; {@link URI#normalize} keeps them. */
    private static final Pattern ABOVE_ROOT = Pattern.compile("^(?:/\\.\\.)+/");

    private static final Pattern PATH_PARAMETERS = Pattern.compile(";[^/]*");

    /** In which attributes of a dispatched request the path stands that the visitor asked for. */
    private static final List<String> ASKED = List.of(
            RequestDispatcher.FORWARD_REQUEST_URI, RequestDispatcher.ERROR_REQUEST_URI, AsyncContext.ASYNC_REQUEST_URI);

    /** The path of the endpoint, below the application's own. */
    private final String endpoint;
    /** Where the application is for the container. */
    private final String application;
    /** And for the visitor. */
    private final String visitors;
    /** The path of the page that shows them, for the visitor. */
    private final String page;

    /** The links of the application that a request is for, as it stands now: up to Servlet 5, Jetty tells other threads nothing of it. */
    OwnLinks(HttpServletRequest request, Minting minting) {
        endpoint = minting.path();
        application = encoded(request.getServletContext().getContextPath());
        visitors = contextPath(request);
        page = page(request);
    }

    /** Not what a dispatch goes to. Read before a forward: containers change the request beneath those that wrap it. */
    private static String page(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            return request.getRequestURI();
        }
        for (String asked : ASKED) {
            if (request.getAttribute(asked) instanceof String uri) {
                return uri;
            }
        }
        return request.getRequestURI();
    }

    /** The link of what the endpoint answers at a path below its own. */
    String link(String path) {
        return visitors + endpoint + "/" + path;
    }

    /** What tells the application from others of its container. */
    String application() {
        return application;
    }

    /**
     * Where the application is for the visitor, who may have spelled it otherwise. What a filter before this one says counts, if it is a path: behind
     * a proxy it may know better.
     */
    private String contextPath(HttpServletRequest request) {
        ServletRequest spelled = request;
        while (spelled instanceof ServletRequestWrapper wrapper) {
            spelled = wrapper.getRequest();
        }
        String path = request.getContextPath();
        boolean isContainers = spelled instanceof HttpServletRequest asked
                && asked.getContextPath().equals(path);
        return isContainers || !(path.isEmpty() || path.startsWith("/"))
                ? application
                : encoded(SLASHES_AT_END.matcher(path).replaceFirst(""));
    }

    /** As a link has it, encoded already or not. */
    private static String encoded(String path) {
        if (isPlain(path)) {
            return path; // as most are, for each request
        }
        return NOT_IN_PATHS
                .matcher(SLASHES.matcher(path).replaceFirst("/"))
                .replaceAll(match ->
                        URLEncoder.encode(match.group(), StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
            if (!isPlain && (c != '/' || (i > 0 && path.charAt(i - 1) == '/'))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a browser that shows a link on the page would ask the endpoint, or may. */
    boolean isOne(String link) {
        if (!mayBeOne(link)) {
            return false; // as all others of a page, of which a first visit asks for each
        }
        String path = BEHIND_PATH.matcher(SKIPPED.matcher(link).replaceAll("")).replaceFirst("");
        path = ORIGIN.matcher(path.replace('\\', '/')).replaceFirst("");
        if (!path.startsWith("/")) {
            path = page.substring(0, page.lastIndexOf('/') + 1) + path;
        }
        String asked = resolved(path);
        return asked.startsWith(resolved(link(""))) || asked.startsWith(resolved(application + endpoint + "/"));
    }

    private boolean mayBeOne(String link) {
        String segment = endpoint.substring(endpoint.lastIndexOf('/') + 1); // but for how it is encoded
        return link.contains(segment)
                || link.indexOf('%') >= 0
                || link.indexOf('\t') >= 0
                || link.indexOf('\n') >= 0
                || link.indexOf('\r') >= 0;
    }

    /** A path as the container knows it: decoded, without parameters and dot segments. */
    private static String resolved(String path) {
        try {
            String decoded = new URI(encoded("/" + PATH_PARAMETERS.matcher(path).replaceAll(""))).getPath();
            String normal = new URI(null, null, SLASHES.matcher(decoded).replaceFirst("/"), null)
                    .normalize()
                    .getPath();
            return ABOVE_ROOT.matcher(normal).replaceFirst("/");
        } catch (URISyntaxException e) {
            return path; // never: it is encoded
        }
    }
}
