package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.test.TestClock;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of the portal is rotated by the line that the document has for cron, while its pages are under load and its links are opened. */
class RotationIT {

    private static final Pattern KEY = Pattern.compile("aliyun_api_key_name=([^&]*)");

    /** Nearly as late as a link may be opened. */
    private static final Duration LATE = Duration.ofSeconds(55);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final ScheduledThreadPoolExecutor load = new ScheduledThreadPoolExecutor(3);
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private volatile boolean ends;

    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static String lines(Map<String, String> settings) {
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (name, value) -> lines.append(name).append(" = ").append(value).append('\n'));
        return lines.toString();
    }

    @Test
    void underLoadEveryResponseIsSignedAndEveryLinkOpensToItsLastSecond() throws Exception {
        Path admin = file("admin", Sample.ADMIN);
        Path key = file("grafana-key", lines(Vectors.example().shareKey().settings()));
        Map<String, String> settings =
                Map.of("gshare.token-file", key.toString(), "gshare.workspaces.beside.token-file", key.toString());
        load.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        try (Sample sample = new Sample(TestClock.running(), InstantSource.system(), settings)) {
            load.execute(() -> visit(sample));
            load.execute(() -> visit(sample));
            Process rotation = rotation(sample.workspace().url(), admin, key);
            assertThat(rotation.waitFor(3, TimeUnit.MINUTES)).isTrue();
            ends = true;
            load.shutdown();
            assertThat(load.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(new String(rotation.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(rotation.exitValue()).isZero();
        } finally {
            load.shutdownNow();
        }
        assertThat(wrong).isEmpty();
        assertThat(pages).hasValueGreaterThan(100);
        assertThat(late).hasPositiveValue();
        assertThat(names).hasSize(2).contains("test1").anyMatch(name -> name.startsWith("gshare-"));
        assertThat(Files.readString(key)).doesNotContain("test1").contains("gshare.key-name = gshare-");
    }

    /** The document's line, with where things are here, and no more grace than need be. */
    private static Process rotation(String url, Path admin, Path key) throws IOException {
        List<String> cron =
                Documents.snippets("docs/keys.md", "crontab").get(0).lines().toList();
        String command = cron.get(cron.size() - 1);
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-c",
                        command.substring(command.indexOf("java -jar"))
                                        .replace(
                                                "java -jar /opt/gshare/gshare.jar",
                                                "'" + Path.of(System.getProperty("java.home"), "bin", "java")
                                                        + "' -jar '"
                                                        + Objects.requireNonNull(System.getProperty("cli.jar"))
                                                        + "'")
                                        .replace("/etc/gshare/admin", "'" + admin + "'")
                                        .replace("/var/lib/gshare/grafana-key", "'" + key + "'")
                                + " --grace 1m")
                .redirectErrorStream(true);
        builder.environment().put("GSHARE_URL", url);
        return builder.start();
    }

    private void visit(Sample sample) {
        try {
            for (int i = 0; !ends; i++) {
                visit(sample, i);
            }
        } catch (RuntimeException | AssertionError e) {
            wrong.add("a page is not answered: " + e);
        }
    }

    private void visit(Sample sample, int i) {
        String page = Sample.PAGES.get(i % Sample.PAGES.size());
        List<String> links = sample.links(page);
        pages.incrementAndGet();
        if (links.isEmpty()) {
            wrong.add(page + " has no link");
        }
        for (String link : links) {
            Matcher name = KEY.matcher(link);
            if (name.find()) {
                names.add(name.group(1));
            } else {
                wrong.add(page + " has a link that is not signed: " + link);
            }
            open(sample, link, "at once");
        }
        if (i % Sample.PAGES.size() == 0) {
            Instant signed = Instant.now();
            Future<?> unused =
                    load.schedule(() -> openLate(sample, links.get(0), signed), LATE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void open(Sample sample, String link, String when) {
        try {
            int status = sample.get(link).statusCode();
            if (status != 200) {
                wrong.add(when + " a link is answered " + status + ": " + Sample.timeless(link));
            }
        } catch (RuntimeException e) {
            wrong.add(when + " a link is not answered: " + e);
        }
    }

    private void openLate(Sample sample, String link, Instant signed) {
        if (Instant.now().isBefore(signed.plus(LATE).plusSeconds(4))) { // a slow machine is no fault
            open(sample, link, "late");
            late.incrementAndGet();
        }
    }
}
