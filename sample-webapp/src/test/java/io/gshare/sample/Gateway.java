package io.gshare.sample;

import io.gshare.test.StandInWorkspace;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in workspace on HTTPS, with what else a proxy before a managed Grafana has to pass on: a cookie with a {@code Domain}, redirects to the
 * workspace's own host, queries from its own pages alone, a WebSocket, and an answer that comes in parts.
 */
final class Gateway implements AutoCloseable {

    static final String LIVE = "/api/live/ws";
    static final String QUERY = "/api/ds/query";
    static final String STREAM = "/stream";
    static final String LARGE = "/large";
    /** Sends on to what its query says. */
    static final String MOVED = "/moved";

    private static final String SERIES = "/api/series";

    /**
     * A request.
     *
     * @param name the server's name that TLS was begun with
     */
    record Asked(@Nullable String name, String host, String path, int status) {}

    private final SSLServerSocket server;
    private final URI standIn;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> series = new LinkedBlockingQueue<>();
    private volatile CountDownLatch rest = new CountDownLatch(1);

    Gateway(SSLContext tls, StandInWorkspace standIn) {
        this.standIn = URI.create(standIn.url());
        try {
            server = (SSLServerSocket)
                    tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "gateway");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** What was asked for, until it is taken. */
    BlockingQueue<Asked> asked() {
        return asked;
    }

    /** With which status charts' data was answered, until it is taken. */
    BlockingQueue<Integer> series() {
        return series;
    }

    /** Lets the second part of {@link #STREAM} go. */
    void sendRest() {
        rest.countDown();
        rest = new CountDownLatch(1);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String head = head(in);
            if (!head.isEmpty()) {
                String path = head.split(" ", 3)[1].replaceFirst("\\?.*", "");
                int status = answer(path, head, in, socket.getOutputStream());
                String host = String.valueOf(header(head, "Host"));
                asked.add(new Asked(name(socket), host, path, status));
                if (path.equals(SERIES)) {
                    series.add(status);
                }
            }
        } catch (IOException e) {
            // Whoever asked has gone.
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable String name(SSLSocket socket) {
        return ((ExtendedSSLSession) socket.getSession())
                .getRequestedServerNames().stream()
                        .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                        .findFirst()
                        .orElse(null);
    }

    private int answer(String path, String head, InputStream in, OutputStream out) throws IOException {
        String host = String.valueOf(header(head, "Host"));
        String length = header(head, "Content-Length");
        if (length != null) {
            in.readNBytes(Integer.parseInt(length));
        }
        return switch (path) {
            case LIVE -> live(head, in, out);
            case QUERY -> query(host, header(head, "Origin"), out);
            case MOVED ->
                send(
                        out,
                        302,
                        "Location: " + head.split(" ", 3)[1].replaceFirst("[^?]*\\?", "") + "\r\n"
                                + "Set-Cookie: one=1; domain=.grafana-example.grafana.aliyuncs.com; Path=/; HttpOnly\r\n"
                                + "Set-Cookie: other=2; Path=/; Secure; Domain=grafana-example.grafana.aliyuncs.com\r\n",
                        "");
            case STREAM -> stream(out);
            case LARGE -> send(out, 200, "Content-Security-Policy: " + "x".repeat(12_000) + "\r\n", "");
            default -> relay(head, host, out);
        };
    }

    /** Grafana compares names alone; here all are this machine's. */
    private static int query(String host, @Nullable String origin, OutputStream out) throws IOException {
        boolean isOwn = origin == null || origin.equals("https://" + host);
        return send(out, isOwn ? 200 : 403, "", isOwn ? "{}" : "origin not allowed");
    }

    private static int send(OutputStream out, int status, String headers, String body) throws IOException {
        out.write(("HTTP/1.1 " + status + " It is\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n"
                        + headers + "\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
        return status;
    }

    private int stream(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfirst\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        try {
            rest.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        out.write("rest\n".getBytes(StandardCharsets.US_ASCII));
        return 200;
    }

    /** Repeats one short message (RFC 6455). */
    private static int live(String head, InputStream in, OutputStream out) throws IOException {
        String key = header(head, "Sec-WebSocket-Key");
        if (key == null
                || !"websocket".equalsIgnoreCase(header(head, "Upgrade"))
                || !"upgrade".equalsIgnoreCase(header(head, "Connection"))) {
            return send(out, 400, "", "Bad Request");
        }
        String accept = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(accept.getBytes(StandardCharsets.US_ASCII));
            out.write(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                    + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        int type = in.read();
        if (type < 0) { // enough for the doctor
            return 101;
        }
        int length = in.read() & 0x7f;
        byte[] mask = in.readNBytes(4);
        byte[] message = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            message[i] ^= mask[i % 4];
        }
        out.write(type);
        out.write(length);
        out.write(message);
        out.flush();
        in.transferTo(OutputStream.nullOutputStream()); // until the other side has had it
        return 101;
    }

    /** Has the stand-in answer; where it is asked through a proxy, its cookies name a domain. */
    private int relay(String head, String host, OutputStream out) throws IOException {
        try (Socket socket = new Socket(standIn.getHost(), standIn.getPort())) {
            socket.getOutputStream()
                    .write(head.replaceAll("(?im)^Connection:.*\r\n", "")
                            .replaceFirst("\r\n", "\r\nConnection: close\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            String answer = head(in);
            if (host.startsWith("localhost:")) {
                answer = answer.replaceAll(
                        "(?im)^(Set-Cookie:.*)\r\n", "$1; Domain=grafana-example.grafana.aliyuncs.com\r\n");
            }
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            in.transferTo(out);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            end = next == "\r\n\r\n".charAt(end) ? end + 1 : next == '\r' ? 1 : 0;
            if (end == 4) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static @Nullable String header(String head, String name) {
        Matcher line = Pattern.compile("(?im)^" + name + ": *([^\r]*)").matcher(head);
        return line.find() ? line.group(1) : null;
    }

    @Override
    public void close() {
        rest.countDown();
        closeQuietly(server);
        open.forEach(Gateway::closeQuietly);
    }

    private static void closeQuietly(Closeable open) {
        try {
            open.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
