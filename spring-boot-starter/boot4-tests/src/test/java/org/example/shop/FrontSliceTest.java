package org.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The slice of a controller, as Boot 4 has it, needs nothing of gshare's. */
@WebMvcTest(Shop.Pages.class)
@Import(ShopSecurity.class)
class FrontSliceTest {

    @Autowired
    @SuppressWarnings("NullAway.Init") // by Spring
    private MockMvc mvc;

    private static String get(MockMvc mvc, String path) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(path))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void aPageWithoutADashboardIsAsItWas() throws Exception {
        assertThat(get(mvc, "/")).isEqualTo("<h1>Welcome</h1>\n");
    }

    @Test
    void aDashboardIsAPlaceholder() throws Exception {
        assertThat(get(mvc, "/heap")).isEqualTo(Http.PLACEHOLDER);
    }

    @Nested
    @TestPropertySource(properties = {"spring.config.name=shop", "gshare.enabled=false"})
    class WithTheDocumentedLinesSwitchedOff {

        @Test
        void aDashboardIsAPlaceholder(@Autowired MockMvc own) throws Exception {
            assertThat(get(own, "/heap")).isEqualTo(Http.PLACEHOLDER);
        }
    }

    @Nested
    @TestPropertySource(
            properties = {"spring.config.name=shop", "gshare.token=glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce"})
    class WithTheDocumentedLinesAndAToken {

        @Test
        void aDashboardIsThere(@Autowired MockMvc own) throws Exception {
            assertThat(get(own, "/heap")).contains("<iframe src=\"https://grafana.example.com/d/TZWea?orgId=1&amp;");
        }
    }
}
