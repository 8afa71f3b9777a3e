package io.gshare.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.gshare.key.KeySource;
import io.gshare.key.SealingKeys;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.LinkVerifier;
import io.gshare.link.RefusalReason;
import io.gshare.link.Workspace;
import io.gshare.link.Workspaces;
import io.gshare.test.TestClock;
import io.gshare.text.Redaction;
import io.gshare.token.Claims;
import io.gshare.token.Claims.Role;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JWT links: what is appended, of whom, and how often it is signed. */
class JwtLinksTest {

    private static final Instant START = Instant.ofEpochSecond(1_726_823_533);
    private static final Workspace WORKSPACE = Workspace.of("https://grafana.example.com");
    private static final TokenKey KEY = TokenKey.parse(Keys.EC.toJSONString());
    private static final TokenRules PORTAL = TokenRules.everybodyAs(Claims.of("portal"));
    private static final TokenRules VISITORS = TokenRules.eachVisitor("portal:");

    private final TestClock clock = TestClock.standing(START);

    private LinkSigner signer(TokenRules rules) {
        return LinkSigner.jwt(WORKSPACE, KeySource.fixed(KEY), rules, clock);
    }

    /** The token of a link that ends with it, or with it and a fragment. */
    private static String token(String link) {
        return link.replaceAll(".*[?&]auth_token=([^&#]*).*", "$1");
    }

    private static Map<String, Object> claims(String link) {
        return new NimbusTokenKeys().parse(token(link)).claims();
    }

    // ---- what is appended

    @ParameterizedTest
    @CsvSource({
        "/d/TZWea, https://grafana.example.com/d/TZWea?",
        "/d/TZWea?, https://grafana.example.com/d/TZWea?",
        "/d/TZWea?orgId=7&var-a=%20b, https://grafana.example.com/d/TZWea?orgId=7&var-a=%20b&",
        "https://grafana.example.com/d/TZWea?a&, https://grafana.example.com/d/TZWea?a&",
    })
    void theTokenIsAppendedAndNoOtherByteChanges(String link, String before) {
        LinkSigner signer = signer(PORTAL);
        String signed = signer.sign(link);
        assertThat(signed)
                .matches("\\Q" + before + "\\Eauth_token=[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}");
        assertThat(signer.sign(link + "#x")).isEqualTo(signed + "#x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_token=a.b.c", "auth%5Ftoken=x", "%61uth_token", "auth_token=&auth_token=2"})
    void aTokenThatTheLinkCarriesIsReplacedHoweverItIsSpelled(String carried) {
        LinkSigner signer = signer(PORTAL);
        String signed = signer.sign("/d/TZWea?orgId=1");
        String again = signer.sign("/d/TZWea?orgId=1&" + carried);
        assertThat(again).isEqualTo(signed);
        assertThat(signer.sign(signed)).isEqualTo(signed);
        assertThat(signer.suffixOwn("https://grafana.example.com/d/TZWea?" + carried))
                .isNull();
        assertThat(signer.unsigned("/d/TZWea?" + carried + "&a=b")).isEqualTo("/d/TZWea?a=b");
    }

    @Test
    void whatIsOnlyNearlyTheTokensNameStays() {
        assertThat(signer(PORTAL).sign("/d/TZWea?auth_token2=x&Auth_token=y"))
                .startsWith("https://grafana.example.com/d/TZWea?auth_token2=x&Auth_token=y&auth_token=");
    }

    @Test
    void linksOfAnyOrgAreSigned() {
        LinkSigner signer = signer(PORTAL);
        assertThat(signer.orgId()).isNull();
        assertThat(signer.sign("/d/TZWea?orgId=7")).contains("?orgId=7&auth_token=");
        assertThat(signer.signOwn("https://grafana.example.com/d/TZWea?orgId=8"))
                .contains("?orgId=8&auth_token=");
        assertThat(signer.suffixOwn("https://grafana.example.com/d/TZWea?orgId=9"))
                .isNotNull();
    }

    @Test
    void whatIsNotTheWorkspacesIsRefusedAsEver() {
        assertThatThrownBy(() -> signer(PORTAL).sign("https://evil.example.com/d/TZWea"))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.OTHER_HOST));
        assertThat(signer(PORTAL).signOwn("https://evil.example.com/d/TZWea")).isNull();
    }

    @Test
    void noTokenIsShown() {
        String signed = signer(PORTAL).sign("/d/TZWea");
        String token = token(signed);
        for (String text :
                List.of(signed, token, "got " + token + ".", "auth%5Ftoken=" + token, "{\"t\":\"" + token + "\"}")) {
            for (String part : token.split("\\.", -1)) {
                assertThat(Redaction.redact(text)).doesNotContain(part);
                assertThat(Redaction.line(text)).doesNotContain(part);
                assertThat(Redaction.quote(text)).doesNotContain(part);
            }
        }
    }

    // ---- what it says

    @Test
    void theTimesAreNumbersAndTheTokenLivesAsLongAsTheFrame() {
        assertThat(claims(signer(PORTAL).sign("/d/TZWea")))
                .isEqualTo(Map.of(
                        "sub",
                        "portal",
                        "iat",
                        START.getEpochSecond(),
                        "nbf",
                        START.getEpochSecond(),
                        "exp",
                        START.getEpochSecond() + 3600,
                        "role",
                        "Viewer"));
    }

    @Test
    void whatIsConfiguredIsSaid() {
        Claims user = new Claims("desk", "desk@example.com", "Desk", Role.EDITOR, List.of("ops", "dev"));
        TokenRules rules = new TokenRules(
                user, "", Role.VIEWER, List.of(), Duration.ofHours(12), "https://portal.example.com", "grafana");
        assertThat(claims(signer(rules).sign("/d/TZWea")))
                .containsAllEntriesOf(Map.of(
                        "sub", "desk",
                        "exp", START.getEpochSecond() + 43_200,
                        "iss", "https://portal.example.com",
                        "aud", "grafana",
                        "email", "desk@example.com",
                        "name", "Desk",
                        "role", "Editor",
                        "orgs", List.of("ops", "dev")));
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT12H1S", "PT1.5S"})
    void aSessionThatNoTokenMayHave(Duration session) {
        assertThatThrownBy(() -> PORTAL.session(session))
                .hasMessage(
                        "session was '" + session
                                + "' but must be whole seconds, from 1s to 12h, with JWT links: their token is good for as long");
    }

    // ---- one user for all

    @ParameterizedTest
    @CsvSource({"PT1S, 1", "PT10M, 1", "PT1H, 10", "PT12H, 30"})
    void aTokenIsSharedForASmallPartOfItsLife(Duration session, int seconds) {
        LinkSigner signer = signer(PORTAL.session(session));
        String first = token(signer.sign("/d/a"));
        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(token(signer.sign("/d/b?c=d#e"))).isEqualTo(first);
        assertThat(signer.suffixOwn("https://grafana.example.com/d/a"))
                .satisfies(suffix -> assertThat(suffix.text()).isEqualTo("?auth_token=" + first));
        clock.advance(Duration.ofMillis(1));
        assertThat(token(signer.sign("/d/a"))).isNotEqualTo(first);
    }

    @Test
    void aClockThatGoesBackGetsAnotherToken() {
        LinkSigner signer = signer(PORTAL);
        signer.sign("/d/a");
        clock.advance(Duration.ofSeconds(-5));
        assertThat(claims(signer.sign("/d/a"))).containsEntry("iat", START.getEpochSecond() - 5);
    }

    @Test
    void oneUserForAllIsNobodyElseForAVisitor() {
        LinkSigner signer = signer(PORTAL);
        assertThat(signer.needsVisitor()).isFalse();
        assertThat(signer.forVisitor(Claims.of("anna"))).isSameAs(signer);
    }

    // ---- each visitor himself

    @Test
    void nothingIsSignedForNobody() {
        LinkSigner signer = signer(VISITORS);
        assertThat(signer.needsVisitor()).isTrue();
        assertThatThrownBy(() -> signer.sign("/d/TZWea"))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class, e -> assertThat(e.reason()).isEqualTo(RefusalReason.NO_VISITOR))
                .hasMessage(
                        "each visitor is a Grafana user of his own (gshare.subject=visitor) but nobody is known here;"
                                + " sign the link when its frame loads, by GShare.forVisitor, or in a shell with --visitor");
        assertThat(signer.suffixOwn("https://grafana.example.com/d/TZWea")).isNull();
        assertThat(signer.check("/d/TZWea?auth_token=x&a=b")).isEqualTo("/d/TZWea?a=b");
        assertThat(signer.checkOwn("https://grafana.example.com/d/TZWea"))
                .isEqualTo("https://grafana.example.com/d/TZWea");
        assertThat(signer.checkOwn("https://evil.example.com/d/TZWea")).isNull();
        assertThat(signer.checkOwn("https://grafana.example.com/login")).isNull();
        assertThatThrownBy(() -> signer.check("https://evil.example.com/d/TZWea"))
                .isInstanceOf(LinkRefusedException.class);
    }

    @Test
    void aVisitorIsHimselfWithThePrefix() {
        TokenRules rules =
                new TokenRules(null, "portal:", Role.EDITOR, List.of("ops"), Duration.ofHours(1), null, null);
        LinkSigner signer = signer(rules);
        assertThat(claims(signer.forVisitor(Claims.of("anna")).sign("/d/TZWea")))
                .containsAllEntriesOf(Map.of("sub", "portal:anna", "role", "Editor", "orgs", List.of("ops")))
                .doesNotContainKeys("email", "name", "iss", "aud");
        Claims bert = new Claims("bert", "b@example.com", "Bert", Role.ADMIN, List.of("dev"));
        assertThat(claims(signer.forVisitor(bert).sign("/d/TZWea")))
                .containsAllEntriesOf(Map.of(
                        "sub", "portal:bert",
                        "email", "b@example.com",
                        "name", "Bert",
                        "role", "Admin",
                        "orgs", List.of("dev")));
    }

    @Test
    void aVisitorWhomThePrefixMakesTooLongOrAnAdminIsRefused() {
        LinkSigner signer = signer(VISITORS);
        String login = "x".repeat(184);
        assertThatThrownBy(() -> signer.forVisitor(Claims.of(login)))
                .hasMessage("login was 'portal:" + login
                        + "' but must have at most 190 characters, which is what Grafana holds");
        LinkSigner odd = signer(TokenRules.eachVisitor("ad"));
        assertThatThrownBy(() -> odd.forVisitor(Claims.of("min")))
                .hasMessage(
                        "login was 'admin' but is the login of Grafana's own administrator, whom such a token would take"
                                + " over; give another");
    }

    @Test
    void twoVisitorsNeverShareAToken() {
        LinkSigner signer = signer(VISITORS);
        assertThat(claims(signer.forVisitor(Claims.of("anna")).sign("/d/a"))).containsEntry("sub", "portal:anna");
        assertThat(claims(signer.forVisitor(Claims.of("bert")).sign("/d/a"))).containsEntry("sub", "portal:bert");
    }

    // ---- rotation

    @Test
    void bothKeysAreVerifiedAsLongAsTokensOfTheOldOneLive() {
        TokenKey[] current = {KEY};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        Workspaces workspaces = new Workspaces(Map.of("default", signer));
        String old = signer.sign("/d/a");
        assertThat(signer.publicKeys()).containsExactly(KEY.publicJwk());

        current[0] = TokenKey.parse(Keys.NEXT.toJSONString());
        assertThat(new NimbusTokenKeys().parse(token(signer.sign("/d/a"))).keyId())
                .as("Grafana has not fetched the next one yet")
                .isEqualTo("now");
        assertThat(signer.publicKeys()).containsExactly(KEY.publicJwk(), current[0].publicJwk());
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(new NimbusTokenKeys().parse(token(signer.sign("/d/a"))).keyId())
                .isEqualTo("now");
        clock.advance(Duration.ofMinutes(1));
        String fresh = signer.sign("/d/a");
        assertThat(new NimbusTokenKeys().parse(token(fresh)).keyId()).isEqualTo("next");
        assertThat(signer.publicKeys()).containsExactly(current[0].publicJwk(), KEY.publicJwk());
        assertThat(workspaces.jwks()).isEqualTo("{\"keys\":[" + current[0].publicJwk() + "," + KEY.publicJwk() + "]}");
        assertThat(workspaces.verifier(signer, clock).verify(old).keyName()).isEqualTo("now");
        assertThat(workspaces.verifier(signer, clock).verify(fresh).keyName()).isEqualTo("next");

        clock.advance(Duration.ofHours(1).plusMinutes(6).minusSeconds(1));
        assertThat(signer.publicKeys()).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(signer.publicKeys()).containsExactly(current[0].publicJwk());
    }

    /** A set: the first signs, the others are published. */
    private static TokenKey set(ECKey... keys) {
        return TokenKey.parse(new JWKSet(List.<JWK>of(keys)).toString(false));
    }

    private String signs(LinkSigner signer) {
        clock.advance(Duration.ofSeconds(10)); // beyond what a token is shared for
        return String.valueOf(
                new NimbusTokenKeys().parse(token(signer.sign("/d/a"))).keyId());
    }

    @Test
    void aSecondKeyIsPublishedAndSignsAtOnceWhenItBecomesTheFirst() {
        TokenKey[] current = {KEY};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        String next = TokenKey.parse(Keys.NEXT.toJSONString()).publicJwk();
        current[0] = set(Keys.EC, Keys.NEXT);
        assertThat(signs(signer)).isEqualTo("now");
        assertThat(signer.publicKeys()).containsExactly(KEY.publicJwk(), next);

        clock.advance(Duration.ofMinutes(10));
        current[0] = set(Keys.NEXT, Keys.EC);
        assertThat(signs(signer)).as("it is published for too short a time").isEqualTo("now");
        assertThat(signer.publicKeys()).containsExactly(KEY.publicJwk(), next);
        clock.advance(Duration.ofMinutes(5));
        assertThat(signs(signer)).isEqualTo("next");
        assertThat(signer.publicKeys()).containsExactly(next, KEY.publicJwk());

        current[0] = set(Keys.EC, Keys.NEXT);
        assertThat(signs(signer)).as("it was published all the time").isEqualTo("now");
    }

    @Test
    void aRestartForgetsNoKeyOfTheFile() {
        TokenKey[] current = {set(Keys.EC, Keys.NEXT)};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        current[0] = set(Keys.NEXT, Keys.EC);
        assertThat(signs(signer)).as("others have published it").isEqualTo("next");

        LinkSigner restarted = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        assertThat(signs(restarted)).isEqualTo("next");
        assertThat(restarted.publicKeys())
                .containsExactlyElementsOf(signer.publicKeys())
                .hasSize(2);
        Workspaces workspaces = new Workspaces(Map.of("default", restarted));
        assertThat(workspaces
                        .verifier(restarted, clock)
                        .verify("https://grafana.example.com/d/a?auth_token=" + KEY.sign(Map.of("sub", "portal")))
                        .keyName())
                .isEqualTo("now");
    }

    @Test
    void aKeyThatIsTakenOutIsAnnouncedAnewWhenItReturns() {
        TokenKey[] current = {set(Keys.EC, Keys.NEXT)};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        current[0] = KEY;
        assertThat(signs(signer)).isEqualTo("now");
        assertThat(signer.publicKeys()).containsExactly(KEY.publicJwk());
        current[0] = set(Keys.NEXT, Keys.EC);
        assertThat(signs(signer)).isEqualTo("now");
        clock.advance(Duration.ofMinutes(15));
        assertThat(signs(signer)).isEqualTo("next");
    }

    @Test
    void ticketsOfEachKeyInTheFileOpenAfterARestart() {
        List<byte[]> parts = List.of(new byte[] {1});
        byte[] before = TokenKey.sealing(() -> KEY, clock).seal(parts);
        TokenKey rotated = set(Keys.NEXT, Keys.EC);
        SealingKeys restarted = TokenKey.sealing(() -> rotated, clock);
        assertThat(restarted.isSealOf(before, parts, replaced -> false)).isTrue();
        assertThat(TokenKey.sealing(() -> TokenKey.parse(Keys.NEXT.toJSONString()), clock)
                        .isSealOf(restarted.seal(parts), parts, replaced -> false))
                .isTrue();
    }

    @Test
    void whereTheSourceHasAThreadNoRequestWaitsForTheNextToken() {
        List<Runnable> looks = new ArrayList<>();
        KeySource<TokenKey> watched = new KeySource<>() {
            @Override
            public TokenKey current() {
                return KEY;
            }

            @Override
            public void onLook(Runnable then) {
                looks.add(then);
            }
        };
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, watched, PORTAL, clock);
        assertThat(looks).hasSize(1);
        looks.get(0).run(); // nothing is signed that nobody asks for
        String first = signer.sign("/d/a");
        clock.advance(Duration.ofSeconds(8));
        looks.get(0).run();
        assertThat(signer.sign("/d/a")).isEqualTo(first);
        clock.advance(Duration.ofSeconds(1));
        looks.get(0).run();
        String ahead = signer.sign("/d/a");
        clock.advance(Duration.ofSeconds(9));
        assertThat(signer.sign("/d/a")).isEqualTo(ahead).isNotEqualTo(first);
        looks.get(0).run();
        clock.advance(Duration.ofSeconds(9));
        looks.get(0).run(); // and nobody has asked since
        clock.advance(Duration.ofSeconds(9));
        assertThat(claims(signer.sign("/d/a")).get("iat"))
                .isEqualTo(clock.instant().getEpochSecond());
    }

    @Test
    void whatOneNodeSealsAnotherOpensWhoseFileHasOtherLineEnds() {
        String pem = Keys.pem(Keys.EC);
        SealingKeys one = TokenKey.sealing(() -> TokenKey.parse(pem), clock);
        SealingKeys other = TokenKey.sealing(() -> TokenKey.parse(pem.replace("\n", "\r\n")), clock);
        List<byte[]> parts = List.of(new byte[] {1});
        assertThat(other.isSealOf(one.seal(parts), parts, replaced -> false)).isTrue();
    }

    @Test
    void aKeyThatComesBackIsPublishedOnce() {
        TokenKey[] current = {KEY};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        current[0] = TokenKey.parse(Keys.NEXT.toJSONString());
        signer.sign("/d/a");
        clock.advance(Duration.ofMinutes(16));
        signer.sign("/d/a");
        current[0] = TokenKey.parse(Keys.EC.toJSONString());
        signer.sign("/d/a");
        assertThat(signer.publicKeys()).hasSize(2);
    }

    @Test
    void aKeyThatComesBackWhenItIsNotPublishedAnyMoreSignsNoSoonerThanANewOne() {
        TokenKey[] current = {KEY};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        current[0] = TokenKey.parse(Keys.NEXT.toJSONString());
        signer.sign("/d/a");
        clock.advance(Duration.ofMinutes(16));
        assertThat(signs(signer)).isEqualTo("next");
        clock.advance(Duration.ofDays(1));
        assertThat(signer.publicKeys()).hasSize(1);
        current[0] = KEY;
        assertThat(signs(signer)).isEqualTo("next");
        assertThat(signer.publicKeys()).hasSize(2);
        clock.advance(Duration.ofMinutes(15));
        assertThat(signs(signer)).isEqualTo("now");
    }

    @Test
    void keysThatTakeTurnsDisplaceNoOther() {
        ECKey[] keys = {Keys.EC, Keys.NEXT, Keys.ec("third")};
        TokenKey[] current = {set(keys)};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        for (int turn = 0; turn < 20; turn++) {
            current[0] = turn % 2 == 0 ? set(keys[1], keys[2]) : set(keys[2], keys[1]);
            signer.sign("/d/a");
        }
        assertThat(signer.publicKeys()).hasSize(3).contains(KEY.publicJwk());
    }

    @Test
    void aTicketOutlivesTheKeyThatSealedItHoweverManyStandInTheFile() {
        ECKey[] many = IntStream.range(0, 9).mapToObj(i -> Keys.ec("key" + i)).toArray(ECKey[]::new);
        TokenKey[] current = {set(many)};
        SealingKeys sealing = TokenKey.sealing(() -> current[0], clock);
        List<byte[]> parts = List.of(new byte[] {1});
        byte[] sealed = sealing.seal(parts);
        current[0] = set(Arrays.copyOfRange(many, 1, many.length));
        sealing.seal(parts);
        assertThat(sealing.isSealOf(sealed, parts, replaced -> true)).isTrue();
    }

    @Test
    void aKeyThatIsTakenBackBeforeItSignsIsForgotten() {
        TokenKey[] current = {KEY};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        current[0] = TokenKey.parse(Keys.NEXT.toJSONString());
        signer.sign("/d/a");
        assertThat(signer.publicKeys()).hasSize(2);
        current[0] = KEY;
        clock.advance(Duration.ofMinutes(16));
        assertThat(new NimbusTokenKeys().parse(token(signer.sign("/d/a"))).keyId())
                .isEqualTo("now");
        assertThat(signer.publicKeys()).containsExactly(KEY.publicJwk());
    }

    @Test
    void aKeyInPemIsLookedUpByNoIdAndSignsAtOnce() {
        TokenKey[] current = {TokenKey.parse(Keys.pem(Keys.EC))};
        LinkSigner signer = LinkSigner.jwt(WORKSPACE, () -> current[0], PORTAL, clock);
        signer.sign("/d/a");
        current[0] = TokenKey.parse(Keys.pem(Keys.NEXT));
        assertThat(LinkVerifier.builder()
                        .version(LinkVerifier.Version.JWT)
                        .publicKey(current[0].publicPem())
                        .clock(clock)
                        .build()
                        .verify(signer.sign("/d/a"))
                        .login())
                .isEqualTo("portal");
    }
}
