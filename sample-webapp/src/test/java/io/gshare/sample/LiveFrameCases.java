package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.html.FrameScript;
import io.gshare.sample.TwoOrigins.Mint;
import io.gshare.text.Texts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can happen to a live frame, in one browser engine: it says what is, and comes back by itself where it can. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveFrameCases {

    /** Tells the test of every event, and what the policy forbids. */
    private static final String LISTEN = """
            window.told = [];
            for (const type of ['load', 'renew', 'error'])
              addEventListener('gshare:' + type, ({ detail }) => told.push(detail ? type + ' ' + detail.reason : type));
            addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
              told.push('violation of ' + effectiveDirective + ' ' + blockedURI));
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TwoOrigins origins;
    private Engine engine;

    /** Starts the browser; its files may be in a folder that is deleted later. */
    abstract Engine start(Path files);

    @BeforeAll
    void open(@TempDir Path files) {
        engine = start(files);
        origins = new TwoOrigins(new FrameScript(Texts.load()).content());
    }

    @AfterAll
    void close() {
        if (engine != null) {
            engine.close();
        }
        if (origins != null) {
            origins.close();
        }
    }

    @BeforeEach
    void begin() {
        origins.begin(Map.of());
    }

    /** Opens a page with one frame, whose session lasts some seconds. */
    private void visit(String attributes, String iframe) {
        engine.open("about:blank"); // so that nothing of the last page asks for more
        String element = """
                <!DOCTYPE html><html lang="en"><title>Page</title><link rel="icon" href="data:,"><script src="/listen.js"></script><body>
                <gshare-frame at="%s" %s><script type="module" src="%s"></script>\
                <iframe src="/mint/ticket/frame" title="Grafana dashboard" loading="lazy" referrerpolicy="strict-origin" %s></iframe>\
                </gshare-frame>
                """.formatted(origins.workspace(), attributes, TwoOrigins.MODULE, iframe);
        origins.begin(Map.of("/page", element, "/listen.js", LISTEN, "/other", "log in"));
        engine.open(origins.url("/page"));
    }

    private List<String> told() {
        String told = engine.evaluate("told.join()");
        return told.isEmpty() ? List.of() : List.of(told.split(","));
    }

    private void await(String what, BooleanSupplier condition) {
        Instant late = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(late)) {
                throw new AssertionError("there was no " + what + ", but " + told() + ", and of the application "
                        + origins.minted() + ": " + origins.referrers());
            }
            pause(50);
        }
    }

    private void pause(int milliseconds) {
        engine.evaluate("new Promise((over) => setTimeout(over, " + milliseconds + "))");
    }

    private void awaitEvent(String event, int after) {
        await(event, () -> told().lastIndexOf(event) >= after);
    }

    private void see() {
        engine.evaluate("document.querySelector('gshare-frame').hidden = false");
    }

    private void reload() {
        engine.evaluate("document.querySelector('gshare-frame').reload()");
    }

    private String panel(String selector, String property) {
        return engine.evaluate(
                "document.querySelector('gshare-frame').shadowRoot.querySelector('" + selector + "')." + property);
    }

    private String state() {
        return engine.evaluate("document.querySelector('gshare-frame').getAttribute('state')");
    }

    /** The frame shows nothing but this. */
    private void says(String role, String text, boolean again) {
        assertThat(state()).isEqualTo("error");
        assertThat(panel("[role=" + role + "]", "textContent")).isEqualTo(text);
        assertThat(panel("button", "hidden")).isEqualTo(String.valueOf(!again));
        assertThat(engine.evaluate("getComputedStyle(document.querySelector('iframe:not([slot])')).visibility"))
                .isEqualTo("hidden");
    }

    /** The frame has loaded anew since it told so much. */
    private void comesBack(int told) {
        awaitEvent("load", told);
        assertThat(state()).isEqualTo("loaded");
    }

    /** Until the session is over the frame stays, and claims no success; then it says so, and asks on. */
    private void saysSoAfterItsSession(String error) {
        int before = told().size();
        awaitEvent(error, before);
        assertThat(told().subList(before, told().size())).containsExactly(error);
    }

    @Test
    void theApplicationIsKilledAndRestarted() {
        visit("session=\"4\"", "");
        comesBack(0);
        origins.killApplication();
        saysSoAfterItsSession("error unreachable");
        says("alert", "The dashboard could not be loaded.", true);
        int told = told().size();
        pause(6000);
        assertThat(told()).as("one error, however often it asks").hasSize(told);

        origins.startApplication();
        Instant since = Instant.now();
        comesBack(told);
        assertThat(Duration.between(since, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void theApplicationIsDeployedAnewAndItsContainerFindsNothing() {
        visit("session=\"4\" hidden", "");
        origins.mint(Mint.AWAY);
        see();
        awaitEvent("error unreachable", 0);
        says("alert", "The dashboard could not be loaded.", true);
        origins.mint(Mint.REDIRECT);
        comesBack(1);

        origins.mint(Mint.AWAY);
        saysSoAfterItsSession("error unreachable");
        origins.mint(Mint.REDIRECT);
        comesBack(told().size());
    }

    @Test
    void theWorkspaceIsKilledAndRestarted() {
        visit("session=\"4\"", "");
        comesBack(0);
        origins.killWorkspace();
        saysSoAfterItsSession("error unreachable");
        says("alert", "The dashboard could not be loaded.", true);

        origins.startWorkspace();
        Instant since = Instant.now();
        comesBack(told().size());
        assertThat(Duration.between(since, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void theWorkspaceIsNotThereFromTheStart() {
        origins.killWorkspace();
        try {
            visit("", "");
            awaitEvent("error unreachable", 0);
            assertThat(told()).containsExactly("error unreachable");
        } finally {
            origins.startWorkspace();
        }
        comesBack(1);
    }

    /** And no box of its own, which is black for those who like dark on a page that is light; nor a browser's grey button. */
    @Test
    void whatAFrameSaysHasThePagesColoursAndItsButtonToo() {
        visit("hidden", "");
        engine.evaluate("document.body.style.color = 'rgb(1, 200, 3)'");
        origins.mint(Mint.AWAY);
        see();
        awaitEvent("error unreachable", 0);
        String panel = "document.querySelector('gshare-frame').shadowRoot.querySelector('div')";
        for (String part : List.of(panel, panel + ".querySelector('button')")) {
            assertThat(engine.evaluate(
                            "(({ color, backgroundColor, borderTopStyle }) => [color, backgroundColor, borderTopStyle].join('; '))"
                                    + "(getComputedStyle(" + part + "))"))
                    .as(part)
                    .isEqualTo("rgb(1, 200, 3); rgba(0, 0, 0, 0); solid");
        }
    }

    @Test
    void theApplicationIsKilledBeforeTheFrameIsScrolledTo() {
        visit("hidden", "");
        origins.killApplication();
        try {
            see();
            awaitEvent("error unreachable", 0);
            assertThat(told()).containsExactly("error unreachable");
        } finally {
            origins.startApplication();
        }
        comesBack(1);
    }

    @Test
    void aFrameMayTakeLongerThanTimersCount() {
        visit("timeout=\"3000000\"", "");
        comesBack(0);
        assertThat(told()).containsExactly("load");
    }

    @Test
    void theLoginEnds() {
        visit("session=\"4\"", "");
        comesBack(0);
        origins.mint(Mint.LOGIN);
        saysSoAfterItsSession("error refused");
        says("alert", "The dashboard could not be loaded.", true);
        origins.mint(Mint.REDIRECT);
        comesBack(told().size());
    }

    /** The session of 600 s is to be renewed, and there is time to do so. */
    private void comesToItsRenewal() {
        engine.evaluate("((now) => { Date.now = () => now() + 540_000 })(Date.now)");
        engine.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        awaitEvent("renew", 1);
    }

    @Test
    void aSingleSignOnThatAsksOnceMoreIsGoneThroughByTheIframe() {
        visit("session=\"600\" hidden", "");
        origins.mint(Mint.SINGLE_SIGN_ON);
        see();
        comesBack(0);
        String frame = "/mint/ticket/frame";
        assertThat(loads()).as("to the login, back, and anew").containsExactly(frame, frame, frame);

        origins.mint(Mint.SINGLE_SIGN_ON);
        comesToItsRenewal();
        origins.mint(Mint.SINGLE_SIGN_ON);
        reload();
        comesBack(2);
        assertThat(told()).doesNotContain("error refused");
    }

    @Test
    void anApplicationThatAsksToLogInEverySecondTimeSendsTheIframeRoundOnce() {
        visit("hidden", "");
        origins.renewals(401, 204);
        see();
        comesBack(0);
        pause(1000);
        assertThat(origins.minted())
                .containsExactlyInAnyOrder(
                        "/mint/ticket/frame",
                        "/mint/ticket/frame?renew",
                        "/mint/ticket/frame?renew",
                        "/mint/ticket/frame");
        assertThat(told()).containsExactly("load");
    }

    @Test
    void aSingleSignOnThatWantsAPasswordIsNoDashboard() {
        visit("session=\"60\" hidden", "");
        origins.mint(Mint.PASSWORD);
        see();
        awaitEvent("error refused", 0);
        says("alert", "The dashboard could not be loaded.", true);
        assertThat(told()).containsExactly("error refused");

        origins.mint(Mint.REDIRECT);
        comesBack(1);
        origins.mint(Mint.PASSWORD);
        reload();
        awaitEvent("error refused", 2);
        assertThat(state()).isEqualTo("loaded");
    }

    @Test
    void thePermissionIsTakenAway() {
        visit("session=\"4\"", "");
        comesBack(0);
        origins.mint(Mint.DENY);
        saysSoAfterItsSession("error denied");
        says("status", "There is nothing to see here.", false);
        origins.mint(Mint.REDIRECT);
        comesBack(told().size());
    }

    @Test
    void aFrameThatWasNeverPermittedAsksNoMoreByItself() {
        visit("session=\"4\" hidden", "");
        origins.mint(Mint.DENY);
        see();
        awaitEvent("error denied", 0);
        says("status", "There is nothing to see here.", false);
        int asked = origins.minted().size();
        pause(3000);
        assertThat(origins.minted()).hasSize(asked);
        assertThat(told()).containsExactly("error denied");
    }

    @Test
    void whatWakesAFrameMakesItAskOnceASecondAndNeverWhileNobodySeesIt() {
        visit("hidden", "");
        origins.mint(Mint.DENY);
        see();
        awaitEvent("error denied", 0);
        int asked = origins.minted().size();
        engine.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
        wakeFor(2000);
        assertThat(origins.minted()).hasSize(asked);

        engine.evaluate("delete document.hidden");
        wakeFor(3500);
        assertThat(origins.minted().size() - asked).isBetween(1, 3);
    }

    private void wakeFor(int milliseconds) {
        engine.evaluate("new Promise((over) => { const wakes = setInterval(() => "
                + "document.dispatchEvent(new Event('visibilitychange')) && dispatchEvent(new Event('online')), 50); "
                + "setTimeout(() => over(clearInterval(wakes)), " + milliseconds + ") })");
    }

    @Test
    void thePageHasBeenOpenForTooLong() {
        visit("session=\"4\"", "");
        comesBack(0);
        origins.mint(Mint.GONE);
        saysSoAfterItsSession("error gone");
        says("alert", "This page has been open for too long. Please reload it.", false);
    }

    @Test
    void theCookieIsDropped() {
        visit("", "");
        comesBack(0);
        origins.dropCookies(true);
        reload();
        awaitEvent("error cookie", 1);
        says("alert", "The dashboard keeps reloading: the browser drops its cookie.", true);
        int boards = origins.boards();
        pause(3000);
        assertThat(origins.boards()).isEqualTo(boards).isLessThan(15);

        origins.dropCookies(false);
        int told = told().size();
        panel("button", "click()");
        comesBack(told);
        assertThat(origins.boards()).isEqualTo(boards + 1);
    }

    @Test
    void theDashboardReloadsItselfInBursts() {
        visit("", "");
        comesBack(0);
        origins.dropCookies(true);
        origins.pauseReloads();
        reload();
        awaitEvent("error cookie", 1);
        int boards = origins.boards();
        pause(11_000);
        assertThat(origins.boards()).isEqualTo(boards).isLessThan(15);
    }

    /**
     * From now on, no clock of the page goes on but by so many seconds with each load of a frame; and the visitor has just done something, or has not: to
     * Chromium, a driver's question is a visitor's doing.
     */
    private void eachLoadTakes(int seconds, boolean visitorActs) {
        engine.evaluate("void Object.defineProperty(navigator, 'userActivation', { value: { isActive: " + visitorActs
                + " } })");
        engine.evaluate("((now) => { Date.now = () => now; document.addEventListener('load', () => void (now += "
                + seconds + "000), true) })(Date.now())");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 60})
    void theDashboardReloadsItselfSlowly(int seconds) {
        visit("", "");
        comesBack(0);
        eachLoadTakes(seconds, false);
        origins.dropCookies(true);
        reload();
        awaitEvent("error cookie", 1);
        says("alert", "The dashboard keeps reloading: the browser drops its cookie.", true);
        reloadsNoMore();
        assertThat(origins.boards()).isBetween(16, 20);
    }

    /** But for a request that was under way. */
    private void reloadsNoMore() {
        await("end of its reloads", () -> {
            int boards = origins.boards();
            pause(1000);
            return origins.boards() == boards;
        });
    }

    /** As by somebody who is in the frame, or on the page around it; or as healthy pages may by themselves. */
    @ParameterizedTest
    @CsvSource({"15, true, false", "15, false, true", "100, false, false"})
    void aDashboardThatIsLoadedSlowlyIsLeftAlone(int seconds, boolean focus, boolean visitorActs) {
        visit("session=\"86400\"", "");
        comesBack(0);
        eachLoadTakes(seconds, visitorActs);
        origins.dropCookies(true);
        reload();
        comesBack(1);
        if (focus) {
            engine.evaluate("document.querySelector('iframe').focus()");
        }
        await("pages", () -> origins.boards() > 25);
        assertThat(state()).isEqualTo("loaded");
        assertThat(told()).containsExactly("load", "load");
        engine.evaluate(
                "document.querySelector('gshare-frame').remove()"); // Firefox leaves no page while one of its frames is
        // loading
    }

    /** While the application does not answer (0), refuses, or asks to log in. */
    @ParameterizedTest
    @CsvSource({"0, cookie", "503, unreachable", "410, gone", "401, refused"})
    void aDashboardThatReloadsItselfIsStoppedThoughItIsNotShown(int status, String reason) {
        visit("hidden", "");
        origins.dropCookies(true);
        origins.renewals(status);
        see();
        awaitEvent("error " + reason, 0);
        reloadsNoMore();
        int boards = origins.boards();
        pause(2000);
        assertThat(origins.boards()).isEqualTo(boards).isLessThan(15);
        assertThat(origins.minted().size() - loads().size()).as("questions").isLessThan(10);
        assertThat(told()).containsExactly("error " + reason);
    }

    @Test
    void aReloadThatIsRefusedSaysSoAndLeavesTheFrame() {
        visit("", "");
        comesBack(0);
        origins.mint(Mint.DENY);
        reload();
        awaitEvent("error denied", 1);
        assertThat(state()).isEqualTo("loaded");
        assertThat(engine.evaluate("getComputedStyle(document.querySelector('iframe')).visibility"))
                .isEqualTo("visible");
    }

    @Test
    void aPageOfNoColourSchemeIsLightAndItsFrameIsAskedForOnce() {
        visit("theme=\"auto\"", "hidden");
        comesBack(0);
        assertThat(engine.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo("true");
        assertThat(loads()).containsExactly("/mint/ticket/frame?theme=light");

        engine.evaluate("document.documentElement.style.colorScheme = 'light dark'");
        comesBack(1);
        assertThat(loads()).containsExactly("/mint/ticket/frame?theme=light", "/mint/ticket/frame?theme=dark");
    }

    private List<String> loads() {
        return origins.minted().stream()
                .filter(path -> !path.endsWith("?renew"))
                .toList();
    }

    @Test
    void throughAnotherSiteAndBackTheApplicationKnowsItsOwnPageAndTheWorkspaceLearnsOfNone() {
        visit("hidden", "");
        origins.mint(Mint.THROUGH_ANOTHER_SITE);
        see();
        comesBack(0);
        assertThat(origins.referrers())
                .containsExactly(
                        "same-origin " + origins.url("/"), "cross-site " + origins.url("/"), "cross-site null");
    }

    @Test
    void aFrameThatIsPrintedUnseenIsLoaded() {
        visit("hidden", "");
        engine.evaluate("dispatchEvent(new Event('beforeprint'))");
        comesBack(0);
    }

    @Test
    void aPolicyThatForbidsToAskIsNoFailure() {
        engine.open("about:blank");
        visit("session=\"600\"", "");
        origins.forbidToAskTheWorkspace();
        engine.open(origins.url("/page?again"));
        comesBack(0);
        comesToItsRenewal();
        assertThat(told())
                .filteredOn(line -> !line.equals("renew"))
                .containsExactlyInAnyOrder("load", "violation of connect-src " + origins.workspace() + "api/health");
    }

    @Test
    void aPolicyThatForbidsWhereTheWorkspaceLeadsIsNoFailure() {
        visit("hidden", "");
        origins.askToLogIn();
        see();
        comesBack(0);
        assertThat(told()).filteredOn(line -> line.startsWith("error")).isEmpty();
    }

    @Test
    void whatThePolicyForbidsThePageDoesNotKeepTheFrameFromAsking() {
        visit("", "");
        comesBack(0);
        String other = origins.workspace() + "other";
        engine.evaluate("fetch('" + other + "').catch(() => '')");
        awaitEvent("violation of connect-src " + other, 1);
        origins.killWorkspace();
        try {
            reload();
            awaitEvent("error unreachable", 2);
        } finally {
            origins.startWorkspace();
        }
    }
}
