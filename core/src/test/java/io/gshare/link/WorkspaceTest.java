package io.gshare.link;

import static io.gshare.link.RefusalReason.AMBIGUOUS_PATH;
import static io.gshare.link.RefusalReason.ILLEGAL_CHARACTER;
import static io.gshare.link.RefusalReason.NOT_A_LINK;
import static io.gshare.link.RefusalReason.OTHER_HOST;
import static io.gshare.link.RefusalReason.OTHER_ORG;
import static io.gshare.link.RefusalReason.OTHER_PORT;
import static io.gshare.link.RefusalReason.OTHER_SCHEME;
import static io.gshare.link.RefusalReason.OUTSIDE_PATH;
import static io.gshare.link.RefusalReason.TOO_LONG;
import static io.gshare.link.RefusalReason.USER_INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.key.KeySource;
import io.gshare.test.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which links are a workspace's: the table of {@code What is never signed}. */
class WorkspaceTest {

    private static final Vectors.Vector KEY = Vectors.example();
    private static final String SIGNED = KEY.signedSuffix();
    private static final Workspace ROOT = Workspace.of("https://grafana.example.com");
    private static final Workspace BELOW = Workspace.of("https://grafana.example.com/grafana");

    private static LinkSigner signer(String url) {
        return LinkSigner.v2(Workspace.of(url), KeySource.fixed(KEY.shareKey()), null, KEY.clock());
    }

    static Stream<Arguments> ownLinks() {
        String root = "https://grafana.example.com";
        String below = "https://example.com/grafana";
        String port = "https://grafana.example.com:3000";
        String http = "http://grafana.example.com";
        return Stream.of(
                // absolute and relative, with and without query and fragment: $ is where the signature stands
                Arguments.of(root, root + "/d/x", root + "/d/x?$"),
                Arguments.of(root, root + "/d/x#f", root + "/d/x?$#f"),
                Arguments.of(root, root + "/d/x?a=1", root + "/d/x?a=1&$"),
                Arguments.of(root, root + "/d/x?a=1#f", root + "/d/x?a=1&$#f"),
                Arguments.of(root, "/d/x", root + "/d/x?$"),
                Arguments.of(root, "/d/x#f", root + "/d/x?$#f"),
                Arguments.of(root, "/d/x?a=1", root + "/d/x?a=1&$"),
                Arguments.of(root, "/d/x?a=1#f", root + "/d/x?a=1&$#f"),
                Arguments.of(below, below + "/d/x", below + "/d/x?$"),
                Arguments.of(below, below + "/d/x#f", below + "/d/x?$#f"),
                Arguments.of(below, below + "/d/x?a=1", below + "/d/x?a=1&$"),
                Arguments.of(below, below + "/d/x?a=1#f", below + "/d/x?a=1&$#f"),
                Arguments.of(below, "/d/x", below + "/d/x?$"),
                Arguments.of(below, "/d/x#f", below + "/d/x?$#f"),
                Arguments.of(below, "/d/x?a=1", below + "/d/x?a=1&$"),
                Arguments.of(below, "/d/x?a=1#f", below + "/d/x?a=1&$#f"),
                Arguments.of(port, port + "/d/x", port + "/d/x?$"),
                Arguments.of(port, "/d/x?a=1#f", port + "/d/x?a=1&$#f"),
                // the workspace's own address
                Arguments.of(root, root, root + "?$"),
                Arguments.of(root, root + "/", root + "/?$"),
                Arguments.of(root, root + "?a", root + "?a&$"),
                Arguments.of(root, root + "#f", root + "?$#f"),
                Arguments.of(root, "/", root + "/?$"),
                Arguments.of(below, below, below + "?$"),
                Arguments.of(below, below + "/", below + "/?$"),
                Arguments.of(below, below + "?a", below + "?a&$"),
                Arguments.of(below, below + "#f", below + "?$#f"),
                Arguments.of(below + "/", "/d/x", below + "/d/x?$"),
                // in a workspace below a path, a relative link is relative to that path
                Arguments.of(below, "/d/grafana", below + "/d/grafana?$"),
                Arguments.of(below, "/grafanas/d/x", below + "/grafanas/d/x?$"),
                Arguments.of("https://example.com/d", "/d/x", "https://example.com/d/d/x?$"),
                // case and default ports
                Arguments.of(root, "HTTPS://Grafana.Example.COM/d/x", "HTTPS://Grafana.Example.COM/d/x?$"),
                Arguments.of(root, root + ":443/d/x", root + ":443/d/x?$"),
                Arguments.of(http, http + ":80/d/x", http + ":80/d/x?$"),
                Arguments.of(http, "hTTp://GRAFANA.example.com/d/x", "hTTp://GRAFANA.example.com/d/x?$"),
                Arguments.of("HTTPS://GRAFANA.EXAMPLE.COM:443/", "/d/x", root + "/d/x?$"),
                Arguments.of(
                        "http://[2001:db8::A]:3000",
                        "http://[2001:DB8::a]:3000/d/x",
                        "http://[2001:DB8::a]:3000/d/x?$"),
                // beyond ASCII, in path, query and fragment
                Arguments.of(root, "/d/x/生产看板", root + "/d/x/生产看板?$"),
                Arguments.of(root, root + "/d/ü/😀?var-ä=ö#ß", root + "/d/ü/😀?var-ä=ö&$#ß"),
                // bytes that stay
                Arguments.of(root, "/d/x?b=%2f%2F&a=&a=&c+d=%E4", root + "/d/x?b=%2f%2F&a=&a=&c+d=%E4&$"),
                Arguments.of(root, "/d/x?q=a/../b//c", root + "/d/x?q=a/../b//c&$"),
                Arguments.of(root, "/d/x#/../..", root + "/d/x?$#/../.."),
                Arguments.of(root, "/d/x?u=https://u@evil/", root + "/d/x?u=https://u@evil/&$"),
                Arguments.of(root, "/@evil", root + "/@evil?$"),
                Arguments.of(root, "/d/...", root + "/d/...?$"),
                Arguments.of(root, "/d/..x/.y/z.", root + "/d/..x/.y/z.?$"),
                Arguments.of(root, "/d/%2e%2e%2e/%", root + "/d/%2e%2e%2e/%?$"),
                Arguments.of(root, "/d/%252e%252e/x", root + "/d/%252e%252e/x?$"),
                Arguments.of(root, "/d/x/", root + "/d/x/?$"));
    }

    @ParameterizedTest
    @MethodSource("ownLinks")
    void anOwnLinkIsSignedAndNotChanged(String workspace, String link, String signed) {
        assertThat(signer(workspace).sign(link)).isEqualTo(signed.replace("$", SIGNED));
    }

    static Stream<Arguments> foreignLinks() {
        String at = "https://grafana.example.com";
        return Stream.of(
                // no link at all
                Arguments.of("", NOT_A_LINK),
                Arguments.of("d/x", NOT_A_LINK),
                Arguments.of("grafana.example.com/d/x", NOT_A_LINK),
                Arguments.of("?a=1", NOT_A_LINK),
                Arguments.of("#f", NOT_A_LINK),
                Arguments.of("./d/x", NOT_A_LINK),
                Arguments.of("../d/x", NOT_A_LINK),
                Arguments.of(":", NOT_A_LINK),
                Arguments.of("javascript:alert(1)", NOT_A_LINK),
                Arguments.of("data:text/html,x", NOT_A_LINK),
                Arguments.of("mailto:a@grafana.example.com", NOT_A_LINK),
                Arguments.of("about:blank", NOT_A_LINK),
                Arguments.of("https:evil", NOT_A_LINK),
                Arguments.of("https:grafana.example.com/d/x", NOT_A_LINK),
                Arguments.of("https:/x", NOT_A_LINK),
                Arguments.of("https:", NOT_A_LINK),
                Arguments.of("grafana.example.com:443/d/x", NOT_A_LINK),
                // schemes
                Arguments.of("http://grafana.example.com/d/x", OTHER_SCHEME),
                Arguments.of("ftp://grafana.example.com/d/x", OTHER_SCHEME),
                Arguments.of("ws://grafana.example.com/d/x", OTHER_SCHEME),
                Arguments.of("javascript://grafana.example.com/%0aalert(1)", OTHER_SCHEME),
                Arguments.of("data://grafana.example.com/,x", OTHER_SCHEME),
                Arguments.of("httpſ://grafana.example.com/d/x", OTHER_SCHEME),
                Arguments.of("://grafana.example.com/d/x", OTHER_SCHEME),
                Arguments.of("view-source:https://grafana.example.com/d/x", NOT_A_LINK),
                Arguments.of("d/x?u=https://grafana.example.com/", OTHER_SCHEME),
                // authority in disguise
                Arguments.of("//evil/d/x", OTHER_HOST),
                Arguments.of("//grafana.example.com/d/x", OTHER_HOST),
                Arguments.of("///evil", OTHER_HOST),
                Arguments.of("https:///x", OTHER_HOST),
                Arguments.of("https:////grafana.example.com/x", OTHER_HOST),
                Arguments.of("https://", OTHER_HOST),
                Arguments.of("/\\evil", ILLEGAL_CHARACTER),
                Arguments.of("\\\\evil", ILLEGAL_CHARACTER),
                Arguments.of("\\/evil", ILLEGAL_CHARACTER),
                Arguments.of("https:\\\\grafana.example.com\\d", ILLEGAL_CHARACTER),
                Arguments.of(at + "\\@evil/d/x", ILLEGAL_CHARACTER),
                Arguments.of(at + "/d\\..\\x", ILLEGAL_CHARACTER),
                Arguments.of(at + "/d/x?a=\\", ILLEGAL_CHARACTER),
                // user info
                Arguments.of("https://user@grafana.example.com/d/x", USER_INFO),
                Arguments.of("https://user:secret@grafana.example.com/d/x", USER_INFO),
                Arguments.of("https://@grafana.example.com/d/x", USER_INFO),
                Arguments.of("https://grafana.example.com@evil/d/x", USER_INFO),
                Arguments.of("https://grafana.example.com:443@evil/d/x", USER_INFO),
                Arguments.of("https://grafana.example.com%40evil/d/x", OTHER_HOST),
                // hosts
                Arguments.of("https://evil/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com.evil/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.comevil/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.co/d/x", OTHER_HOST),
                Arguments.of("https://evilgrafana.example.com/d/x", OTHER_HOST),
                Arguments.of("https://evil.grafana.example.com/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com./d/x", OTHER_HOST),
                Arguments.of("https://grafana-example.com/d/x", OTHER_HOST),
                Arguments.of("https://evil#" + at + "/d/x", OTHER_HOST),
                Arguments.of("https://evil?" + at + "/d/x", OTHER_HOST),
                Arguments.of("https://evil/" + at + "/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com;evil/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com&evil/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com%2eevil/d/x", OTHER_HOST),
                Arguments.of("https://%67rafana.example.com/d/x", OTHER_HOST),
                Arguments.of("https://grafana%2Eexample.com/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com%00/d/x", OTHER_HOST),
                Arguments.of("https://grafana\u3002example.com/d/x", OTHER_HOST),
                Arguments.of("https://grafana\uff0eexample.com/d/x", OTHER_HOST),
                Arguments.of("https://\uff47rafana.example.com/d/x", OTHER_HOST),
                Arguments.of("https://grаfana.example.com/d/x", OTHER_HOST), // a Cyrillic a
                Arguments.of("https://grafana.example.com\u00ad/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com\u200b/d/x", OTHER_HOST),
                Arguments.of("https://grafana.example.com／d/x", OTHER_HOST), // a fullwidth slash
                // ports
                Arguments.of(at + ":8443/d/x", OTHER_PORT),
                Arguments.of(at + ":80/d/x", OTHER_PORT),
                Arguments.of(at + ":0443/d/x", OTHER_PORT),
                Arguments.of(at + ":/d/x", OTHER_PORT),
                Arguments.of(at + ":4430/d/x", OTHER_PORT),
                Arguments.of(at + ":443x/d/x", OTHER_PORT),
                Arguments.of(at + ":65979/d/x", OTHER_PORT), // 443 + 65536
                // white space and controls, anywhere
                Arguments.of(" " + at + "/d/x", ILLEGAL_CHARACTER),
                Arguments.of(at + "/d/x ", ILLEGAL_CHARACTER),
                Arguments.of(" /d/x", ILLEGAL_CHARACTER),
                Arguments.of("\t/d/x", ILLEGAL_CHARACTER),
                Arguments.of("/\t/evil", ILLEGAL_CHARACTER),
                Arguments.of("/\n/evil", ILLEGAL_CHARACTER),
                Arguments.of("/\r/evil", ILLEGAL_CHARACTER),
                Arguments.of("ht\ntps://grafana.example.com/d/x", ILLEGAL_CHARACTER),
                Arguments.of(at + "/d/x\r\nX: y", ILLEGAL_CHARACTER),
                Arguments.of(at + "/d/x?a=b c", ILLEGAL_CHARACTER),
                Arguments.of(at + "/d/x#a b", ILLEGAL_CHARACTER),
                Arguments.of("/d/x\0", ILLEGAL_CHARACTER),
                Arguments.of("\u0001/d/x", ILLEGAL_CHARACTER),
                Arguments.of("/d/x\u001f", ILLEGAL_CHARACTER),
                Arguments.of("/d/x\u007f", ILLEGAL_CHARACTER),
                Arguments.of("/d/x\"onload=", ILLEGAL_CHARACTER),
                Arguments.of("/d/x<script>", ILLEGAL_CHARACTER),
                Arguments.of("/d/x?a=`", ILLEGAL_CHARACTER),
                // half a surrogate pair
                Arguments.of("/d/\ud83d", ILLEGAL_CHARACTER),
                Arguments.of("/d/\ude00", ILLEGAL_CHARACTER),
                Arguments.of("/d/\ude00\ud83d", ILLEGAL_CHARACTER),
                Arguments.of("/d/x?a=\ud83dx", ILLEGAL_CHARACTER),
                Arguments.of("/d/\ud83d\ud83d\ude00", ILLEGAL_CHARACTER),
                // paths
                Arguments.of(at + "/../d/x", AMBIGUOUS_PATH),
                Arguments.of(at + "/d/..", AMBIGUOUS_PATH),
                Arguments.of(at + "/d/.", AMBIGUOUS_PATH),
                Arguments.of("/./d/x", AMBIGUOUS_PATH),
                Arguments.of("/../d/x", AMBIGUOUS_PATH),
                Arguments.of("/..?a", AMBIGUOUS_PATH),
                Arguments.of("/..#f", AMBIGUOUS_PATH),
                Arguments.of("/%2e%2e/d/x", AMBIGUOUS_PATH),
                Arguments.of("/%2E%2E/d/x", AMBIGUOUS_PATH),
                Arguments.of("/%2e./d/x", AMBIGUOUS_PATH),
                Arguments.of("/.%2E/d/x", AMBIGUOUS_PATH),
                Arguments.of("/%2e/d/x", AMBIGUOUS_PATH),
                Arguments.of("/d/x/%2e", AMBIGUOUS_PATH),
                Arguments.of("/d%2f..%2fx", AMBIGUOUS_PATH),
                Arguments.of("/d%2F%2e%2E%2Fx", AMBIGUOUS_PATH),
                Arguments.of("/d%5c..%5Cx", AMBIGUOUS_PATH),
                Arguments.of("/d//x", AMBIGUOUS_PATH),
                Arguments.of("/d///x", AMBIGUOUS_PATH),
                Arguments.of("/%2fevil", AMBIGUOUS_PATH),
                Arguments.of("/%5cevil", AMBIGUOUS_PATH),
                Arguments.of("/d/%2F/x", AMBIGUOUS_PATH),
                Arguments.of(at + "//evil", AMBIGUOUS_PATH),
                // length
                Arguments.of("/" + "x".repeat(8192), TOO_LONG),
                Arguments.of("https://evil/" + "x".repeat(8192), TOO_LONG));
    }

    @ParameterizedTest
    @MethodSource("foreignLinks")
    void anyOtherLinkIsRefused(String link, RefusalReason reason) {
        assertThat(ROOT.refusal(link)).isEqualTo(reason);
        assertThat(ROOT.owns(link)).isFalse();
    }

    @Test
    void thereAreSixtyOfThemAtLeast() {
        assertThat(foreignLinks()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://grafana.example.com",
                "https://grafana.example.com/",
                "https://grafana.example.com/d/x",
                "https://grafana.example.com/grafan",
                "https://grafana.example.com/grafanaevil",
                "https://grafana.example.com/grafana.evil/d/x",
                "https://grafana.example.com/grafana%2fd",
                "https://grafana.example.com/grafana%3Fd",
                "https://grafana.example.com/grafana;x/d",
                "https://grafana.example.com/Grafana/d/x",
                "https://grafana.example.com/%67rafana/d/x",
                "https://grafana.example.com//grafana/d/x",
                "https://grafana.example.com/./grafana/d/x",
                "https://grafana.example.com/x/../grafana/d/x",
                "https://grafana.example.com?/grafana/d/x",
                "https://grafana.example.com#/grafana/d/x"
            })
    void aPathBesideTheWorkspacesIsRefused(String link) {
        assertThat(BELOW.refusal(link)).isEqualTo(OUTSIDE_PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://grafana.example.com/grafana/..",
                "https://grafana.example.com/grafana/../api/user",
                "https://grafana.example.com/grafana/%2e%2e/api/user",
                "https://grafana.example.com/grafana/d/../../api",
                "https://grafana.example.com/grafana/..%2fapi",
                "https://grafana.example.com/grafana//d/x",
                "/../api/user",
                "/..%2fapi/user"
            })
    void aPathThatLeavesTheWorkspacesIsRefused(String link) {
        assertThat(BELOW.refusal(link)).isEqualTo(AMBIGUOUS_PATH);
    }

    @Test
    void theDefaultPortsAreFoldedForTheirOwnSchemeAlone() {
        Workspace http443 = Workspace.of("http://grafana.example.com:443");
        Workspace https80 = Workspace.of("https://grafana.example.com:80");

        assertThat(http443.url()).isEqualTo("http://grafana.example.com:443");
        assertThat(http443.refusal("http://grafana.example.com/d/x")).isEqualTo(OTHER_PORT);
        assertThat(http443.refusal("http://grafana.example.com:443/d/x")).isNull();
        assertThat(https80.refusal("https://grafana.example.com/d/x")).isEqualTo(OTHER_PORT);
    }

    @Test
    void lettersAreFoldedAsAsciiAlone() {
        Workspace workspace = Workspace.of("https://desk.example.com");

        assertThat(workspace.refusal("https://DESK.example.com/d/x")).isNull();
        assertThat(workspace.refusal("https://de\u017fk.example.com/d/x")).isEqualTo(OTHER_HOST);
        assertThat(workspace.refusal("https://des\u212a.example.com/d/x")).isEqualTo(OTHER_HOST);
        assertThat(workspace.refusal("http\u017f://desk.example.com/d/x")).isEqualTo(OTHER_SCHEME);
    }

    @Test
    void theLongestLinkHas8192Characters() {
        assertThat(ROOT.refusal("/" + "x".repeat(8191))).isNull();
        assertThat(ROOT.refusal("/" + "x".repeat(8192))).isEqualTo(TOO_LONG);
    }

    @Test
    void aRelativeLinkIsThePagesOwn() {
        assertThat(ROOT.refusal("/d/x")).isNull();
        assertThat(ROOT.owns("/d/x")).isFalse();
        assertThat(ROOT.owns("https://grafana.example.com/d/x")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://grafana.example.com,             https://grafana.example.com",
        "https://grafana.example.com/,            https://grafana.example.com",
        "' https://grafana.example.com ',         https://grafana.example.com",
        "HTTPS://Grafana.Example.com:443/Grafana, https://grafana.example.com/Grafana",
        "http://localhost:3000,                   http://localhost:3000",
        "http://10.0.0.1:80/a/b/,                 http://10.0.0.1/a/b",
        "http://[::1]:3000/g,                     http://[::1]:3000/g",
        "https://xn--fiq228c.example.com,         https://xn--fiq228c.example.com",
    })
    void aBaseUrlIsNormalized(String given, String url) {
        Workspace workspace = Workspace.of(given);

        assertThat(workspace.url()).isEqualTo(url);
        assertThat(workspace).hasToString(url).isEqualTo(Workspace.of(url)).hasSameHashCodeAs(Workspace.of(url));
    }

    static Stream<Arguments> badBaseUrls() {
        return Stream.of(
                Arguments.of("", "''"),
                Arguments.of("grafana.example.com", "'grafana.example.com'"),
                Arguments.of("//grafana.example.com", "'//grafana.example.com'"),
                Arguments.of("ftp://grafana.example.com", "'ftp://grafana.example.com'"),
                Arguments.of("https://", "'https://'"),
                Arguments.of("https:grafana.example.com", "'https:grafana.example.com'"),
                Arguments.of("https://admin:secret@grafana.example.com", "'https://***@grafana.example.com'"),
                Arguments.of("https://grafana.example.com?orgId=1", "'https://grafana.example.com?orgId=1'"),
                Arguments.of("https://grafana.example.com#x", "'https://grafana.example.com#x'"),
                Arguments.of("https://grafana.example.com:0", "'https://grafana.example.com:0'"),
                Arguments.of("https://grafana.example.com:65536", "'https://grafana.example.com:65536'"),
                Arguments.of("https://grafana.example.com:99999", "'https://grafana.example.com:99999'"),
                Arguments.of("https://grafana.example.com:x", "'https://grafana.example.com:x'"),
                Arguments.of("https://grafana.example.com:", "'https://grafana.example.com:'"),
                Arguments.of("https://grafana.example.com.", "'https://grafana.example.com.'"),
                Arguments.of("https://生产.example.com", "'https://生产.example.com'"),
                Arguments.of("https://de\u017fk.example.com", "'https://de\u017fk.example.com'"),
                Arguments.of("https://grafana example.com", "'https://grafana example.com'"),
                Arguments.of("https://grafana.example.com\\x", "'https://grafana.example.com\\x'"),
                Arguments.of("https://grafana.example.com\n/x", "'https://grafana.example.com\\u000a/x'"),
                Arguments.of("https://grafana.example.com//x", "'https://grafana.example.com//x'"),
                Arguments.of("https://grafana.example.com/x//", "'https://grafana.example.com/x//'"),
                Arguments.of("https://grafana.example.com/..", "'https://grafana.example.com/..'"),
                Arguments.of("https://grafana.example.com/x/%2e%2E/y", "'https://grafana.example.com/x/%2e%2E/y'"),
                Arguments.of("https://grafana.example.com/看板", "'https://grafana.example.com/看板'"),
                // what browsers read as another host
                Arguments.of("http://010.0.0.1", "'http://010.0.0.1'"),
                Arguments.of("http://0x7f.1", "'http://0x7f.1'"),
                Arguments.of("http://2130706433", "'http://2130706433'"),
                Arguments.of("https://1.2", "'https://1.2'"),
                Arguments.of("https://1.2.3.256", "'https://1.2.3.256'"),
                Arguments.of("https://grafana.0x", "'https://grafana.0x'"),
                Arguments.of("https://grafana.example.com/%zz", "'https://grafana.example.com/%zz'"),
                Arguments.of("https://grafana.example.com/..;/a", "'https://grafana.example.com/..;/a'"),
                // the address bar of a dashboard
                Arguments.of("https://grafana.example.com/d/TZWea/test", "'https://grafana.example.com/d/TZWea/test'"),
                Arguments.of("https://example.com/grafana/d-solo/x", "'https://example.com/grafana/d-solo/x'"));
    }

    @ParameterizedTest
    @MethodSource("badBaseUrls")
    void aBadBaseUrlIsRefused(String url, String shown) {
        assertThatThrownBy(() -> Workspace.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("url was " + shown + " but must be the workspace's base URL, such as"
                        + " https://grafana.example.com or https://example.com/grafana, without user info, dashboard,"
                        + " query or fragment");
    }

    static Stream<Arguments> messages() {
        String give =
                "; give a link below https://grafana.example.com/grafana, or one that begins with / and is relative to it";
        return Stream.of(
                Arguments.of(
                        NOT_A_LINK, "d/x", "link was 'd/x' but must begin with / or with the workspace's URL" + give),
                Arguments.of(
                        TOO_LONG,
                        "/" + "x".repeat(8192),
                        "link was '/" + "x".repeat(19) + "…' but must have at most 8192 characters" + give),
                Arguments.of(
                        ILLEGAL_CHARACTER,
                        "/d/a\tb",
                        "link was '/d/a\\u0009b' but must contain no white space, control character, backslash, quote,"
                                + " backtick or angle bracket; percent-encode it" + give),
                Arguments.of(
                        OTHER_SCHEME,
                        "http://grafana.example.com/grafana/d/x",
                        "link was 'http://grafana.example.com/grafana/d/x' but its scheme is not the workspace's"
                                + give),
                Arguments.of(
                        USER_INFO,
                        "https://admin:secret@grafana.example.com/grafana/d/x",
                        "link was 'https://***@grafana.example.com/grafana/d/x' but must not carry user info" + give),
                Arguments.of(
                        OTHER_HOST,
                        "https://evil/grafana/d/x",
                        "link was 'https://evil/grafana/d/x' but its host is not the workspace's" + give),
                Arguments.of(
                        OTHER_PORT,
                        "https://grafana.example.com:3000/grafana/d/x",
                        "link was 'https://grafana.example.com:3000/grafana/d/x' but its port is not the workspace's"
                                + give),
                Arguments.of(
                        OUTSIDE_PATH,
                        "https://grafana.example.com/d/x",
                        "link was 'https://grafana.example.com/d/x' but its path is not below the workspace's" + give),
                Arguments.of(
                        AMBIGUOUS_PATH,
                        "/d/../x",
                        "link was '/d/../x' but its path must have no empty segment and no dot segment, encoded or not"
                                + give),
                Arguments.of(
                        OTHER_ORG,
                        "/d/x?orgId=7",
                        "link was '/d/x?orgId=7' but its orgId is '7' and the key belongs to org 1; give a link of the"
                                + " key's org, or configure a key of the link's org"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aRefusalSaysWhatWasGivenTheRuleAndWhatToDo(RefusalReason reason, String link, String message) {
        assertThatThrownBy(() -> signer("https://grafana.example.com/grafana").sign(link))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/x?orgId=1",
                "/d/x?orgId=%31",
                "/d/x?%6frgId=1",
                "/d/x?orgId=1&orgId=1",
                "/d/x?orgId=",
                "/d/x?orgId",
                "/d/x?ORGID=2",
                "/d/x?var-orgId=2",
                "/d/x#orgId=2",
                "/d/x?a=orgId=2"
            })
    void theKeysOwnOrgMayBeWritten(String link) {
        assertThat(signer("https://grafana.example.com").sign(link)).contains(SIGNED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/x?orgId=2",
                "/d/x?orgId=11",
                "/d/x?orgId=01",
                "/d/x?orgId=1x",
                "/d/x?orgId=%32",
                "/d/x?%6FrgId=2",
                "/d/x?orgId=1&orgId=2",
                "/d/x?orgId=2&orgId=1",
                "/d/x?a&&orgId=2#f"
            })
    void anotherOrgIsRefused(String link) {
        assertThatThrownBy(() -> signer("https://grafana.example.com").sign(link))
                .isInstanceOfSatisfying(
                        LinkRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(OTHER_ORG));
    }
}
