package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.html.Iframe;
import io.gshare.html.LinkAttributes;
import io.gshare.html.LinkRewriting;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.RefusalReason;
import io.gshare.settings.OnRefused;
import io.gshare.settings.Places;
import io.gshare.settings.Rewriting;
import io.gshare.settings.Settings;
import io.gshare.settings.SettingsException;
import io.gshare.settings.SignAt;
import io.gshare.ticket.TicketRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code gshare.enabled=false} leaves of everything. */
class SwitchedOffTest {

    private static final String LINK = "https://grafana.example.com/d/TZWea";
    private static final String WHAT_TO_DO =
            " but gshare is switched off by GShare.disabled(); make it of settings, or by GShare.builder()";

    private final GShare gshare = GShare.disabled();

    private static GShare from(String... namesAndValues) {
        Properties settings = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put("gshare." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return GShare.from(Places.load(Map.of(), Map.of(), settings, Map.of(), ClassLoader.getPlatformClassLoader()));
    }

    // ---- settings

    @Test
    void noOtherSettingIsNeeded() {
        assertThat(from("enabled", "false").isEnabled()).isFalse();
    }

    @Test
    void itIsOnUnlessItIsSwitchedOff() {
        assertThat(Surfaces.gshare().isEnabled()).isTrue();
        assertThatThrownBy(() -> from("enabled", "true")).hasMessageContaining("gshare.url is missing");
        assertThatThrownBy(() -> from()).hasMessageContaining("gshare.url is missing");
    }

    @Test
    void whatWouldBeMissingIsNotToldWhereNobodyKnowsIfItIsOn() {
        String enabled = "gshare.enabled was 'no' but must be true or false";
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> from("enabled", "no", "session", "soon", "embeds.sales.link", "/login"))
                .satisfies(thrown -> assertThat(thrown.problems()).containsExactly(enabled));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> from("enabled", "no", "key-nmae", "x"))
                .satisfies(
                        thrown -> assertThat(thrown.problems())
                                .containsExactly(
                                        enabled,
                                        "'gshare.key-nmae' in a system property is not a setting; did you mean 'gshare.key-name'?"));
    }

    @Test
    void whoeverAsksIsToldWhoSwitchedItOff() {
        assertThatThrownBy(() -> from("enabled", "false").sign("/d/x"))
                .hasMessage(
                        "link was '/d/x' but gshare is switched off; remove gshare.enabled=false, and set gshare.url"
                                + " and a key");
        assertThatThrownBy(() ->
                        GShare.disabled("as nothing is set; set gshare.url").embed("sales"))
                .hasMessage("embed was 'sales' but gshare is switched off as nothing is set; set gshare.url");
    }

    @Test
    void aFileThatNobodyReadsStopsNobody() {
        assertThat(GShare.from(Settings.of(
                                Map.of("gshare.enabled", "false", "gshare.config", "/run/secrets/none.properties")))
                        .isEnabled())
                .isFalse();
    }

    @Test
    void nobodyIsStoppedByAKeyThatIsMissingOrAValueThatIsNotRead() {
        assertThat(from(
                                "enabled", "false",
                                "url", "${GRAFANA}",
                                "token-file", "/run/secrets/none",
                                "token", "cut short",
                                "strict", "perhaps",
                                "session", "soon",
                                "config", "/run/secrets/none.properties",
                                "embeds.sales.link", "/d/x",
                                "workspaces.ops.url", "")
                        .isEnabled())
                .isFalse();
    }

    @Test
    void aNameThatIsMistypedIsToldAllTheSame() {
        assertThatThrownBy(() -> from("enabled", "false", "key-nmae", "x"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("gshare is configured wrongly in 1 place:\n  - 'gshare.key-nmae' in a system"
                        + " property is not a setting; ");
    }

    @Test
    void itIsSwitchedOffInAnyCase() {
        assertThat(from("enabled", "FALSE").isEnabled()).isFalse();
    }

    @Test
    void theMintEndpointStaysWhereItIs() {
        assertThat(from("enabled", "false", "path", "/frames")
                        .configuration()
                        .minting()
                        .path())
                .isEqualTo("/frames");
        assertThatThrownBy(() -> from("enabled", "false", "path", "frames")).hasMessageContaining("gshare.path was");
    }

    /** What is logged meanwhile. */
    private static List<String> logOf(Runnable work) {
        List<String> log = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.gshare");
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return log;
    }

    @Test
    void theLogSaysSoOnce() {
        assertThat(logOf(() -> {
                    GShare off = from("enabled", "false");
                    LinkAttributes.signOrBlank(off.page(), "a test", "/d/x");
                    new Iframe(off.page(), "a test").render();
                }))
                .containsExactly(
                        "INFO gshare is switched off (gshare.enabled=false): pages show placeholders, and nothing is signed");
    }

    /** An application whose tests run without settings has no other way to see them. */
    @Test
    void theLogTellsASlipOfThePagesThatNoSettingMakesRight() {
        assertThat(logOf(() -> {
                    Iframe iframe = new Iframe(gshare.page(), "a test");
                    iframe.set("dashbord", "jvm");
                    iframe.set("onload", "x");
                    assertThat(iframe.render().markup()).contains("gshare-refused");
                }))
                .containsExactly(
                        "WARNING 'a test' shows a placeholder: 'dashbord' is no attribute of this tag; did you mean 'dashboard'?");
    }

    // ---- pages

    @Test
    void aFrameIsAQuietBox() {
        for (String name : List.of("link", "dashboard", "embed", "nonsense")) {
            Iframe iframe = new Iframe(gshare.page(), "a test");
            iframe.set(name, "x");
            iframe.set("workspace", "ops");
            iframe.set("live", "true");
            assertThat(iframe.render().markup())
                    .isEqualTo("<div class=\"gshare-refused\" role=\"note\">This dashboard cannot be shown.</div>");
        }
    }

    @Test
    void aLinkThatIsToBeSignedLeadsNowhere() {
        assertThat(LinkAttributes.signOrBlank(gshare.page(), "a test", LINK)).isEqualTo("about:blank");
        assertThat(LinkAttributes.signOrBlank(
                        gshare.page(), "a test", gshare.dashboard("TZWea").from("now-6h")))
                .isEqualTo("about:blank");
    }

    @Test
    void aLinkThatPassesByStays() throws Exception {
        assertThat(gshare.page().signOwn(LINK)).isNull();
        assertThat(gshare.page().signOwn("/grafana/d/x", "https://example.com:443"))
                .isNull();
        assertThat(gshare.page().suffixOwn(LINK, false)).isNull();
        assertThat(gshare.configuration().rewriting()).isNull();
        byte[] page = ("<iframe src=\"" + LINK + "\"></iframe><a href=/d/x>").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new LinkRewriting(gshare, Rewriting.EVERYWHERE)
                .page(gshare.page(), "https://example.com:443", false)
                .write(page, 0, page.length, written);
        assertThat(written.toByteArray()).isEqualTo(page);
    }

    // ---- Java

    static List<Function<GShare, Object>> askingForALink() {
        return List.of(
                gshare -> gshare.sign("/d/x"),
                gshare -> gshare.workspace("ops").sign("/d/x"),
                gshare -> gshare.verify("/d/x"),
                gshare -> gshare.page().workspaceUrl("/d/x"),
                gshare -> gshare.page().live(true).sign("/d/x"),
                gshare -> gshare.page(new ShownPage(null)).sign("/d/x"));
    }

    @ParameterizedTest
    @MethodSource("askingForALink")
    void whoeverAsksForALinkIsRefused(Function<GShare, Object> asking) {
        assertThatExceptionOfType(LinkRefusedException.class)
                .isThrownBy(() -> asking.apply(gshare))
                .withMessage("link was '/d/x'" + WHAT_TO_DO)
                .extracting(LinkRefusedException::reason)
                .isEqualTo(RefusalReason.DISABLED);
    }

    @Test
    void soIsWhoeverAsksForAnAbsoluteLinkADashboardOrAnEmbed() {
        assertThatThrownBy(() -> gshare.sign(LINK)).hasMessage("link was '" + LINK + "'" + WHAT_TO_DO);
        assertThatThrownBy(() -> gshare.dashboard("TZWea").panel(2).sign())
                .hasMessage("link was '/d-solo/TZWea?panelId=2'" + WHAT_TO_DO);
        assertThatThrownBy(() -> gshare.embed("sales")).hasMessage("embed was 'sales'" + WHAT_TO_DO);
    }

    @Test
    void theListenerHearsOfTheRefusal() {
        List<SigningListener.Event> heard = new ArrayList<>();
        assertThatThrownBy(() -> gshare.heardBy(heard::add).sign(LINK)).isInstanceOf(LinkRefusedException.class);
        assertThat(heard).containsExactly(new SigningListener.Event(Surface.CODE, null, RefusalReason.DISABLED));
    }

    @Test
    void whatOnlyTellsIsEmpty() {
        assertThat(gshare.workspaces()).isEmpty();
        assertThat(gshare.keys()).isEmpty();
        assertThat(gshare.configuration().embeds()).isEmpty();
        assertThat(gshare.session()).hasHours(1);
        assertThat(gshare.configuration().onRefused()).isEqualTo(OnRefused.PLACEHOLDER);
        assertThat(gshare.dashboard("TZWea").panel(2)).hasToString("/d-solo/TZWea?panelId=2");
        assertThat(gshare).hasToString("GShare{}");
        gshare.close();
    }

    @Test
    void aTicketOfBeforeOpensNothing() {
        ShownPage page = new ShownPage(null);
        String link = Surfaces.builder().signAt(SignAt.LOAD).build().page(page).sign("/d/x");
        String ticket = link.substring(link.lastIndexOf('/') + 1);
        assertThatThrownBy(() -> gshare.open(ticket, page.audience())).isInstanceOf(TicketRefusedException.class);
    }
}
