package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.gshare.key.ShareKey;
import io.gshare.test.TestClock;
import io.gshare.test.WorkspaceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Links that outlive the page, in Chromium, with the portal's and the workspace's clock under the test's control. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastingIT {

    private static final String PANEL = ".panel[data-state=live]";
    private static final String LIVE = "gshare-frame[state=loaded]";
    /** The frame that has the page's colours, and is seen. */
    private static final String THEMED = LIVE + " iframe[src*='theme=light']:not([slot])";

    private final TestClock clock = TestClock.running();
    private Sample sample;
    private Chromium chromium;

    @BeforeAll
    void start() {
        chromium = new Chromium();
        sample = sample(Map.of());
    }

    private Sample sample(Map<String, String> settings) {
        return new Sample(clock, clock, settings);
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

    private interface Visit {
        void look(Page page);
    }

    private void visit(Visit visit) {
        visit(new Browser.NewContextOptions(), visit);
    }

    private void visit(Browser.NewContextOptions options, Visit visit) {
        try (BrowserContext context = chromium.browser().newContext(options.setViewportSize(1300, 900))) {
            visit.look(context.newPage());
        }
    }

    /** The frame of an element, when it shows its chart. */
    private static Frame chart(Page page, String iframe) {
        ElementHandle element =
                page.waitForSelector(iframe, new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        Frame frame = Objects.requireNonNull(element.contentFrame());
        frame.locator(PANEL).first().waitFor();
        return frame;
    }

    private static void picture(Page page, String name) {
        Path file = Path.of(Objects.requireNonNull(System.getProperty("sample.screenshots")), name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    // ---- signed at load

    @Test
    void aLazyFrameIsOpenedTwoMinutesLater() {
        visit(page -> {
            page.navigate(sample.url("load.jsp"));
            assertThat(page.content()).contains("/gshare/ticket/").doesNotContain("aliyun");
            clock.advance(Duration.ofMinutes(2));
            page.locator("summary").click();
            chart(page, ".result iframe");
            picture(page, "load");
        });
    }

    @Test
    void aPageOfACacheIsGoodTheNextMorning() {
        String cached = sample.page("load.jsp").body();
        clock.advance(Duration.ofHours(11));
        visit(page -> {
            page.route(
                    "**/load.jsp",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html;charset=UTF-8")
                            .setBody(cached)));
            page.navigate(sample.url("load.jsp"));
            page.locator("summary").click();
            chart(page, ".result iframe");
        });
    }

    @Test
    void aKeyMayBeReplacedBetweenThePageAndItsFrame() {
        AtomicReference<String> derivedKey = new AtomicReference<>("1".repeat(100));
        try (Sample rotating = new Sample(clock, clock, Map.of(), derivedKey::get)) {
            visit(page -> {
                page.navigate(rotating.url("load.jsp"));
                assertThat(page.content()).contains("/gshare/ticket/");
                String next = "2".repeat(100);
                derivedKey.set(next);
                rotating.workspace().accept(ShareKey.of("supplied", 1, next));
                page.locator("summary").click();
                chart(page, ".result iframe");
            });
        }
    }

    @Test
    void whenItHasExpiredTheFrameSaysWhatToDo() {
        visit(page -> {
            page.navigate(sample.url("load.jsp"));
            clock.advance(Duration.ofHours(13));
            page.locator("summary").click();
            page.frameLocator(".result iframe").getByText("Please reload it.").waitFor();
        });
    }

    // ---- embeds

    @Test
    void anEmbedIsShownToItsRolesAlone() {
        visit(page -> {
            page.navigate(sample.url("embeds.jsp"));
            chart(page, "iframe[src*='embed/heap']");
            Locator operations = page.locator("gshare-frame");
            operations.scrollIntoViewIfNeeded();
            operations.getByText("There is nothing to see here.").waitFor();
            picture(page, "embed-denied");

            page.getByText("sign in as an operator").click();
            operations.scrollIntoViewIfNeeded();
            page.locator(LIVE).waitFor();
            chart(page, "iframe[src*='embed/operations']");
            page.locator("iframe[src='gshare/embed/heap?from=now-2m']").scrollIntoViewIfNeeded();
            chart(page, "iframe[src='gshare/embed/heap?from=now-2m']");
            picture(page, "embeds");
        });
    }

    /** A text panel of another Grafana, say. */
    private static void onAnotherSite(Page page, Sample sample) {
        String other = sample.url("panel").replace("localhost", "127.0.0.1");
        page.route(
                other,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html;charset=UTF-8")
                        .setBody("<iframe src='" + sample.url("gshare/embed/heap")
                                + "' width=600 height=300 referrerpolicy=origin></iframe>")));
        page.navigate(other);
    }

    @Test
    void anotherSiteFramesAnEmbedIfItIsListed() {
        try (Sample listing = sample(Map.of("gshare.mint.origins", "http://127.0.0.1:{port}"))) {
            listing.workspace()
                    .configure(WorkspaceSettings.defaults()
                            .with("cookie_samesite", "none")
                            .with("cookie_secure", "true"));
            visit(page -> {
                onAnotherSite(page, listing);
                chart(page, "iframe");
            });
        }
        visit(page -> {
            onAnotherSite(page, sample);
            page.frameLocator("iframe").getByText("404").first().waitFor();
        });
    }

    // ---- kept alive

    private static Browser.NewContextOptions quiet() {
        return new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT);
    }

    @Test
    void aSessionOfFiveSecondsIsKeptAliveUnderAStrictPolicy() {
        try (Sample shortLived = sample(Map.of("gshare.session", "5s"))) {
            visit(quiet(), page -> {
                List<String> complaints = new ArrayList<>();
                page.onConsoleMessage(message -> {
                    if (message.type().equals("error")) {
                        complaints.add(message.text());
                    }
                });
                page.navigate(shortLived.url("live.jsp"));
                page.evaluate("() => { window.told = []; for (const what of ['load', 'renew', 'error'])"
                        + " addEventListener('gshare:' + what, (event) => told.push(what)); }");
                Frame frame = chart(page, THEMED);
                frame.evaluate("() => { window.lost = 0; window.untouched = true; setInterval(() => { lost +="
                        + " document.querySelectorAll('.panel:not([data-state=live])').length; }, 50); }");

                page.waitForFunction(
                        "() => told.filter((what) => what === 'renew').length >= 6",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(60_000));

                assertThat(frame.isDetached()).isFalse();
                assertThat(frame.evaluate("() => [untouched, lost]")).isEqualTo(List.of(true, 0));
                assertThat(page.locator(".panel, gshare-frame iframe").count()).isEqualTo(1);
                assertThat(page.evaluate("() => told.includes('error')")).isEqualTo(false);
                assertThat(complaints).isEmpty();
                picture(page, "live");
            });
        }
    }

    @Test
    void onAnotherSiteAPartitionedCookieIsRenewedToo() {
        try (Sample shortLived = sample(Map.of("gshare.session", "5s"))) {
            shortLived
                    .workspace()
                    .configure(WorkspaceSettings.defaults()
                            .with("cookie_samesite", "none")
                            .with("cookie_secure", "true"));
            visit(quiet(), page -> {
                page.navigate(shortLived.url("live.jsp").replace("localhost", "127.0.0.1"));
                page.evaluate("() => { window.renewals = 0; addEventListener('gshare:renew', () => renewals++); }");
                Frame frame = chart(page, THEMED);
                page.waitForFunction("() => renewals >= 3");
                assertThat(frame.locator(PANEL).count()).isEqualTo(1);
            });
        }
    }

    @Test
    void theFrameFollowsThePagesColours() {
        visit(quiet(), page -> {
            page.navigate(sample.url("live.jsp"));
            chart(page, THEMED);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.locator("gshare-frame iframe[src*='theme=dark']:not([slot])").waitFor();
            chart(page, "gshare-frame iframe[src*='theme=dark']");
            assertThat(page.locator("gshare-frame iframe").count()).isEqualTo(1);
            picture(page, "live-dark");
        });
    }

    @Test
    void goingBackBringsAFreshFrame() {
        visit(quiet(), page -> {
            page.navigate(sample.url("live.jsp"));
            chart(page, THEMED);
            page.navigate(sample.url("tag.jsp"));
            clock.advance(Duration.ofHours(2));
            page.goBack();
            page.locator(LIVE).waitFor();
            chart(page, THEMED);
        });
    }

    @Test
    void aFrameThatSleptTooLongLoadsAnew() {
        visit(quiet(), page -> {
            page.navigate(sample.url("live.jsp"));
            page.locator(LIVE).waitFor();
            chart(page, THEMED);
            page.evaluate("() => { document.querySelector('gshare-frame iframe').marked = true; }");
            clock.advance(Duration.ofHours(3));
            page.evaluate("() => { const now = Date.now; Date.now = () => now() + 3 * 3600 * 1000;"
                    + " dispatchEvent(new Event('online')); }");
            page.waitForFunction("() => !document.querySelector('gshare-frame iframe:not([slot])').marked");
            page.locator(LIVE).waitFor();
            chart(page, THEMED);
        });
    }

    @Test
    void withoutJavaScriptItIsTheSameFrame() {
        visit(new Browser.NewContextOptions().setJavaScriptEnabled(false), page -> {
            page.navigate(sample.url("live.jsp"));
            page.waitForCondition(() -> page.frames().size() > 1
                    && page.frames().get(1).url().startsWith(sample.workspace().url() + "/d-solo/jvm"));
        });
    }
}
