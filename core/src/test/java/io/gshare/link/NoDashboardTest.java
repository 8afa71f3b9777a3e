package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gshare.Surfaces;
import io.gshare.test.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a Grafana is signed, by its routes from 9 to 13. */
class NoDashboardTest {

    private static final String ROOT = "https://grafana.example.com";
    private static final String BELOW = "https://example.com/grafana";

    private static LinkSigner signer(String url) {
        return Surfaces.signer(url, Vectors.example());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/?orgId=1&panelId=9",
                "#x",
                "/d/jvm/jvm-metrics",
                "/d/login",
                "/d-solo/jvm/x?panelId=2",
                "/d-embed/jvm",
                "/d/d",
                "/d/dashboard?x",
                "/dx/",
                "/dashboard/db/old-slug",
                "/dashboard/newest",
                "/dashboard-solo/new",
                "/dashboard-solo/db/old-slug",
                "/dashboard/snapshot/abc",
                "/dashboards",
                "/dashboards/f/abc",
                "/playlists/play/abc",
                "/scenes/x",
                "/a/some-app/page",
                "/render/d-solo/jvm/x",
                "/apix",
                "/loginx/login",
                "/Login"
            })
    void whatMayShowADashboardIsSigned(String path) {
        for (String url : new String[] {ROOT, BELOW}) {
            LinkSigner signer = signer(url);
            assertThat(signer.sign(url + path)).contains("aliyun_api_key_sign=");
            assertThat(signer.signOwn(url + path)).isEqualTo(signer.sign(url + path));
            assertThat(signer.suffixOwn(url + path)).isNotNull();
            if (path.startsWith("/")) {
                assertThat(signer.sign(path)).startsWith(url + path);
            }
        }
    }

    /** What a base's path is called says nothing of what is below it. */
    @ParameterizedTest
    @CsvSource({
        "/a, /a/some-app/page",
        "/dashboard, /dashboard/snapshot/abc",
        "/dashboards, /dashboards",
        "/playlists, /playlists/play/3",
        "/ops/dashboards, /d/x",
        "/d, /d/d/x"
    })
    void aBaseMayHaveTheNameOfAPageOfGrafana(String base, String path) {
        LinkSigner signer = signer("https://example.com" + base);
        assertThat(signer.sign(path)).startsWith("https://example.com" + base + path);
        assertThat(signer.sign("https://example.com" + base + path)).startsWith("https://example.com" + base + path);
    }

    @Test
    void andItIsToldWhereItStandsTwiceAllTheSame() {
        assertThatThrownBy(() -> signer("https://example.com/playlists").sign("/playlists/d/x"))
                .hasMessage(
                        "link was '/playlists/d/x' but repeats the workspace's path; write '/d/x', which is relative"
                                + " to https://example.com/playlists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/login/",
                "/login?redirect=/d/x",
                "/login#x",
                "/login/generic_oauth",
                "/l%6Fgin",
                "/logout",
                "/signup",
                "/verify?code=x",
                "/invite/x",
                "/user/password/reset",
                "/goto/abc?orgId=1",
                "/public-dashboards/abc",
                "/explore?left=x",
                "/admin",
                "/admin/users",
                "/org/users",
                "/profile",
                "/configuration",
                "/datasources/edit/x",
                "/connections/datasources",
                "/plugins",
                "/api/dashboards/uid/x",
                "/apis/x",
                "/public/build/app.js",
                "/avatar/x",
                "/healthz",
                "/metrics",
                "/swagger",
                "/swagger-ui",
                "/d",
                "/d/",
                "/d?orgId=1",
                "/d/?orgId=1",
                "/d/#x",
                "/d#x/y",
                "/%64/",
                "/d-solo",
                "/d-solo/?panelId=2",
                "/d-%73olo",
                "/d-embed/",
                "/dashboard",
                "/dashboard/?x",
                "/dashboard/new",
                "/dashboard/import?x",
                "/dashboard/i%6Dport",
                "/import/dashboard",
                "/library-panels",
                "/alerting/list",
                "/dashboard-solo/"
            })
    void whatShowsNoneIsRefusedWithAReasonOfItsOwnAndLeftAloneWhereEveryLinkIsSeen(String path) {
        for (String url : new String[] {ROOT, BELOW}) {
            LinkSigner signer = signer(url);
            for (String link : new String[] {path, url + path}) {
                LinkRefusedException refused =
                        catchThrowableOfType(LinkRefusedException.class, () -> signer.sign(link));
                assertThat(refused.reason()).isEqualTo(RefusalReason.NO_DASHBOARD);
                assertThat(refused).hasMessageStartingWith("link was '" + link + "' but is ");
                assertThat(signer.signOwn(link)).isNull();
            }
            assertThat(signer.suffixOwn(url + path)).isNull();
            assertThat(signer.workspace().owns(url + path)).isTrue();
        }
    }
}
