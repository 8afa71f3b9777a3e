package io.gshare.sample.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void whoseKeyThePortalSignsWithIsSaidWhereItIsNotTheSettings() {
        assertThat(Main.keys(Map.of("PORTAL_PORT", "8081"))).isEqualTo("it takes the key in /gshare.properties");
        assertThat(Main.keys(Map.of("GSHARE_TOKEN_FILE", "/var/lib/gshare/grafana-key")))
                .isEqualTo(
                        "it takes the key in /gshare.properties, and the portal signs with that of GSHARE_TOKEN_FILE");
    }
}
