package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.html.LinkRewriting;
import io.gshare.test.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    @Provide
    Arbitrary<String> workspaces() {
        return Arbitraries.of(DestinationPropertyTest.WORKSPACES);
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(DestinationPropertyTest.PIECES).list().ofMaxSize(5);
    }

    @ParameterizedTest
    @MethodSource("links")
    void theTablesOfWorkspaceTest(String link) {
        for (String url : List.of(ORIGIN, ORIGIN + "/grafana", "http://grafana.example.com", ORIGIN + ":3000")) {
            check(url, link);
        }
    }

    @Property(tries = 10_000)
    void anyLink(@ForAll("workspaces") String url, @ForAll("pieces") List<String> pieces) {
        check(url, String.join("", pieces));
    }

    @Property(tries = 10_000)
    void anOwnLinkThatIsMutated(
            @ForAll("workspaces") String url, @ForAll("pieces") List<String> pieces, @ForAll int from, @ForAll int to) {
        String link = url + "/d/x?a=1";
        int a = Math.floorMod(from, link.length() + 1);
        int b = Math.floorMod(to, link.length() + 1);
        check(url, link.substring(0, Math.min(a, b)) + String.join("", pieces) + link.substring(Math.max(a, b)));
    }

    /** Without the fragment, which has not been seen when a page's link is signed, and cannot change where it leads. */
    private static void check(String url, String whole) {
        String link = whole.split("#", 2)[0];
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(link)) {
            return; // half a surrogate pair is in no page's bytes
        }
        GShare gshare = gshare(url);
        String signed = gshare.signOwn(link, ORIGIN);

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
                    .page(gshare, ORIGIN, false)
                    .write(bytes, 0, bytes.length, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
