package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    private static Origin origin(String url) {
        return Origin.of("page", url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.com, https://grafana.example.com, true",
        "https://portal.example.com:8443, https://grafana.example.com, true",
        "https://example.com, https://a.b.example.com, true",
        "http://portal.example.com, https://grafana.example.com, false",
        "https://portal.example.com, https://grafana.example.org, false",
        "https://portal.example.co.uk, https://grafana.example.co.uk, true",
        "https://portal.co.uk, https://grafana.co.uk, false",
        "https://one.github.io, https://two.github.io, false",
        "https://portal.com.cn, https://grafana.com.cn, false",
        "https://10.0.0.1, https://10.0.0.1:3000, true",
        "https://10.0.0.1, https://10.0.0.2, false",
        "https://portal.intra.corp, https://grafana.intra.corp, true",
        "https://a.portal.intra.corp, https://grafana.intra.corp, true",
        "https://intra.corp, https://other.corp, false",
        "https://my_portal.example.com, https://grafana.example.com, true",
        "https://intranet, https://intranet:3000, true",
        "https://intranet, https://grafana, false",
        "https://localhost, https://127.0.0.1, false"
    })
    void sites(String one, String other, boolean same) {
        assertThat(origin(one).isSameSite(origin(other))).isEqualTo(same);
        assertThat(origin(other).isSameSite(origin(one))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, true",
        "http://a.localhost, true",
        "http://127.9.9.9, true",
        "http://[::1]:3000, true",
        "http://localhost.example.com, false",
        "http://10.0.0.1, false"
    })
    void whatStaysOnTheMachine(String url, boolean local) {
        assertThat(origin(url).isLocal()).isEqualTo(local);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Portal.Example.com/a?b#c, https://portal.example.com",
        "http://portal.example.com:80, http://portal.example.com",
        "http://portal.example.com:8080/, http://portal.example.com:8080",
        "http://my_portal.example.com/, http://my_portal.example.com",
        "http://[::1]:3000/d/x, http://[::1]:3000"
    })
    void itsSpelling(String url, String origin) {
        assertThat(origin(url)).hasToString(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "portal.example.com", "ftp://portal.example.com", "https://", "https://a b", "data:,x"})
    void whatIsNoPage(String url) {
        assertThatThrownBy(() -> origin(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "page was '" + url
                                + "' but must be an address such as https://portal.example.com; give the page that holds the frame");
    }

    @Test
    void aPageWithUserInfoIsRefused() {
        assertThatThrownBy(() -> origin("https://a:b@portal.example.com/"))
                .hasMessageStartingWith("page was 'https://***@portal.example.com/' but must be an address");
    }
}
