package io.gshare.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** A port that was asked by one scheme and speaks the other: some servers then say nothing at all, and leave one waiting. */
final class OtherScheme extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final int BAD_REQUEST = 400;

    private final transient URI address;

    private OtherScheme(URI address) {
        super("the port speaks " + address.getScheme());
        this.address = address;
    }

    /** The origin by which it is to be asked. */
    Origin origin() {
        return Origin.of("workspace", address.toString());
    }

    /** Throws if the port of an address speaks the other scheme. Nothing but the root's path is asked for. */
    static void check(HttpClient client, URI asked) throws OtherScheme {
        boolean https = asked.getScheme().equals("https");
        int port = asked.getPort() >= 0 ? asked.getPort() : Origin.defaultPort(asked.getScheme());
        URI other = URI.create((https ? "http" : "https") + "://" + asked.getHost() + ":" + port + "/");
        HttpRequest request = HttpRequest.newBuilder(other)
                .version(HttpClient.Version.HTTP_1_1)
                .header("User-Agent", Browser.USER_AGENT)
                .build();
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, BodyHandlers.discarding());
        try {
            HttpResponse<Void> response = answer.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
            if (!https || isPlain(response, asked)) {
                throw new OtherScheme(other);
            }
        } catch (ExecutionException e) {
            if (!https && isTls(e)) {
                throw new OtherScheme(other);
            }
        } catch (TimeoutException e) {
            // It speaks neither.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answer.cancel(true);
        }
    }

    /** Servers of HTTPS answer 400 to HTTP, or send it on to HTTPS at the same port. */
    private static boolean isPlain(HttpResponse<?> response, URI asked) {
        String location = response.headers().firstValue("Location").orElse("");
        return response.statusCode() != BAD_REQUEST
                && !location.startsWith(asked.getScheme() + "://" + asked.getAuthority() + "/");
    }

    /** A certificate that is not trusted is one, and an alert comes from somebody who speaks TLS. */
    private static boolean isTls(Throwable problem) {
        return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .limit(10)
                .anyMatch(cause -> cause instanceof CertificateException
                        || (cause instanceof SSLException
                                && String.valueOf(cause.getMessage()).contains("fatal alert"))
                        || cause.getClass().getName().contains("CertPath"));
    }
}
