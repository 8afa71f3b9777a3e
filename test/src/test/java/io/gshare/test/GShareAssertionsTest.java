package io.gshare.test;

import static io.gshare.test.GShareAssertions.assertThatLink;
import static io.gshare.test.GShareAssertions.assertThatPage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gshare.GShare;
import io.gshare.html.HtmlEscape;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GShareAssertionsTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    @RegisterExtension
    static final WorkspaceExtension GRAFANA = new WorkspaceExtension(StandInWorkspace.builder()
            .clock(TestClock.standing(START))
            .dashboard("TZWea", "Sales")
            .dashboard("other", "Other"));

    private static final ShareKey IMPOSTOR = ShareKey.of("stand-in", 1, "0".repeat(100));
    private static final String TOKEN = Vectors.all().get(1).token();
    private static final String TICKET = "/app/gshare/ticket/AQ" + "A".repeat(70);

    private static final String SIGNED = sign("/d/TZWea?orgId=1", GRAFANA.key());
    private static final String FORGED = sign("/d/TZWea", IMPOSTOR);
    private static final String PANEL =
            sign("/d-solo/TZWea/test?panelId=panel-2&from=now-6h&to=now&var-host=web%207&var-host=b", GRAFANA.key());

    private static String sign(String link, ShareKey key) {
        LinkSigner signer =
                LinkSigner.v2(Workspace.of(GRAFANA.url()), KeySource.fixed(key), null, TestClock.standing(START));
        return GShare.builder().workspace("default", signer).build().sign(link);
    }

    private static String page(String... links) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><title>Sales</title>");
        for (String link : links) {
            page.append("<iframe src=\"").append(HtmlEscape.escape(link)).append("\"></iframe>");
        }
        return page.toString();
    }

    @Test
    void aSignedLinkIsAllThatItShouldBe() {
        assertThatLink(PANEL)
                .isSigned()
                .isSignedBy(GRAFANA.key())
                .isFreshAt(START)
                .isFreshAt(START.plusSeconds(60))
                .isFreshAt(START.minusSeconds(60))
                .isAcceptedBy(GRAFANA)
                .opensDashboard("TZWea")
                .showsPanel("2")
                .showsPanel("panel-2")
                .hasTimeRange("now-6h", "now")
                .hasVariable("host", "web 7", "b")
                .hasVariable("none")
                .carriesNoSecret()
                .isEqualTo(PANEL);
    }

    @Test
    void theHomeIsADashboardToo() {
        assertThatLink(sign("/", GRAFANA.key())).isAcceptedBy(GRAFANA);
        assertThatLink(sign(GRAFANA.url(), GRAFANA.key())).isAcceptedBy(GRAFANA);
    }

    @Test
    void aClosedWorkspaceAcceptsNothing() {
        StandInWorkspace closed = StandInWorkspace.builder().start();
        closed.close();
        assertThat(catchThrowable(() -> assertThatLink("/d/x").isAcceptedBy(closed)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("link was '/d/x' but the workspace at " + closed.url()
                        + " is closed; check links while it runs");
    }

    @Test
    void linksOfTheSameTextAreEqual() {
        assertThatLink(SIGNED)
                .isEqualTo(new Link(SIGNED))
                .isIn(SIGNED, PANEL)
                .isNotEqualTo(PANEL)
                .isNotIn(PANEL, FORGED);
        assertThat(new Link(SIGNED))
                .isEqualTo(new Link(SIGNED))
                .hasSameHashCodeAs(new Link(SIGNED))
                .isNotEqualTo(new Link(PANEL))
                .isNotEqualTo(SIGNED);
    }

    @Test
    void aLinkOfAPagesSourceIsReadAsABrowserReadsIt() {
        for (String ampersand : List.of("&amp;", "&#38;", "&#x26;")) {
            assertThatLink(PANEL.replace("&", ampersand)).isAcceptedBy(GRAFANA).showsPanel("2");
        }
    }

    @Test
    void aKeysSignatureIsRightWheneverItWasMadeAndWhereverItLeads() {
        GRAFANA.clock().advance(Duration.ofDays(1));
        assertThatLink(SIGNED.replace(GRAFANA.url(), "/grafana")).isSignedBy(GRAFANA.key());
    }

    @Test
    void aLinkThatIsNotSigned() {
        assertThatLink("/grafana/d/TZWea?viewPanel=3")
                .isNotSigned()
                .carriesNoSecret()
                .opensDashboard("TZWea")
                .showsPanel("3");
        assertThatLink("https://user@grafana.example.com/d/x").carriesNoSecret();
    }

    @Test
    void aMintLink() {
        assertThatLink(TICKET).isMintLink().isNotSigned().carriesNoSecret();
        assertThatLink("https://app.example.com/gshare/embed/sales?from=now-2h").isMintLink();
        assertThatLink("gshare/embed/sales").isMintLink();
        assertThatLink("/app/frames/embed/sales").isMintLink("/frames");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/embed/x",
                "/embed/sales",
                "/app/mygshare/embed/sales",
                "/gshare/embed/",
                "javascript:alert(1)/gshare/embed/x",
                " javascript:alert(1)/gshare/embed/x",
                "data://app.example.com/gshare/embed/x"
            })
    void aLinkThatNoMintEndpointAnswers(String link) {
        assertThat(catchThrowable(() -> assertThatLink(link).isMintLink()))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "link was '" + link + "' but is none of the mint endpoint's at /gshare; set gshare.sign-at ="
                                + " load, give the tag sign=\"load\", or name an embed");
    }

    @Test
    void aDashboardMayHaveTheNameOfAnEmbed() {
        assertThatLink(sign("/d/embed/sales", GRAFANA.key())).isSigned().opensDashboard("embed");
    }

    @Test
    void aLinkThatTheWorkspaceOpened() throws Exception {
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(PANEL)).build(), BodyHandlers.discarding());
        assertThatLink(GRAFANA.opened().get(0))
                .opensDashboard("TZWea")
                .showsPanel("2")
                .isNotSigned();
    }

    @Test
    void aPageThatIsAsItShouldBe() {
        assertThatPage(page(SIGNED, sign("/d/other", GRAFANA.key())) + "<a href='" + SIGNED
                        + "'>x</a><a href=/d/no>x</a><iframe srcdoc=x></iframe>")
                .hasFrames(2)
                .everyLinkIsAcceptedBy(GRAFANA)
                .carriesNoSecret()
                .frame(1)
                .opensDashboard("other");
        assertThatPage(page(TICKET))
                .hasNoSignedLink()
                .carriesNoSecret()
                .frame(0)
                .isMintLink();
        assertThatPage("<p>nothing").hasFrames(0).hasNoSignedLink();
    }

    private static Arguments fails(ThrowingCallable check, String message) {
        return arguments(message, check);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                fails(() -> assertThatLink((String) null).isSigned(), "\nExpecting actual not to be null"),
                fails(
                        () -> assertThatLink("/d/x").as("the report").isSigned(),
                        "[the report] link was '/d/x' but carries no signature; sign it with <gshare:iframe>, gshare:src or"
                                + " GShare.sign, on a page that GShareFilter serves"),
                fails(
                        () -> assertThatLink(SIGNED).isNotSigned(),
                        "link was '{U}/d/TZWea?orgId=1&{S}' but is signed; leave it as it is written, or sign it when its"
                                + " frame loads"),
                fails(
                        () -> assertThatLink(FORGED).isSignedBy(GRAFANA.key()),
                        "link was '{U}/d/TZWea?{S}' but would be refused (WRONG_SIGNATURE): the signature is not that of the"
                                + " key; set gshare.token to the token of the key that gshare.key-name names"),
                fails(
                        () -> assertThatLink("/d/x?aliyun_api_key_sign=1&aliyun_api_key_timestamp=x")
                                .isSignedBy(GRAFANA.key()),
                        "link was '/d/x?aliyun_api_key_sign=***&aliyun_api_key_timestamp=***' but would be refused"
                                + " (MALFORMED): the link lacks aliyun_api_key_sign, or it is not of its form; pass signed links"
                                + " on unchanged"),
                fails(
                        () -> assertThatLink(SIGNED).isFreshAt(START.plusSeconds(61)),
                        "link was '{U}/d/TZWea?orgId=1&{S}' but was signed at 2026-01-01T12:00:00Z and is followed at"
                                + " 2026-01-01T12:01:01Z, more than 60 s apart; sign it when the page is rendered or its frame"
                                + " loads, by a clock that is right"),
                fails(
                        () -> assertThatLink("/d/x?aliyun_api_key_sign=1").isFreshAt(START),
                        "link was '/d/x?aliyun_api_key_sign=***' but says no time at which it was signed; sign it with"
                                + " <gshare:iframe>, gshare:src or GShare.sign, on a page that GShareFilter serves"),
                fails(
                        () -> assertThatLink(FORGED).isAcceptedBy(GRAFANA),
                        "link was '{U}/d/TZWea?{S}' but the workspace at {U} refuses it (WRONG_SIGNATURE): the signature is"
                                + " not that of the key; set gshare.token to the token of the key that gshare.key-name names"),
                fails(
                        () -> {
                            GRAFANA.clock().advance(Duration.ofSeconds(61));
                            assertThatLink(SIGNED).isAcceptedBy(GRAFANA);
                        },
                        "link was '{U}/d/TZWea?orgId=1&{S}' but the workspace at {U} refuses it (EXPIRED): the link was signed"
                                + " 61 s ago and is good for 60 s; reload the page, and if this recurs set both clocks by NTP"),
                fails(
                        () -> assertThatLink(SIGNED.replace(GRAFANA.url(), "https://grafana.example.com"))
                                .isAcceptedBy(GRAFANA),
                        "link was 'https://grafana.example.com/d/TZWea?orgId=1&{S}' but the workspace at {U} is not where it leads; give the"
                                + " application its applicationSettings()"),
                fails(
                        () -> assertThatLink(sign("/d/gone", GRAFANA.key())).isAcceptedBy(GRAFANA),
                        "link was '{U}/d/gone?{S}' but the workspace at {U} has no dashboard 'gone'; it has [TZWea, other]"),
                fails(
                        () -> assertThatLink(sign("/dd/TZWea/x", GRAFANA.key())).isAcceptedBy(GRAFANA),
                        "link was '{U}/dd/TZWea/x?{S}' but the workspace at {U} has no page at '/dd/TZWea/x'; give the page a"
                                + " dashboard's link, such as /d/TZWea"),
                fails(
                        () -> assertThatLink(sign("/grafana/d/TZWea/x", GRAFANA.key()))
                                .isAcceptedBy(GRAFANA),
                        "link was '{U}/grafana/d/TZWea/x?{S}' but the workspace at {U} has no page at '/grafana/d/TZWea/x';"
                                + " give the page a dashboard's link, such as /d/TZWea"),
                fails(
                        () -> assertThatLink(sign("/reports", GRAFANA.key())).isAcceptedBy(GRAFANA),
                        "link was '{U}/reports?{S}' but the workspace at {U} has no page at '/reports'; give the page a dashboard's"
                                + " link, such as /d/TZWea"),
                fails(
                        () -> assertThatLink(SIGNED).isMintLink(),
                        "link was '{U}/d/TZWea?orgId=1&{S}' but is none of the mint endpoint's at /gshare; set gshare.sign-at ="
                                + " load, give the tag sign=\"load\", or name an embed"),
                fails(
                        () -> assertThatLink(TICKET).opensDashboard("TZWea"),
                        "link was '/app/gshare/ticket/***' but is signed when its frame loads; follow it, and check where it"
                                + " redirects to"),
                fails(
                        () -> assertThatLink(SIGNED).opensDashboard("other"),
                        "link was '{U}/d/TZWea?orgId=1&{S}' but opens dashboard 'TZWea', not 'other'; see what the page gives"
                                + " to dashboard or link"),
                fails(
                        () -> assertThatLink("/app/sales").opensDashboard("other"),
                        "link was '/app/sales' but opens no dashboard, not 'other'; see what the page gives to dashboard or"
                                + " link"),
                fails(
                        () -> assertThatLink("/d/x").showsPanel("2"),
                        "link was '/d/x' but shows the whole dashboard, not panel 2; see what the page gives to panel"),
                fails(
                        () -> assertThatLink("/d-solo/x?panelId=3").showsPanel("2"),
                        "link was '/d-solo/x?panelId=3' but shows panel 3, not panel 2; see what the page gives to panel"),
                fails(
                        () -> assertThatLink("/d/x?var-host=a").hasVariable("host", "b", "c"),
                        "link was '/d/x?var-host=a' but sets variable 'host' to [a], not [b, c]; see what the page gives to"
                                + " gshare:variable"),
                fails(
                        () -> assertThatLink("/d/x?from=now-1h").hasTimeRange("now-6h", "now"),
                        "link was '/d/x?from=now-1h' but shows 'now-1h' to the dashboard's own, not 'now-6h' to 'now'; see what"
                                + " the page gives to from and to"),
                fails(
                        () -> assertThatLink("/d/x?aliyun_api_key=" + TOKEN).carriesNoSecret(),
                        "link was '/d/x?aliyun_api_key=***' but carries a service account token; sign it with version v2, and"
                                + " make a new key, because whoever has seen this one has it"),
                fails(
                        () -> assertThatLink("https://u:p@grafana.example.com/d/x")
                                .carriesNoSecret(),
                        "link was 'https://***@grafana.example.com/d/x' but carries a user's name and password; sign it with"
                                + " version v2, and make a new key, because whoever has seen this one has it"),
                fails(
                        () -> assertThatLink(SIGNED).isEqualTo(PANEL),
                        "link was '{U}/d/TZWea?orgId=1&{S}' but must be '{U}/d-solo/TZWea/test?panelId=panel-2&from=now-6h&to=now"
                                + "&var-host=web%207&var-host=b&{S}'; see by which key and clock each is signed"),
                fails(
                        () -> assertThatLink(sign("/d/TZWea", GRAFANA.key())).isEqualTo(FORGED),
                        "link was '{U}/d/TZWea?{S}' but must be '{U}/d/TZWea?{S}', from which it differs in what is not shown;"
                                + " see by which key and clock each is signed"),
                fails(
                        () -> assertThatPage(page(SIGNED)).hasFrames(2),
                        "page had 1 frame, [{U}/d/TZWea?orgId=1&{S}] but must have 2; see whether it is the page that was"
                                + " meant"),
                fails(
                        () -> assertThatPage("<div class=\"gshare-refused\" role=\"note\">x</div>")
                                .hasFrames(1),
                        "page had no frame but must have 1; the log says why the placeholder in it stands for a link that was"
                                + " refused"),
                fails(
                        () -> assertThatPage(page("/d/x", TICKET)).frame(2),
                        "page had 2 frames, [/d/x, /app/gshare/ticket/***] but none of index 2; they count from 0"),
                fails(
                        () -> assertThatPage(page("/d/x")).frame(0).isSigned(),
                        "[frame 0 of the page] link was '/d/x' but carries no signature; sign it with <gshare:iframe>,"
                                + " gshare:src or GShare.sign, on a page that GShareFilter serves"),
                fails(
                        () -> assertThatPage(page("/d/x")).everyLinkIsAcceptedBy(GRAFANA),
                        "page had no link to the workspace at {U}, and 1 frame, [/d/x]; give the application the workspace's"
                                + " applicationSettings()"),
                fails(
                        () -> assertThatPage(page(SIGNED, FORGED)).everyLinkIsAcceptedBy(GRAFANA),
                        "[a link of the page] link was '{U}/d/TZWea?{S}' but the workspace at {U} refuses it (WRONG_SIGNATURE):"
                                + " the signature is not that of the key; set gshare.token to the token of the key that"
                                + " gshare.key-name names"),
                fails(
                        () -> assertThatPage(page(SIGNED, " " + GRAFANA.url() + "/d/B"))
                                .everyLinkIsAcceptedBy(GRAFANA),
                        "[a link of the page] link was '{U}/d/B' but the workspace at {U} refuses it (NOT_SIGNED): the"
                                + " link carries no signature; sign it when the page is rendered"),
                fails(
                        () -> assertThatPage(page(SIGNED, GRAFANA.url().replace("http:", "") + "/d/B\n"))
                                .everyLinkIsAcceptedBy(GRAFANA),
                        "[a link of the page] link was '{U}/d/B' but the workspace at {U} refuses it (NOT_SIGNED): the"
                                + " link carries no signature; sign it when the page is rendered"),
                fails(
                        () -> assertThatPage(page(SIGNED, GRAFANA.url().replace("local", "lo\tcal") + "/d/B"))
                                .everyLinkIsAcceptedBy(GRAFANA),
                        "[a link of the page] link was '{U}/d/B' but the workspace at {U} refuses it (NOT_SIGNED): the"
                                + " link carries no signature; sign it when the page is rendered"),
                fails(
                        () -> assertThatPage(page(SIGNED)).hasNoSignedLink(),
                        "page had signed links, [{U}/d/TZWea?orgId=1&{S}], but must have none; sign them when their frames"
                                + " load"),
                fails(
                        () -> assertThatPage("<script>open('" + SIGNED + "')</script>")
                                .hasNoSignedLink(),
                        "page had a signature outside of its links but must have none; keep signed links out of scripts and"
                                + " text"),
                fails(
                        () -> assertThatPage("<p>" + Vectors.example().derivedKey())
                                .carriesNoSecret(),
                        "page carried a derived key; take it out, and make a new key, because whoever has seen this one has it"),
                fails(
                        () -> assertThatPage("<p>" + Vectors.example().token()).carriesNoSecret(),
                        "page carried an API key; take it out, and make a new key, because whoever has seen this one has it"),
                fails(
                        () -> assertThatPage(page("/d/x?aliyun_api_key=k")).carriesNoSecret(),
                        "page carried a raw key, as links of version v1 do; take it out, and make a new key, because whoever has"
                                + " seen this one has it"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureSaysWhatThereIsAndWhatToDo(String message, ThrowingCallable check) {
        String expected = message.replace("{U}", GRAFANA.url())
                .replace(
                        "{S}",
                        "aliyun_api_key_sign=***&aliyun_api_key_timestamp=***&aliyun_api_key_name=***&aliyun_api_key_org_id=***");
        assertThat(catchThrowable(check)).isInstanceOf(AssertionError.class).hasMessage(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "100% glsa%5Fabcdefabcdefabcdefabcdefabcdefab%5F12345678, a service account token",
        "?link=%2Fd%2Fx%3Faliyun%5fapi%5Fkey%3Dzzz, 'a raw key, as links of version v1 do'",
        "/d/x?aliyun%5Fapi%5Fkey=zzz, 'a raw key, as links of version v1 do'",
        "https%3A%2F%2Fu%3Ap%40grafana.example.com, a user's name and password"
    })
    void aSecretIsFoundPercentEncodedToo(String text, String secret) {
        assertThat(Secret.in(text)).isEqualTo(secret);
    }

    @Test
    void aDerivedKeyIsFoundInUpperCaseToo() {
        String key = GRAFANA.key().derivedKey().toUpperCase(Locale.ROOT);
        assertThat(Secret.in("<p>" + key)).isEqualTo("a derived key");
        assertThat(Secret.in("?k%3D" + key)).isEqualTo("a derived key");
        assertThat(Secret.in("<p>f" + key)).isNull();
    }

    static Stream<Arguments> methodsOfAssertJ() {
        return Stream.of(
                fails(() -> assertThatLink(SIGNED).isNull(), "isNull"),
                fails(() -> assertThatLink(SIGNED).isIn("x", PANEL), "isIn"),
                fails(() -> assertThatLink(SIGNED).isNotIn("x", SIGNED), "isNotIn"),
                fails(() -> assertThatLink(SIGNED).isNotIn(List.of(new Link(SIGNED))), "isNotIn of links"),
                fails(() -> assertThatLink(SIGNED).isNotEqualTo(SIGNED), "isNotEqualTo"),
                fails(() -> assertThatLink(SIGNED).isNotEqualTo(new Link(SIGNED)), "isNotEqualTo of a link"),
                fails(() -> assertThatLink(SIGNED).isSameAs(SIGNED), "isSameAs"),
                fails(() -> assertThatLink(SIGNED).isInstanceOf(String.class), "isInstanceOf"),
                fails(() -> assertThatLink(SIGNED).hasToString(SIGNED), "hasToString"),
                fails(() -> assertThatLink(SIGNED).matches(link -> false), "matches"),
                fails(() -> assertThatLink(SIGNED).isEqualTo(null), "isEqualTo"),
                fails(() -> assertThatPage(page(SIGNED)).isEqualTo(page(SIGNED)), "isEqualTo of a page"),
                fails(() -> assertThatPage(page(SIGNED)).isNull(), "isNull of a page"),
                fails(() -> assertThatPage(page(SIGNED)).isIn("x", SIGNED), "isIn of a page"));
    }

    @ParameterizedTest
    @MethodSource("methodsOfAssertJ")
    void noMessageShowsASignature(String method, ThrowingCallable check) {
        assertThat(catchThrowable(check))
                .as(method)
                .isInstanceOf(AssertionError.class)
                .message()
                .contains("localhost")
                .doesNotContainPattern("[0-9a-f]{32}");
    }
}
