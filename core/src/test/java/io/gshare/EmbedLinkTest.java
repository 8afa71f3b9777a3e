package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.settings.Embed;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedLinkTest {

    private static final String LINK = "/d/sales/x?orgId=1&from=now-6h&var-tenant=a&var-tenant=b&kiosk#top";
    private static final List<String> ALL =
            List.of("from", "to", "timezone", "theme", "refresh", "kiosk", "panel", "var-host", "var-生产 ü");
    private static final List<String> GOOD =
            List.of("now-1h", "now", "Asia/Shanghai", "dark", "30s", "true", "panel-6", "a&b=c#d", "é");

    private static GShare gshare(String link, String... open) {
        return Surfaces.builder()
                .embed(new Embed("sales", "default", link, Set.of(open), Set.of()))
                .embed(new Embed("ops", "ops", "/d/x", Set.of(), Set.of()))
                .build();
    }

    private static EmbedLink embed(String... open) {
        return gshare(LINK, open).embed("sales");
    }

    // ---- the dashboard's link

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from      | now-1h      | /d/sales/x?orgId=1&var-tenant=a&var-tenant=b&kiosk&from=now-1h#top",
                "to        | now         | /d/sales/x?orgId=1&from=now-6h&var-tenant=a&var-tenant=b&kiosk&to=now#top",
                "timezone  | UTC         | /d/sales/x?orgId=1&from=now-6h&var-tenant=a&var-tenant=b&kiosk&timezone=utc#top",
                "kiosk     | false       | /d/sales/x?orgId=1&from=now-6h&var-tenant=a&var-tenant=b&#top",
                "kiosk     | true        | /d/sales/x?orgId=1&from=now-6h&var-tenant=a&var-tenant=b&kiosk=1&_dash.hideTimePicker=true&_dash.hideVariables=true&_dash.hideLinks=true#top",
                "panel     | 6           | /d/sales/x?orgId=1&from=now-6h&var-tenant=a&var-tenant=b&kiosk&viewPanel=6#top",
                "var-tenant| x&y         | /d/sales/x?orgId=1&from=now-6h&kiosk&var-tenant=x%26y#top"
            })
    void aParameterReplacesThoseOfItsName(String parameter, String value, String expected) {
        assertThat(embed(parameter).set(parameter, value)).hasToString(expected);
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsRefusedBeItCompletedByTheLink() {
        assertThatThrownBy(() -> embed("from", "to")
                        .set("from", "now")
                        .set("to", "now-1h")
                        .sign())
                .hasMessage("from was 'now' but must not be after to, which was 'now-1h'; exchange them");
        assertThatThrownBy(() -> embed("to").set("to", "now-7h").sign())
                .hasMessage("from was 'now-6h' but must not be after to, which was 'now-7h'; exchange them");
        assertThat(embed("to").set("to", "now-5h").sign()).contains("&to=now-5h&");
        for (String from : List.of("20990102", "now-?", "", "nowadays")) {
            assertThat(gshare("/d/x?from=" + from, "to")
                            .embed("sales")
                            .set("to", "now-6h")
                            .sign())
                    .as("nobody knows when %s is", from)
                    .contains("&to=now-6h&");
        }
        assertThat(gshare("/d/x?from=20990102", "to")
                        .embed("sales")
                        .set("to", "1000")
                        .sign())
                .contains("&to=1000&");
        assertThat(gshare("/d/x?from=now&to=now-6h").embed("sales").sign()).contains("?from=now&to=now-6h&");
    }

    @Test
    void aVariableThatIsOpenHasItsPrefixOnce() {
        assertThatThrownBy(() -> gshare("/d/x", "var-var-host"))
                .hasMessage("open was 'var-var-host' but must be panel, from, to, timezone, theme, kiosk, refresh or a"
                        + " variable such as var-host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/x?v%61r-host=a",
                "/d/x?var%2Dhost=a",
                "/d/x?var-host",
                "/d/x?var-host=a&var-host=b",
                "/d/x?%76ar-host=a"
            })
    void howeverTheLinkSpellsIt(String link) {
        assertThat(gshare(link, "var-host").embed("sales").set("var-host", "z")).hasToString("/d/x?var-host=z");
    }

    @Test
    void namesBeyondAsciiAreReplacedToo() {
        assertThat(gshare("/d/x?var-%E7%94%9F+a=1&var-生%20a=2&b=3", "var-生 a")
                        .embed("sales")
                        .set("var-生 a", "9"))
                .hasToString("/d/x?b=3&var-%E7%94%9F%20a=9");
    }

    @Test
    void aPanelOfASoloLinkIsItsOwn() {
        assertThat(gshare("/d/x?var-path=/d-solo/", "panel").embed("sales").set("panel", "2"))
                .hasToString("/d/x?var-path=/d-solo/&viewPanel=2");
        assertThat(gshare("/d-solo/x?panelId=1", "panel").embed("sales").set("panel", "2"))
                .hasToString("/d-solo/x?panelId=2");
    }

    @Test
    void aVariableMayHaveManyValues() {
        assertThat(embed("var-host").set("var-host", "a", "b").toString()).endsWith("&kiosk&var-host=a&var-host=b#top");
    }

    @Test
    void theApplicationLocksVariables() {
        assertThat(embed("var-host").set("var-host", "a").lock("host", "z").lock("tenant", "t"))
                .hasToString("/d/sales/x?orgId=1&from=now-6h&kiosk&var-host=z&var-tenant=t#top");
        assertThatThrownBy(() -> embed("var-tenant").lock("var-tenant", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "variable was 'var-tenant' but must be letters, digits and _; give the variable's name in Grafana,"
                                + " without var-");
    }

    @Test
    void whatIsLockedStaysSo() {
        EmbedLink locked = embed("var-host").lock("host", "z").set("var-host", "a");
        assertThat(locked.toString()).endsWith("&kiosk&var-host=z#top");
        assertThatThrownBy(() -> locked.set("var-host", "x".repeat(257))).isInstanceOf(IllegalArgumentException.class);
        for (String link : List.of("/d/x?var%2Dhost=a", "/d/x?v%61r-host=a&var-host=b", "/d/x?var-h%6Fst")) {
            assertThat(gshare(link).embed("sales").lock("host", "z")).hasToString("/d/x?var-host=z");
        }
    }

    static Stream<Arguments> nothing() {
        return Stream.of(
                Arguments.of((Object) new String[] {}), Arguments.of((Object) new String[] {""}), Arguments.of((Object)
                        new String[] {"a", " \t"}));
    }

    @ParameterizedTest
    @MethodSource("nothing")
    void noVariableIsLockedToNothing(String[] values) {
        assertThatThrownBy(() -> embed().lock("tenant", values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'var-tenant' was locked to no value but the dashboard would show its default then; give one, or"
                                + " show nothing");
    }

    // ---- what is refused

    @Test
    void everyCombinationOfOpenAndClosedParametersIsKept() {
        for (String given : ALL) {
            String value = GOOD.get(ALL.indexOf(given));
            for (int bits = 0; bits < 1 << ALL.size(); bits++) {
                int mask = bits;
                String[] open = ALL.stream()
                        .filter(name -> (mask >> ALL.indexOf(name) & 1) != 0)
                        .toArray(String[]::new);
                EmbedLink link = embed(open);
                if (Arrays.asList(open).contains(given)) {
                    assertThat(link.set(given, value).sign()).contains("aliyun_api_key_sign=");
                } else {
                    String what = open.length == 0
                            ? "leave it out"
                            : "give no other than "
                                    + String.join(
                                            ", ", Arrays.stream(open).sorted().toList());
                    assertThatThrownBy(() -> link.set(given, value))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("'" + given + "' was given but is not open; " + what);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orgId", "aliyun_api_key_sign", "var-", "viewPanel", "editPanel", "auth_token", "__feature.x", ""
            })
    void whatIsNotNamedIsNotOpen(String parameter) {
        assertThatThrownBy(() -> embed(ALL.toArray(String[]::new)).set(parameter, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "was given but is not open; give no other than from, kiosk, panel, refresh, theme, timezone, to, var-host, var-生产 ü");
    }

    @ParameterizedTest
    @CsvSource({"var-Host, var-host", "var-hots, var-host", "FROM, from", "pannel, panel", "refesh, refresh"})
    void whatWasMeantIsNamed(String parameter, String meant) {
        assertThatThrownBy(() -> embed(ALL.toArray(String[]::new)).set(parameter, "1"))
                .hasMessage("'" + parameter + "' was given but is not open; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from     | yesterday | from was 'yesterday' but must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z",
                "timezone | Mars      | timezone was 'Mars' but must be browser, utc or an IANA name such as Asia/Shanghai",
                "theme    | pink      | theme was 'pink' but must be light or dark",
                "refresh  | 1s        | refresh was '1s' but must be 5s or longer, such as 30s, 1m or 1h",
                "kiosk    | tv        | kiosk was 'tv' but must be true or false",
                "panel    | 0         | panel was '0' but must be a panel's id, such as 6 or panel-6"
            })
    void valuesAreChecked(String parameter, String value, String message) {
        assertThatThrownBy(() -> embed(parameter).set(parameter, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void soIsHowManyThereAreAndHowLongTheyAre() {
        EmbedLink link = embed("from", "var-host");
        assertThatThrownBy(() -> link.set("from", "now", "now-1h"))
                .hasMessage("'from' was given 2 values but takes one; leave the others out");
        assertThatThrownBy(() -> link.set("var-host", new String[33]))
                .hasMessage("'var-host' was given 33 values but takes at most 32; leave the others out");
        assertThatThrownBy(() -> link.set("var-host", "x".repeat(257)))
                .hasMessage("'var-host' was given 257 characters but takes at most 256; shorten it");
        link.set("var-host", "x".repeat(256));
    }

    // ---- on a page

    @Test
    void aPageCarriesTheApplicationsOwnLinkWhateverTheModeIs() {
        ShownPage page = new ShownPage(null);
        Page shown = gshare(LINK, ALL.toArray(String[]::new)).page(page);

        assertThat(shown.embed("sales").sign()).isEqualTo("/app/gshare/embed/sales");
        PageEmbed full = shown.embed("sales");
        for (int i = 0; i < ALL.size(); i++) {
            full.set(ALL.get(i), GOOD.get(i));
        }
        assertThat(full.set("kiosk", "false").sign())
                .isEqualTo("/app/gshare/embed/sales?from=now-1h&to=now&timezone=Asia%2FShanghai&theme=dark&refresh=30s"
                        + "&kiosk=false&panel=6&var-host=a%26b%3Dc%23d&var-%E7%94%9F%E4%BA%A7%20%C3%BC=%C3%A9");
        assertThat(page.signedLinks()).isZero();
    }

    /** It would travel as a parameter, which is the visitor's to change. */
    @Test
    void aPageLocksNothing() {
        assertThat(PageEmbed.class.getMethods())
                .extracting(Method::getName)
                .contains("set", "sign")
                .doesNotContain("lock");
    }

    @Test
    void anEmbedIsItsWorkspaces() {
        assertThat(gshare(LINK).embed("ops").sign()).startsWith("https://example.com/grafana/d/x?aliyun_api_key_sign=");
        assertThat(gshare(LINK).workspace("ops").embed("sales").sign())
                .startsWith("https://grafana.example.com/d/sales/x?");
    }

    @Test
    void anUnknownEmbedIsNamed() {
        assertThatThrownBy(() -> gshare(LINK).embed("sale"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("embed was 'sale' but must be one of sales, ops; did you mean 'sales'?");
        assertThatThrownBy(() -> Surfaces.gshare().embed("sale"))
                .hasMessage("embed was 'sale' but none is configured; configure it as gshare.embeds.<name>");
    }
}
