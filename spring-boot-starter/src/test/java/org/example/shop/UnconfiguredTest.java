package org.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.GShare;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

/** The shop starts without a property of gshare's, and shows what it can. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class UnconfiguredTest {

    @Autowired
    @SuppressWarnings("NullAway.Init") // by Spring
    private Environment environment;

    @Test
    void aPageWithoutADashboardIsAsItWas() throws Exception {
        assertThat(Http.get(environment, "/").body()).isEqualTo("<h1>Welcome</h1>\n");
    }

    @Test
    void aDashboardIsAPlaceholder(@Autowired GShare gshare) throws Exception {
        assertThat(gshare.isEnabled()).isFalse();
        assertThatThrownBy(() -> gshare.sign("/d/x"))
                .hasMessage(
                        "link was '/d/x' but gshare is switched off as there is no property gshare.*; set gshare.url,"
                                + " gshare.token and gshare.key-name");
        assertThat(Http.get(environment, "/heap").body()).isEqualTo(Http.PLACEHOLDER);
        assertThat(Http.get(environment, "/gshare/embed/sales").statusCode()).isEqualTo(404);
    }
}
