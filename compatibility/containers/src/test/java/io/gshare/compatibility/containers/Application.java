package io.gshare.compatibility.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.test.StandInWorkspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * The web application at one path of a container. It keeps no cookies: every request is a visitor's first.
 *
 * @param base where it is, with a slash at the end
 * @param workspace what its links are signed for
 */
record Application(URI base, StandInWorkspace workspace) {

    /** Where a second workspace lies beside the application, on the container's own host; the same one, by its key. */
    static final String BESIDE = "/grafana";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static <T> HttpResponse<T> get(URI uri, BodyHandler<T> handler, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, handler);
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) throws IOException {
        try {
            return CLIENT.send(request.build(), handler);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String page, String... headers) throws IOException {
        return get(base.resolve(page), BodyHandlers.ofString(), headers);
    }

    HttpResponse<Void> head(String page) throws IOException {
        return send(
                HttpRequest.newBuilder(base.resolve(page)).method("HEAD", BodyPublishers.noBody()),
                BodyHandlers.discarding());
    }

    Document page(String page) throws IOException {
        HttpResponse<String> response = get(page);
        assertThat(response.statusCode()).as(page + " said: " + response.body()).isEqualTo(200);
        return Jsoup.parse(response.body(), response.uri().toString());
    }

    /** The links of a page's frames, as a browser follows them. */
    static List<String> frames(Document page) {
        return page.select("iframe").stream()
                .map(frame ->
                        URI.create(page.location()).resolve(frame.attr("src")).toString())
                .toList();
    }

    /** What a workspace says to a link that may be another's. */
    static String answer(StandInWorkspace workspace, String link) throws IOException {
        URI there = URI.create(link.replaceFirst("^http://[^/]+(" + BESIDE + ")?", workspace.url()));
        HttpResponse<Void> response = get(there, BodyHandlers.discarding());
        return response.statusCode()
                + response.headers()
                        .firstValue("X-Refusal-Reason")
                        .map(reason -> " " + reason)
                        .orElse("");
    }

    /** A link leads to the workspace, which opens it. */
    void opens(String link) throws IOException {
        assertThat(link).doesNotContain("jsessionid").matches(this::leadsToTheWorkspace, "leads to the workspace");
        assertThat(answer(workspace, link)).as(link).isEqualTo("200");
    }

    private boolean leadsToTheWorkspace(String link) {
        return link.startsWith(workspace.url() + "/")
                || link.startsWith(base.resolve(BESIDE + "/").toString());
    }

    /** A page has so many frames, and the workspace opens all of them. */
    void opensAll(String page, int frames) throws IOException {
        List<String> links = frames(page(page));
        assertThat(links).as(page).hasSize(frames);
        for (String link : links) {
            opens(link);
        }
    }

    /** A frame of a page leads to the mint endpoint, which makes a link that the workspace opens. */
    void mints(String page, int frame) throws IOException {
        String link = frames(page(page)).get(frame);
        assertThat(link).startsWith(base.resolve("gshare/").toString());
        HttpResponse<String> minted = get(link);
        assertThat(minted.statusCode()).isBetween(302, 303);
        opens(Objects.requireNonNull(minted.headers().firstValue("Location").orElse(null)));
    }
}
