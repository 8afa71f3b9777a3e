package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.RecognizedLinks.RecognizedLink;
import io.gshare.test.Vectors;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a link which is signed again is signed as if it had never been seen. */
class RecognizedLinksTest {

    private static final Vectors.Vector KEY = Vectors.example();
    private static final String URL = "https://grafana.example.com";

    private static LinkSigner signer(String url, KeySource<ShareKey> keys) {
        return LinkSigner.v2(Workspace.of(url), keys, null, KEY.clock());
    }

    private static LinkSigner signer(String url, String keyName, long orgId) {
        return signer(url, KeySource.fixed(ShareKey.of(keyName, orgId, KEY.derivedKey())));
    }

    private static GShare one() {
        return GShare.builder().workspace("default", signer(URL, "test1", 1)).build();
    }

    private static RecognizedLink recognized(String link, String org) {
        return new RecognizedLink(link, org, link + "?", "", false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/x",
                "/d/x#f",
                URL + "/d/x",
                URL + "/d/x?",
                URL + "/d/x?a&",
                URL + "/d/x?orgId=1",
                URL + "/d/x?a#f",
                "HTTPS://GRAFANA.example.com:443/d/x"
            })
    void theSecondTimeALinkIsSignedAsTheFirst(String link) {
        GShare gshare = one();
        String first = gshare.sign(link);

        assertThat(gshare.sign(link)).isEqualTo(first);
        assertThat(gshare.sign(link.substring(0, 1).concat(link.substring(1)))).isEqualTo(first);
    }

    /** Nor does it ask for the key, which may not be there. */
    @Test
    void aRangeOfTimesIsReadAsIfItsLinkHadNeverBeenSeen() {
        AtomicReference<ShareKey> key = new AtomicReference<>(ShareKey.of("test1", 1, KEY.derivedKey()));
        LinkSigner signer = signer(URL, () -> Objects.requireNonNull(key.get()));
        String good = URL + "/d/x?from=now-6h&to=now";
        String reversed = URL + "/d/x?from=now&to=now-6h";

        for (int time = 0; time < 3; time++) {
            signer.requireRange(good);
            assertThatThrownBy(() -> signer.requireRange(reversed)).hasMessageEndingWith("exchange them");
            signer.sign(good);
            signer.sign(reversed);
        }
        key.set(null);
        signer.requireRange(good);
        assertThatThrownBy(() -> signer.requireRange(reversed)).hasMessageEndingWith("exchange them");
    }

    @Test
    void aKeyOfAnotherOrgDoesNotSignWhatItsPredecessorSigned() {
        ShareKey first = ShareKey.of("first", 1, KEY.derivedKey());
        ShareKey second = ShareKey.of("second", 2, KEY.derivedKey());
        AtomicReference<ShareKey> key = new AtomicReference<>(first);
        GShare gshare = GShare.builder()
                .workspace("default", signer(URL, () -> Objects.requireNonNull(key.get())))
                .build();
        String ofOne = URL + "/d/x?orgId=1";
        String ofAny = URL + "/d/x";

        assertThat(gshare.sign(ofOne)).endsWith("&aliyun_api_key_name=first&aliyun_api_key_org_id=1");
        assertThat(gshare.sign(ofAny)).endsWith("&aliyun_api_key_name=first&aliyun_api_key_org_id=1");
        key.set(second);
        assertThat(gshare.page().signOwn(ofOne)).isNull();
        assertThatThrownBy(() -> gshare.sign(ofOne))
                .hasMessageContaining("its orgId is '1' and the key belongs to org 2;");
        assertThat(gshare.sign(ofAny)).endsWith("&aliyun_api_key_name=second&aliyun_api_key_org_id=2");
        key.set(first);
        assertThat(gshare.sign(ofOne)).endsWith("&aliyun_api_key_name=first&aliyun_api_key_org_id=1");
    }

    @Test
    void theFirstKeyTakesALinkBackAsSoonAsItIsOfItsOrg() {
        AtomicReference<ShareKey> key = new AtomicReference<>(ShareKey.of("first", 1, KEY.derivedKey()));
        GShare gshare = GShare.builder()
                .workspace("default", signer(URL, () -> Objects.requireNonNull(key.get())))
                .workspace("second", signer(URL, "second", 2))
                .build();
        String link = URL + "/d/x?orgId=2";

        assertThat(gshare.sign(link)).contains("_name=second&");
        assertThat(gshare.sign(link)).contains("_name=second&");
        key.set(ShareKey.of("first", 2, KEY.derivedKey()));
        assertThat(gshare.sign(link)).contains("_name=first&");
    }

    @Test
    void whatTheOuterWorkspaceWasToldToSignIsStillTheInnersOwn() {
        GShare gshare = GShare.builder()
                .workspace("outer", signer(URL, "outer", 1))
                .workspace("inner", signer(URL + "/grafana", "inner", 1))
                .build();
        String link = URL + "/grafana/d/x";

        assertThat(gshare.workspace("outer").sign(link)).contains("_name=outer&");
        assertThat(gshare.sign(link)).contains("_name=inner&");
        assertThat(gshare.page().signOwn("/grafana/d/x", URL))
                .startsWith("/grafana/d/x?")
                .contains("_name=inner&");
        assertThat(gshare.workspace("outer").sign(link)).contains("_name=outer&");
    }

    @Test
    void aRelativeLinkIsTheWorkspacesThatIsAskedAndNoPages() {
        GShare gshare = GShare.builder()
                .workspace("a", signer("https://a.example.com", "a", 1))
                .workspace("b", signer("https://b.example.com/grafana", "b", 1))
                .build();

        for (int time = 0; time < 2; time++) {
            assertThat(gshare.sign("/d/x")).startsWith("https://a.example.com/d/x?");
            assertThat(gshare.workspace("b").sign("/d/x")).startsWith("https://b.example.com/grafana/d/x?");
            assertThat(gshare.page().signOwn("/d/x")).isNull();
            assertThat(gshare.page().suffixOwn("/d/x", false)).isNull();
        }
    }

    @Test
    void aLinkThatIsSignedAlreadyIsSignedAnewAndNotMistakenForTheBareOne() {
        GShare gshare = one();
        String stale = URL + "/d/x?aliyun_api_key_sign=0&a=1#f";
        String signed = gshare.sign(URL + "/d/x?a=1#f");

        assertThat(gshare.sign(stale)).isEqualTo(signed);
        assertThat(gshare.sign(signed)).isEqualTo(signed);
        assertThat(gshare.sign(stale)).isEqualTo(signed);
        assertThat(gshare.page().suffixOwn(signed, false)).isNull();
    }

    @Test
    void aRefusedLinkStaysRefused() {
        GShare gshare = one();

        for (int time = 0; time < 2; time++) {
            assertThat(gshare.sign(URL + "/d/x")).startsWith(URL + "/d/x?");
            for (String link : new String[] {"//evil", URL + "@evil/d/x", URL + "/d/../x", URL + "/d/x?orgId=2"}) {
                assertThat(gshare.page().signOwn(link)).isNull();
                assertThatThrownBy(() -> gshare.sign(link)).isInstanceOf(LinkRefusedException.class);
            }
        }
    }

    @Test
    void ofManyLinksEachIsSignedAsItself() {
        GShare gshare = one();
        String signature = "&" + KEY.signedSuffix();

        for (int time = 0; time < 3; time++) {
            for (int i = 0; i < 20 * RecognizedLinks.PLACES; i++) {
                String link = URL + "/d/x?panelId=" + i;
                assertThat(gshare.sign(link)).isEqualTo(link + signature);
            }
        }
    }

    @Test
    void threadsThatEvictOneAnothersLinksGetTheirOwn() {
        GShare gshare = one();
        String signature = "&" + KEY.signedSuffix();

        assertThat(IntStream.range(0, 200_000).parallel().filter(i -> {
                    String link = URL + "/d/x?panelId=" + i % (3 * RecognizedLinks.PLACES);
                    return !gshare.sign(link).equals(link + signature);
                }))
                .isEmpty();
    }

    /** "Aa" and "BB" have the same hash code, as every visitor knows. */
    @Test
    void ofTwoLinksWithOnePlaceTheLaterStays() {
        RecognizedLinks links = new RecognizedLinks();
        RecognizedLink first = recognized("Aa", "1");
        RecognizedLink second = recognized("BB", "1");

        links.keep(first);
        assertThat(links.find("BB", "1")).isNull();
        links.keep(second);
        assertThat(links.find("Aa", "1")).isNull();
        assertThat(links.find("BB", "1")).isSameAs(second);
        assertThat(links.find("BB", "2")).isNull();
    }

    /** Links of one length and one end share the place in which a link is found without its hash, and its place by hash is its own. */
    @Test
    void whatWasFoundLatelyHidesNothing() {
        RecognizedLinks links = new RecognizedLinks();
        RecognizedLink a = recognized("a/x", "1");
        RecognizedLink b = recognized("b/x", "1");
        links.keep(a);
        links.keep(b);
        for (int i = 0; i < 2; i++) {
            assertThat(links.find("a/x", "1")).isSameAs(a);
            assertThat(links.find("a/x", "1")).isSameAs(a);
            assertThat(links.find("b/x", "1")).isSameAs(b);
        }

        assertThat(links.find("b/x", "2")).isNull();
        RecognizedLink ofOtherOrg = recognized("b/x", "2");
        links.keep(ofOtherOrg);
        assertThat(links.find("b/x", "2")).isSameAs(ofOtherOrg);
        assertThat(links.find("b/x", "1")).isNull();
    }

    @Test
    void aLongLinkIsNotKept() {
        RecognizedLinks links = new RecognizedLinks();
        String longest = "x".repeat(RecognizedLinks.LONGEST);
        links.keep(recognized(longest, "1"));
        links.keep(recognized(longest + "x", "1"));

        assertThat(links.find(longest, "1")).isNotNull();
        assertThat(links.find(longest + "x", "1")).isNull();
        assertThat(recognized(longest, "1")).hasToString("RecognizedLink");
    }

    @Test
    void aRelativeLinkThatWasSignedIsNoAbsoluteOne() {
        GShare gshare = one();
        String link = "/" + "e".repeat(200);
        gshare.sign(link);
        assertThat(gshare.page().signOwn(link, "")).isNull();
        assertThat(gshare.page().signOwn(link)).isNull();
    }
}
