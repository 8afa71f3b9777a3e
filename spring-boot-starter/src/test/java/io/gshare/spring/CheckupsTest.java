package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gshare.GShare;
import io.gshare.Surfaces;
import io.gshare.doctor.Doctor;
import io.gshare.doctor.Verdict;
import io.gshare.test.Vectors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What health shows is what the last checkup found. */
class CheckupsTest {

    @Test
    void nobodyKnowsBeforeTheFirstAndLaterOnesReplaceIt() throws Exception {
        HttpServer workspace = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workspace.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        workspace.start();
        GShare gshare = GShare.builder()
                .workspace(
                        "default",
                        Surfaces.signer(
                                "http://127.0.0.1:" + workspace.getAddress().getPort(), Vectors.example()))
                .build();
        Checkups checkups = new Checkups(List.of(Doctor.of(gshare).build()));
        assertThat(checkups.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(checkups.details()).isEmpty();
        checkups.examine();
        assertThat(checkups.verdict()).isLessThan(Verdict.FAILURE);
        workspace.stop(0);
        assertThat(checkups.verdict()).as("nobody is asked for it").isLessThan(Verdict.FAILURE);
        checkups.examine();
        assertThat(checkups.verdict()).isEqualTo(Verdict.FAILURE);
        assertThat(checkups.details().toString()).contains("reachable=failure: ");
    }

    @Test
    void theThreadEndsWithTheApplication() {
        Checkups checkups = new Checkups(List.of());
        checkups.start();
        assertThat(checkups.isRunning()).isTrue();
        checkups.stop();
        assertThat(checkups.isRunning()).isFalse();
    }
}
