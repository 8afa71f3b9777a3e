package org.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** What a slice of a controller shows. The annotation for one is Boot 3's or Boot 4's, so each has a class with that. */
abstract class FrontSlice {

    static final String SHOP = "spring.config.name=shop";
    static final String SWITCHED_OFF = "gshare.enabled=false";
    static final String TOKEN = "gshare.token=glsa_yV9HAOVCjNKkvKoLMiypOc5T0OovHXPV_4f5ff3ce";

    @Autowired
    @SuppressWarnings("NullAway.Init") // by Spring
    private MockMvc mvc;

    private String get(String path) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(path))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void aPageWithoutADashboardIsAsItWas() throws Exception {
        assertThat(get("/")).isEqualTo("<h1>Welcome</h1>\n");
    }

    @Test
    void aDashboardIsAsConfigured() throws Exception {
        if (isSigned()) {
            assertThat(get("/heap")).contains("<iframe src=\"https://grafana.example.com/d/TZWea?orgId=1&amp;");
        } else {
            assertThat(get("/heap")).isEqualTo(Http.PLACEHOLDER);
        }
    }

    /** Whether there is what signs. */
    boolean isSigned() {
        return false;
    }
}
