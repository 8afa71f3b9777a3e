package io.gshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import io.gshare.text.Redaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GShareTest {

    private static final Vectors.Vector KEY = Vectors.example();
    private static final String SIGNED = KEY.signedSuffix();

    private static LinkSigner signer(String url, String keyName, long orgId) {
        ShareKey key = ShareKey.of(keyName, orgId, KEY.derivedKey());
        return LinkSigner.v2(Workspace.of(url), KeySource.fixed(key), null, KEY.clock());
    }

    /** Six workspaces; the key of each has its name, and the link says so. */
    private static GShare gshare() {
        return GShare.builder()
                .workspace("default", signer("https://example.com/grafana", "default", 1))
                .workspace("host", signer("https://example.com", "host", 1))
                .workspace("nested", signer("https://example.com/grafana/nested", "nested", 1))
                .workspace("org2", signer("https://example.com/grafana", "org2", 2))
                .workspace("same", signer("https://example.com/grafana", "same", 1))
                .workspace("other", signer("https://other.example.com", "other", 1))
                .build();
    }

    private static GShare one() {
        return GShare.builder()
                .workspace("default", signer("https://grafana.example.com", "test1", 1))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "/d/x, default",
        "/nested/d/x, default",
        "https://example.com/grafana/d/x, default",
        "https://example.com/grafana/d/x?orgId=1, default",
        "https://example.com/grafana/d/x?orgId=2, org2",
        "https://example.com/grafana/nested/d/x, nested",
        "https://example.com/grafana/nestedx/d/x, default",
        "https://example.com/grafanax/d/x, host",
        "https://example.com/d/x, host",
        "https://other.example.com/d/x, other",
        "HTTPS://OTHER.example.com:443/d/x, other",
    })
    void theWorkspaceThatOwnsALinkSignsIt(String link, String workspace) {
        assertThat(gshare().sign(link)).contains("&aliyun_api_key_name=" + workspace + "&");
    }

    @Test
    void aLinkThatNobodyOwnsIsRefusedByTheDefault() {
        assertThatThrownBy(() -> gshare().sign("https://evil/d/x"))
                .isInstanceOf(LinkRefusedException.class)
                .hasMessage("link was 'https://evil/d/x' but its host is not the workspace's; give a link below"
                        + " https://example.com/grafana, or one that begins with / and is relative to it");
        assertThatThrownBy(() -> gshare().sign("https://example.com/grafana/d/x?orgId=3"))
                .isInstanceOf(LinkRefusedException.class);
    }

    @Test
    void aWorkspaceByNameIsTheOnlyOneAndTheDefault() {
        GShare other = gshare().workspace("other");

        assertThat(other.sign("/d/x"))
                .startsWith("https://other.example.com/d/x?")
                .contains("_name=other&");
        assertThat(other.dashboard("TZWea")).hasToString("https://other.example.com/d/TZWea?orgId=1");
        assertThat(other.page().signOwn("https://example.com/grafana/d/x")).isNull();
        assertThat(other).hasToString("GShare{other=https://other.example.com (v2, key 'other' of org 1)}");
        assertThat(gshare().workspace("default").sign("/d/x")).isEqualTo(gshare().sign("/d/x"));
    }

    @Test
    void anUnknownWorkspaceIsRefused() {
        assertThatThrownBy(() -> gshare().workspace("ops"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("workspace was 'ops' but must be one of default, host, nested, org2, same, other; configure"
                        + " it as gshare.workspaces.<name>");
    }

    @Test
    void theBuilderRefusesWhatMakesNoSense() {
        assertThatThrownBy(() -> GShare.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no workspace was given; call workspace(name, signer) first");
        assertThatThrownBy(() -> GShare.builder()
                        .workspace("a", signer("https://a.example.com", "a", 1))
                        .workspace("a", signer("https://b.example.com", "b", 1)))
                .hasMessage("workspace was 'a' but that name is taken; give each workspace its own");
    }

    @Test
    void whatTheBuilderHasBuiltStays() {
        GShare.Builder builder = GShare.builder().workspace("a", signer("https://a.example.com", "a", 1));
        GShare before = builder.build();
        builder.workspace("b", signer("https://b.example.com", "b", 1));

        assertThat(before.page().signOwn("https://b.example.com/d/x")).isNull();
    }

    @Test
    void aPageHearsOfEachSignedLinkOnce() {
        ShownPage page = new ShownPage(null);
        Page telling = gshare().page(page);

        telling.sign("/d/x");
        assertThat(page.signedLinks()).isEqualTo(1);
        telling.sign("https://other.example.com/d/x");
        assertThat(page.signedLinks()).isEqualTo(2);
        assertThat(telling.signOwn("https://example.com/d/x")).isNotNull();
        assertThat(page.signedLinks()).isEqualTo(3);
        telling.dashboard("TZWea").sign();
        assertThat(page.signedLinks()).isEqualTo(4);
        telling.workspace("nested").sign("/d/x");
        assertThat(page.signedLinks()).isEqualTo(5);
    }

    @Test
    void aPageHearsNothingOfALinkThatIsNotSigned() {
        ShownPage page = new ShownPage(null);
        Page telling = gshare().page(page);

        assertThat(telling.signOwn("/d/x")).isNull();
        assertThat(telling.signOwn("https://evil/d/x")).isNull();
        assertThatThrownBy(() -> telling.sign("https://evil/d/x")).isInstanceOf(LinkRefusedException.class);
        assertThatThrownBy(() -> telling.sign("/d/x?orgId=2")).isInstanceOf(LinkRefusedException.class);
        assertThat(telling.dashboard("TZWea").toString()).doesNotContain("aliyun");
        gshare().sign("/d/x");
        assertThat(page.signedLinks()).isEqualTo(0);
    }

    @Test
    void aListenerHearsOfEachLinkOnce() {
        List<String> events = new ArrayList<>();
        GShare heard = gshare().heardBy(
                        event -> events.add(event.surface() + " " + event.workspace() + " " + event.refusal()));

        heard.sign("/d/x");
        heard.by(Surface.TAG).sign("https://other.example.com/d/x");
        heard.by(Surface.ENCODE_URL).page().signOwn("https://example.com/d/x");
        heard.by(Surface.REWRITE).page().suffixOwn("https://example.com/d/x", false);
        heard.by(Surface.DIALECT).workspace("nested").dashboard("TZWea").sign();
        heard.page(new ShownPage(null)).by(Surface.MINT).sign("/d/x");
        assertThatThrownBy(() -> heard.by(Surface.FUNCTION).sign("https://evil/d/x"))
                .isInstanceOf(LinkRefusedException.class);

        assertThat(events)
                .containsExactly(
                        "CODE default null",
                        "TAG other null",
                        "ENCODE_URL host null",
                        "REWRITE host null",
                        "DIALECT nested null",
                        "MINT default null",
                        "FUNCTION null OTHER_HOST");
    }

    @Test
    void aListenerHearsNothingOfALinkThatIsNobodys() {
        List<SigningListener.Event> events = new ArrayList<>();
        GShare heard = gshare().heardBy(events::add);

        assertThat(heard.page().signOwn("https://evil/d/x")).isNull();
        assertThat(heard.page().suffixOwn("https://evil/d/x", false)).isNull();
        assertThat(heard.dashboard("TZWea").toString()).doesNotContain("aliyun");
        assertThat(events).isEmpty();
    }

    @Test
    void aLinkThatIsSignedAtLoadIsHeardWhenItIsSealed() {
        List<SigningListener.Event> events = new ArrayList<>();
        GShare heard = Surfaces.builder().signAt(SignAt.LOAD).build().heardBy(events::add);

        assertThat(heard.page(new ShownPage(null)).sign("/d/x")).doesNotContain("aliyun");
        assertThat(events).containsExactly(new SigningListener.Event(Surface.CODE, "default", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/x",
                "d/x",
                "",
                "https://evil/d/x",
                "https://grafana.example.com.evil/d/x",
                "https://grafana.example.com/d/x?orgId=2",
                "https://grafana.example.com/d/../x",
                "https://grafana.example.com/login",
                "https://grafana.example.com/goto/x?orgId=1",
                "https://grafana.example.com/explore",
                "https://grafana.example.com/public-dashboards/x",
                "https://grafana.example.com/api/user",
                "https://grafana.example.com/public/img/x.png",
                "mailto:a@grafana.example.com",
                "#f"
            })
    void signOwnLeavesEveryOtherLink(String link) {
        assertThat(one().page().signOwn(link)).isNull();
    }

    @Test
    void signOwnSignsAnOwnLink() {
        assertThat(one().page().signOwn("https://grafana.example.com/d/x#f"))
                .isEqualTo("https://grafana.example.com/d/x?" + SIGNED + "#f");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h/d/x?a=1&aliyun_api_key_sign=abc&aliyun_api_key_name=n#f | https://h/d/x?a=1&aliyun_api_key_sign=***&aliyun_api_key_name=***#f
            https://h/d/x?aliyun_api_key=secret                               | https://h/d/x?aliyun_api_key=***
            https://h/d/x?aliyun_api_key=a=b=                                 | https://h/d/x?aliyun_api_key=***
            https://h/d/x?%61liyun%5Fapi%5fkey_sign=abc                       | https://h/d/x?%61liyun%5Fapi%5fkey_sign=***
            https://h/d/x?a=1&amp;aliyun_api_key_sign=abc&amp;b=2             | https://h/d/x?a=1&amp;aliyun_api_key_sign=***&amp;b=2
            https://h/d/x#aliyun_api_key_sign=abc                             | https://h/d/x#aliyun_api_key_sign=***
            https://h/d/x?auth_token=jwt                                      | https://h/d/x?auth_token=***
            https://user:secret@h/d/x                                         | https://***@h/d/x
            //secret@h/                                                       | //***@h/
            https://h/d/x?u=https://user:secret@g/                            | https://h/d/x?u=https://***@g/
            glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce                    | ***
            the token glsa_abc_def is wrong                                   | the token *** is wrong
            https://h/d/x?a=c3bf89b867cc88df72d507edc4d1b209                  | https://h/d/x?a=***
            https://h/d/x?a=1&b=%20c#d                                        | https://h/d/x?a=1&b=%20c#d
            /d/TZWea/test?orgId=1                                             | /d/TZWea/test?orgId=1
            """)
    void aLinkIsRedacted(String link, String redacted) {
        assertThat(Redaction.redact(link)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:p@hunter2@grafana.example.com/d/x",
                "https:/user:hunter2@grafana.example.com/d/x",
                "https:user:hunter2@grafana.example.com/d/x",
                "https:\\\\user:hunter2@grafana.example.com",
                "admin:hunter2@grafana.example.com",
                "key=eyJrIjoiREpzZGYzd2JI%2Ba0N3ekgyhunter2%3D",
                "next=https%3A%2F%2Fh%3Faliyun_api_key%3DeyJrIjoiREpzZGYzd2JIhunter2",
                "see auth_token=hunter2 now",
                "https://h/d/x?a=%26auth_token%3Dhunter2",
                "glsa%5Fhunter2HOruNAb7%5Fd1e9bbd8",
                "https://h/d/x?next=http:user:hunter2@host/",
                "https://h/d/x?x=user:hunter2@host",
            })
    void noSpellingBringsASecretThrough(String text) {
        assertThat(Redaction.redact(text)).doesNotContain("hunter2");
        assertThat(Redaction.redact("x_" + Vectors.example().signature())).isEqualTo("x_***");
    }

    /** A long name cost seconds, which any visitor could make a server spend: in quadratic time this test does not end. */
    @Test
    void redactingTakesLinearTime() {
        for (String piece : List.of("a", "=", "&", "/", ":", "@", "eyJ", "glsa_", "0", "%")) {
            String text = piece.repeat(1_000_000);
            assertThat(Redaction.redact(text).length()).isLessThanOrEqualTo(2 * text.length());
            assertThat(Redaction.quote(text).length()).isLessThan(250);
        }
    }

    @Test
    void everyVectorIsRedactedWhereverItStands() {
        for (Vectors.Vector vector : Vectors.all()) {
            for (String around :
                    new String[] {"%s", "a %s b", "https://h/%s", "https://h/?a=%s", "https://h/#%s", "k=%s;"}) {
                assertThat(Redaction.redact(around.formatted(vector.token())))
                        .doesNotContain(vector.token().substring(0, 24));
                assertThat(Redaction.redact(around.formatted(vector.derivedKey())))
                        .doesNotContain(vector.derivedKey());
                assertThat(Redaction.redact(around.formatted(vector.signedSuffix())))
                        .doesNotContain(vector.signature());
            }
        }
    }

    @Test
    void nothingOfASignedLinkIsLeftButTheDashboard() {
        assertThat(Redaction.redact(one().sign("/d/x?a=1#f")))
                .isEqualTo("https://grafana.example.com/d/x?a=1&aliyun_api_key_sign=***&aliyun_api_key_timestamp=***"
                        + "&aliyun_api_key_name=***&aliyun_api_key_org_id=***#f");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com:443, /grafana/d/x,        /grafana/d/x?",
        "https://example.com,     /grafana,            /grafana?",
        "https://example.com:443, /grafana/d/x#f,      /grafana/d/x?",
        "https://example.com:443, https://other.example.com/d/x, https://other.example.com/d/x?",
        "https://evil:443,        https://example.com/grafana/d/x, https://example.com/grafana/d/x?",
    })
    void onAPageALinkIsSignedThatTheBrowserSendsToAWorkspace(String origin, String link, String start) {
        assertThat(gshare().page().signOwn(link, origin)).startsWith(start + "aliyun_api_key_sign=");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com:443,  /d/x",
        "https://example.com:443,  /grafanax/d/x",
        "https://example.com:443,  //evil/grafana/d/x",
        "https://example.com:443,  /grafana/../api",
        "https://example.com:443,  /grafana//x",
        "https://example.com:443,  /grafana\\x",
        "https://example.com:443,  grafana/d/x",
        "https://example.com:443,  /grafana/d/x?orgId=3",
        "https://example.com:8443, /grafana/d/x",
        "http://example.com:80,    /grafana/d/x",
        "https://evil:443,         /grafana/d/x",
        "https://other.example.com:443, /d/x",
    })
    void onAPageEveryOtherLinkIsThePagesOwn(String origin, String link) {
        assertThat(gshare().page().signOwn(link, origin)).isNull();
    }

    @Test
    void toStringShowsTheWorkspacesAlone() {
        assertThat(one()).hasToString("GShare{default=https://grafana.example.com (v2, key 'test1' of org 1)}");
    }

    /** It named the default workspace, and neither of the two orgs. */
    @Test
    void anotherWorkspacesRefusedLinkIsRefusedWithItsOwnReason() {
        GShare gshare = Surfaces.gshare();
        assertThatThrownBy(() -> gshare.sign("https://example.com/grafana/d/x?orgId=9"))
                .hasMessageContaining("its orgId is '9' and the key belongs to org 1");
        assertThatThrownBy(() -> gshare.sign("https://example.com/grafana/d/../x"))
                .hasMessageContaining("no dot segment")
                .hasMessageContaining("give a link below https://example.com/grafana");
        assertThatThrownBy(() -> gshare.sign("https://example.org/d/x"))
                .hasMessageContaining(
                        "its host is not the workspace's; give a link below https://grafana.example.com,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/d/x", "https://evil/d/x", "https://grafana.example.com/d/x?orgId=2", "", "mailto:a@b", "d/x"})
    void whatIsNotAnOwnAbsoluteLinkIsNotSigned(String link) {
        assertThat(Surfaces.gshare().page().signOwn(link)).isNull();
    }

    /** The root's ticket went to the Grafana below the path, because it was of the link's org. */
    @Test
    void aLinkBelowAPathIsNotSignedWithTheKeyOfTheRoot() {
        Vectors.Vector seven = Vectors.all().get(5);
        GShare gshare = GShare.builder()
                .workspace("default", Surfaces.signer("https://h.example", Vectors.example()))
                .workspace("below", Surfaces.signer("https://h.example/grafana", seven))
                .build();
        assertThat(gshare.sign("https://h.example/d/x?orgId=1")).contains("_name=test1");
        assertThat(gshare.sign("https://h.example/grafana/d/x?orgId=7")).contains("_name=my_key_1");
        assertThat(gshare.page().signOwn("https://h.example/grafana/d/x?orgId=1"))
                .isNull();
        assertThat(gshare.page().signOwn("/grafana/d/x?orgId=1", "https://h.example:443"))
                .isNull();
        assertThat(gshare.page().signOwn("/grafanas/d/x", "https://h.example:443"))
                .isNull();
        assertThatThrownBy(() -> gshare.sign("https://h.example/grafana/d/x?orgId=1"))
                .hasMessageContaining("its orgId is '1' and the key belongs to org 7");
    }
}
