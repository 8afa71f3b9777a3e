package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Draws;
import io.gshare.GShare;
import io.gshare.html.LinkRewriting;
import io.gshare.key.KeySource;
import io.gshare.settings.Rewriting;
import io.gshare.test.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In a page, exactly those links are signed that {@link GShare#signOwn(String, String)} signs: there is one recognizer. */
class RewrittenLinksTest {

    private static final String ORIGIN = "https://grafana.example.com";
    private static final Vectors.Vector KEY = Vectors.example();

    private static GShare gshare(String url) {
        return GShare.builder()
                .workspace(
                        "default", LinkSigner.v2(Workspace.of(url), KeySource.fixed(KEY.shareKey()), null, KEY.clock()))
                .build();
    }

    static Stream<String> links() {
        return Stream.of(WorkspaceTest.ownLinks(), WorkspaceTest.foreignLinks(), WorkspaceTest.messages())
                .flatMap(rows -> rows)
                .map(row -> row.get()[1] instanceof String link ? link : row.get()[0].toString());
    }

    @ParameterizedTest
    @MethodSource("links")
    void theTablesOfWorkspaceTest(String link) {
        for (String url : List.of(ORIGIN, ORIGIN + "/grafana", "http://grafana.example.com", ORIGIN + ":3000")) {
            check(url, link);
        }
    }

    @Test
    void anyLink() {
        Draws.each(
                10_000,
                draws -> check(draws.oneOf(DestinationTest.WORKSPACES), draws.joined(5, DestinationTest.PIECES)));
    }

    @Test
    void anOwnLinkOfWhichAPartIsReplaced() {
        Draws.each(10_000, draws -> {
            String url = draws.oneOf(DestinationTest.WORKSPACES);
            check(url, draws.mutated(url + "/d/x?a=1", draws.joined(5, DestinationTest.PIECES)));
        });
    }

    /** Without the fragment, which has not been seen when a page's link is signed, and cannot change where it leads. */
    private static void check(String url, String whole) {
        String link = whole.split("#", 2)[0];
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(link)) {
            return; // half a surrogate pair is in no page's bytes
        }
        GShare gshare = gshare(url);
        String signed = gshare.page().signOwn(link, ORIGIN);

        assertThat(rewrite(gshare, page(link))).isEqualTo(page(signed == null ? link : signed));
    }

    private static String page(String link) {
        return "<a href=\"" + link.replace("&", "&amp;").replace("\"", "&quot;") + "\">";
    }

    private static String rewrite(GShare gshare, String page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try {
            new LinkRewriting(gshare, Rewriting.EVERYWHERE)
                    .page(gshare.page(), ORIGIN, false)
                    .write(bytes, 0, bytes.length, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
