package io.gshare.compatibility.boot;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;

/** Starts as an executable jar, and as a WAR on a container of its own. */
@SpringBootApplication(proxyBeanMethods = false)
class Application extends SpringBootServletInitializer {

    public static void main(String... arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
        return builder.sources(Application.class);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, @Value("${portal.policy}") String policy) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                // Session ids in the page's own links, as old applications have them: there must be some to see that
                // none gets into signed ones.
                .sessionManagement(sessions -> sessions.enableSessionUrlRewriting(true))
                .headers(headers -> headers.withObjectPostProcessor(new HeadersAtOnce())
                        .contentSecurityPolicy(csp -> csp.policyDirectives(policy)))
                .build();
    }

    /** Tomcat 11 ends a response with its forward: headers that are to be written after that are lost. */
    static final class HeadersAtOnce implements ObjectPostProcessor<HeaderWriterFilter> {

        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    }

    @Bean
    UserDetailsService visitors() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ann").password("{noop}pass").roles("sales").build(),
                User.withUsername("bob").password("{noop}pass").roles("board").build());
    }
}
