package io.gshare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter signs what {@code load.sh} measures, and only that. */
class PageServerTest {

    @ParameterizedTest
    @CsvSource({"stream,8", "writer,8", "small-writes,8", "slow,8", "binary,0", "linkless,0"})
    void theFilterSignsThePagesAndNothingElse(String path, int links) throws Exception {
        assertThat(get(false, path))
                .isEqualTo(path.equals("linkless") ? Page.KB_30.withoutFrames() : Page.KB_30.text());
        assertThat(get(true, path).split("aliyun_api_key_sign=", -1)).hasSize(links + 1);
    }

    private static String get(boolean filter, String path) throws Exception {
        try (PageServer server = PageServer.start(filter)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }
}
