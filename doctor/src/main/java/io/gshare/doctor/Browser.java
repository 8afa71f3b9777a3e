package io.gshare.doctor;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Opens links as a frame would: with the cookies of redirects, but never for another origin. For one examination, by one thread. */
final class Browser {

    static final String USER_AGENT = "gshare-doctor";

    /** After that, a port that says nothing is asked by the other scheme too. */
    private static final Duration SOON = Duration.ofMillis(400);

    private static final int MOST_REDIRECTS = 5;
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LARGEST_TEXT = 64;
    /** What may stand in a URI; browsers encode the rest. */
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=";

    private final HttpClient client;
    private final Duration timeout;
    private final InstantSource clock;
    /** Whether the port speaks the scheme that it is asked by. */
    private boolean isUnderstood;

    Browser(HttpClient client, Duration timeout, InstantSource clock) {
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * What opening a link came to.
     *
     * @param elsewhere where it was sent on to another origin, which was not followed
     * @param isMoved whether it was sent there as the link that it is, to no login
     * @param asked when the last request left, and {@code answered} when its answer came
     */
    record Visit(
            int status,
            URI last,
            @Nullable Origin elsewhere,
            boolean isMoved,
            HttpHeaders headers,
            List<SessionCookie> cookies,
            @Nullable Instant certified,
            Instant asked,
            Instant answered,
            String body) {

        /** Whether somebody who is not logged in would see something else than what was asked for. */
        boolean isLogin() {
            return elsewhere != null || last.getPath().matches("(?!.*/d(?:-solo)?/).*/login(/.*)?");
        }

        boolean isOpen() {
            return status == 200 && !isLogin();
        }

        /** Whether it was followed as far as it is followed at all. */
        boolean isRedirect() {
            return status >= 300 && status <= 399;
        }

        @Nullable
        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /** What a reader is told, without any parameter. */
        String seen() {
            if (elsewhere != null) {
                return "sent on to " + elsewhere;
            }
            if (isRedirect()) {
                return "sent on without an end";
            }
            return isLogin() ? "sent to the login page" : "answered " + status;
        }
    }

    Visit open(String link, Map<String, String> headers) throws IOException {
        URI uri = uri(link);
        Origin own = Origin.of("link", uri.toString());
        Map<String, SessionCookie> cookies = new LinkedHashMap<>();
        for (int redirects = 0; ; redirects++) {
            Visit visit = visit(uri, headers, cookies);
            String location = visit.header("Location");
            if (!visit.isRedirect() || location == null || redirects == MOST_REDIRECTS) {
                return visit;
            }
            URI next;
            Origin to;
            try {
                next = uri.resolve(uri(location));
                to = Origin.of("redirect", next.toString());
            } catch (IllegalArgumentException e) {
                throw new StrayRedirect(location, e);
            }
            if (!to.equals(own)) {
                return new Visit(
                        visit.status,
                        uri,
                        to,
                        isMoved(uri, own, next, to),
                        visit.headers,
                        visit.cookies,
                        visit.certified,
                        visit.asked,
                        visit.answered,
                        "");
            }
            uri = next;
        }
    }

    /** Whether it is the same link elsewhere, and no login. */
    private static boolean isMoved(URI link, Origin own, URI next, Origin to) {
        String path = link.getRawPath();
        return (path.length() > 1 && next.getRawPath().endsWith(path))
                || (to.host().equals(own.host()) && next.getRawPath().equals(path));
    }

    /** Asks an API, and follows it nowhere: what it is sent is for it alone. */
    Visit ask(String address, Map<String, String> headers) throws IOException {
        return visit(uri(address), headers, new LinkedHashMap<>());
    }

    /** Asks for a page, and reads it. */
    Visit read(String address) throws IOException {
        return visit(
                uri(address),
                Map.of("Accept", "text/html"),
                new LinkedHashMap<>(),
                info -> new FirstBytes(LARGEST_BODY, isGzip(info)));
    }

    /**
     * Asks for a WebSocket, as a page does, and hangs up.
     *
     * @param origin the page's; {@code null} as from what is no page
     * @return the status of the answer; 101 where there is one
     */
    int upgrade(String address, Map<String, String> headers, @Nullable Origin origin) throws IOException {
        WebSocket.Builder builder = client.newWebSocketBuilder().header("User-Agent", USER_AGENT);
        headers.forEach(builder::header);
        if (origin != null) {
            builder.header("Origin", origin.toString());
        }
        CompletableFuture<WebSocket> socket =
                builder.buildAsync(uri(address.replaceFirst("^http", "ws")), new WebSocket.Listener() {});
        try {
            socket.get(timeout.toNanos(), TimeUnit.NANOSECONDS).abort();
            return 101;
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
                return refused.getResponse().statusCode();
            }
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            socket.cancel(true);
        }
    }

    private Visit visit(URI uri, Map<String, String> headers, Map<String, SessionCookie> cookies) throws IOException {
        return visit(uri, headers, cookies, Browser::body);
    }

    private Visit visit(
            URI uri, Map<String, String> headers, Map<String, SessionCookie> cookies, BodyHandler<String> body)
            throws IOException {
        if (uri.getHost() == null) {
            throw new IOException("no host that Java asks");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1) // an Upgrade to h2c confuses some proxies
                .header("User-Agent", USER_AGENT);
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader(cookies.values()));
        }
        Instant asked = clock.instant();
        HttpResponse<String> response = send(request.build(), body);
        Instant answered = clock.instant();
        for (String header : response.headers().allValues("Set-Cookie")) {
            SessionCookie cookie = SessionCookie.of(header, answered);
            if (cookie.isDeleted()) {
                cookies.remove(cookie.name());
            } else {
                cookies.put(cookie.name(), cookie);
            }
        }
        return new Visit(
                response.statusCode(),
                uri,
                null,
                false,
                response.headers(),
                new ArrayList<>(cookies.values()),
                certified(response),
                asked,
                answered,
                response.body());
    }

    /** Asks, and has the whole answer within the timeout, be it as slow as it will. */
    private HttpResponse<String> send(HttpRequest request, BodyHandler<String> body) throws IOException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, body);
        try {
            HttpResponse<String> response = isUnderstood || timeout.compareTo(SOON) <= 0
                    ? answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    : getOrDoubt(answer, request.uri());
            if (response.statusCode() == 400) { // what Go, nginx and Apache answer to HTTP where they want HTTPS
                doubt(request.uri());
            }
            isUnderstood = true;
            return response;
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + timeout);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ConnectException) && !(e.getCause() instanceof HttpTimeoutException)) {
                doubt(request.uri());
            }
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private <T> T getOrDoubt(CompletableFuture<T> answer, URI uri)
            throws OtherScheme, InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(SOON.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            doubt(uri);
            return answer.get(timeout.minus(SOON).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void doubt(URI uri) throws OtherScheme {
        if (!isUnderstood) {
            OtherScheme.check(client, uri);
        }
    }

    /** A page is not read: it may have no end. */
    private static FirstBytes body(ResponseInfo info) {
        String type = info.headers().firstValue("Content-Type").orElse("");
        boolean isError = info.statusCode() == 404 && type.startsWith("text/plain");
        return new FirstBytes(type.contains("json") ? LARGEST_BODY : isError ? LARGEST_TEXT : 0, isGzip(info));
    }

    private static boolean isGzip(ResponseInfo info) {
        return info.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    }

    static String cookieHeader(Iterable<SessionCookie> cookies) {
        List<String> pairs = new ArrayList<>();
        cookies.forEach(cookie -> pairs.add(cookie.name() + "=" + cookie.value()));
        return String.join("; ", pairs);
    }

    /** Until when the server's certificate is good. */
    private static @Nullable Instant certified(HttpResponse<?> response) {
        return response.sslSession()
                .map(session -> {
                    try {
                        return ((X509Certificate) session.getPeerCertificates()[0])
                                .getNotAfter()
                                .toInstant();
                    } catch (SSLPeerUnverifiedException e) {
                        throw new IllegalStateException("an answer without a certificate", e); // never
                    }
                })
                .orElse(null);
    }

    private static URI uri(String link) {
        StringBuilder uri = new StringBuilder();
        byte[] bytes = link.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            boolean escape = b == '%'
                    && i + 2 < bytes.length
                    && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0;
            boolean legal = (b < 0x80 && Character.isLetterOrDigit(b)) || LEGAL.indexOf(b) >= 0;
            uri.append(escape || legal ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return URI.create(uri.toString());
    }

    /** Why nothing was answered, without addresses that may carry a signature. */
    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof UnresolvedAddressException) {
            return "nobody knows its name";
        }
        if (e instanceof HttpTimeoutException) {
            return "it takes too long";
        }
        if (e instanceof ConnectException) {
            return "the connection is refused";
        }
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null || message.contains("://") ? name : name + ": " + message;
    }
}
