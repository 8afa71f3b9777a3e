package org.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/** The shop has the documented lines, no token, and is switched off. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=shop",
            "gshare.enabled=false",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always"
        })
class SwitchedOffTest {

    @Autowired
    @SuppressWarnings("NullAway.Init") // by Spring
    private Environment environment;

    @Test
    void aDashboardIsAPlaceholder() throws Exception {
        assertThat(Http.get(environment, "/heap").body()).isEqualTo(Http.PLACEHOLDER);
    }

    @Test
    void thatIsSaidInTheLanguageOfTheLocaleResolver() throws Exception {
        assertThat(Http.get(environment, "/heap", "Accept-Language", "zh-TW").body())
                .startsWith("<div class=\"gshare-refused\" role=\"note\" lang=\"zh-hant\">無法顯示此儀表板。</div>");
    }

    @Test
    void healthAndInfoSaySo() throws Exception {
        assertThat(Http.get(environment, "/actuator/health/gshare").body())
                .contains("\"status\":\"UNKNOWN\"", "\"details\":{\"gshare\":\"disabled\"}");
        assertThat(Http.get(environment, "/actuator/health").statusCode()).isEqualTo(200);
        assertThat(Http.get(environment, "/actuator/info").body()).contains("\"gshare\":\"disabled\"");
    }

    @Test
    void nobodyIsAsked(@Autowired @Qualifier("gshareCheckups") SmartLifecycle checkups) {
        assertThat(checkups.isRunning()).isFalse();
    }
}
