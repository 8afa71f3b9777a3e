package org.example.shop;

import static io.gshare.test.GShareAssertions.assertThatPage;

import io.gshare.test.WorkspaceExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The shop has the documented lines and no token; this test brings a workspace, whatever others are switched off. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.name=shop", "gshare.enabled=false"})
class ConfiguredTest {

    @RegisterExtension
    static final WorkspaceExtension GRAFANA = new WorkspaceExtension();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        GRAFANA.applicationSettings().forEach((name, value) -> registry.add(name, () -> value));
    }

    @Test
    void theDashboardIsSignedForIt(@Autowired Environment environment) throws Exception {
        assertThatPage(Http.get(environment, "/heap").body())
                .hasFrames(1)
                .everyLinkIsAcceptedBy(GRAFANA)
                .carriesNoSecret();
    }
}
