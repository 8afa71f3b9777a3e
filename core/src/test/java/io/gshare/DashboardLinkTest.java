package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.html.LinkAttributes;
import io.gshare.key.KeySource;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.RefusalReason;
import io.gshare.link.Workspace;
import io.gshare.test.Vectors;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardLinkTest {

    private static final Vectors.Vector KEY = Vectors.example();
    private static final String URL = "https://grafana.example.com/grafana";
    private static final GShare GSHARE = GShare.builder()
            .workspace("default", LinkSigner.v2(Workspace.of(URL), KeySource.fixed(KEY.shareKey()), null, KEY.clock()))
            .build();
    private static final Instant TIME = Instant.ofEpochMilli(1670816840000L);

    private static Arguments row(UnaryOperator<DashboardLink> build, String link) {
        return Arguments.of(link, build);
    }

    static Stream<Arguments> links() {
        String plain = "/d/TZWea?orgId=1";
        return Stream.of(
                row(link -> link, plain),
                row(link -> link.slug("test"), "/d/TZWea/test?orgId=1"),
                row(link -> link.slug("a b/ü?#"), "/d/TZWea/a%20b%2F%C3%BC%3F%23?orgId=1"),
                row(link -> link.panel(2), "/d-solo/TZWea?orgId=1&panelId=2"),
                row(link -> link.panel("2"), "/d-solo/TZWea?orgId=1&panelId=2"),
                row(link -> link.panel("panel-2-clone-1"), "/d-solo/TZWea?orgId=1&panelId=panel-2-clone-1"),
                row(link -> link.timezone("EST"), plain + "&timezone=EST"),
                row(link -> link.timezone("ROC"), plain + "&timezone=ROC"),
                row(link -> link.panel("panel-2").slug("test"), "/d-solo/TZWea/test?orgId=1&panelId=2"),
                row(link -> link.from("now-6h"), plain + "&from=now-6h"),
                row(link -> link.from("now/d"), plain + "&from=now%2Fd"),
                row(link -> link.from("now-1d/d"), plain + "&from=now-1d%2Fd"),
                row(link -> link.from("now-1fQ/fQ"), plain + "&from=now-1fQ%2FfQ"),
                row(link -> link.from("now+30m"), plain + "&from=now%2B30m"),
                row(link -> link.from("1670816840000"), plain + "&from=1670816840000"),
                row(link -> link.from(TIME), plain + "&from=1670816840000"),
                row(link -> link.from("2026-01-31"), plain + "&from=2026-01-31"),
                row(link -> link.from("2026-01-31T08:00"), plain + "&from=2026-01-31T08%3A00"),
                row(link -> link.from("2026-01-31T08:00:00.123Z"), plain + "&from=2026-01-31T08%3A00%3A00.123Z"),
                row(link -> link.from("2026-01-31T08:00:00+08:00"), plain + "&from=2026-01-31T08%3A00%3A00%2B08%3A00"),
                row(link -> link.to("now"), plain + "&to=now"),
                row(link -> link.to(TIME), plain + "&to=1670816840000"),
                row(link -> link.timezone("browser"), plain + "&timezone=browser"),
                row(link -> link.timezone("utc"), plain + "&timezone=utc"),
                row(link -> link.timezone("UTC"), plain + "&timezone=utc"),
                row(link -> link.timezone("Asia/Shanghai"), plain + "&timezone=Asia%2FShanghai"),
                row(link -> link.theme("light"), plain + "&theme=light"),
                row(link -> link.theme("dark"), plain + "&theme=dark"),
                row(
                        link -> link.kiosk(true),
                        plain + "&kiosk=1&_dash.hideTimePicker=true&_dash.hideVariables=true&_dash.hideLinks=true"),
                row(link -> link.kiosk(false), plain),
                row(link -> link.kiosk(true).panel(2), "/d-solo/TZWea?orgId=1&panelId=2"),
                row(link -> link.refresh("5s"), plain + "&refresh=5s"),
                row(link -> link.refresh("1m"), plain + "&refresh=1m"),
                row(link -> link.variable("host", "a"), plain + "&var-host=a"),
                row(link -> link.variable("host", "a", "b"), plain + "&var-host=a&var-host=b"),
                row(link -> link.variable("host", "a").variable("host", "b"), plain + "&var-host=a&var-host=b"),
                row(link -> link.variable("host", ""), plain + "&var-host="),
                row(link -> link.variable("host"), plain),
                row(link -> link.variable("a b", "&=#+ ä/"), plain + "&var-a%20b=%26%3D%23%2B%20%C3%A4%2F"),
                row(
                        link -> link.variable("host", "1&aliyun_api_key_org_id=2&orgId=9"),
                        plain + "&var-host=1%26aliyun_api_key_org_id%3D2%26orgId%3D9"),
                row(link -> link.from("now-6h").from("now-1h"), plain + "&from=now-1h"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("links")
    void aLinkIsSpelledAsEveryGrafanaReadsIt(String link, UnaryOperator<DashboardLink> build) {
        DashboardLink built = build.apply(GSHARE.dashboard("TZWea"));

        assertThat(built).hasToString(URL + link);
        assertThat(built.sign()).isEqualTo(URL + link + "&" + KEY.signedSuffix());
    }

    @Test
    void theOrderOfTheParametersIsFixed() {
        DashboardLink link = GSHARE.dashboard("TZWea")
                .variable("host", "a")
                .refresh("30s")
                .kiosk(true)
                .theme("dark")
                .timezone("utc")
                .to("now")
                .from("now-6h")
                .slug("test");

        assertThat(link)
                .hasToString(URL + "/d/TZWea/test?orgId=1&from=now-6h&to=now&timezone=utc&theme=dark&kiosk=1"
                        + "&_dash.hideTimePicker=true&_dash.hideVariables=true&_dash.hideLinks=true"
                        + "&refresh=30s&var-host=a");
        assertThat(link.panel(6))
                .hasToString(URL + "/d-solo/TZWea/test?orgId=1&panelId=6&from=now-6h&to=now&timezone=utc&theme=dark"
                        + "&refresh=30s&var-host=a");
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, utc",
        "Z, utc",
        "+00:00, utc",
        "Etc/UTC, Etc%2FUTC",
        "Asia/Shanghai, Asia%2FShanghai",
        "+08:00, Etc%2FGMT-8",
        "-05:00, Etc%2FGMT%2B5",
        "+14:00, Etc%2FGMT-14",
        "-12:00, Etc%2FGMT%2B12",
        "UTC+08:00, Etc%2FGMT-8",
        "GMT-3, Etc%2FGMT%2B3",
    })
    void aZoneIdIsWrittenAsGrafanaKnowsIt(ZoneId zone, String written) {
        assertThat(GSHARE.dashboard("TZWea").timezone(zone)).hasToString(URL + "/d/TZWea?orgId=1&timezone=" + written);
    }

    @ParameterizedTest
    @CsvSource({"+05:30, +05:30", "-13:00, Etc/GMT+13", "+18:00, Etc/GMT-18", "UTC+05:45, UTC+05:45"})
    void aZoneIdThatHasNoNameIsRefused(ZoneId zone, String shown) {
        assertThatThrownBy(() -> GSHARE.dashboard("TZWea").timezone(zone))
                .hasMessage(
                        "timezone was '" + shown + "' but must be browser, utc or an IANA name such as Asia/Shanghai");
    }

    static Stream<Arguments> refusals() {
        String uid = " but must be a dashboard's uid: 1 to 40 letters, digits, - and _; it stands behind /d/ in the"
                + " dashboard's address";
        String panel = " but must be a panel's id, such as 6 or panel-6";
        String time = " but must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z";
        String zone = " but must be browser, utc or an IANA name such as Asia/Shanghai";
        String refresh = " but must be 5s or longer, such as 30s, 1m or 1h";
        return Stream.of(
                refused(link -> GSHARE.dashboard(""), "dashboard was ''" + uid),
                refused(
                        link -> GSHARE.dashboard("/d/TZWea/test"),
                        "dashboard was '/d/TZWea/test'" + uid + ", which goes into link as a whole"),
                refused(link -> GSHARE.dashboard(".."), "dashboard was '..'" + uid),
                refused(link -> GSHARE.dashboard("a?b"), "dashboard was 'a?b'" + uid),
                refused(link -> GSHARE.dashboard("ä"), "dashboard was 'ä'" + uid),
                refused(link -> GSHARE.dashboard("u".repeat(41)), "dashboard was '" + "u".repeat(41) + "'" + uid),
                refused(link -> link.slug(""), "slug was '' but must not be empty; leave it out"),
                refused(link -> link.panel(0), "panel was '0'" + panel),
                refused(link -> link.panel(-1), "panel was '-1'" + panel),
                refused(link -> link.panel("06"), "panel was '06'" + panel),
                refused(link -> link.panel("panel-"), "panel was 'panel-'" + panel),
                refused(link -> link.panel("2-clone-1"), "panel was '2-clone-1'" + panel),
                refused(link -> link.panel("6&orgId=2"), "panel was '6&orgId=2'" + panel),
                refused(link -> link.from(""), "from was ''" + time),
                refused(link -> link.from("yesterday"), "from was 'yesterday'" + time),
                refused(link -> link.from("now-6"), "from was 'now-6'" + time),
                refused(link -> link.from("now 6h"), "from was 'now 6h'" + time),
                refused(link -> link.from("-1"), "from was '-1'" + time),
                refused(link -> link.to("2026-1-31"), "to was '2026-1-31'" + time),
                refused(link -> link.to("2026-01-31 08:00"), "to was '2026-01-31 08:00'" + time),
                refused(link -> link.to("now\n"), "to was 'now\\u000a'" + time),
                refused(link -> link.timezone(""), "timezone was ''" + zone),
                refused(link -> link.timezone("Browser"), "timezone was 'Browser'" + zone),
                refused(link -> link.timezone("Asia/Beijing"), "timezone was 'Asia/Beijing'" + zone),
                refused(link -> link.timezone("+08:00"), "timezone was '+08:00'" + zone),
                refused(link -> link.theme("blue"), "theme was 'blue' but must be light or dark"),
                refused(link -> link.theme("Dark"), "theme was 'Dark' but must be light or dark; did you mean 'dark'?"),
                refused(link -> link.refresh("4s"), "refresh was '4s'" + refresh),
                refused(link -> link.refresh("0m"), "refresh was '0m'" + refresh),
                refused(link -> link.refresh("30"), "refresh was '30'" + refresh),
                refused(link -> link.refresh("500ms"), "refresh was '500ms'" + refresh),
                refused(link -> link.refresh("auto"), "refresh was 'auto'" + refresh),
                refused(
                        link -> link.variable("", "a"),
                        "variable was '' but must have a name; give the name of one of the dashboard's variables"),
                refused(
                        link -> link.variable("var-host", "a"),
                        "variable was 'var-host' but must be the variable's name in Grafana, without var-; give 'host'"),
                refused(
                        link -> link.variable("var-var-", "a"),
                        "variable was 'var-var-' but must be the variable's name in Grafana, without var-; give ''"));
    }

    private static Arguments refused(UnaryOperator<DashboardLink> build, String message) {
        return Arguments.of(message, build);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aWrongValueIsRefusedWhenItIsGiven(String message, UnaryOperator<DashboardLink> build) {
        DashboardLink link = GSHARE.dashboard("TZWea");

        assertThatThrownBy(() -> build.apply(link))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "now, now-6h",
        "now-1h, now-6h",
        "now+1h, now",
        "now-29d, now-2M",
        "now-1y, now-9Q",
        "now-2134h, now-1Q",
        "now-670h, now-1M",
        "now-8758h, now-1y",
        "now/d, now-2d",
        "now/h, now-3h/h",
        "2000, 1000",
        "2026-01-31, 2026-01-30",
        "2026-01-31T08:00, 2026-01-31",
        "2026-01-31T08:00:00Z, 1670816840000",
        "2026-01-31T08:00:00+08:00, 2026-01-30T23:59:59Z"
    })
    void aRangeThatEndsBeforeItBeginsIsRefusedWhenItIsSigned(String from, String to) {
        String message = "from was '" + from + "' but must not be after to, which was '" + to + "'; exchange them";
        DashboardLink link = GSHARE.dashboard("TZWea").to(to).from(from);

        assertThatThrownBy(link::sign)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(link::unsigned).hasMessage(message);
        assertThatThrownBy(() -> LinkAttributes.signOrBlank(GSHARE.page(), "a test", link))
                .hasMessage(message);
    }

    /** What may end after it begins, at whatever time it is looked at, and in whatever time zone; and times that nobody can count to. */
    @ParameterizedTest
    @CsvSource({
        "now, now",
        "now-6h, now",
        "now/d, now/d",
        "now/d, now-6h",
        "now-1d, now-25h",
        "now-30d, now-1M",
        "now-2136h, now-1Q",
        "now-2136h, now-1fQ",
        "now-40290m, now-1M",
        "now-525540m, now-1y",
        "now-1M, now-30d",
        "now-365d, now-1y",
        "now-2Q, now-6M",
        "now-2135h, now-1Q",
        "now-671h, now-1M",
        "now-8759h, now-1y",
        "now, 1000",
        "2099-01-01, now",
        "1000, 1000",
        "2026-01-31, 2026-01-31",
        "2026-01-31T23:00, 2026-01-31T22:00:00Z",
        "2026-01-31T08:00:00+08:00, 2026-01-31T00:00:00Z",
        "+999999999-01-01T00:00:00Z, 2026-01-31T00:00:00Z",
        "2026-01-31, -999999999-01-01T00:00"
    })
    void aRangeThatMayEndAfterItBeginsIsNot(String from, String to) {
        DashboardLink link = GSHARE.dashboard("TZWea").from(from).to(to);

        assertThat(link.sign()).contains("&from=", "&to=", "aliyun_api_key_sign=");
        assertThat(link.unsigned()).isEqualTo(link.toString());
    }

    @Test
    void utcInCapitalsWasWrittenAsGivenWhichTheContractDoesNotKnow() {
        assertThat(GSHARE.dashboard("TZWea").timezone("UTC").toString()).endsWith("&timezone=utc");
        assertThat(GSHARE.dashboard("TZWea").timezone(ZoneId.of("UTC")).toString())
                .endsWith("&timezone=utc");
    }

    @Test
    void aSlugThatIsADotSegmentIsRefusedWhenTheLinkIsSigned() {
        assertThatThrownBy(() -> GSHARE.dashboard("TZWea").slug("..").sign())
                .isInstanceOfSatisfying(
                        LinkRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.AMBIGUOUS_PATH));
    }

    /** Thousands of operators overflowed the stack of the regular expression. */
    @Test
    void aTimeOfThousandsOfOperatorsIsRefused() {
        for (String time : List.of("now" + "/d".repeat(10_000), "now" + "+1d".repeat(10_000), "1".repeat(10_000))) {
            assertThatThrownBy(() -> Surfaces.gshare().dashboard("x").from(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("from was '");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-99-99", "2026-01-01T99:00:00Z", "000", "2026-01-01T00:00:00+08:00[Asia/Shanghai]"})
    void aTimeThatIsNoneIsRefused(String time) {
        assertThatThrownBy(() -> Surfaces.gshare().dashboard("x").to(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but must be a time such as");
    }
}
