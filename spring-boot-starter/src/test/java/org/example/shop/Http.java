package org.example.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.core.env.Environment;

/** Asks an application that a test has started. */
final class Http {

    static final String PLACEHOLDER =
            "<div class=\"gshare-refused\" role=\"note\">This dashboard cannot be shown.</div>"
                    + "<a href=\"about:blank\">all</a>\n";

    private Http() {}

    static HttpResponse<String> get(Environment environment, String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + environment.getProperty("local.server.port") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
