package io.gshare.sample;

import static io.gshare.test.GShareAssertions.assertThatLink;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gshare.test.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The portal on a Grafana of one's own, in Chromium as it is by default: third-party cookies are blocked, and tokens need none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenIT {

    static final List<String> PAGES = Sample.PAGES;

    private static final String PANEL = ".panel[data-state=live]";
    private static final String SHOWN = "gshare-frame[state=loaded] iframe:not([slot])";

    private final TestClock clock = TestClock.running();
    private Sample sample;
    private Chromium chromium;

    @BeforeAll
    void start() {
        chromium = new Chromium();
        sample = Sample.withTokens(clock, Map.of());
    }

    @AfterAll
    void stop() {
        if (sample != null) {
            sample.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void reset() {
        sample.workspace().reset();
    }

    private interface Visit {
        void look(Page page);
    }

    private void visit(String url, Visit visit) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1300, 900);
        try (BrowserContext context = chromium.browser().newContext(options)) {
            Page page = context.newPage();
            page.navigate(url);
            visit.look(page);
        }
    }

    /** The portal's address on another site than the workspace's, which is at {@code localhost}. */
    private static String onAnotherSite(String url) {
        return url.replace("localhost", "127.0.0.1");
    }

    private static void everyFrameShowsItsCharts(Page page, String picture) {
        assertThat(page.frames()).hasSizeGreaterThan(1);
        for (Frame frame : page.frames().subList(1, page.frames().size())) {
            frame.locator(".panel").first().waitFor();
            int panels = frame.locator(".panel").count();
            frame.locator(PANEL).nth(panels - 1).waitFor();
        }
        picture(page, picture);
    }

    private static void picture(Page page, String name) {
        Path file = Path.of(
                Objects.requireNonNull(System.getProperty("sample.screenshots")),
                "token-" + name.replace('/', '-') + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    private static Frame shown(Page page, String iframe) {
        Frame frame = Objects.requireNonNull(page.waitForSelector(iframe).contentFrame());
        frame.locator(PANEL).first().waitFor();
        return frame;
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void onTheSameSiteEveryFrameShowsItsCharts(String page) {
        visit(sample.url(page), shown -> everyFrameShowsItsCharts(shown, page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag.jsp", "function.jsp", "thymeleaf/element", "thymeleaf/attributes", "printed"})
    void onAnotherSiteEveryFrameShowsItsChartsWithoutACookie(String name) {
        visit(onAnotherSite(sample.url(name)), page -> {
            everyFrameShowsItsCharts(page, name + "-another-site");
            for (Frame frame : page.frames().subList(1, page.frames().size())) {
                assertThat(frame.url()).startsWith(sample.workspace().url() + "/");
                assertThatLink(frame.url()).opensAs("portal").hasRole("Viewer");
            }
            assertThat(page.context().cookies()).isEmpty();
        });
    }

    @Test
    void onAnotherSiteALiveFrameIsFollowedByOneWithAnotherTokenWithoutACookie() {
        try (Sample shortLived = Sample.withTokens(clock, Map.of("gshare.session", "5s"))) {
            visit(onAnotherSite(shortLived.url("live.jsp")), page -> {
                Set<String> links = new HashSet<>();
                page.onFrameNavigated(frame -> links.add(frame.url()));
                page.reload();
                page.evaluate("() => { window.told = []; for (const what of ['load', 'renew', 'error'])"
                        + " addEventListener('gshare:' + what, (event) => told.push(what)); }");
                page.waitForFunction(
                        "() => told.length >= 3", null, new Page.WaitForFunctionOptions().setTimeout(60_000));
                page.frameLocator(SHOWN).locator(PANEL).waitFor();
                picture(page, "live-another-site");
                links.removeIf(link -> !link.startsWith(shortLived.workspace().url() + "/d-solo/jvm"));
                assertThat(links)
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(link -> assertThat(link).contains("from=now-5m", "theme=light", "auth_token="));
                assertThat(page.evaluate("() => told.every(what => what === 'load')"))
                        .isEqualTo(true);
                assertThat(page.context().cookies()).isEmpty();
            });
        }
    }

    @Test
    void twoVisitorsSeeDifferentDashboards() {
        visit(sample.url("visitors.jsp"), page -> {
            page.locator("gshare-frame")
                    .first()
                    .getByText("There is nothing to see here.")
                    .waitFor();
            picture(page, "visitors-nobody");
            assertThat(sample.workspace().opened()).isEmpty();

            looksAs(page, "Anna", "memory", "load");
            looksAs(page, "Bob", "load", "memory");
            assertThat(page.context().cookies(sample.workspace().url()))
                    .allSatisfy(cookie -> assertThat(cookie.name).isEqualTo("JSESSIONID"));

            page.getByText("as nobody").click();
            page.locator("gshare-frame")
                    .first()
                    .getByText("There is nothing to see here.")
                    .waitFor();
        });
    }

    private static void looksAs(Page page, String name, String own, String other) {
        String login = "portal:" + name.toLowerCase(Locale.ROOT);
        page.getByText("as " + name).click();
        page.getByText(login).first().waitFor();
        assertThat(page.content()).contains("/gshare/ticket/").doesNotContain("auth_token=e");
        String at = "gshare-frame:has(iframe[title='%s' i])";
        page.locator(at.formatted(own)).scrollIntoViewIfNeeded();
        Frame seen = shown(page, at.formatted(own) + " iframe:not([slot])");
        assertThatLink(seen.url()).opensAs(login).opensDashboard(own);
        page.locator(at.formatted(other)).scrollIntoViewIfNeeded();
        page.frameLocator(at.formatted(other) + " iframe:not([slot])")
                .getByText("Access denied: " + login + " may not see this dashboard")
                .waitFor();
        picture(page, "visitors-" + name);
    }

    /** As a Grafana of one's own does: its page loads itself anew when its requests are refused. */
    @Test
    void whenItsTokenHasEndedAFrameThatIsNotKeptAliveSaysSo() {
        visit(sample.url("tag.jsp"), page -> {
            everyFrameShowsItsCharts(page, "before-the-end");
            clock.advance(Duration.ofMinutes(62));
            page.frameLocator("iframe[title=Heap]").getByText("Invalid JWT").waitFor();
        });
    }

    @Test
    void theNavigationLeadsToThePageOfTwoVisitors() {
        assertThat(sample.page("tag.jsp").body()).contains("/visitors.jsp\" >Visitors</a>");
        assertThat(sample.page("thymeleaf/element").body()).contains("/visitors.jsp\">Visitors</a>");
    }

    @Test
    void anExampleShowsWhatItBecameWithoutItsToken() {
        for (String page : List.of("tag.jsp", "thymeleaf/element")) {
            String text = sample.page(page).body().replaceAll("<iframe[^>]*>", "");
            assertThat(text).contains("auth_token=…").doesNotContain("eyJ");
            assertThat(text).containsPattern("data-end=\"\\d{10}\">The link is good until <time");
        }
    }
}
