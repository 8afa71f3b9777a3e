package io.gshare.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gshare.EmbedLink;
import io.gshare.GShare;
import io.gshare.OpenedTicket;
import io.gshare.Page;
import io.gshare.ShownPage;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.link.Workspaces;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page carries when its links are signed at load, and what the mint endpoint makes of it. */
class TicketsTest {

    private static final Vector KEY = Vectors.example();
    private static final String LINK = "https://grafana.example.com/d/TZWea/test?orgId=1#top";

    private Instant now = KEY.clock().instant();
    private ShareKey key = KEY.shareKey();
    private final GShare gshare = gshare("https://grafana.example.com");

    private GShare gshare(String url) {
        InstantSource clock = () -> now;
        return GShare.builder()
                .workspace("default", LinkSigner.v2(Workspace.of(url), () -> key, null, clock))
                .workspace("ops", LinkSigner.v2(Workspace.of("https://example.com/grafana"), () -> key, null, clock))
                .signAt(SignAt.LOAD)
                .clock(clock)
                .build();
    }

    private static String ticket(String ownLink) {
        assertThat(ownLink).matches("(?:/app/gshare/)?ticket/[A-Za-z0-9_-]+");
        return ownLink.substring(ownLink.lastIndexOf('/') + 1);
    }

    private String ticket(GShare of, String link, @Nullable String session) {
        return ticket(of.page(new ShownPage(session)).sign(link));
    }

    private String open(String ticket, @Nullable String session) throws TicketRefusedException {
        return gshare.open(ticket, new Audience("/app", session)).link().sign();
    }

    private static final String NONE = "it is no ticket of this application";
    private static final String BOUND =
            "the ticket is bound to a session that is not this one, or has ended; reload the page";
    private static final String EXPIRED = "the ticket has expired; reload the page";

    private TicketRefusedException refused(String ticket, @Nullable String session) {
        return catchThrowableOfType(TicketRefusedException.class, () -> open(ticket, session));
    }

    private void assertRefused(String ticket, @Nullable String session, String message) {
        TicketRefusedException thrown = refused(ticket, session);
        assertThat(thrown).hasMessage(message);
        assertThat(thrown.isExpired()).isEqualTo(message.equals(EXPIRED));
        assertThat(thrown.isBound()).isEqualTo(message.equals(BOUND));
    }

    private static String ofKey(String digit) {
        return digit.repeat(100);
    }

    // ---- what a ticket is good for

    @Test
    void aTicketIsSignedWhenItIsOpened() throws TicketRefusedException {
        ShownPage page = new ShownPage(null);
        String ticket = ticket(gshare.page(page).sign(LINK));
        now = now.plus(Duration.ofHours(2));

        assertThat(open(ticket, null)).isEqualTo(gshare.sign(LINK)).contains("aliyun_api_key_timestamp=1726830733&");
        assertThat(page.signedLinks()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/d/x,                            https://grafana.example.com/d/x?",
        "/d/x?a=%3C&b=生产#x&y,            https://grafana.example.com/d/x?a=%3C&b=生产&",
        "https://example.com/grafana/d/x, https://example.com/grafana/d/x?"
    })
    void everyLinkThatMayBeSignedMayBeSealed(String link, String signed) throws TicketRefusedException {
        assertThat(open(ticket(gshare, link, null), null)).startsWith(signed + "aliyun_api_key_sign=");
    }

    @Test
    void aPageHearsOfTicketsThatAreGoodInItsVisitorsSessionAlone() {
        ShownPage anybodys = new ShownPage(null);
        ShownPage visitors = new ShownPage("session");
        for (ShownPage page : List.of(anybodys, visitors)) {
            gshare.page(page).sign(LINK);
            gshare.page(page).signOwn(LINK);
            gshare.page(page).live(true).sign(LINK);
        }
        assertThat(anybodys.boundTickets()).isZero();
        assertThat(visitors.boundTickets()).isEqualTo(3);
    }

    @Test
    void aLinkThatIsRelativeToAnotherWorkspaceStaysThat() throws TicketRefusedException {
        String ticket = ticket(gshare.workspace("ops"), "/d/x", null);
        assertThat(open(ticket, null)).startsWith("https://example.com/grafana/d/x?aliyun_api_key_sign=");
    }

    @Test
    void aSignatureThatTheLinkCarriesIsNotSealed() {
        String ticket = ticket(gshare, gshare.sign(LINK), null);
        assertThat(new String(Base64.getUrlDecoder().decode(ticket), StandardCharsets.ISO_8859_1))
                .contains("https://grafana.example.com/d/TZWea/test?orgId=1&#top")
                .doesNotContain("aliyun");
    }

    @Test
    void aPageRefusesWhatCannotBeSigned() {
        Page page = gshare.page(new ShownPage(null));
        assertThatThrownBy(() -> page.sign("https://evil.example.com/d/x")).isInstanceOf(LinkRefusedException.class);
        assertThat(page.signOwn("https://evil.example.com/d/x")).isNull();
        assertThatThrownBy(() -> page.sign("/d/" + "生".repeat(1365)))
                .isInstanceOf(LinkRefusedException.class)
                .hasMessage("link was more than 4096 bytes long but is to be signed at load; shorten it, or sign it at"
                        + " render");
        ticket(gshare, "/d/" + "x".repeat(4093), null);
        assertThat(page.signOwn("https://grafana.example.com/d/" + "x".repeat(4096)))
                .isNull();
    }

    @Test
    void whatIsEncodedIsSealedToo() throws TicketRefusedException {
        Page page = gshare.page(new ShownPage(null));
        String absolute = Objects.requireNonNull(page.signOwn(LINK));
        String relative = Objects.requireNonNull(page.signOwn("/grafana/d/x", "https://example.com:443"));
        assertThat(open(ticket(absolute), null)).isEqualTo(gshare.sign(LINK));
        assertThat(open(ticket(relative), null)).startsWith("https://example.com:443/grafana/d/x?aliyun_api_key_sign=");
    }

    // ---- for whom, and until when

    @Test
    void aTicketOfASessionIsGoodInItAlone() throws TicketRefusedException {
        String ticket = ticket(gshare, LINK, "s1");
        assertThat(open(ticket, "s1")).isNotEmpty();
        assertRefused(ticket, "s2", BOUND);
        assertRefused(ticket, "", BOUND);
        assertRefused(ticket, null, BOUND);
    }

    @Test
    void aTicketOfNoSessionIsGoodInAny() throws TicketRefusedException {
        String ticket = ticket(gshare, LINK, null);
        assertThat(open(ticket, null)).isEqualTo(open(ticket, "s1"));
    }

    @Test
    void aTicketOfAnotherApplicationIsNone() {
        String ticket = ticket(gshare, LINK, null);
        assertThatThrownBy(() -> gshare.open(ticket, new Audience("/other", null)))
                .isInstanceOf(TicketRefusedException.class);
    }

    @Test
    void aTicketExpires() throws TicketRefusedException {
        String ticket = ticket(gshare, LINK, null);
        now = now.plus(Duration.ofHours(12)).minusSeconds(1);
        assertThat(open(ticket, null)).isNotEmpty();
        now = now.plusSeconds(1);
        assertRefused(ticket, null, EXPIRED);
    }

    @Test
    void anExpiredTicketOfSomebodyElseSaysOnlyThatItIsBound() {
        String ticket = ticket(gshare, LINK, "s1");
        now = now.plus(Duration.ofDays(1));
        assertRefused(ticket, "s2", BOUND);
    }

    // ---- settings that have been tightened

    private GShare under(Duration expiry, Duration renewal, boolean bindSession) {
        InstantSource clock = () -> now;
        return GShare.builder()
                .workspace(
                        "default", LinkSigner.v2(Workspace.of("https://grafana.example.com"), () -> key, null, clock))
                .signAt(SignAt.LOAD)
                .minting(new Minting("/gshare", expiry, renewal, bindSession, Set.of()))
                .clock(clock)
                .build();
    }

    private static void assertExpired(GShare node, String ticket, Audience audience) {
        assertThat(catchThrowableOfType(TicketRefusedException.class, () -> node.open(ticket, audience)))
                .hasMessage(EXPIRED);
    }

    @Test
    void aTicketLastsNoLongerThanTheSettingsOfNowLetIt() throws TicketRefusedException {
        GShare loose = under(Duration.ofDays(365), Duration.ofDays(30), true);
        GShare tight = under(Duration.ofHours(1), Duration.ofDays(30), true);
        Audience audience = new ShownPage("s1").audience();
        String ticket = ticket(loose, LINK, "s1");
        String brief = ticket(tight, LINK, "s1");
        assertThat(tight.open(ticket, audience)).isNotNull();

        now = now.plus(Duration.ofHours(1));
        assertExpired(tight, ticket, audience);
        assertThat(loose.open(ticket, audience)).isNotNull();
        assertExpired(loose, brief, audience);
    }

    @Test
    void aRowOfExchangesLastsNoLongerThanTheSettingsOfNowLetIt() throws TicketRefusedException {
        Duration expiry = Duration.ofHours(1);
        GShare loose = under(expiry, Duration.ofDays(30), true);
        GShare tight = under(expiry, Duration.ofMinutes(10), true);
        ShownPage page = new ShownPage(null);
        String ticket = ticket(loose.page(page).live(false).sign(LINK));
        now = now.plus(Duration.ofMinutes(50));
        ticket = ticket(loose.open(ticket, page.audience()).renew());
        now = now.plus(Duration.ofMinutes(19));
        assertThat(tight.open(ticket, page.audience()).isLive()).isFalse();

        now = now.plus(Duration.ofMinutes(1));
        assertExpired(tight, ticket, page.audience());
        assertThat(loose.open(ticket, page.audience()).isLive()).isTrue();
    }

    @Test
    void aTicketThatTheSettingsOfNowWouldBindIsRefused() throws TicketRefusedException {
        GShare loose = under(Duration.ofHours(12), Duration.ofDays(30), false);
        GShare tight = under(Duration.ofHours(12), Duration.ofDays(30), true);
        ShownPage page = new ShownPage("s1");
        String ticket = ticket(loose.page(page).live(false).sign(LINK));
        String renewed = ticket(loose.open(ticket, page.audience()).renew());
        for (String unbound : new String[] {ticket, renewed}) {
            assertThat(loose.open(unbound, new Audience("/app", "s2"))).isNotNull();
            assertExpired(tight, unbound, page.audience());
            assertExpired(tight, unbound, new Audience("/app", null));
        }
        // There was no session that it could have been bound to.
        assertThat(tight.open(ticket(loose, LINK, null), page.audience())).isNotNull();
    }

    @Test
    void aTicketThatHasYetToBeMadeIsRefused() {
        String ticket = ticket(gshare, LINK, null);
        now = now.minus(Duration.ofMinutes(5).plusSeconds(1));
        assertRefused(ticket, null, EXPIRED);
    }

    // ---- keys

    @Test
    void ticketsSurviveSevenRotations() throws TicketRefusedException {
        String ticket = ticket(gshare, LINK, null);
        for (int i = 1; i <= 7; i++) {
            key = ShareKey.of("next" + i, 1, ofKey(Integer.toString(i)));
            assertThat(open(ticket, null)).contains("aliyun_api_key_name=next" + i);
        }
        key = ShareKey.of("next8", 1, ofKey("8"));
        assertRefused(ticket, null, NONE);
    }

    /** Whoever holds a key that was replaced, because it leaked say, seals what he likes. */
    private String sealedByHolderOf(ShareKey leaked, Duration expiry) {
        InstantSource clock = () -> now;
        GShare holder = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(Workspace.of("https://grafana.example.com"), () -> leaked, null, clock))
                .signAt(SignAt.LOAD)
                .minting(new Minting("/gshare", expiry, Duration.ofDays(30), true, Set.of()))
                .clock(clock)
                .build();
        return ticket(holder.page(new ShownPage(null)).live(true).sign("/d/secrets"));
    }

    @Test
    void aReplacedKeySealsNothingThatLastsLongerThanWhatItSealedBefore() throws TicketRefusedException {
        ShareKey leaked = key;
        key = ShareKey.of("next", 1, ofKey("1"));
        assertThat(ticket(gshare, LINK, null)).isNotEmpty(); // from here on it is replaced
        assertRefused(sealedByHolderOf(leaked, Duration.ofDays(365)), null, NONE);
        assertRefused(sealedByHolderOf(leaked, Duration.ofHours(12).plusSeconds(301)), null, NONE);
        assertThat(open(sealedByHolderOf(leaked, Duration.ofHours(12)), null)).isNotEmpty();

        now = now.plus(Duration.ofHours(12).plusMinutes(5));
        assertRefused(sealedByHolderOf(leaked, Duration.ofMinutes(1)), null, NONE);
    }

    /** Nodes do not notice a key in the same second. */
    @Test
    void aNodeThatNoticesLaterSealsForTheOthers() throws TicketRefusedException {
        ShareKey old = key;
        key = ShareKey.of("next", 1, ofKey("1"));
        assertThat(ticket(gshare, LINK, null)).isNotEmpty();
        now = now.plusSeconds(3);
        assertThat(open(sealedByHolderOf(old, Duration.ofHours(12)), null)).isNotEmpty();
    }

    @Test
    void aKeyThatComesAndGoesTakesNoOthersPlace() throws TicketRefusedException {
        String ticket = ticket(gshare, LINK, null);
        for (int i = 0; i < 20; i++) {
            key = ShareKey.of("test1", 1, ofKey(i % 2 == 0 ? "1" : "2"));
            assertThat(open(ticket, null)).isNotEmpty();
        }
    }

    @Test
    void everyNodeOpensWhatAnotherSealed() throws TicketRefusedException {
        assertThat(open(ticket(gshare("https://grafana.example.com"), LINK, "s1"), "s1"))
                .isNotEmpty();
    }

    @Test
    void aTicketUnderAnotherKeyIsNone() {
        key = ShareKey.of("test1", 1, ofKey("a"));
        String ticket = ticket(gshare("https://grafana.example.com"), LINK, null);
        key = KEY.shareKey();
        GShare other = gshare("https://grafana.example.com");
        assertThatThrownBy(() -> other.open(ticket, new Audience("/app", null)))
                .isInstanceOf(TicketRefusedException.class);
    }

    // ---- forgeries

    @Test
    void noBitOfATicketCanBeChanged() {
        byte[] ticket = Base64.getUrlDecoder().decode(ticket(gshare, LINK, "s1"));
        for (int bit = 0; bit < ticket.length * 8; bit++) {
            byte[] changed = ticket.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refused(Base64.getUrlEncoder().withoutPadding().encodeToString(changed), "s1"))
                    .extracting(Throwable::getMessage)
                    .isIn(NONE, BOUND);
        }
    }

    /** Nothing in it but what it says itself decides what it is answered: neither its seal, nor its workspace, nor its time. */
    @Test
    void aForgeryThatSaysItIsBoundLearnsNothing() {
        for (String workspace : List.of("default", "of another house")) {
            for (Instant made : List.of(now, now.minus(Duration.ofDays(2)))) {
                LinkSigner forger = LinkSigner.v2(
                        Workspace.of("https://grafana.example.com"),
                        KeySource.fixed(ShareKey.of("test1", 1, ofKey("f"))),
                        null,
                        () -> made);
                String ticket = new Tickets(new Workspaces(Map.of(workspace, forger)), Minting.DEFAULT, () -> made)
                        .seal(workspace, LINK, Ticket.Terms.NONE, new Audience("/app", "s1"));
                assertRefused(ticket, "s1", BOUND);
                assertRefused(ticket, null, BOUND);
            }
        }
    }

    @Test
    void noPartOfATicketIsOne() {
        String ticket = ticket(gshare, LINK, null);
        for (int length = 0; length < ticket.length(); length++) {
            assertRefused(ticket.substring(0, length), null, NONE);
            assertRefused(ticket.substring(ticket.length() - length), null, NONE);
        }
        assertRefused(ticket + "A", null, NONE);
        assertRefused(ticket + "=", null, NONE);
        assertRefused(ticket.repeat(2), null, NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AQ",
                "===",
                "a b",
                "../x",
                "生产",
                "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ"
            })
    void whatIsNoTicketIsRefused(String text) {
        assertRefused(text, null, NONE);
        assertRefused(text, "s1", NONE);
    }

    @Test
    void twoTicketsCannotBeMixed() {
        byte[] one = Base64.getUrlDecoder().decode(ticket(gshare, "/d/one", null));
        byte[] two = Base64.getUrlDecoder().decode(ticket(gshare, "/d/two", null));
        System.arraycopy(two, two.length - 32, one, one.length - 32, 32);
        assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(one), null, NONE);
    }

    /** A session's id may be any text; one that looks like an audience must not become another ticket's. */
    @Test
    void noPartOfAnAudienceCanBeTakenForOneOfTheTicket() {
        byte[] ticket = Base64.getUrlDecoder().decode(ticket(gshare, LINK, "\u00014:/app\u00012:s1"));
        byte[] between = "\u00014:/app\u000112:".getBytes(StandardCharsets.US_ASCII);
        byte[] forged = Arrays.copyOf(ticket, ticket.length + between.length);
        System.arraycopy(between, 0, forged, ticket.length - 32, between.length);
        System.arraycopy(ticket, ticket.length - 32, forged, forged.length - 32, 32);
        assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(forged), "s1", NONE);
    }

    // ---- what it may be asked for

    @Test
    void aTicketHasNoOpenParameters() throws TicketRefusedException {
        EmbedLink link = gshare.open(ticket(gshare, LINK, null), new Audience("/app", null))
                .link();
        assertThatThrownBy(() -> link.set("theme", "dark"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'theme' was given but is not open; leave it out");
    }

    @Test
    void aLiveTicketIsExchangedAndLeavesTheThemeOpenIfAsked() throws TicketRefusedException {
        ShownPage page = new ShownPage("s1");
        String ticket = ticket(gshare.page(page).live(true).sign("/d/x?theme=light"));
        now = now.plus(Duration.ofHours(11));
        String renewed = ticket(gshare.open(ticket, page.audience()).renew());
        now = now.plus(Duration.ofHours(11));

        assertRefused(ticket, "s1", EXPIRED);
        assertThat(gshare.open(renewed, page.audience())
                        .link()
                        .set("theme", "dark")
                        .toString())
                .isEqualTo("/d/x?theme=dark");
    }

    @Test
    void aRowOfExchangesEnds() throws TicketRefusedException {
        ShownPage page = new ShownPage(null);
        String ticket = ticket(gshare.page(page).live(false).sign(LINK));
        Instant end = now.plus(Duration.ofDays(30));
        OpenedTicket opened = gshare.open(ticket, page.audience());
        while (now.plus(Duration.ofHours(10)).isBefore(end)) {
            now = now.plus(Duration.ofHours(10));
            opened = gshare.open(ticket, page.audience());
            assertThat(opened.isLive()).isTrue();
            ticket = ticket(opened.renew());
        }
        now = end;
        OpenedTicket last = gshare.open(ticket, page.audience());
        assertThat(last.isLive()).isFalse();
        assertThat(last.link().sign()).isNotEmpty();
    }

    @Test
    void aTicketIsExchangedForOneOfTheSame() throws TicketRefusedException {
        ShownPage page = new ShownPage("s1");
        String bound = ticket(gshare.page(page).live(false).sign(LINK));
        String renewed = ticket(gshare.open(bound, page.audience()).renew());
        assertThat(open(renewed, "s1")).isNotEmpty();
        assertRefused(renewed, "s2", BOUND);
        assertRefused(renewed, null, BOUND);

        String unbound = ticket(gshare.page(new ShownPage(null)).live(false).sign(LINK));
        assertThat(open(ticket(gshare.open(unbound, page.audience()).renew()), null))
                .isNotEmpty();
    }

    @Test
    void anOrdinaryTicketIsNotExchanged() throws TicketRefusedException {
        ShownPage page = new ShownPage(null);
        OpenedTicket opened = gshare.open(ticket(gshare, LINK, null), page.audience());
        assertThat(opened.isLive()).isFalse();
        assertThatThrownBy(() -> opened.renew())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this ticket cannot be exchanged; reload the page");
    }

    @Test
    void nothingOfASecretIsInTheTextOfAnything() {
        assertThat(new Audience("/app", "s1").toString()).isEqualTo("Audience[/app]");
        assertThat(Set.of(gshare.toString(), Ticket.Terms.NONE.toString()).toString())
                .doesNotContain(KEY.derivedKey());
    }
}
