package io.gshare.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.cli.keys.Between.Fault;
import io.gshare.key.Credential;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.key.WatchedFile;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.TestClock;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rotation from beginning to end, and stopped everywhere between, by a clock that leaps. */
class RotationTest {

    static final String ADMIN = "glsa_adminAdminAdminAdminAdmin_ed9e0056";
    private static final String NEXT = "gshare-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final TestClock clock = TestClock.running();
    private final StandInWorkspace workspace = StandInWorkspace.builder()
            .key(Vectors.example().shareKey())
            .clock(clock)
            .admin(ADMIN)
            .start();
    private final Between between = new Between(workspace.url());
    private final List<String> said = new ArrayList<>();
    private Rotation.@Nullable Pause pause;

    @SuppressWarnings("NullAway.Init") // below
    private Path file;

    @BeforeEach
    void create() throws IOException {
        file = folder.resolve("grafana-key");
        Files.writeString(file, NextFile.lines(Vectors.example().shareKey()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    @AfterEach
    void close() {
        between.close();
        workspace.close();
    }

    private Grafana grafana() {
        return new Grafana(between.url(), Credential.parse(ADMIN), clock);
    }

    private Rotation rotation() {
        return rotation(file, key -> RotateCommand.refusal(workspace.url(), key, clock));
    }

    private Rotation rotation(Path file, Rotation.Taken taken) {
        return rotation(file, null, taken);
    }

    private Rotation rotation(Path file, @Nullable String account, Rotation.Taken taken) {
        return new Rotation(
                grafana(),
                file,
                account,
                Duration.ofDays(90),
                Duration.ofMinutes(2),
                taken,
                clock,
                duration -> {
                    if (pause != null) {
                        pause.of(duration);
                    }
                    clock.advance(duration);
                },
                said::add);
    }

    private ShareKey inFile() {
        return WatchedFile.read(file, true).shareKey(null, null);
    }

    /** Whether the workspace opens a link that the key in the file signs. */
    private int opened() throws Exception {
        GShare gshare = GShare.builder()
                .workspace(
                        "default", LinkSigner.v2(Workspace.of(workspace.url()), KeySource.fixed(inFile()), null, clock))
                .build();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gshare.sign("/d/TZWea")))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private List<String> names() {
        return new Grafana(workspace.url(), Credential.parse(ADMIN), clock)
                .keys().stream().map(GrafanaKey::name).toList();
    }

    @Test
    void theNextKeySignsAndTheOldOneIsDeletedWhenItsLastLinkIsOver() throws Exception {
        Instant began = clock.instant();
        rotation().run();
        assertThat(inFile().name()).matches(NEXT);
        assertThat(names()).containsExactly(inFile().name());
        assertThat(opened()).isEqualTo(200);
        assertThat(Duration.between(began, clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(124));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(said).first().isEqualTo("'" + inFile().name() + "' is in the file, in place of 'test1'");
        assertThat(said).last().isEqualTo("'" + inFile().name() + "' signs, and 'test1' is deleted");
        assertThat(said).anyMatch(line -> line.matches("the last link of 'test1' is over in 12[45] s"));
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactly("grafana-key");
        }
    }

    @Test
    void itSaysWhatTheDocumentShows() throws Exception {
        Files.writeString(
                file, NextFile.lines(ShareKey.of("portal", 1, Vectors.example().derivedKey())));
        grafana().create(null, "portal", Duration.ofDays(90));
        rotation().run();
        List<String> shown = new ArrayList<>(
                Documents.snippets("docs/keys.md", "console").get(1).lines().toList());
        shown.remove(0);
        assertThat(timeless(said)).isEqualTo(timeless(shown));
    }

    private static List<String> timeless(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(NEXT, "gshare-…").replaceAll("[0-9]+ s$", "… s"))
                .toList();
    }

    @Test
    void theOneAfterIsOfTheSameServiceAccount() throws Exception {
        rotation().run();
        String first = inFile().name();
        rotation().run();
        assertThat(inFile().name()).isNotEqualTo(first);
        assertThat(names()).containsExactly(inFile().name());
        assertThat(grafana().keys().get(0).account()).isNotNull();
    }

    @Test
    void aKeyThatMayDoMoreIsReplacedByAnotherAccountsAlone() throws Exception {
        GrafanaKey.Account ops = new GrafanaKey.Account(2, "ops", "Editor", false);
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(workspace.url() + "/api/serviceaccounts"))
                                .header("Authorization", "Bearer " + ADMIN)
                                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"ops\",\"role\":\"Editor\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        Credential key = grafana().create(ops, "editor", Duration.ofDays(90));
        Files.writeString(file, NextFile.lines(key.shareKey("editor", 1)));
        assertThatThrownBy(() -> rotation().run())
                .hasMessage(
                        "account was 'ops' but that service account has the role Editor, and whoever holds a link has it"
                                + " too; give it the role Viewer in Grafana, or name another by --account");
        rotation(file, "portal", taken -> RotateCommand.refusal(workspace.url(), taken, clock))
                .run();
        assertThat(names()).containsExactlyInAnyOrder("test1", inFile().name());
        assertThat(grafana().key(inFile().name())).map(GrafanaKey::role).hasValue("Viewer");
    }

    @Test
    void whereGrafanaHasNoServiceAccountsItIsAnApiKey() throws Exception {
        between.with(request -> request.contains("serviceaccounts") ? Fault.answer(404, "") : null);
        rotation().run();
        assertThat(names()).containsExactly(inFile().name());
        assertThat(grafana().keys().get(0).account()).isNull();
        assertThat(opened()).isEqualTo(200);
    }

    // ---- stopped

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    static IntStream moments() {
        return IntStream.range(0, 24);
    }

    /** From this request on, nothing of what is sent comes back; the last that Grafana gets is this one, or the one before. */
    private void killAt(int moment, boolean arrives) {
        AtomicInteger requests = new AtomicInteger();
        between.with(request -> {
            int count = requests.getAndIncrement();
            return count < moment ? null : count == moment && arrives ? Fault.BREAKS_AFTER : Fault.BREAKS_BEFORE;
        });
    }

    private void goesOn() throws Exception {
        assertThat(opened()).isEqualTo(200);
        between.with(request -> null);
        pause = null;
        boolean isDone = !inFile().name().equals("test1")
                && names().equals(List.of(inFile().name()))
                && Files.notExists(folder.resolve(".grafana-key.rotation"));
        if (!isDone) {
            rotation().run();
        }
        assertThat(opened()).isEqualTo(200);
        assertThat(inFile().name()).matches(NEXT);
        assertThat(names()).containsExactly(inFile().name());
    }

    @ParameterizedTest
    @MethodSource("moments")
    void stoppedBeforeARequestItLeavesAKeyThatSignsAndGoesOn(int moment) throws Exception {
        killAt(moment, false);
        runToItsEnd();
        goesOn();
    }

    @ParameterizedTest
    @MethodSource("moments")
    void stoppedAfterARequestItLeavesAKeyThatSignsAndGoesOn(int moment) throws Exception {
        killAt(moment, true);
        runToItsEnd();
        goesOn();
    }

    private void runToItsEnd() throws InterruptedException {
        try {
            rotation().run();
        } catch (IllegalArgumentException stopped) {
            assertThat(stopped).hasMessageNotContaining("glsa_");
        }
    }

    @Test
    void stoppedWhileItWaitsItGoesOn() throws Exception {
        pause = duration -> {
            throw new Killed();
        };
        assertThatThrownBy(() -> rotation().run()).isInstanceOf(Killed.class);
        String next = inFile().name();
        assertThat(names()).containsExactlyInAnyOrder("test1", next);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH)); // by the clock of another machine
        goesOn();
        assertThat(inFile().name()).isEqualTo(next);
        assertThat(said)
                .contains("the last link of 'test1' is over in 125 s")
                .contains("the last rotation was stopped when '" + next + "' was in the file; this one goes on");
    }

    @Test
    void stoppedBeforeTheKeyIsInTheFileTheKeyIsDeleted() throws Exception {
        assertThatThrownBy(() -> rotation(file, key -> {
                            throw new Killed();
                        })
                        .run())
                .isInstanceOf(Killed.class);
        assertThat(names()).hasSize(2);
        assertThat(inFile().name()).isEqualTo("test1");
        goesOn();
        assertThat(said.get(0))
                .matches("the last rotation was stopped, before its key was in the file; its key '" + NEXT
                        + "' is deleted");
    }

    // ---- what goes wrong

    @Test
    void aKeyWhoseLinkIsNotTakenNeverComesIntoTheFile() {
        assertThatThrownBy(() -> rotation(file, key -> "the clocks differ; set both by NTP")
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(
                        "no link of the key '" + NEXT
                                + "' is taken, so nothing else is deleted: the clocks differ; set both by NTP; then run it again");
        assertThat(inFile().name()).isEqualTo("test1");
        assertThat(names()).containsExactly("test1");
    }

    @Test
    void aKeyThatWorksNoMoreDoesNotDeleteTheOldOne() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> rotation(file, key -> asked.getAndIncrement() == 0 ? null : "it is refused")
                        .run())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(names()).contains("test1", inFile().name());
    }

    @Test
    void aFileThatSomebodyElseReplacesMeanwhileKeepsItsKey() throws Exception {
        pause = duration -> {
            try {
                Files.writeString(file, NextFile.lines(Vectors.example().shareKey()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        assertThatThrownBy(() -> rotation().run())
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(
                        "file was '.*' but holds 'test1', and no longer '" + NEXT
                                + "', so nothing is deleted; see gshare keys, and delete what signs no more by gshare keys revoke");
        assertThat(names()).contains("test1");
        assertThat(opened()).isEqualTo(200);
    }

    @Test
    void ofTwoAtOnceOneIsRefused() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        pause = duration -> {
            assertThatThrownBy(() -> rotation().run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "file was '" + file
                                    + "' but another gshare keys is at work on it; wait until that has ended, and run it again");
            refused.incrementAndGet();
        };
        rotation().run();
        assertThat(refused).hasPositiveValue();
        assertThat(names()).containsExactly(inFile().name());
    }

    // ---- two processes

    /** Holds a journal until it is ended, or opens it again and again and sees to it that it is alone meanwhile. */
    static final class Other {

        public static void main(String[] args) throws Exception {
            Path file = Path.of(args[0]);
            if (args.length == 1) {
                Journal.open(file);
                System.out.println("open");
                System.in.read();
                return;
            }
            Path alone = file.resolveSibling("alone");
            for (int opened = 0; opened < Integer.parseInt(args[1]); ) {
                try (Journal journal = Journal.open(file)) {
                    Files.createFile(alone); // fails where another is in here
                    if (journal.entry() != null) {
                        throw new AssertionError("another's entry");
                    }
                    journal.write(new Journal.Entry("old", 1, "next"));
                    journal.clear();
                    Files.delete(alone);
                    opened++;
                } catch (IllegalArgumentException e) {
                    if (!String.valueOf(e.getMessage()).contains("another gshare keys is at work on it")) {
                        throw e;
                    }
                }
            }
        }
    }

    private Process other(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                file.toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void whileAnotherProcessIsAtWorkARotationIsRefused() throws Exception {
        Process other = other();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("open");
            assertThatThrownBy(() -> rotation().run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "file was '" + file
                                    + "' but another gshare keys is at work on it; wait until that has ended, and run it again");
            assertThat(names()).containsExactly("test1");
        } finally {
            other.destroyForcibly().waitFor();
        }
        rotation().run(); // what was killed holds nothing
        assertThat(names()).containsExactly(inFile().name());
    }

    @Test
    void whoDeletesTheJournalLetsNoTwoInAtOnce() throws Exception {
        List<Process> others = List.of(other("500"), other("500"), other("500"));
        for (Process other : others) {
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(other.waitFor()).isZero();
        }
        assertThat(folder.resolve(".grafana-key.rotation")).doesNotExist();
    }

    @Test
    void theKeyOfAnotherOrgIsNotReplaced() throws IOException {
        Files.writeString(file, NextFile.lines(ShareKey.of("test1", 2, "0".repeat(100))));
        assertThatThrownBy(() -> rotation().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "org-id was '2' but the admin's token is of org 1 'Main Org.'; give a token of an admin of org 2");
    }

    @Test
    void aFileThatDoesNotSayTheNameIsNotReplaced() throws IOException {
        Files.writeString(file, Vectors.all().get(1).token());
        assertThatThrownBy(() -> rotation().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "file was '" + file
                                + "' but holds a token alone, whose name the application has from its settings, and the next one has"
                                + " another; write both into it by gshare derive, and take gshare.key-name out of the settings");
    }

    @Test
    void aKeyThatGrafanaHasNoMoreIsReplacedAtOnce() throws Exception {
        Files.writeString(file, NextFile.lines(ShareKey.of("gone", 1, "0".repeat(100))));
        pause = duration -> {
            throw new AssertionError("no link of it is taken any more");
        };
        rotation().run();
        assertThat(names()).containsExactlyInAnyOrder("test1", inFile().name());
        assertThat(said).last().asString().endsWith("signs, and 'gone' was not in Grafana any more");
    }

    @Test
    void soIsOneThatHasExpired() throws Exception {
        grafana().create(null, "short", Duration.ofSeconds(60));
        Files.writeString(
                file, NextFile.lines(ShareKey.of("short", 1, Vectors.example().derivedKey())));
        clock.advance(Duration.ofMinutes(2));
        pause = duration -> {
            throw new AssertionError("no link of it is taken any more");
        };
        rotation().run();
        assertThat(names()).containsExactlyInAnyOrder("test1", inFile().name());
        assertThat(said).last().asString().endsWith("signs, and 'short' is deleted");
    }

    @Test
    void aKeyThatIsDeletedWhileARotationIsStoppedIsNotWaitedFor() throws Exception {
        pause = duration -> {
            throw new Killed();
        };
        assertThatThrownBy(() -> rotation().run()).isInstanceOf(Killed.class);
        grafana().key("test1").ifPresent(grafana()::delete);
        rotation().run();
        assertThat(said).last().asString().endsWith("signs, and 'test1' was not in Grafana any more");
    }

    // ---- where the file is

    @Test
    void aFileOfAKubernetesSecretIsNotReplaced() throws Exception {
        Path version = Files.createDirectory(folder.resolve("..2026_11_28_03_00_00.1"));
        Files.move(file, version.resolve("grafana-key"));
        Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
        Files.createSymbolicLink(file, Path.of("..data", "grafana-key"));
        assertThatThrownBy(() -> rotation().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file was '" + file
                        + "' but is part of a Kubernetes secret or ConfigMap, which nobody can write from"
                        + " within; put it on a volume that can be written");
        assertThat(names()).containsExactly("test1");
    }

    @Test
    void aLinkToAFileOnAnotherFileSystemStaysALink() throws Exception {
        Path elsewhere = Files.createTempDirectory(
                Files.isWritable(Path.of("/dev/shm")) ? Path.of("/dev/shm") : folder, "gshare");
        Path target = elsewhere.resolve("key");
        Files.move(file, target);
        Files.createSymbolicLink(file, target);
        try {
            rotation().run();
            assertThat(file).isSymbolicLink();
            assertThat(WatchedFile.read(target, true).name()).matches(NEXT);
        } finally {
            try (var files = Files.list(elsewhere)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(elsewhere);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/sys/key | but its folder is not writable for this user; run it as one who may write there",
                "/nowhere/key | but its folder is not there; make that first",
                "/tmp | but is a directory; name the file in it"
            })
    void whereNothingCanBeWrittenNothingIsMade(Path unwritable, String rule) {
        assertThatThrownBy(() -> {
                    try (Journal journal = Journal.open(unwritable);
                            NextFile next = NextFile.reserve(unwritable)) {
                        next.put(inFile());
                        journal.clear();
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file was '" + unwritable + "' " + rule);
    }

    @Test
    void anUnfinishedFileOfACommandThatWasStoppedIsWrittenOver() throws Exception {
        Files.writeString(folder.resolve(".grafana-key.next"), "half a key");
        Files.writeString(folder.resolve(".grafana-key.rotation"), "{\"old\":\"test1\",\"ol");
        rotation().run();
        assertThat(names()).containsExactly(inFile().name());
    }
}
