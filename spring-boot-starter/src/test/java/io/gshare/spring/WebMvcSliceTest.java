package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.servlet.GShareFilter;
import io.gshare.thymeleaf.GShareDialect;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** A slice for controllers, of Boot 3, sees dialect and filter. */
@WebMvcTest
@AutoConfigureMockMvc
@ContextConfiguration(classes = WebMvcSliceTest.Slice.class)
@TestPropertySource(
        properties = {
            "gshare.url=https://grafana.example.com",
            "gshare.key-name=test1",
            "gshare.derived-key=${example.key}",
            "example.key=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        })
class WebMvcSliceTest {

    @Configuration
    @EnableWebSecurity
    static class Slice {
        @Bean
        SecurityFilterChain open(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    @Test
    void dialectAndFilterAreThere(@Autowired GShareDialect dialect, @Autowired MockMvc mvc) throws Exception {
        assertThat(dialect.getPrefix()).isEqualTo("gshare");
        assertThat(mvc.perform(MockMvcRequestBuilders.get("/"))
                        .andReturn()
                        .getRequest()
                        .getAttribute(GShareFilter.PAGE))
                .isNotNull();
    }
}
