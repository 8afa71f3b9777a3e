package io.gshare.spring;

import io.gshare.servlet.EmbedAuthorizer;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** An application as a team has it: Spring MVC, Spring Security, a strict Content-Security-Policy. */
@Configuration
@EnableAutoConfiguration
class Portal {

    /** Where the pages are. */
    @Controller
    static class Pages {

        @GetMapping("/operations")
        String operations() {
            return "operations";
        }
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, @Value("${portal.policy}") String policy) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy)))
                .build();
    }

    @Bean
    EmbedAuthorizer ownTenantAlone() {
        return (request, embed) -> {
            Authentication visitor = SecurityContextHolder.getContext().getAuthentication();
            return visitor == null
                    ? EmbedAuthorizer.Decision.deny()
                    : EmbedAuthorizer.Decision.allow(Map.of("tenant", List.of(visitor.getName())));
        };
    }

    @Bean
    UserDetailsService visitors() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ann").password("{noop}pass").roles("sales").build(),
                User.withUsername("bob").password("{noop}pass").roles("board").build());
    }
}
