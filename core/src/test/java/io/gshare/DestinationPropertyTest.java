package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Browser.Destination;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import org.jspecify.annotations.Nullable;

/** Whatever a workspace lets be signed, a browser sends to the workspace: {@link Browser} is the judge. */
class DestinationPropertyTest {

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

    @Provide
    Arbitrary<String> workspaces() {
        return Arbitraries.of(WORKSPACES);
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(5);
    }

    @Property(tries = 20_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void whatMayBeSignedGoesToTheWorkspace(
            @ForAll("workspaces") String url, @ForAll("pieces") List<String> pieces, @ForAll boolean absolute) {
        String text = String.join("", pieces);
        check(url, absolute ? text : "/" + text);
    }

    @Property(tries = 20_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void soDoesAnOwnLinkThatIsMutated(
            @ForAll("workspaces") String url, @ForAll("pieces") List<String> pieces, @ForAll int place) {
        String link = url + "/d/x";
        int at = Math.floorMod(place, link.length() + 1);
        check(url, link.substring(0, at) + String.join("", pieces) + link.substring(at));
    }

    @Property(tries = 20_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void soDoesAnOwnLinkOfWhichAPartIsReplaced(
            @ForAll("workspaces") String url, @ForAll("pieces") List<String> pieces, @ForAll int from, @ForAll int to) {
        String link = url + "/d/x";
        int a = Math.floorMod(from, link.length() + 1);
        int b = Math.floorMod(to, link.length() + 1);
        check(url, link.substring(0, Math.min(a, b)) + String.join("", pieces) + link.substring(Math.max(a, b)));
    }

    private static void check(String url, String link) {
        Workspace workspace = Workspace.of(url);
        boolean signable = workspace.refusal(link) == null;
        Statistics.collect(signable);
        Statistics.coverage(coverage -> coverage.check(true).percentage(share -> share > 1));
        if (signable) {
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
