package io.gshare.compatibility.containers;

import static io.gshare.compatibility.containers.Application.frames;
import static io.gshare.test.GShareAssertions.assertThatLink;
import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.link.LinkVerifier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;

/** Links of a Grafana of one's own, and who opens them. */
final class TokenLinks {

    /** How many frames each page has. */
    private static final Map<String, Integer> PAGES = Map.of(
            "tag.jsp", 2,
            "function.jsp", 1,
            "url.jsp", 2,
            "thymeleaf/element", 2,
            "thymeleaf/attributes", 2,
            "thymeleaf/links", 1,
            "legacy.html", 2,
            "printed", 2,
            "written/measured", 1,
            "written/threaded", 1);

    private TokenLinks() {}

    static void ofEverybody(Site site) throws IOException {
        Application tokens = site.tokens();
        for (Map.Entry<String, Integer> page : PAGES.entrySet()) {
            tokens.opensAll(page.getKey(), page.getValue());
            for (String link : Application.frames(tokens.page(page.getKey()))) {
                assertThatLink(link).opensAs("portal").hasRole("Viewer");
            }
        }
        tokens.mints("load.jsp", 0);
        tokens.mints("embeds.jsp", 0);
        assertThat(tokens.get("tag.jsp").headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    static void ofVisitors(Site site) throws IOException {
        Application tokens = site.tokens();
        for (String visitor : List.of("anna", "bob")) {
            List<String> cookies =
                    tokens.get("visitors.jsp?as=" + visitor).headers().allValues("Set-Cookie");
            String cookie = cookies.get(cookies.size() - 1).replaceFirst(";.*", "");
            List<String> frames = frames(tokens, "visitors.jsp", "Cookie", cookie);
            assertThat(frames).hasSize(2);
            for (String frame : frames) {
                HttpResponse<String> minted = tokens.get(frame, "Cookie", cookie);
                String link = minted.headers().firstValue("Location").orElse("nothing: " + minted.statusCode());
                tokens.opens(link);
                assertThatLink(link).opensAs("portal:" + visitor);
                assertThat(tokens.get(frame).statusCode())
                        .as("without the cookie")
                        .isEqualTo(410);
            }
        }
        for (String frame : frames(tokens, "visitors.jsp")) {
            assertThat(tokens.get(frame).statusCode()).as("for nobody").isEqualTo(404);
        }
    }

    private static List<String> frames(Application tokens, String page, String... headers) throws IOException {
        HttpResponse<String> response = tokens.get(page, headers);
        assertThat(response.body()).doesNotContain("auth_token=");
        return Application.frames(Jsoup.parse(response.body(), response.uri().toString()));
    }

    static void keys(Site site) throws IOException {
        Application tokens = site.tokens();
        HttpResponse<String> keys = tokens.get("gshare/jwks.json");
        assertThat(keys.statusCode()).isEqualTo(200);
        assertThat(keys.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(keys.headers().allValues("Cache-Control")).containsExactly("public, max-age=300");
        assertThat(keys.body())
                .isEqualTo("{\"keys\":[" + tokens.workspace().tokenKey().publicJwk() + "]}");
        LinkVerifier grafana = LinkVerifier.builder()
                .version(LinkVerifier.Version.JWT)
                .publicKey(keys.body())
                .build();
        for (String link : Application.frames(tokens.page("tag.jsp"))) {
            assertThat(grafana.verify(link).login()).isEqualTo("portal");
        }
        assertThat(site.root().get("gshare/jwks.json").statusCode())
                .as("where no link has a token")
                .isEqualTo(404);
    }
}
