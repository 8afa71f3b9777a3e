package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Surfaces;
import io.gshare.settings.Embed;
import io.gshare.settings.SignAt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workspaces at https://grafana.example.com and https://example.com/grafana. */
class FramePoliciesTest {

    private final FramePolicies policies = new FramePolicies(Surfaces.gshare());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "frame-src 'self' | frame-src 'self' https://grafana.example.com https://example.com",
                "frame-src https://grafana.example.com | frame-src https://grafana.example.com https://example.com",
                "frame-src | frame-src https://grafana.example.com https://example.com",
                "FRAME-SRC 'NONE' | FRAME-SRC https://grafana.example.com https://example.com",
                "frame-src 'none' ; img-src * | frame-src https://grafana.example.com https://example.com ; img-src *",
                "\" frame-src   'none'  ;img-src *\" | \" frame-src   https://grafana.example.com https://example.com  ;img-src *\"",
                "\"frame-src\t'self'  , img-src *\" | \"frame-src\t'self' https://grafana.example.com https://example.com  , img-src *\"",
                "default-src 'self'; frame-src: a.example | default-src 'self'; frame-src: a.example; frame-src 'self' https://grafana.example.com https://example.com",
                "default-src 'self'; frame-src ä.example | default-src 'self'; frame-src ä.example; frame-src 'self' https://grafana.example.com https://example.com",
                "script-src 'nonce-x';frame-src a.example;x | script-src 'nonce-x';frame-src a.example https://grafana.example.com https://example.com;x",
                "frame-src a.example; frame-src b.example | frame-src a.example https://grafana.example.com https://example.com; frame-src b.example",
                "default-src 'self' 'nonce-abc' 'unsafe-inline' cdn.example | default-src 'self' 'nonce-abc' 'unsafe-inline' cdn.example; frame-src 'self' cdn.example https://grafana.example.com https://example.com",
                "default-src 'none'; | default-src 'none'; frame-src https://grafana.example.com https://example.com",
                "child-src 'self'; default-src * | child-src 'self'; default-src *; frame-src 'self' https://grafana.example.com https://example.com",
                "frame-src 'self', default-src 'none' | frame-src 'self' https://grafana.example.com https://example.com, default-src 'none'; frame-src https://grafana.example.com https://example.com",
                "frame-src https://*.example.com | frame-src https://*.example.com https://example.com",
                "frame-src grafana.example.com example.com | frame-src grafana.example.com example.com https://grafana.example.com https://example.com",
                "frame-src https://grafana.example.com/d/ https://example.com:8443 http: | frame-src https://grafana.example.com/d/ https://example.com:8443 http: https://grafana.example.com https://example.com",
                "frame-ancestors 'none'; frame-srcx y | frame-ancestors 'none'; frame-srcx y"
            })
    void exactlyWhatIsMissingIsAdded(String policy, String expected) {
        assertThat(policies.allow(policy)).isEqualTo(expected);
        assertThat(policies.allow(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "frame-src *",
                "frame-src https:",
                "default-src https:; script-src 'self'",
                "frame-src   https://GRAFANA.example.com:443  https://example.com/",
                "frame-src https://*.example.com:443 https://example.com:*",
                "script-src 'self'",
                "upgrade-insecure-requests",
                "sandbox;",
                ";;, ,"
            })
    void aPolicyThatLetsFramesThroughStaysAsItIs(String policy) {
        assertThat(policies.allow(policy)).isEqualTo(policy);
    }

    @Test
    void anEmptyPolicyStaysEmpty() {
        assertThat(policies.allow("")).isEmpty();
    }

    @Test
    void framesThatAreSignedAtLoadComeFromTheApplicationItselfFirst() {
        FramePolicies atLoad =
                new FramePolicies(Surfaces.builder().signAt(SignAt.LOAD).build());
        FramePolicies embeds = new FramePolicies(Surfaces.builder()
                .embed(new Embed("x", "default", "/d/x", Set.of(), Set.of()))
                .build());
        String expected = "default-src 'none'; frame-src 'self' https://grafana.example.com https://example.com";
        assertThat(atLoad.allow("default-src 'none'")).isEqualTo(expected);
        assertThat(embeds.allow("default-src 'none'")).isEqualTo(expected);
        assertThat(new FramePolicies(Surfaces.visitors()).allow("default-src 'none'"))
                .isEqualTo(expected);
        assertThat(atLoad.allow("frame-src 'SELF' https:")).isEqualTo("frame-src 'SELF' https:");
    }
}
