package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.html.HtmlEscape;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.sample.launch.Portal;
import io.gshare.test.TestClock;
import io.gshare.test.Vectors;
import io.gshare.test.WorkspaceSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The portal's pages over HTTP, and what the workspace makes of their links. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalIT {

    static final List<String> PAGES = Sample.PAGES;

    private static final WorkspaceSettings DEFAULTS = WorkspaceSettings.defaults();

    private Sample sample;

    @BeforeAll
    void start() {
        sample = new Sample(TestClock.running());
    }

    @AfterAll
    void stop() {
        sample.close();
    }

    @AfterEach
    void reset() {
        sample.workspace().reset();
    }

    /** What the workspace answers to a link: its status, and the reason where it refuses. */
    private String answer(String link) {
        HttpResponse<String> response = sample.get(link);
        return response.statusCode()
                + response.headers()
                        .firstValue("X-Refusal-Reason")
                        .map(reason -> " " + reason)
                        .orElse("");
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void everyLinkOfEveryPageIsAcceptedAndNoPageIsStored(String page) {
        assertThat(sample.links(page)).isNotEmpty().allSatisfy(link -> {
            assertThat(link).contains("aliyun_api_key_sign=").doesNotContain("jsessionid");
            assertThat(answer(link)).isEqualTo("200");
        });
        assertThat(sample.page(page).headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    private List<String> iframes(String page) {
        return sample.iframes(page).stream().map(Sample::timeless).toList();
    }

    private String link(String page, int index) {
        return Sample.timeless(sample.links(page).get(index));
    }

    @Test
    void theSameInputGivesTheSameTagInJspAndThymeleaf() {
        assertThat(iframes("tag.jsp")).hasSize(2).isEqualTo(iframes("thymeleaf/element"));
        assertThat(iframes("tag.jsp?host=web%207%26"))
                .isEqualTo(iframes("thymeleaf/element?host=web%207%26"))
                .last()
                .asString()
                .contains("&amp;var-host=web%207%26&amp;");
    }

    @Test
    void theSameInputGivesTheSameLinkOnEverySurface() {
        assertThat(link("function.jsp", 0)).as("EL function and gshare:src").isEqualTo(link("thymeleaf/attributes", 0));
        assertThat(link("url.jsp", 1)).as("gshare:url and #gshare").isEqualTo(link("thymeleaf/attributes", 1));
        String path = "/d-solo/jvm/overview?panelId=3&from=now-5m&refresh=5s&aliyun_api_key_sign=";
        assertThat(link("url.jsp", 0)).as("c:url").contains(Portal.BESIDE + path);
        assertThat(link("thymeleaf/links", 0))
                .as("@{…}")
                .contains(path)
                .endsWith(link("url.jsp", 0).replaceFirst(".*" + Portal.BESIDE, ""));
    }

    private static final Pattern NAVIGATION = Pattern.compile("(?s)<nav.*?</nav>");
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\"[^>]*>([^<]*)</a>");

    /** The links of a page's navigation, and what they say. */
    private List<String> navigation(String page) {
        return NAVIGATION
                .matcher(sample.page(page).body())
                .results()
                .flatMap(nav -> LINK.matcher(nav.group()).results())
                .map(link -> link.group(1) + " " + link.group(2))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.jsp",
                "load.jsp",
                "live.jsp",
                "embeds.jsp",
                "thymeleaf/element",
                "thymeleaf/attributes",
                "thymeleaf/links"
            })
    void theNavigationIsTheSameOnJspAndThymeleafPages(String page) {
        assertThat(navigation(page))
                .hasSize(11)
                .isEqualTo(navigation("tag.jsp"))
                .allSatisfy(link -> assertThat(
                                sample.page(link.split(" ", 2)[0].substring(1)).statusCode())
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag.jsp", "thymeleaf/element"})
    void anExampleShowsWhatItBecameWithoutItsSignature(String page) {
        String body = sample.page(page).body();
        String text = withoutTime(body.replace("&#034;", "&quot;"));
        for (String iframe : sample.iframes(page)) {
            assertThat(text)
                    .contains(
                            withoutTime(HtmlEscape.escape(iframe.replaceAll("(aliyun_api_key_sign=)\\w{32}", "$1…"))));
        }
        assertThat(body).containsPattern("data-end=\"\\d{10}\">The link is good until <time");
    }

    private static String withoutTime(String text) {
        return text.replaceAll("(aliyun_api_key_timestamp=)\\d+", "$1…").replace("&#34;", "&quot;");
    }

    @Test
    void aTicketIsNotShownWhole() {
        assertThat(sample.page("load.jsp").body())
                .containsPattern("src=(&#34;|&#034;|&quot;)/gshare/ticket/[\\w-]{8}…")
                .contains("No signature: the link is signed when the frame loads.");
    }

    @Test
    void nobodyIsNotOfferedToSignOut() {
        assertThat(sample.page("embeds.jsp").body())
                .contains("<strong>nobody</strong>", "sign in as an operator")
                .doesNotContain("sign out");
    }

    @Test
    void thePageOfTwoVisitorsSaysWhatItNeeds() {
        assertThat(sample.page("visitors.jsp").body())
                .contains("start the portal with <code>GSHARE_LINK_VERSION=jwt</code>")
                .doesNotContain("<iframe");
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void everyPageNamesItsLanguageAndFitsAPhone(String page) {
        assertThat(sample.page(page).body())
                .containsPattern("(?i)<html lang=[\"']en")
                .containsPattern("(?i)<meta name=[\"']viewport")
                .containsPattern("(?i)<link rel=[\"']icon");
    }

    @Test
    void whatAnUntouchedPageOnlyMentionsIsNotSigned() {
        assertThat(sample.page("legacy.html").body())
                .contains("<!-- Out of use: <IFRAME SRC=\"/grafana/d-solo/jvm?panelId=4\" WIDTH=");
    }

    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"55, 200", "62, 401 EXPIRED", "-55, 200", "-62, 401 NOT_YET_VALID"})
    void aLinkIsGoodForAMinute(int seconds, String expected) {
        String link = sample.links("tag.jsp").get(0);
        sample.workspace().clock().advance(Duration.ofSeconds(seconds));
        assertThat(answer(link)).isEqualTo(expected);
    }

    @Test
    void aChangedDigitIsRefused() {
        String link = sample.links("tag.jsp").get(0);
        int digit = link.indexOf("aliyun_api_key_sign=") + "aliyun_api_key_sign=".length();
        String changed = link.substring(0, digit) + (link.charAt(digit) == '0' ? '1' : '0') + link.substring(digit + 1);
        assertThat(answer(changed)).isEqualTo("401 WRONG_SIGNATURE");
    }

    @Test
    void anotherKeyIsRefused() {
        ShareKey other = ShareKey.of("other", 1, Vectors.all().get(1).derivedKey());
        ShareKey impostor = ShareKey.of("test1", 1, Vectors.all().get(1).derivedKey());
        assertThat(answer(signedBy(other))).isEqualTo("401 UNKNOWN_KEY");
        assertThat(answer(signedBy(impostor))).isEqualTo("401 WRONG_SIGNATURE");
    }

    private String signedBy(ShareKey key) {
        return LinkSigner.v2(
                        Workspace.of(sample.workspace().url()),
                        KeySource.fixed(key),
                        Duration.ofMinutes(1),
                        InstantSource.system())
                .sign("/d/jvm");
    }

    @Test
    void theWorkspacesSettingsDecide() {
        String link = sample.links("tag.jsp").get(0);
        sample.workspace().configure(DEFAULTS.with("api_key_share", "false"));
        assertThat(answer(link)).isEqualTo("401 SHARING_OFF");
        sample.workspace().configure(DEFAULTS.with("api_key_share_version", "v1"));
        assertThat(answer(link)).isEqualTo("401 WRONG_VERSION");
        sample.workspace().configure(DEFAULTS);
        assertThat(answer(sample.workspace().url() + "/d/jvm?aliyun_api_key="
                        + Vectors.example().token()))
                .isEqualTo("401 WRONG_VERSION");
        assertThat(sample.get(link).headers().firstValue("X-Frame-Options")).isEmpty();
        sample.workspace().configure(DEFAULTS.with("allow_embedding", "false"));
        assertThat(sample.get(link).headers().firstValue("X-Frame-Options")).contains("deny");
    }

    @Test
    void wrongSettingsStopTheDeploymentAndNameEveryProblem() {
        try (Portal portal =
                new Portal("127.0.0.1", 0, Sample.war(), sample.workspace().url())) {
            portal.with(Map.of("gshare.url", "grafana", "gshare.on-refused", "hide", "gshare.sessoin", "1h"));
            assertThatThrownBy(portal::start)
                    .hasMessageContaining("gshare is configured wrongly in 3 places:")
                    .hasMessageContaining("gshare.url was 'grafana' but must be the workspace's base URL")
                    .hasMessageContaining("gshare.on-refused was 'hide' but must be fail or placeholder")
                    .hasMessageContaining("'gshare.sessoin' in an init-param is not a setting")
                    .hasMessageNotContaining("eyJ");
        }
    }

    @Test
    void theWarBringsItsOwnSettings() {
        try (Portal portal =
                new Portal("127.0.0.1", 0, Sample.war(), sample.workspace().url()).start()) {
            assertThat(sample.get(portal.url() + "/function.jsp").body())
                    .contains("http://localhost:3000/d-solo/jvm?panelId=2")
                    .contains("aliyun_api_key_name=test1");
        }
    }

    @Test
    void theWarBringsNeitherTheLauncherNorTheStandIn() throws IOException {
        try (JarFile war = new JarFile(Sample.war().toFile())) {
            assertThat(war.stream().map(JarEntry::getName))
                    .anyMatch(name -> name.startsWith("WEB-INF/lib/gshare-taglib"))
                    .noneMatch(name -> name.matches("WEB-INF/lib/(gshare-test|jetty|uplot|jackson-databind).*"))
                    .noneMatch(
                            name -> name.matches("WEB-INF/classes/(io/gshare/sample/(launch|workspace)|workspace)/.*"));
        }
    }
}
