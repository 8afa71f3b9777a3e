package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.sun.net.httpserver.HttpServer;
import io.gshare.GShare;
import io.gshare.Surfaces;
import io.gshare.doctor.Doctor;
import io.gshare.doctor.Verdict;
import io.gshare.test.Vectors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
    void whatCannotBeExaminedIsUnknownAndDoesNotEndTheCheckups() throws Exception {
        HttpClient broken = mock();
        when(broken.followRedirects()).thenReturn(HttpClient.Redirect.NEVER);
        when(broken.sendAsync(any(), any())).thenThrow(new NoSuchMethodError("of another version"));
        GShare gshare = GShare.builder()
                .workspace("default", Surfaces.signer("http://127.0.0.1:1", Vectors.example()))
                .build();
        Checkups checkups =
                new Checkups(List.of(Doctor.of(gshare).client(broken).build()));
        checkups.examineUnlessBroken();
        assertThat(checkups.verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theThreadEndsWithTheApplication() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Checkups checkups = new Checkups(List.of());
        checkups.start();
        assertThat(checkups.isRunning()).isTrue();
        List<Thread> started = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gshare-health") && !before.contains(thread))
                .toList();
        assertThat(started).hasSize(1);
        checkups.stop();
        assertThat(checkups.isRunning()).isFalse();
        started.get(0).join(Duration.ofMinutes(1).toMillis());
        assertThat(started.get(0).isAlive()).isFalse();
    }
}
