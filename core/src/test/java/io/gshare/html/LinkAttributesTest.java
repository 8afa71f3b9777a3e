package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.link.LinkRefusedException;
import io.gshare.settings.OnRefused;
import java.nio.CharBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkAttributesTest {

    private static final GShare FAILING = Surface.gshare(OnRefused.FAIL);
    private static final Instant TIME = Instant.ofEpochMilli(1670816840000L);

    private static LinkAttributes attributes(@Nullable Object... namesAndValues) {
        LinkAttributes attributes = new LinkAttributes(FAILING.page(), "a test");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            assertThat(attributes.set(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]))
                    .isTrue();
        }
        return attributes;
    }

    private static Arguments row(String link, @Nullable Object... namesAndValues) {
        return Arguments.of(link, attributes(namesAndValues));
    }

    static Stream<Arguments> links() {
        String dashboard = Surface.URL + "/d/TZWea?orgId=1";
        return Stream.of(
                row(Surface.URL + "/d/x?", "link", "/d/x"),
                row(Surface.URL + "/d/x?a=1&b=2&", "link", "/d/x?a=1&amp;b=2"),
                row(Surface.URL + "/d/x?a=1&b=2&", "link", "/d/x?a=1&#38;b=2"),
                row(Surface.URL + "/d/x?a=1&", "link", Surface.URL + "/d/x?a=1"),
                row(Surface.OPS + "/d/x?", "link", Surface.OPS + "/d/x"),
                row(Surface.OPS + "/d/x?", "link", "/d/x", "workspace", "ops"),
                row(Surface.OPS + "/d/TZWea?orgId=1&", "dashboard", "TZWea", "workspace", "ops"),
                row(Surface.URL + "/d/x?", "link", CharBuffer.wrap("/d/x")),
                row(
                        Surface.URL + "/d/TZWea?orgId=1&theme=dark&",
                        "link",
                        FAILING.dashboard("TZWea").theme("dark")),
                row(dashboard + "&", "dashboard", "TZWea"),
                row(Surface.URL + "/d/TZWea/test?orgId=1&", "dashboard", "TZWea", "slug", "test"),
                row(Surface.URL + "/d-solo/TZWea?orgId=1&panelId=2&", "dashboard", "TZWea", "panel", 2),
                row(Surface.URL + "/d-solo/TZWea?orgId=1&panelId=2&", "dashboard", "TZWea", "panel", "panel-2"),
                row(dashboard + "&from=now-6h&to=now&", "dashboard", "TZWea", "to", "now", "from", "now-6h"),
                row(dashboard + "&from=1670816840000&", "dashboard", "TZWea", "from", TIME),
                row(dashboard + "&to=1670816840000&", "dashboard", "TZWea", "to", Date.from(TIME)),
                row(dashboard + "&from=1670816840000&", "dashboard", "TZWea", "from", 1670816840000L),
                row(dashboard + "&timezone=Asia%2FShanghai&", "dashboard", "TZWea", "timezone", "Asia/Shanghai"),
                row(
                        dashboard + "&timezone=Asia%2FShanghai&",
                        "dashboard",
                        "TZWea",
                        "timezone",
                        ZoneId.of("Asia/Shanghai")),
                row(dashboard + "&timezone=Etc%2FGMT-8&", "dashboard", "TZWea", "timezone", ZoneId.of("+08:00")),
                row(dashboard + "&theme=dark&", "dashboard", "TZWea", "theme", "dark"),
                row(
                        dashboard + "&kiosk=1&_dash.hideTimePicker=true&_dash.hideVariables=true&_dash.hideLinks=true&",
                        "dashboard",
                        "TZWea",
                        "kiosk",
                        true),
                row(dashboard + "&", "dashboard", "TZWea", "kiosk", "false"),
                row(dashboard + "&refresh=30s&", "dashboard", "TZWea", "refresh", "30s"),
                // variables
                row(dashboard + "&var-host=a&", "dashboard", "TZWea", "var-host", "a"),
                row(dashboard + "&var-host=a&var-host=b&", "dashboard", "TZWea", "var-host", List.of("a", "b")),
                row(
                        dashboard + "&var-host=b&var-host=a&",
                        "dashboard",
                        "TZWea",
                        "var-host",
                        new LinkedHashSet<>(List.of("b", "a"))),
                row(dashboard + "&var-host=a&var-host=b&", "dashboard", "TZWea", "var-host", new String[] {"a", "b"}),
                row(dashboard + "&var-host=1&var-host=2&", "dashboard", "TZWea", "var-host", new Integer[] {1, 2}),
                row(dashboard + "&var-host=a&", "dashboard", "TZWea", "var-host", Arrays.asList(null, "a", null)),
                row(dashboard + "&var-host=a&var-host=b&", "dashboard", "TZWea", "var-host", "a", "var-host", "b"),
                row(dashboard + "&var-host=&", "dashboard", "TZWea", "var-host", ""),
                row(dashboard + "&", "dashboard", "TZWea", "var-host", null),
                row(dashboard + "&", "dashboard", "TZWea", "var-host", List.of()),
                row(dashboard + "&var-host=%26amp%3B&", "dashboard", "TZWea", "var-host", "&amp;"),
                // nothing given
                row(
                        dashboard + "&",
                        "dashboard",
                        "TZWea",
                        "link",
                        null,
                        "slug",
                        "",
                        "panel",
                        null,
                        "from",
                        "",
                        "to",
                        null,
                        "theme",
                        "",
                        "kiosk",
                        null,
                        "refresh",
                        "",
                        "timezone",
                        null,
                        "workspace",
                        ""),
                row(Surface.URL + "/d/x?", "link", "/d/x", "dashboard", "", "from", null, "theme", ""));
    }

    @Test
    void namesKnowNoCaseAsInHtml() {
        LinkAttributes attributes = new LinkAttributes(FAILING.page(), "a test");
        assertThat(attributes.set("DASHBOARD", "x")).isTrue();
        assertThat(attributes.set("Theme", "dark")).isTrue();
        assertThat(attributes.set("Var-Host", "a")).isTrue();
        assertThat(attributes.sign()).contains("/d/x?orgId=1&theme=dark&var-Host=a&");
    }

    @Test
    void arraysOfNumbersAreValues() {
        LinkAttributes attributes = new LinkAttributes(FAILING.page(), "a test");
        attributes.set("dashboard", "x");
        attributes.set("var-id", new int[] {1, 2});
        assertThat(attributes.sign()).contains("&var-id=1&var-id=2&");
    }

    @Test
    @SuppressWarnings("JavaUtilDate")
    void datesOfJdbcAreTimes() {
        LinkAttributes attributes = new LinkAttributes(FAILING.page(), "a test");
        attributes.set("dashboard", "x");
        attributes.set("from", new Date(1670816840000L) {
            private static final long serialVersionUID = 1L;

            @Override
            public Instant toInstant() {
                throw new UnsupportedOperationException("as java.sql.Date does");
            }
        });
        assertThat(attributes.sign()).contains("&from=1670816840000&");
        LinkAttributes late = new LinkAttributes(FAILING.page(), "a test");
        late.set("dashboard", "x");
        late.set("from", Instant.MAX);
        assertThatThrownBy(late::sign)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "from was '+1000000000-12-31T23:59:59.999999999Z' but must be a time near ours");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("links")
    void theSameInputGivesTheSameLink(String link, LinkAttributes attributes) {
        assertThat(attributes.sign()).isEqualTo(link + Surface.SIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "src", "href", "links", "var", "", "onload", "title"})
    void whatIsNoLinksAttributeIsLeftToOthers(String name) {
        assertThat(new LinkAttributes(FAILING.page(), "a test").set(name, "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "link",
                "dashboard",
                "workspace",
                "slug",
                "panel",
                "from",
                "to",
                "timezone",
                "theme",
                "kiosk",
                "refresh",
                "var-x"
            })
    void theLinksAttributes(String name) {
        assertThat(new LinkAttributes(FAILING.page(), "a test").set(name, null)).isTrue();
    }

    @Test
    void exactlyOneOfLinkDashboardAndEmbedMustBeGiven() {
        String rule = " but exactly one of them must be given: link, the address that Grafana's Share dialog copies;"
                + " dashboard, the dashboard's uid; or embed, the name of one that is configured";

        assertThatThrownBy(() -> attributes().sign())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("link, dashboard and embed were all missing" + rule);
        assertThatThrownBy(() -> attributes("dashboard", null, "theme", "").sign())
                .hasMessage("dashboard was '' but must be the dashboard's uid; see why its expression found nothing");
        assertThatThrownBy(
                        () -> attributes("link", "/d/x", "dashboard", "TZWea").sign())
                .hasMessage("link and dashboard were given together" + rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slug", "panel", "from", "to", "timezone", "theme", "kiosk", "refresh", "var-host"})
    void whatRefinesADashboardIsRefusedBesideLink(String name) {
        assertThatThrownBy(() -> attributes("link", "/d/x", name, "1").sign())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + name
                        + "' was given beside link but refines dashboard alone; write it into the link, or give"
                        + " dashboard in place of link");
    }

    @Test
    void aWrongValueIsRefusedAsTheDashboardLinkRefusesIt() {
        assertThatThrownBy(
                        () -> attributes("dashboard", "TZWea", "kiosk", "yes").sign())
                .hasMessage("kiosk was 'yes' but must be true or false");
        assertThatThrownBy(
                        () -> attributes("dashboard", "TZWea", "kiosk", "tru").sign())
                .hasMessage("kiosk was 'tru' but must be true or false; did you mean 'true'?");
        assertThatThrownBy(
                        () -> attributes("dashboard", "TZWea", "theme", "blue").sign())
                .hasMessage("theme was 'blue' but must be light or dark");
        assertThatThrownBy(() ->
                        attributes("dashboard", "TZWea", "workspace", "none").sign())
                .hasMessage("workspace was 'none' but must be one of default, ops; configure it as"
                        + " gshare.workspaces.<name>");
        assertThatThrownBy(() -> attributes("dashboard", "TZWea", "var-", "x").sign())
                .hasMessage("variable was '' but must have a name; give the name of one of the dashboard's variables");
        assertThatThrownBy(() -> attributes("link", "https://evil/").sign()).isInstanceOf(LinkRefusedException.class);
    }

    @Test
    void defaultsHoldWhereTheTagDoesNotSay() {
        LinkAttributes attributes = attributes("dashboard", "TZWea", "theme", "light");
        attributes.setDefault("theme", "dark");
        attributes.setDefault("timezone", ZoneId.of("+08:00"));
        attributes.setDefault("workspace", "ops");

        assertThat(attributes.sign())
                .isEqualTo(Surface.OPS + "/d/TZWea?orgId=1&timezone=Etc%2FGMT-8&theme=light&" + Surface.SIGNED);
    }

    @Test
    void aPagesZoneThatHasNoNameLeavesTheDashboardItsOwn() {
        LinkAttributes attributes = attributes("dashboard", "TZWea");
        attributes.setDefault("timezone", ZoneId.of("+05:45"));

        assertThat(attributes.sign()).isEqualTo(Surface.URL + "/d/TZWea?orgId=1&" + Surface.SIGNED);
        assertThatThrownBy(() -> attributes("dashboard", "TZWea", "timezone", ZoneId.of("+05:45"))
                        .sign())
                .hasMessage("timezone was '+05:45' but must be browser, utc or an IANA name such as Asia/Shanghai");
    }

    @Test
    void aLinkStaysAsItIsWhateverTheDefaults() {
        LinkAttributes attributes = attributes("link", "/d/x");
        attributes.setDefault("theme", "dark");
        attributes.setDefault("timezone", "utc");
        attributes.setDefault("workspace", null);

        assertThat(attributes.sign()).isEqualTo(Surface.URL + "/d/x?" + Surface.SIGNED);
    }

    @Test
    void signOrBlankIsBlankWhereAPlaceholderIsWanted() {
        GShare placeholder = Surface.gshare(OnRefused.PLACEHOLDER);

        assertThat(LinkAttributes.signOrBlank(placeholder.page(), "a test", "/d/x"))
                .isEqualTo(Surface.URL + "/d/x?" + Surface.SIGNED);
        assertThat(LinkAttributes.signOrBlank(placeholder.page(), "a test", "https://evil/"))
                .isEqualTo("about:blank");
        assertThat(LinkAttributes.signOrBlank(placeholder.page(), "a test", null))
                .isEqualTo("about:blank");
        assertThat(LinkAttributes.signOrBlank(placeholder.page(), "a test", "")).isEqualTo("about:blank");
        assertThatThrownBy(() -> LinkAttributes.signOrBlank(FAILING.page(), "a test", "https://evil/"))
                .isInstanceOf(LinkRefusedException.class);
    }

    /** On elements of the page's own and in expressions, too. */
    @Test
    void aLinkWhoseRangeEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(
                        () -> LinkAttributes.signOrBlank(FAILING.page(), "a test", "/d/x?from=now%2Fd&amp;to=now-2d"))
                .hasMessage(
                        "link was '/d/x?from=now%2Fd&to=now-2d' but its from must not be after its to; exchange them");
    }
}
