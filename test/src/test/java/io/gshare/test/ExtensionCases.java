package io.gshare.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that use the extension in each of its ways; {@link WorkspaceExtensionTest} runs them, by a JUnit of its choice. */
public final class ExtensionCases {

    /** The addresses of all workspaces that there were. */
    public static final Queue<String> URLS = new ConcurrentLinkedQueue<>();

    private ExtensionCases() {}

    private static HttpResponse<String> open(StandInWorkspace workspace) throws IOException, InterruptedException {
        URLS.add(workspace.url());
        String link = GShare.from(Settings.of(workspace.applicationSettings())).sign("/d/TZWea");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofString());
    }

    private static void opens(StandInWorkspace workspace) throws IOException, InterruptedException {
        assertThat(open(workspace).statusCode()).isEqualTo(200);
        assertThat(workspace.opened()).extracting(Link::uid).containsExactly("TZWea");
    }

    /** For all tests of a class, as it is registered in most. */
    static final class OfAClass {

        @RegisterExtension
        static final WorkspaceExtension GRAFANA =
                new WorkspaceExtension(StandInWorkspace.builder().dashboard("TZWea", "Sales"));

        private static final String URL = GRAFANA.url();

        @RepeatedTest(3)
        void isAsItWasAtTheStart() throws Exception {
            assertThat(GRAFANA.opened()).isEmpty();
            assertThat(GRAFANA.clock().instant()).isBefore(Instant.now().plus(1, ChronoUnit.HOURS));
            HttpResponse<String> response = open(GRAFANA);
            assertThat(response.headers().firstValue("X-Frame-Options")).isEmpty();
            assertThat(GRAFANA.opened()).hasSize(1);
            GRAFANA.configure(WorkspaceSettings.defaults().with("allow_embedding", "false"));
            GRAFANA.clock().advance(Duration.ofDays(1));
        }

        @Test
        void isWhereItWasWhenTheClassWasLoaded() throws Exception {
            assertThat(GRAFANA.url()).isEqualTo(URL);
            opens(GRAFANA);
        }

        @Nested
        class Inside {
            @Test
            void itRunsStill() throws Exception {
                opens(GRAFANA);
            }
        }

        @Nested
        class InsideOfAnother {
            @Test
            void itRunsStill() throws Exception {
                opens(GRAFANA);
            }
        }
    }

    abstract static class OfABase {

        @RegisterExtension
        static final WorkspaceExtension GRAFANA = new WorkspaceExtension();

        @Test
        void runsForEachClass() throws Exception {
            opens(GRAFANA);
        }
    }

    static final class One extends OfABase {}

    static final class Other extends OfABase {}

    static final class OfAnInstance {

        @RegisterExtension
        final WorkspaceExtension grafana = new WorkspaceExtension();

        private static String before = "";

        /** The last test's is closed by now. */
        @BeforeEach
        void anotherEachTime() {
            assertThat(grafana.url()).isNotEqualTo(before);
            if (!before.isEmpty()) {
                assertThat(WorkspaceExtensionTest.answers(before)).isFalse();
            }
            before = grafana.url();
        }

        @RepeatedTest(2)
        void runsForItsTest() throws Exception {
            opens(grafana);
        }
    }

    @ExtendWith(WorkspaceExtension.class)
    static final class AsAParameter {

        private static String all = "";

        @BeforeAll
        static void start(StandInWorkspace workspace) {
            all = workspace.url();
        }

        @Test
        void isTheSameEverywhere(StandInWorkspace workspace) throws Exception {
            assertThat(workspace.url()).isEqualTo(all);
            opens(workspace);
        }

        @AfterAll
        static void runsStill(StandInWorkspace workspace) throws Exception {
            assertThat(open(workspace).statusCode()).isEqualTo(200);
        }
    }
}
