package io.gshare.compatibility.containers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What came over the wire, as a cache sees it.
 *
 * @param head the status line and the headers
 * @param body as far as it came, out of its chunks
 */
record Answer(String head, String body) {

    private static final int PATIENCE = 60_000;
    private static final Pattern SIGNATURE = Pattern.compile("aliyun_api_key_sign=[0-9a-f]{32}");
    private static final Pattern TICKET = Pattern.compile("/gshare/ticket/([A-Za-z0-9_-]+)");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]+)\r\n");

    /** Asks for it on a connection of its own. */
    static Answer to(String method, int port, RandomServlet servlet) throws IOException {
        String request = method + " " + servlet.target() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (servlet.conditional() ? "If-None-Match: \"1\"\r\n" : "") + "\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            copy(socket.getInputStream(), answer);
        }
        String text = answer.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer, but: " + text);
        }
        Answer whole = new Answer(text.substring(0, end + 2), text.substring(end + 4));
        return whole.values("Transfer-Encoding").contains("chunked")
                ? new Answer(whole.head, unchunked(whole.body))
                : whole;
    }

    /** A page that fails ends its connection; what came before has come. */
    private static void copy(InputStream in, ByteArrayOutputStream answer) throws IOException {
        byte[] bytes = new byte[8192];
        try {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                answer.write(bytes, 0, read);
            }
        } catch (SocketException e) {
            if (answer.size() == 0) {
                throw e;
            }
        }
    }

    private static String unchunked(String body) {
        StringBuilder whole = new StringBuilder();
        Matcher chunk = CHUNK.matcher(body);
        int at = 0;
        while (chunk.region(at, body.length()).lookingAt()) {
            int end = Math.min(body.length(), chunk.end() + Integer.parseInt(chunk.group(1), 16));
            whole.append(body, chunk.end(), end);
            at = Math.min(body.length(), end + 2);
        }
        return whole.toString();
    }

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1].strip());
    }

    /** The values of a header, each line's one. */
    List<String> values(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** Where its first signature is; -1 if there is none, 0 if that is in a header. */
    int signature() {
        Matcher inBody = SIGNATURE.matcher(body);
        return SIGNATURE.matcher(head).find() ? 0 : inBody.find() ? inBody.start() : -1;
    }

    /** The tickets in it, in their order. */
    Stream<String> tickets() {
        return TICKET.matcher(head + body).results().map(match -> match.group(1));
    }

    /** Where the body says that a link was signed in a response that was committed; -1 if it does not. */
    int late() {
        return body.indexOf("<!--late-->");
    }

    /** Whether no cache may store it. */
    boolean mayNotBeStored() {
        List<String> control = directives("Cache-Control");
        return control.contains("no-store") && !control.contains("must-understand") && forbidsSharedCaches();
    }

    /** Whether its visitor's own cache alone may store it. */
    boolean isPrivate() {
        List<String> control = directives("Cache-Control");
        return mayNotBeStored()
                || (control.contains("private") && !control.contains("public") && forbidsSharedCaches());
    }

    private boolean forbidsSharedCaches() {
        return values("X-Accel-Expires").stream().allMatch("0"::equals)
                && head.lines()
                        .map(line -> line.split(":", 2)[0].toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".+-cache-control|surrogate-control|edge-control"))
                        .allMatch(name -> directives(name).contains("no-store")
                                && !directives(name).contains("must-understand"));
    }

    private List<String> directives(String name) {
        return values(name).stream()
                .map(value -> value.replaceAll("\"[^\"]*\"", ""))
                .flatMap(value -> Stream.of(value.split(",")))
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Override
    public String toString() {
        return head + "\n" + SIGNATURE.matcher(body).replaceAll("(signature)").replaceAll("x{20,}", "x…");
    }
}
