package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.gshare.test.TestClock;
import io.gshare.test.WorkspaceSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The portal in Chromium, with its cookie rules as they are by default: third-party cookies are blocked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {

    static final List<String> PAGES = Sample.PAGES;

    private static final WorkspaceSettings DEFAULTS = WorkspaceSettings.defaults();
    private static final String PANEL = ".panel[data-state=live]";

    private Sample sample;
    private Chromium chromium;

    @BeforeAll
    void start() {
        chromium = new Chromium();
        sample = new Sample(TestClock.running());
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

    private void visit(String url, ColorScheme scheme, Visit visit) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(1300, 900);
        try (BrowserContext context = chromium.browser().newContext(options)) {
            Page page = context.newPage();
            page.navigate(url);
            visit.look(page);
        }
    }

    /** Waits until every panel of every frame shows measurements, and keeps a picture. */
    private static void everyFrameShowsItsCharts(Page page, String picture) {
        assertThat(page.frames()).hasSizeGreaterThan(1);
        for (Frame frame : page.frames().subList(1, page.frames().size())) {
            frame.locator(".panel").first().waitFor();
            int panels = frame.locator(".panel").count();
            frame.locator(PANEL).nth(panels - 1).waitFor();
            for (int i = 0; i < panels; i++) {
                String points = frame.locator(PANEL).nth(i).getAttribute("data-points");
                assertThat(Integer.parseInt(points)).isPositive();
                assertThat(frame.locator(PANEL).nth(i).locator("canvas").boundingBox().height)
                        .isGreaterThan(50);
            }
            assertThat(frame.url()).as("a ticket stays in no address bar").doesNotContain("aliyun");
        }
        Path file = Path.of(
                Objects.requireNonNull(System.getProperty("sample.screenshots")), picture.replace('/', '-') + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void onTheSameSiteEveryFrameShowsItsCharts(String page) {
        visit(sample.url(page), ColorScheme.LIGHT, shown -> everyFrameShowsItsCharts(shown, page));
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void theDarkSchemeReachesTheFrames(String page) {
        visit(sample.url(page), ColorScheme.DARK, shown -> {
            everyFrameShowsItsCharts(shown, page + "-dark");
            Frame frame = shown.frames().get(1);
            String background = (String) frame.evaluate("() => getComputedStyle(document.documentElement).colorScheme");
            assertThat(background).contains("dark");
        });
    }

    @Test
    void onAnotherSiteAPartitionedCookieKeepsTheSession() {
        sample.workspace().configure(DEFAULTS.with("cookie_samesite", "none").with("cookie_secure", "true"));
        visit(
                sample.url("tag.jsp").replace("localhost", "127.0.0.1"),
                ColorScheme.LIGHT,
                page -> everyFrameShowsItsCharts(page, "another-site"));
    }

    @Test
    void onAnotherSiteAnyOtherCookieIsLostAndTheFrameSaysSo() {
        visit(sample.url("tag.jsp").replace("localhost", "127.0.0.1"), ColorScheme.LIGHT, page -> {
            Frame frame = page.frames().get(1);
            frame.locator(".panel[data-state=error]").first().waitFor();
            assertThat(frame.locator(".panel[data-state=error]").first().innerText())
                    .contains("No data: the session cookie did not arrive (401)");
        });
    }

    @Test
    void aBrowserWhoseLanguageIsNoneShowsItsCharts() {
        try (BrowserContext context = chromium.browser().newContext()) {
            context.addInitScript("Object.defineProperty(navigator, 'language', { value: 'C', configurable: true })");
            Page page = context.newPage();
            page.navigate(sample.url("tag.jsp"));
            everyFrameShowsItsCharts(page, "no-language");
        }
    }

    @Test
    void aChartThatCannotBeDrawnSaysWhyAndDoesNotBlameTheWorkspace() {
        try (BrowserContext context = chromium.browser().newContext()) {
            context.route("**/uPlot.iife.min.js", Route::abort);
            Page page = context.newPage();
            page.navigate(sample.url("function.jsp"));
            Locator failed = page.frames().get(1).locator(".panel[data-state=error]");
            failed.waitFor();
            assertThat(failed.innerText()).contains("The chart cannot be drawn: uPlot is not defined");
        }
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void nothingThatAPageAsksForIsMissing(String page) {
        visit(sample.url("index.jsp"), ColorScheme.LIGHT, shown -> {
            List<String> missing = new ArrayList<>();
            shown.onResponse(response -> {
                if (response.status() >= 400) {
                    missing.add(response.status() + " " + response.url());
                }
            });
            shown.navigate(sample.url(page));
            everyFrameShowsItsCharts(shown, page);
            assertThat(missing).isEmpty();
        });
    }

    @Test
    void onAPhoneTheNavigationIsOneRowAndThePageIsNoWiderThanTheScreen() {
        try (BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(390, 844))) {
            Page page = context.newPage();
            for (String path : List.of("tag.jsp", "thymeleaf/element")) {
                page.navigate(sample.url(path));
                assertThat(page.locator("nav").boundingBox().height).isLessThan(60);
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .isEqualTo(390);
            }
        }
    }

    @Test
    void onAPhoneTheChartComesBeforeItsSourceAndNoFrameScrolls() {
        try (BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(390, 844))) {
            Page page = context.newPage();
            for (String path : List.of("tag.jsp", "thymeleaf/element")) {
                page.navigate(sample.url(path));
                assertThat(page.locator(".result").first().boundingBox().y)
                        .isBetween(
                                page.locator(".source h2").first().boundingBox().y,
                                page.locator(".source pre").first().boundingBox().y);
            }
            for (String path : List.of("index.jsp", "tag.jsp", "thymeleaf/element")) {
                page.navigate(sample.url(path));
                Frame frame = page.frames().get(1);
                frame.locator(PANEL).nth(3).waitFor();
                assertThat(frame.evaluate("document.documentElement.scrollHeight <= innerHeight"))
                        .as(path)
                        .isEqualTo(true);
            }
        }
    }

    @Test
    void theNavigationBeginsWhereThePageDoes() {
        visit(
                sample.url("tag.jsp"),
                ColorScheme.LIGHT,
                page -> assertThat(page.locator(".brand").boundingBox().x)
                        .isEqualTo(page.locator("h1").boundingBox().x));
    }

    @Test
    void aFrameThatMayNotBeEmbeddedStaysEmpty() {
        sample.workspace().configure(DEFAULTS.with("allow_embedding", "false"));
        visit(sample.url("function.jsp"), ColorScheme.LIGHT, page -> {
            page.waitForLoadState();
            assertThat(page.frames().get(1).locator(".panel").count()).isZero();
        });
    }
}
