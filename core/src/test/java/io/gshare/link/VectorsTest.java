package io.gshare.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.key.ApiKey;
import io.gshare.key.Credential;
import io.gshare.key.KeySource;
import io.gshare.key.ServiceAccountToken;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkVerifier.Version;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the contract's vectors, from the pasted token to the accepted link. */
class VectorsTest {

    private static final Workspace WORKSPACE = Workspace.of("https://grafana-example.grafana.aliyuncs.com");
    private static final String LINK = "https://grafana-example.grafana.aliyuncs.com/d/TZWea/test"
            + "?orgId=%d&from=1670816840000&to=1670838440000";

    static List<Vector> vectors() {
        return Vectors.all();
    }

    @Test
    void theFileHasItsRows() {
        assertThat(Vectors.all()).hasSize(9).extracting(Vector::why).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theTokenParses(Vector vector) {
        Credential credential = Credential.parse(vector.token());

        assertThat(credential.reveal()).isEqualTo(vector.token());
        if (vector.kind().equals("api-key")) {
            assertThat(credential).isInstanceOf(ApiKey.class);
            assertThat(credential.name()).isEqualTo(vector.name());
            assertThat(credential.orgId()).isEqualTo(vector.orgId());
        } else {
            assertThat(credential).isInstanceOf(ServiceAccountToken.class);
            assertThat(credential.name()).isNull();
            assertThat(credential.orgId()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theTokenGivesTheDerivedKeyAndTheSignature(Vector vector) {
        ShareKey derived = Credential.parse(vector.token()).shareKey(vector.name(), vector.orgId());

        assertThat(derived).isEqualTo(vector.shareKey());
        assertThat(derived.sameSecret(vector.shareKey())).isTrue();
        assertThat(derived.signature(vector.timestamp())).isEqualTo(vector.signature());
        assertThat(vector.shareKey().signature(vector.timestamp())).isEqualTo(vector.signature());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSignedLinkIsTheContractsAndIsAccepted(Vector vector) {
        LinkSigner signer = LinkSigner.v2(WORKSPACE, KeySource.fixed(vector.shareKey()), null, vector.clock());
        String link = LINK.formatted(vector.orgId());

        String signed = signer.sign(link);

        assertThat(signed).isEqualTo(link + "&" + vector.signedSuffix());
        VerifiedLink verified = LinkVerifier.builder()
                .key(vector.shareKey())
                .clock(vector.clock())
                .build()
                .verify(signed);
        assertThat(verified.keyName()).isEqualTo(vector.name());
        assertThat(verified.orgId()).isEqualTo(vector.orgId());
        assertThat(verified.signedAt()).isEqualTo(vector.clock().instant());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theV1LinkCarriesTheTokenAndIsAccepted(Vector vector) {
        LinkSigner signer = LinkSigner.v1(WORKSPACE, Credential.parse(vector.token()), vector.orgId());
        String link = LINK.formatted(vector.orgId());

        String signed = signer.sign(link);

        assertThat(signed).isEqualTo(link + "&aliyun_api_key=" + vector.token());
        VerifiedLink verified = LinkVerifier.builder()
                .version(Version.V1)
                .key(vector.shareKey())
                .clock(vector.clock())
                .build()
                .verify(signed);
        assertThat(verified.keyName()).isEqualTo(vector.name());
        assertThat(verified.orgId()).isEqualTo(vector.orgId());
    }

    @Test
    void theContractsOwnExample() {
        Vector vendor = Vectors.example();
        LinkSigner signer = LinkSigner.v2(WORKSPACE, KeySource.fixed(vendor.shareKey()), null, vendor.clock());

        assertThat(signer.sign("https://grafana-example.grafana.aliyuncs.com/d/TZWea/test"
                        + "?orgId=1&from=1670816840000&to=1670838440000"))
                .isEqualTo("https://grafana-example.grafana.aliyuncs.com/d/TZWea/test"
                        + "?orgId=1&from=1670816840000&to=1670838440000"
                        + "&aliyun_api_key_sign=c3bf89b867cc88df72d507edc4d1b209"
                        + "&aliyun_api_key_timestamp=1726823533"
                        + "&aliyun_api_key_name=test1"
                        + "&aliyun_api_key_org_id=1");
    }

    @Test
    void namesAreEncodedAsUtf8WithPercent20() {
        assertThat(Vectors.all().stream().map(Vector::signedSuffix))
                .anyMatch(suffix -> suffix.contains("_name=Cool%20key&"))
                .anyMatch(suffix -> suffix.contains("_name=%E7%94%9F%E4%BA%A7%E7%9C%8B%E6%9D%BF&"))
                .anyMatch(suffix -> suffix.contains("_name=a%26b%3Cc%3E&"));
    }
}
