package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.test.Vectors;
import org.junit.jupiter.api.Test;

/** What a finding never says, whatever the workspace answered. */
class FindingTest {

    /** A workspace's policy may name the address that was asked for, in a report-uri, say. */
    @Test
    void aSignatureThatAPolicyRepeatsIsHidden() {
        Vectors.Vector vector = Vectors.example();
        String policy = "frame-ancestors 'self'; report-uri /csp?for=/d/x&" + vector.signedSuffix();
        Finding finding = Check.EMBEDDING.warning("no page may frame the workspace: " + policy, policy);

        assertThat(finding.evidence())
                .isEqualTo("no page may frame the workspace: frame-ancestors 'self'; report-uri"
                        + " /csp?for=/d/x&aliyun_api_key_sign=***&aliyun_api_key_timestamp=***&aliyun_api_key_name=***"
                        + "&aliyun_api_key_org_id=***");
        assertThat(finding.remedy()).doesNotContain(vector.signature());
        for (String secret : new String[] {vector.token(), vector.derivedKey(), vector.signature()}) {
            assertThat(Check.EMBEDDING.ok("it said " + secret + ".").evidence()).isEqualTo("it said ***.");
        }
    }

    @Test
    void whatControlsATerminalIsAnEscape() {
        assertThat(Check.EMBEDDING.ok("a\u009b31m\u202eb\u001b[2J\nc").evidence())
                .isEqualTo("a\\u009b31m\\u202eb\\u001b[2J\\u000ac");
    }

    @Test
    void whatIsNoSecretStays() {
        String evidence =
                "gshare.rewrite.attributes was 'x' but must be element@attribute, such as iframe@data-lazy-src";
        assertThat(Check.SETTINGS.ok(evidence).evidence()).isEqualTo(evidence);
    }
}
