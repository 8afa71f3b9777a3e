package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Draws;
import io.gshare.link.Browser.Destination;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a workspace lets be signed, a browser sends to the workspace: {@link Browser} is the judge. */
class DestinationTest {

    static final List<String> WORKSPACES = List.of(
            "https://grafana.example.com",
            "https://grafana.example.com/grafana",
            "http://desk.example.com:3000/a/b",
            "http://localhost");

    static final List<String> PIECES = List.of(
            "https:",
            "http:",
            "HTTPS:",
            "//",
            "/",
            "\\",
            "/\\",
            ":",
            "@",
            "?",
            "#",
            ".",
            "..",
            "%2e",
            "%2E%2e",
            "%2f",
            "%5C",
            "%40",
            "%3A",
            "%23",
            "%3f",
            "%00",
            "%",
            "\t",
            "\n",
            "\r",
            " ",
            "\0",
            "\u007f",
            "\u00a0",
            "\u00ad",
            "\u200b",
            "\u017f",
            "\u212a",
            "\u3002",
            "\uff0e",
            "\uff0f",
            "\ufeff",
            "\ud83d\ude00",
            "\ud83d",
            "evil",
            ".evil",
            "user:x@",
            ":443",
            ":80",
            ":3000",
            ":0443",
            "grafana",
            "/grafana",
            "/a/b",
            "grafana.example.com",
            "GRAFANA.example.com",
            "desk.example.com",
            "desk.example.com:3000",
            "localhost",
            "d/x",
            "javascript:",
            "data:",
            "&",
            ";",
            "=",
            "[",
            "]",
            "<",
            "\"",
            "orgId=1",
            "看板");

    @Test
    void whatMayBeSignedGoesToTheWorkspace() {
        AtomicInteger signable = new AtomicInteger();
        Draws.each(20_000, draws -> {
            String text = draws.joined(5, PIECES);
            check(draws.oneOf(WORKSPACES), draws.oneOf(text, "/" + text), signable);
        });
        assertThat(signable.get()).isGreaterThan(200);
    }

    @Test
    void soDoesAnOwnLinkOfWhichAPartIsReplaced() {
        AtomicInteger signable = new AtomicInteger();
        Draws.each(40_000, draws -> {
            String url = draws.oneOf(WORKSPACES);
            check(url, draws.mutated(url + "/d/x", draws.joined(5, PIECES)), signable);
        });
        assertThat(signable.get()).isGreaterThan(400);
    }

    /** So does one into which something is put. */
    @Test
    void soDoesAnOwnLinkThatGrows() {
        AtomicInteger signable = new AtomicInteger();
        Draws.each(20_000, draws -> {
            String url = draws.oneOf(WORKSPACES);
            String link = url + "/d/x";
            int at = draws.upTo(link.length());
            check(url, link.substring(0, at) + draws.joined(5, PIECES) + link.substring(at), signable);
        });
        assertThat(signable.get()).isGreaterThan(200);
    }

    /** Counts the links that may be signed: where none was, nothing was shown. */
    private static void check(String url, String link, AtomicInteger signable) {
        Workspace workspace = Workspace.of(url);
        if (workspace.refusal(link) == null) {
            signable.incrementAndGet();
            Destination home = Objects.requireNonNull(Browser.resolve(url, null));
            Destination page = Objects.requireNonNull(Browser.resolve("https://app.example.org/shop/page", null));
            assertGoesHome(link, Browser.resolve(workspace.absolute(link), page), home);
            assertGoesHome(link, Browser.resolve(workspace.absolute(link), home), home);
            assertThat(workspace.owns(link)).isEqualTo(!link.startsWith("/"));
        }
    }

    private static void assertGoesHome(String link, @Nullable Destination found, Destination home) {
        assertThat(found).as(link).isNotNull();
        assertThat(Objects.requireNonNull(found).isAtOrBelow(home))
                .as("%s goes to %s", link, found)
                .isTrue();
    }
}
