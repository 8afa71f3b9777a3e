package io.gshare.compatibility.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What has no dashboard in it is, to the byte, what the same web application sends without gshare. */
final class Unchanged {

    private static final List<String> OWN = List.of(
            "own/404",
            "own/message",
            "own/status",
            "own/throw",
            "own/html",
            "own/html-404",
            "own/pieces",
            "own/pieces-404",
            "own/redirect",
            "own/empty",
            "own/empty-html",
            "own/length",
            "own/plain",
            "portal.css",
            "missing",
            "missing.html");
    private static final List<String> BY =
            List.of("forward", "context", "dropped", "dropped-by-context", "include", "dispatch", "before", "failing");
    private static final List<String> OTHERS = List.of("WEB-INF/frame.jsp", "WEB-INF", "own");

    private static final Pattern VARYING = Pattern.compile("(?m)^(?:Date|Set-Cookie|ETag|Last-Modified): .*\r\n");
    /** How long a page will be, and whether it will have links, nobody knows before it is written. */
    private static final Pattern OF_HEADS =
            Pattern.compile("(?m)^(?:Content-Length: \\d+|Cache-Control: private, no-store)\r\n");
    /** Where the container shows who called whom, that is longer by the filter. */
    private static final Pattern TRACE = Pattern.compile("(?m)^Content-Length: \\d+\r\n|(?s:<pre>.*?</pre>)");

    private Unchanged() {}

    static void check(Site site) throws IOException {
        List<String> paths = Stream.of(
                        OWN.stream(),
                        BY.stream().flatMap(how -> OWN.stream().map(page -> "by/" + how + "/" + page)),
                        OTHERS.stream())
                .flatMap(each -> each)
                .toList();
        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                if (path.startsWith("by/dropped") && path.endsWith(".css")) {
                    continue; // Jetty 12 ee8 keeps the type of what was dropped, if a filter wraps
                }
                if (method.equals("HEAD") && path.startsWith("by/dispatch/")) {
                    continue; // HttpServlet tells the length of a body that is yet to be dispatched
                }
                String bare = answer(method, site.before().base(), path);
                String with = answer(method, site.portal().base(), path).replaceAll("portal(?!\\.css)", "before");
                if (bare.startsWith("HTTP/1.1 500")) {
                    bare = TRACE.matcher(bare).replaceAll("");
                    with = TRACE.matcher(with).replaceAll("");
                }
                if (method.equals("HEAD")) {
                    bare = OF_HEADS.matcher(bare).replaceAll("");
                    with = OF_HEADS.matcher(with).replaceAll("");
                }
                assertThat(with.replaceAll("\r", "")).as(method + " " + path).isEqualTo(bare.replaceAll("\r", ""));
            }
        }
    }

    private static String answer(String method, URI base, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            String request = method + " " + base.getPath() + path
                    + " HTTP/1.1\r\nHost: localhost\r\nAccept-Language: zh-CN\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return VARYING.matcher(answer).replaceAll("");
        }
    }
}
