package io.gshare.doctor;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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

/** Opens links as a frame would: with the cookies of redirects, but never for another origin. */
final class Browser {

    private static final int MOST_REDIRECTS = 5;
    private static final int LARGEST_BODY = 1 << 20;
    /** What may stand in a URI; browsers encode the rest. */
    private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=";

    private final HttpClient client;
    private final Duration timeout;
    private final InstantSource clock;

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
            URI next = uri.resolve(uri(location));
            Origin to = Origin.of("redirect", next.toString());
            if (!to.equals(own)) {
                return new Visit(
                        visit.status,
                        uri,
                        to,
                        uri.getRawPath().length() > 1 && next.getRawPath().endsWith(uri.getRawPath()),
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

    /** Asks an API, and follows it nowhere: what it is sent is for it alone. */
    Visit ask(String address, Map<String, String> headers) throws IOException {
        return visit(uri(address), headers, new LinkedHashMap<>());
    }

    private Visit visit(URI uri, Map<String, String> headers, Map<String, SessionCookie> cookies) throws IOException {
        if (uri.getHost() == null) {
            throw new IOException("no host that Java asks");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "gshare-doctor");
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader(cookies.values()));
        }
        Instant asked = clock.instant();
        HttpResponse<String> response = send(request.build());
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
    private HttpResponse<String> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request,
                // A page is not read: it may have no end.
                info -> new FirstBytes(
                        info.headers().firstValue("Content-Type").orElse("").contains("json") ? LARGEST_BODY : 0));
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + timeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
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
