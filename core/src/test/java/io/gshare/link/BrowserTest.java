package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.link.Browser.Destination;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle itself, by what browsers do with these. */
class BrowserTest {

    private static final Destination PAGE =
            Objects.requireNonNull(Browser.resolve("https://example.com/grafana/page?x#y", null));

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            https://example.com/a/b           | https://example.com:443/a/b
            HTTPS://Example.COM:0443          | https://example.com:443/
            http://example.com/               | http://example.com:80/
            https:evil                        | https://example.com:443/grafana/evil
            https:/evil                       | https://example.com:443/evil
            https:///evil/x                   | https://evil:443/x
            http:evil                         | http://evil:80/
            //evil/x                          | https://evil:443/x
            /\\evil/x                         | https://evil:443/x
            \\\\evil                          | https://evil:443/
            https://example.com\\@evil/x      | https://example.com:443/@evil/x
            https://example.com@evil/x        | https://evil:443/x with user info
            /a/../b                           | https://example.com:443/b
            /a/%2E%2e/b                       | https://example.com:443/b
            /a/.%2e                           | https://example.com:443/
            /a/./b/.                          | https://example.com:443/a/b/
            /a%2f..%2fb                       | https://example.com:443/a%2f..%2fb
            ../x                              | https://example.com:443/x
            x?/../y                           | https://example.com:443/grafana/x
            #f                                | https://example.com:443/grafana/page
            https://%65xample.com/            | https://example.com:443/
            https://exam\u212Ale.com/         | https://examkle.com:443/
            https://ſ.com/                    | https://s.com:443/
            https://ｅxample。com/            | https://example.com:443/
            javascript:alert(1)               | nowhere
            data:text/html,x                  | nowhere
            https://example.com:x/            | nowhere
            https://                          | nowhere
            """)
    void aBrowserGoes(String link, String destination) {
        Destination found = Browser.resolve(link, PAGE);

        assertThat(
                        found == null
                                ? "nowhere"
                                : found.scheme() + "://" + found.host() + ":" + found.port() + found.path()
                                        + (found.userInfo() ? " with user info" : ""))
                .isEqualTo(destination);
    }
}
