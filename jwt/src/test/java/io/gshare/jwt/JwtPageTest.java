package io.gshare.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.OpenedTicket;
import io.gshare.Page;
import io.gshare.ShownPage;
import io.gshare.html.Iframe;
import io.gshare.key.KeySource;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.RefusalReason;
import io.gshare.link.Workspace;
import io.gshare.settings.Embed;
import io.gshare.test.TestClock;
import io.gshare.ticket.Audience;
import io.gshare.token.Claims;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenRules;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pages with JWT links: a token of one user for all stands in them, a visitor's own never. */
class JwtPageTest {

    private static final TestClock CLOCK = TestClock.standing(Instant.ofEpochSecond(1_726_823_533));
    private static final String LINK = "https://grafana.example.com/d/TZWea?orgId=7";
    private static final Claims ANNA = Claims.of("anna");
    private static final Audience BROWSER = new Audience("/app", "s1");

    private final ShownPage response = new ShownPage("s1");

    private static GShare gshare(TokenRules rules, String url) {
        LinkSigner signer = LinkSigner.jwt(
                Workspace.of(url), KeySource.fixed(TokenKey.parse(Keys.EC.toJSONString())), rules, CLOCK);
        return GShare.builder()
                .workspace("default", signer)
                .embed(new Embed("heap", "default", "/d/heap", Set.of("from"), Set.of()))
                .clock(CLOCK)
                .build();
    }

    private static GShare visitors() {
        return gshare(TokenRules.eachVisitor("portal:"), "https://grafana.example.com");
    }

    private static String ticket(String link) {
        assertThat(link).startsWith("/app/gshare/ticket/");
        return link.substring("/app/gshare/ticket/".length());
    }

    @Test
    void oneUsersTokenStandsInThePage() {
        GShare gshare = gshare(TokenRules.everybodyAs(Claims.of("portal")), "https://grafana.example.com");
        Page page = gshare.page(response);
        String first = page.sign(LINK);
        assertThat(first).startsWith(LINK + "&auth_token=");
        assertThat(page.signOwn(LINK)).isEqualTo(first);
        assertThat(page.signsAtLoad(LINK)).isFalse();
        assertThat(page.suffixOwn(LINK, false)).isNotNull();
        assertThat(response.signedLinks()).isEqualTo(3);
    }

    @Test
    void aVisitorsTokenNeverStandsInThePage() throws Exception {
        GShare gshare = visitors();
        Page page = gshare.page(response);
        for (String link : new String[] {page.sign(LINK), page.sign("/d/TZWea?orgId=7"), page.signOwn(LINK)}) {
            OpenedTicket opened = gshare.forVisitor(ANNA).open(ticket(String.valueOf(link)), BROWSER);
            assertThat(gshare.verify(opened.link().sign()).login()).isEqualTo("portal:anna");
        }
        assertThat(page.signsAtLoad(LINK)).isTrue();
        assertThat(page.suffixOwn(LINK, false)).isNull();
        assertThat(page.signOwn("https://evil.example.com/d/TZWea")).isNull();
        assertThat(response.signedLinks()).isZero();
        assertThat(response.boundTickets()).isEqualTo(3);
    }

    @Test
    void aTokenThatAPageBringsDoesNotGetIntoTheTicket() throws Exception {
        GShare gshare = visitors();
        String link = gshare.page(response).sign(LINK + "&auth%5Ftoken=stolen");
        assertThat(gshare.forVisitor(ANNA).open(ticket(link), BROWSER).link()).hasToString(LINK + "&");
    }

    @Test
    void aLinkThatSharesThePagesOriginIsTheApplicationsOwn() {
        GShare gshare = gshare(TokenRules.eachVisitor("portal:"), "https://example.com/grafana");
        String signed = gshare.page(response).signOwn("/grafana/d/TZWea", "https://example.com");
        assertThat(signed).startsWith("/app/gshare/ticket/");
    }

    @Test
    void nobodyOpensATicketOfAVisitorsLink() throws Exception {
        GShare gshare = visitors();
        OpenedTicket opened = gshare.open(ticket(gshare.page(response).sign(LINK)), BROWSER);
        assertThatThrownBy(() -> opened.link().sign())
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.NO_VISITOR));
    }

    @Test
    void aLiveTicketIsRenewedForWhomeverIsLooking() throws Exception {
        GShare gshare = visitors();
        OpenedTicket opened =
                gshare.open(ticket(gshare.page(response).live(false).sign(LINK)), BROWSER);
        String renewed = opened.renew();
        assertThat(gshare.forVisitor(ANNA)
                        .open(renewed.substring("ticket/".length()), BROWSER)
                        .link()
                        .sign())
                .startsWith(LINK + "&auth_token=");
    }

    @Test
    void aLiveFrameIsToldThatItsSessionIsTheLinksOwn() {
        for (TokenRules rules :
                List.of(TokenRules.eachVisitor("portal:"), TokenRules.everybodyAs(Claims.of("portal")))) {
            Page page = gshare(rules, "https://grafana.example.com").page(response);
            assertThat(live(page, "link", LINK))
                    .startsWith("<gshare-frame session=\"3600\" at=\"https://grafana.example.com\" swap=\"\"><script ")
                    .contains("<iframe src=\"/app/gshare/ticket/");
            assertThat(live(page, "embed", "heap")).contains(" swap=\"\"><script ");
        }
    }

    private static String live(Page page, String name, String value) {
        Iframe iframe = new Iframe(page, "a test");
        iframe.set("live", "true");
        iframe.set(name, value);
        return iframe.render().markup();
    }

    @Test
    void anEmbedIsTheApplicationsOwnAndTheVisitorsWhenItLoads() {
        GShare gshare = visitors();
        assertThat(gshare.page(response).embed("heap").set("from", "now-1h").sign())
                .isEqualTo("/app/gshare/embed/heap?from=now-1h");
        String signed = gshare.forVisitor(ANNA).embed("heap").sign();
        assertThat(gshare.verify(signed).login()).isEqualTo("portal:anna");
        assertThatThrownBy(() -> gshare.embed("heap").sign()).isInstanceOf(LinkRefusedException.class);
    }

    @Test
    void aMailIsNobodys() {
        assertThatThrownBy(() -> visitors().sign(LINK))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.NO_VISITOR));
        assertThat(visitors().page().signOwn(LINK)).isNull();
        assertThat(visitors().forVisitor(ANNA).page().signOwn(LINK)).startsWith(LINK + "&auth_token=");
    }

    @Test
    void ticketsAreSealedByThePrivateKey() throws Exception {
        String ticket = ticket(visitors().page(response).sign(LINK));
        assertThat(visitors().open(ticket, BROWSER).workspace()).isEqualTo("default");
        LinkSigner other = LinkSigner.jwt(
                Workspace.of("https://grafana.example.com"),
                KeySource.fixed(TokenKey.parse(Keys.NEXT.toJSONString())),
                TokenRules.eachVisitor("portal:"),
                CLOCK);
        GShare stranger =
                GShare.builder().workspace("default", other).clock(CLOCK).build();
        assertThatThrownBy(() -> stranger.open(ticket, BROWSER))
                .isInstanceOf(io.gshare.ticket.TicketRefusedException.class);
    }
}
