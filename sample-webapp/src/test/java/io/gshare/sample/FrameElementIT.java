package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.microsoft.playwright.options.WaitUntilState;
import io.gshare.html.FrameScript;
import io.gshare.sample.TwoOrigins.Mint;
import io.gshare.text.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code <gshare-frame>} in Chromium, on pages whose Content-Security-Policy allows nothing but its module and its frames. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrameElementIT {

    /** Tells the test of every event that reaches the window, and of what the policy forbids. */
    private static final String LISTEN = """
            if (self === top) {
              for (const type of ['gshare:load', 'gshare:renew', 'gshare:error'])
                addEventListener(type, event => told(type + ' ' + (event.target.id + ' ' + (event.detail?.reason ?? '')).trim()));
              addEventListener('securitypolicyviolation', event => told('violation of ' + event.violatedDirective));
            }
            """;

    private static final String LOADED = "gshare:load frame";
    private static final String RENEWED = "gshare:renew frame";
    private static final String REFUSED = "gshare:error frame refused";

    private static final String LIGHT_OR_DARK = "<meta name=\"color-scheme\" content=\"light dark\">";

    private byte[] module;
    private TwoOrigins origins;
    private Chromium chromium;
    private BrowserContext context;
    private Page page;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    void start() {
        module = new FrameScript(Texts.load()).content();
        origins = new TwoOrigins(module);
        chromium = new Chromium();
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (origins != null) {
            origins.close();
        }
    }

    @BeforeEach
    void open() {
        told.clear();
        context = chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1000, 700));
        page = context.newPage();
        page.setDefaultTimeout(12_000);
        page.onPageError(error -> told.add("error: " + error));
        page.exposeFunction("told", arguments -> told.add((String) arguments[0]));
        page.addInitScript(LISTEN);
    }

    @AfterEach
    void close() {
        List<String> strange =
                told.stream().filter(line -> !line.startsWith("gshare:")).toList();
        context.close();
        assertThat(strange).as("errors and violations").isEmpty();
    }

    private static String element(String id, String attributes, String iframe) {
        return """
                <gshare-frame id="%1$s" %2$s><script type="module" src="%4$s"></script>\
                <iframe src="/mint/%1$s" title="Grafana dashboard" %3$s></iframe></gshare-frame>
                """.formatted(id, attributes, iframe, TwoOrigins.MODULE);
    }

    /** Opens a page with one frame. */
    private void visit(String attributes, String iframe, Mint mint) {
        visit(element("frame", attributes, iframe), mint);
    }

    private void visit(String body, Mint mint) {
        origins.begin(Map.of("/page", document(body), "/other", document("other")));
        origins.mint(mint);
        page.navigate(origins.url("/page"), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    }

    private static String document(String body) {
        return "<!DOCTYPE html><html lang=\"en\"><title>Page</title><body>" + body;
    }

    private void waitFor(String event, int times) {
        page.waitForCondition(() -> Collections.frequency(told, event) >= times);
    }

    private Locator host() {
        return page.locator("gshare-frame");
    }

    /** The iframe that the visitor sees; the browser's driver may hear of its document a little later than the page. */
    private Frame shown() {
        AtomicReference<Frame> frame = new AtomicReference<>();
        page.waitForCondition(() -> {
            frame.set(page.locator("iframe:not([slot]):not([aria-hidden])")
                    .elementHandle()
                    .contentFrame());
            return frame.get() != null;
        });
        return Objects.requireNonNull(frame.get());
    }

    private String alert() {
        return page.locator("gshare-frame [role=alert]").textContent();
    }

    private int iframes() {
        return page.locator("iframe").count();
    }

    private void showsTheBoard() {
        assertThat(shown().locator("p").innerText()).isEqualTo("board");
        assertThat(host().getAttribute("aria-busy")).isNull();
        assertThat(alert()).isEmpty();
        assertThat(iframes()).isEqualTo(1);
    }

    /** Time passes, and no timer notices. */
    private void sleep(Duration time) {
        page.clock().setSystemTime(System.currentTimeMillis() + time.toMillis());
    }

    private void mark() {
        shown().evaluate("() => { window.marker = 'untouched' }");
    }

    private Object marker() {
        return shown().evaluate("() => window.marker");
    }

    @ParameterizedTest
    @CsvSource({"en, Loading…", "de, Loading…", "zh, 正在加载…", "zh-TW, 正在載入…", "zh-Hans-HK, 正在加载…"})
    void aFrameSaysThatItLoadsAndThenShowsIt(String language, String text) {
        visit("<div lang=\"" + language + "\">" + element("frame", "", "") + "</div>", Mint.WAIT);
        Locator status = page.getByRole(AriaRole.STATUS);
        status.waitFor();
        assertThat(status.innerText()).isEqualTo(text);
        assertThat(host().getAttribute("aria-busy")).isEqualTo("true");

        origins.answer(Mint.REDIRECT);
        waitFor(LOADED, 1);
        showsTheBoard();
        assertThat(status.isVisible()).isFalse();
        assertThat(told).containsExactly(LOADED);
        assertThat(origins.minted()).containsExactly("/mint/frame");
    }

    /** A path that moved for good looks like an application that is being deployed. */
    @Test
    void whatIsNotThereIsAskedForEveryMinuteInTheEndAndNeverWhileNobodyLooks() {
        page.clock().install();
        visit(element("ticket/frame", "", ""), Mint.AWAY);
        waitFor("gshare:error ticket/frame unreachable", 1);
        for (int failures = 1; failures < 33; failures++) {
            stepsToTheNextQuestion(12_000);
        }
        assertThat(stepsToTheNextQuestion(5000)).isBetween(5, 30);

        page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
        int asked = origins.minted().size();
        page.clock().runFor(Duration.ofHours(3).toMillis());
        page.evaluate("() => fetch('/other').then(() => '')"); // arrives after whatever the frame asked
        assertThat(origins.minted()).hasSize(asked);
        page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        page.clock().runFor(1000);
        page.waitForCondition(() -> origins.minted().size() > asked);
        assertThat(origins.minted()).hasSize(asked + 1);
    }

    private int stepsToTheNextQuestion(int milliseconds) {
        int asked = origins.minted().size();
        AtomicInteger steps = new AtomicInteger();
        page.waitForCondition(() -> {
            page.clock().runFor(milliseconds);
            steps.incrementAndGet();
            return origins.minted().size() > asked;
        });
        return steps.get();
    }

    @Test
    void anAnswerOfTheApplicationItselfIsAnErrorThatTheVisitorCanTryAgain() {
        visit("", "loading=\"lazy\"", Mint.GONE);
        waitFor(REFUSED, 1);
        assertThat(alert()).isEqualTo("The dashboard could not be loaded.");
        assertThat(page.locator("iframe:not([aria-hidden])").isVisible()).isFalse();
        assertThat(host().getAttribute("aria-busy")).isNull();

        page.keyboard().press("Tab");
        assertThat(page.locator("button:focus").innerText()).isEqualTo("Try again");
        page.keyboard().press("Enter");
        waitFor(REFUSED, 2);

        origins.mint(Mint.REDIRECT);
        page.getByText("Try again").click();
        waitFor(LOADED, 1);
        showsTheBoard();
        assertThat(page.locator("iframe:not([aria-hidden])").isVisible()).isTrue();
        assertThat(origins.minted()).hasSize(3);
    }

    @Test
    void aFrameThatIsTriedAgainSaysThatItLoads() {
        visit("", "", Mint.GONE);
        waitFor(REFUSED, 1);
        origins.mint(Mint.WAIT);
        page.getByText("Try again").click();
        page.getByText("Loading…").waitFor();
        assertThat(page.getByText("Try again").isVisible()).isFalse();
        assertThat(alert()).isEmpty();
    }

    @Test
    void noAnswerInTimeIsAnError() {
        visit("timeout=\"1\" lang=\"zh\"", "", Mint.WAIT);
        waitFor("gshare:error frame timeout", 1);
        assertThat(alert()).isEqualTo("无法加载仪表板。");

        origins.mint(Mint.REDIRECT);
        page.getByText("重试").click();
        waitFor(LOADED, 1);
        showsTheBoard();
    }

    @Test
    void whatComesTooLateIsShownAllTheSame() {
        visit("timeout=\"1\"", "", Mint.WAIT);
        waitFor("gshare:error frame timeout", 1);
        origins.answer(Mint.REDIRECT);
        waitFor(LOADED, 1);
        showsTheBoard();
        assertThat(origins.minted()).hasSize(1);
    }

    @Test
    void aLoginPageIsNoDashboardAndNoTicket() {
        String element = element("ticket/frame", "session=\"5\" at=\"" + origins.workspace() + "\"", "");
        visit(element, Mint.REDIRECT);
        waitFor("gshare:load ticket/frame", 1);
        mark();
        origins.mint(Mint.LOGIN);
        waitFor("gshare:error ticket/frame refused", 1);
        assertThat(marker()).isEqualTo("untouched");

        origins.mint(Mint.REDIRECT);
        page.getByText("Try again").click();
        waitFor("gshare:load ticket/frame", 2);
        showsTheBoard();
        assertThat(origins.minted())
                .contains("/mint/ticket/frame?renew")
                .allMatch(path -> path.matches("/mint/ticket/frame(?:\\?renew)?"));
    }

    @Test
    void aSessionIsRenewedBeforeItEndsAndTheVisibleFrameIsNotTouched() {
        visit("session=\"5\"", "class=\"board\" id=\"board\" name=\"board\" width=\"400\"", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        String first = origins.session();
        origins.mint(Mint.WAIT);
        page.waitForCondition(origins::waits);

        Locator hidden = page.locator("iframe[aria-hidden=true]");
        hidden.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(hidden.isVisible()).isFalse();
        assertThat(hidden.getAttribute("tabindex")).isEqualTo("-1");
        assertThat(hidden.getAttribute("title")).isEqualTo("Grafana dashboard");
        assertThat(hidden.getAttribute("name")).isNull();
        BoundingBox box = hidden.boundingBox();
        assertThat(List.of(box.width, box.height)).containsExactly(1.0, 1.0);
        assertThat(host().getAttribute("aria-busy")).isNull();

        origins.answer(Mint.REDIRECT);
        waitFor(RENEWED, 2);
        assertThat(marker()).isEqualTo("untouched");
        assertThat(origins.minted()).hasSize(3);
        assertThat(shown().evaluate("() => fetch('/who').then(answer => answer.text())"))
                .isEqualTo(origins.session())
                .isNotEqualTo(first);
        showsTheBoard();
        assertThat(told).containsExactly(LOADED, RENEWED, RENEWED);
    }

    @Test
    void aRenewalThatFailsIsTriedAgainAndIsAnErrorOnlyWhenTheSessionIsOver() {
        visit("session=\"5\"", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        origins.mint(Mint.GONE);
        page.waitForCondition(() -> origins.minted().size() == 2);
        assertThat(marker()).isEqualTo("untouched");
        assertThat(told).containsExactly(LOADED);

        waitFor(REFUSED, 1);
        assertThat(origins.minted()).hasSizeGreaterThan(2);
        assertThat(page.locator("iframe:not([aria-hidden])").isVisible()).isFalse();

        origins.mint(Mint.REDIRECT);
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(marker()).as("a new document").isNull();
        assertThat(told).as("one error, however often it was tried").containsExactly(LOADED, REFUSED, LOADED);
    }

    /** Nothing but the link says who is looking, so no other frame can renew that. */
    @Test
    void aSessionOfTheLinksOwnIsFollowedByAnotherBehindTheVisibleFrame() {
        visit("session=\"5\" swap", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        origins.mint(Mint.WAIT);
        page.waitForCondition(origins::waits);
        assertThat(marker()).isEqualTo("untouched");
        assertThat(page.locator("iframe").first().isVisible()).isTrue();
        assertThat(page.locator("iframe").last().isVisible()).isFalse();
        assertThat(host().getAttribute("aria-busy")).isNull();

        origins.answer(Mint.REDIRECT);
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(marker()).as("a new document").isNull();
        assertThat(told).containsOnly(LOADED);
    }

    private void enter(String way) {
        if (way.equals("focus")) {
            page.locator("iframe").first().focus();
        } else {
            page.locator("iframe").first().hover();
        }
    }

    private void leave(String way) {
        if (way.equals("focus")) {
            page.evaluate("document.activeElement.blur()");
        } else {
            page.mouse().move(999, 699);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"focus", "pointer"})
    void aFrameThatTheVisitorIsInIsLoadedAnewWhenHeLeavesIt(String way) {
        page.clock().install();
        visit("swap", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        enter(way);
        page.clock().runFor(Duration.ofMinutes(58).toMillis());
        assertThat(marker()).isEqualTo("untouched");
        assertThat(origins.minted()).hasSize(1);

        leave(way);
        page.clock().runFor(2000);
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(marker()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"focus", "pointer"})
    void aFrameThatTheVisitorEntersMeanwhileWaitsForHimToLeave(String way) {
        page.clock().install();
        visit("swap", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        origins.mint(Mint.WAIT);
        page.clock().runFor(Duration.ofMinutes(47).toMillis());
        while (iframes() == 1) {
            page.clock().runFor(1000);
        }
        page.waitForCondition(origins::waits);
        enter(way);
        origins.answer(Mint.REDIRECT);
        page.waitForCondition(() ->
                page.frames().size() == 3 && page.frames().get(2).locator("p").count() == 1);
        page.clock().runFor(5000);
        assertThat(told).containsExactly(LOADED);
        assertThat(page.locator("iframe").first().isVisible()).isTrue();

        leave(way);
        page.clock().runFor(2000);
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(origins.minted()).hasSize(2);
    }

    @Test
    void whenItsSessionEndsAFrameIsLoadedAnewThoughTheVisitorIsInItAndKeepsTheFocus() {
        page.clock().install();
        visit("swap", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        enter("focus");
        enter("pointer");
        page.clock().runFor(Duration.ofMinutes(60).minusSeconds(10).toMillis());
        assertThat(origins.minted()).hasSize(1);

        page.clock().runFor(11_000);
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(page.locator("iframe").evaluate("frame => document.activeElement === frame"))
                .isEqualTo(true);
    }

    /** Each of its requests keeps the visitor's login at the application from ending. */
    @Test
    void aFrameWhoseRenewalIsOverAsksForNothingUntilTheVisitorDoes() {
        page.clock().install();
        visit("renewal=\"1800\"", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        page.clock().runFor(Duration.ofMinutes(59).toMillis());
        page.evaluate("window.dispatchEvent(new Event('online'))");
        assertThat(marker()).isEqualTo("untouched");
        assertThat(told).containsExactly(LOADED);

        page.clock().runFor(Duration.ofMinutes(2).toMillis());
        waitFor("gshare:error frame expired", 1);
        for (String wake : List.of(
                "window.dispatchEvent(new Event('online'))",
                "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
                "document.dispatchEvent(new Event('visibilitychange'))")) {
            page.evaluate(wake);
            page.clock().runFor(Duration.ofHours(3).toMillis());
        }
        assertThat(origins.minted()).hasSize(1);
        assertThat(iframes()).isEqualTo(1);

        page.getByText("Try again").click();
        waitFor(LOADED, 2);
        showsTheBoard();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/ticket/x", "/\\evil.example/ticket/x", "https://evil.example/ticket/x", "x"})
    void whatLeadsToAnotherSiteIsNoTicket(String answer) {
        visit(element("ticket/frame", "session=\"5\"", ""), Mint.REDIRECT);
        origins.renewal(answer);
        waitFor("gshare:renew ticket/frame", 2);
        page.evaluate("document.querySelector('gshare-frame').reload()");
        waitFor("gshare:load ticket/frame", 2);
        assertThat(origins.minted()).allMatch(path -> path.matches("/mint/ticket/frame(?:\\?renew)?"));
    }

    @Test
    void manyFramesRenewAtTimesOfTheirOwn() {
        int frames = 20;
        page.addInitScript("""
                const set = setTimeout;
                window.setTimeout = (call, delay) => { if (delay > 1e6) told('gshare: timer ' + delay); return set(call, delay) };
                """);
        StringBuilder body = new StringBuilder();
        IntStream.range(0, frames).forEach(i -> body.append(element("f" + i, "session=\"86400\"", "")));
        visit(body.toString(), Mint.REDIRECT);
        page.waitForCondition(() ->
                told.stream().filter(line -> line.startsWith("gshare: timer ")).count() == frames);
        List<Double> delays = told.stream()
                .filter(line -> line.startsWith("gshare: timer "))
                .map(line -> Double.valueOf(line.substring("gshare: timer ".length())))
                .toList();
        assertThat(delays)
                .hasSize(frames)
                .doesNotHaveDuplicates()
                .allSatisfy(delay -> assertThat(delay).isBetween(0.79 * 86_400_000, 0.9 * 86_400_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
                "window.dispatchEvent(new Event('online'))",
                "document.dispatchEvent(new Event('visibilitychange'))"
            })
    void aTabThatSleptThroughTheEndOfItsSessionLoadsAnewBehindWhatItShows(String wake) {
        page.clock().install();
        visit("", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        origins.mint(Mint.WAIT);
        sleep(Duration.ofHours(2));
        page.evaluate(wake);
        page.waitForCondition(origins::waits);
        assertThat(marker()).isEqualTo("untouched");
        assertThat(page.locator("iframe:not([aria-hidden])").first().isVisible())
                .isTrue();
        assertThat(page.locator("iframe:not([aria-hidden])").last().isVisible()).isFalse();

        origins.answer(Mint.REDIRECT);
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(marker()).isNull();
        assertThat(page.locator("iframe:not([aria-hidden])").isVisible()).isTrue();
    }

    @Test
    void aTabThatSleptThroughItsRenewalRenewsAtOnce() {
        page.clock().install();
        visit("", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        page.clock()
                .setSystemTime(
                        System.currentTimeMillis() + Duration.ofMinutes(55).toMillis());
        page.evaluate("window.dispatchEvent(new Event('online'))");
        waitFor(RENEWED, 1);
        assertThat(marker()).isEqualTo("untouched");
    }

    @Test
    void aPageFromTheHistoryAsksForANewLink() {
        visit("", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        page.navigate(origins.url("/other"));
        page.goBack();
        assertThat(page.evaluate("performance.getEntriesByType('navigation')[0].type"))
                .isEqualTo("back_forward");
        waitFor(LOADED, 2);
        showsTheBoard();
        assertThat(origins.minted()).containsExactly("/mint/frame", "/mint/frame");
    }

    @Test
    void theThemeIsThePagesAndAChangeSwapsTheFrameWhenItHasLoaded() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        visit(
                LIGHT_OR_DARK
                        + element("frame", "theme=\"auto\"", "").replace("/mint/frame", "/mint/frame?from=now-1h"),
                Mint.REDIRECT);
        // The frame may have loaded without a theme before the script ran.
        page.waitForCondition(() -> origins.minted().contains("/mint/frame?from=now-1h&theme=dark"));
        page.waitForCondition(() -> iframes() == 1 && "loaded".equals(host().getAttribute("state")));
        mark();

        origins.mint(Mint.WAIT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.waitForCondition(origins::waits);
        assertThat(origins.minted()).endsWith("/mint/frame?from=now-1h&theme=light");
        assertThat(marker()).isEqualTo("untouched");
        assertThat(host().getAttribute("aria-busy")).isNull();
        origins.answer(Mint.REDIRECT);
        page.waitForCondition(() -> iframes() == 1);
        assertThat(marker()).isNull();
        showsTheBoard();

        page.evaluate("document.documentElement.style.colorScheme = 'dark'");
        page.waitForCondition(
                () -> origins.minted().get(origins.minted().size() - 1).endsWith("theme=dark"));
        page.waitForCondition(() -> iframes() == 1);
        showsTheBoard();
    }

    @Test
    void aChangeOfThemeThatIsRefusedLeavesTheFrameAsItIs() {
        visit(LIGHT_OR_DARK + element("frame", "theme=\"auto\"", ""), Mint.REDIRECT);
        waitFor(LOADED, 1);
        mark();
        int before = origins.minted().size();
        origins.mint(Mint.GONE);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForCondition(() -> origins.minted().size() > before);
        page.waitForCondition(() -> iframes() == 1);
        assertThat(marker()).isEqualTo("untouched");
        assertThat(origins.minted()).hasSize(before + 1);
        showsTheBoard();
    }

    @Test
    void withoutJavaScriptTheIframeShows() {
        try (BrowserContext plain =
                chromium.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            origins.begin(Map.of("/page", document(element("frame", "ratio=\"16/9\"", "loading=\"lazy\""))));
            Page without = plain.newPage();
            without.navigate(origins.url("/page"));
            assertThat(without.frameLocator("iframe").locator("p").innerText()).isEqualTo("board");
            assertThat(without.locator("iframe").isVisible()).isTrue();
        }
    }

    @Test
    void aLazyFrameFarBelowLoadsWhenItIsScrolledToAndNeitherFailsNorRenewsBefore() {
        page.clock().install();
        visit("<canvas height=\"9000\"></canvas>" + element("frame", "", "loading=\"lazy\""), Mint.REDIRECT);
        page.waitForLoadState();
        page.clock().runFor(Duration.ofHours(3).toMillis());
        assertThat(origins.minted()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(host().getAttribute("aria-busy")).isEqualTo("true");

        host().scrollIntoViewIfNeeded();
        waitFor(LOADED, 1);
        showsTheBoard();
        assertThat(origins.minted()).hasSize(1);
    }

    @Test
    void aLazyFrameFarBelowIsPrintedAsIfItHadBeenSeen() {
        visit("<canvas height=\"9000\"></canvas>" + element("frame", "", "loading=\"lazy\""), Mint.REDIRECT);
        page.waitForLoadState();
        int unseen = page.pdf().length;
        waitFor(LOADED, 1);
        int seen = page.pdf().length;
        page.evaluate("document.querySelector('gshare-frame').hidden = true");
        assertThat(unseen).isCloseTo(seen, Offset.offset(100)).isGreaterThan(page.pdf().length + 1000);
    }

    @Test
    void aFrameThatMovesLoadsAnewAndOneThatIsGoneDoesNothing() {
        page.clock().install();
        visit("<main></main>" + element("frame", "", ""), Mint.REDIRECT);
        waitFor(LOADED, 1);
        page.evaluate("document.querySelector('main').append(document.querySelector('gshare-frame'))");
        waitFor(LOADED, 2);
        showsTheBoard();
        sleep(Duration.ofMinutes(55));
        page.evaluate("window.dispatchEvent(new Event('online'))");
        waitFor(RENEWED, 1);

        page.evaluate("document.querySelector('gshare-frame').remove()");
        page.clock().runFor(Duration.ofHours(3).toMillis());
        assertThat(told).containsExactly(LOADED, LOADED, RENEWED);
        assertThat(origins.minted()).hasSize(3);
    }

    @Test
    void anotherSrcAndReloadLoadAnew() {
        visit("", "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        page.evaluate("document.querySelector('iframe').src = '/mint/another'");
        waitFor(LOADED, 2);
        page.evaluate("document.querySelector('gshare-frame').reload()");
        waitFor(LOADED, 3);
        showsTheBoard();
        assertThat(origins.minted()).containsExactly("/mint/frame", "/mint/another", "/mint/another");
    }

    @Test
    void anElementThatAScriptBuildsWorksAsWell() {
        visit(element("first", "", ""), Mint.REDIRECT);
        waitFor("gshare:load first", 1);
        page.evaluate("""
                const frame = document.createElement('gshare-frame');
                frame.id = 'frame';
                document.body.append(frame);
                const iframe = document.createElement('iframe');
                iframe.src = '/mint/second';
                frame.append(iframe);
                """);
        waitFor(LOADED, 1);
        assertThat(origins.minted()).containsExactly("/mint/first", "/mint/second");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ratio=\"4/1\" | 984 | 246",
                "height=\"300\" | 984 | 300",
                "height=\"10em\" | 984 | 160",
                "ratio=\"4/1; height: 9px\" | 984 | 154",
                "| 304 | 154",
            })
    void aFrameKeepsItsRatioOrItsHeight(String attributes, double width, double height) {
        visit(Objects.requireNonNullElse(attributes, ""), "", Mint.REDIRECT);
        waitFor(LOADED, 1);
        BoundingBox box = page.locator("iframe:not([aria-hidden])").boundingBox();
        assertThat(List.of(box.width, box.height)).containsExactly(width, height);
    }
}
