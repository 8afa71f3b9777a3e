package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may frame https://grafana.example.com, as browsers read its headers. */
class FrameRulesTest {

    private static final Origin OWN = Origin.of("workspace", "https://grafana.example.com");

    private static FrameRules rules(@Nullable String policy, @Nullable String options) {
        return new FrameRules(
                OWN, policy == null ? List.of() : List.of(policy), options == null ? List.of() : List.of(options));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'self' | https://grafana.example.com | true",
                "'SELF' | https://portal.example.com | false",
                "* | http://anywhere.example | true",
                "https: | https://anywhere.example | true",
                "https: | http://anywhere.example | false",
                "http: | https://anywhere.example | true",
                "portal.example.com | https://portal.example.com | true",
                "portal.example.com | http://portal.example.com | false",
                "portal.example.com | https://portal.example.com:8443 | false",
                "portal.example.com:* | https://portal.example.com:8443 | true",
                "portal.example.com:8443 | https://portal.example.com:8443 | true",
                "http://portal.example.com:80 | https://portal.example.com | true",
                "https://PORTAL.example.com/path | https://portal.example.com | true",
                "https://*.example.com | https://portal.example.com | true",
                "https://*.example.com | https://a.b.example.com | true",
                "https://*.example.com | https://example.com | false",
                "https://*.example.com | https://evilexample.com | false",
                "https://* | https://portal.example.com | true",
                "https://* | http://portal.example.com | false",
                "https://* | https://portal.example.com:8443 | false",
                "https://*:* | https://portal.example.com:8443 | true",
                "*:8443 | https://portal.example.com:8443 | true",
                "'self' https://portal.example.com | https://portal.example.com | true",
                "'none' | https://grafana.example.com | false"
            })
    void frameAncestors(String sources, String page, boolean allowed) {
        assertThat(rules("default-src 'self'; Frame-Ancestors  " + sources + "; x y", null)
                        .allows(Origin.of("page", page)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "deny | true | false | false",
                "DENY | true | false | false",
                "sameorigin | false | true | false",
                "sameorigin, sameorigin | false | true | false",
                "sameorigin, deny | true | false | false",
                "allow-from https://portal.example.com | false | true | true",
                "allowall | false | true | true"
            })
    void frameOptions(String options, boolean nobody, boolean itself, boolean others) {
        FrameRules rules = rules(null, options);
        assertThat(rules.allowsNobody()).isEqualTo(nobody);
        assertThat(rules.allows(OWN)).isEqualTo(itself);
        assertThat(rules.allows(Origin.of("page", "https://portal.example.com")))
                .isEqualTo(others);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "frame-ancestors 'self', frame-ancestors * | false",
                "frame-ancestors *, default-src 'none' | true",
                "frame-ancestors *; frame-ancestors 'none' | true",
                "frame-ancestors | false"
            })
    void everyPolicyMustAllowItByItsFirstDirective(String policies, boolean allowed) {
        assertThat(rules(policies, "deny").allows(Origin.of("page", "https://portal.example.com")))
                .isEqualTo(allowed);
    }
}
