package io.gshare.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gshare.GShare;
import io.gshare.ShownPage;
import io.gshare.key.KeyListener.Event;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.Settings;
import io.gshare.settings.SignAt;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are replaced while they are in use. The tests look by themselves, but for those of the thread. */
class WatchedKeysTest {

    private static final Vector OLD = Vectors.all().get(0);
    private static final Vector NEW = Vectors.all().get(1);
    private static final String NEW_LINES =
            "gshare.token = " + NEW.token() + "\ngshare.key-name = new\ngshare.org-id = 1\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // below
    private Path file;

    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void file() throws IOException {
        file = write("key", OLD.token());
    }

    private Path write(String name, String text) throws IOException {
        Path written = Files.writeString(folder.resolve(name), text);
        if (isPosix()) {
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        }
        return written;
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private WatchedKeys<ShareKey> watched(boolean strict) {
        return WatchedFile.read(file, strict).keys("workspace default", "", null, null, events::add);
    }

    private WatchedKeys<ShareKey> watched() {
        return watched(false);
    }

    private static void lookTwice(WatchedKeys<ShareKey> keys) {
        keys.look();
        keys.look();
    }

    private static void assertSigns(WatchedKeys<ShareKey> keys, Vector key) {
        assertThat(keys.current().derivedKey()).isEqualTo(key.derivedKey());
    }

    // ---- a file that holds another key

    @Test
    void anotherKeySignsOnceItIsReadTwice() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        ShareKey first = keys.current();
        lookTwice(keys);
        assertThat(keys.current()).isSameAs(first);

        write("key", NEW_LINES);
        keys.look();
        assertSigns(keys, OLD);
        keys.look();
        assertSigns(keys, NEW);
        assertThat(keys.current().name()).isEqualTo("new");
        assertThat(keys.current().orgId()).isEqualTo(1);
        lookTwice(keys);

        assertThat(events).containsExactly(new Event("workspace default", keys.current(), null));
        assertThat(events.get(0)).hasToString("'workspace default' signs with the key 'new' of org 1 from now on");
    }

    @Test
    void aFileThatIsBeingWrittenIsNotBroken() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        for (int length = 0; length <= NEW_LINES.length(); length += 7) {
            write("key", NEW_LINES.substring(0, length));
            keys.look();
            assertSigns(keys, OLD);
        }
        write("key", NEW_LINES);
        lookTwice(keys);

        assertSigns(keys, NEW);
        assertThat(events).hasSize(1);
    }

    @Test
    void aSymbolicLinkThatIsSwappedAsInAKubernetesSecret() throws IOException {
        assumeThat(isPosix()).isTrue();
        Path before = Files.createDirectory(folder.resolve("..1"));
        Path after = Files.createDirectory(folder.resolve("..2"));
        Files.move(file, before.resolve("token"));
        Files.move(write("new", NEW_LINES), after.resolve("token"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), before.getFileName());
        file = Files.createSymbolicLink(folder.resolve("token"), Path.of("..data", "token"));
        WatchedKeys<ShareKey> keys = watched(true);

        Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), after.getFileName());
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lookTwice(keys);

        assertSigns(keys, NEW);
    }

    @Test
    void itsAgeIsTheFiles() throws IOException {
        Instant written = Instant.parse("2026-01-02T03:04:05Z");
        Files.setLastModifiedTime(file, FileTime.from(written));

        assertThat(watched().since()).isEqualTo(written);
    }

    // ---- a file that holds none

    @Test
    void aBrokenFileKeepsTheLastGoodKeyAndSaysSoOnce() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        write("key", NEW.token().substring(0, 40));
        for (int i = 0; i < 5; i++) {
            keys.look();
        }

        assertSigns(keys, OLD);
        String problem = keys.problem();
        assertThat(problem)
                .startsWith("the service account token")
                .doesNotContain(NEW.token().substring(5, 15));
        assertThat(events).containsExactly(new Event("workspace default", keys.current(), problem));
        assertThat(events.get(0))
                .hasToString(
                        "'workspace default' signs with the key 'test1' of org 1 as before, because what was found is no"
                                + " key: " + problem);
    }

    @Test
    void aMissingFileKeepsTheLastGoodKey() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        Files.delete(file);
        lookTwice(keys);

        assertSigns(keys, OLD);
        assertThat(keys.problem())
                .isEqualTo(
                        "token-file was '" + file + "' but cannot be read (NoSuchFileException); name a file that holds"
                                + " the key, and that this process may read");
    }

    /** So that whoever searches for what the log says finds the setting. */
    @Test
    void whatIsWrongIsToldInTheSameWordsWhileItRunsAsAtTheStart() throws IOException {
        Map<String, String> settings = Map.of(
                "gshare.url",
                "https://grafana.example.com",
                "gshare.token-file",
                file.toString(),
                "gshare.org-id",
                "1");
        for (String text : List.of("", "glsa_short", NEW_LINES.replace("org-id = 1", "org-id = 7"), "\u00fc")) {
            WatchedKeys<ShareKey> keys =
                    WatchedFile.read(file, false).keys("workspace default", "gshare.", null, 1L, event -> {});
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
            lookTwice(keys);
            assertThatThrownBy(() -> GShare.from(Settings.of(settings)))
                    .hasMessage("gshare is configured wrongly in 1 place:\n  - " + keys.problem());
            write("key", OLD.token());
        }
        WatchedKeys<ShareKey> keys =
                WatchedFile.read(file, false).keys("workspace ops", "gshare.workspaces.ops.", null, null, event -> {});
        Files.delete(file);
        lookTwice(keys);
        assertThat(keys.problem()).startsWith("gshare.workspaces.ops.token-file was '" + file + "' but cannot be read");
    }

    @Test
    void whoeverAsksIsCalledWithEachLookWhateverIsFound() throws IOException {
        AtomicInteger called = new AtomicInteger();
        WatchedKeys<ShareKey> keys = watched();
        keys.onLook(called::incrementAndGet);
        lookTwice(keys);
        assertThat(called).hasValue(2);
        write("key", NEW_LINES);
        lookTwice(keys);
        assertThat(called).hasValue(4);
    }

    @Test
    void whatIsMendedIsGoodAgain() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        write("key", "");
        lookTwice(keys);
        write("key", OLD.token());
        lookTwice(keys);

        assertThat(keys.problem()).isNull();
        assertSigns(keys, OLD);
        assertThat(events).hasSize(2);
    }

    @Test
    void strictlyAFileThatEveryUserCanReadIsNone() throws IOException {
        assumeThat(isPosix()).isTrue();
        WatchedKeys<ShareKey> keys = watched(true);
        write("key", NEW_LINES);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        lookTwice(keys);

        assertSigns(keys, OLD);
        assertThat(keys.problem())
                .isEqualTo(
                        "token-file was '" + file + "' but can be read by every user of this machine; take that right"
                                + " away (chmod o-r, or defaultMode: 0440 of a Kubernetes secret)");
        assertThatThrownBy(() -> watched(true)).hasMessage(keys.problem());
    }

    @Test
    void aKeyOfAnotherOrgIsNone() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        write("key", NEW_LINES.replace("org-id = 1", "org-id = 7"));
        lookTwice(keys);

        assertSigns(keys, OLD);
        assertThat(keys.problem())
                .isEqualTo(
                        "its org-id was '7' but the key before it belongs to org 1, which links and embeds name; restart to"
                                + " change the org");
    }

    @Test
    void aFileThatIsNotUtf8IsNone() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        Files.write(file, NEW_LINES.replace("new", "B\u00fcro").getBytes(StandardCharsets.ISO_8859_1));
        lookTwice(keys);

        assertSigns(keys, OLD);
        assertThat(keys.problem()).isEqualTo("token-file was '" + file + "' but is not UTF-8; save it as UTF-8");
    }

    @Test
    void neitherErrorsNorInterruptsEndTheWatching() throws Exception {
        BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        AtomicInteger asked = new AtomicInteger();
        KeySource<ShareKey> keys = WatchedKeys.asking(
                "vault",
                () -> {
                    switch (asked.getAndIncrement()) {
                        case 0 -> {
                            return OLD.shareKey();
                        }
                        case 1 -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("interrupted");
                        }
                        default -> {
                            return ShareKey.of("new", 1, NEW.derivedKey());
                        }
                    }
                },
                event -> {
                    heard.add(event);
                    throw new AssertionError("a listener's own");
                });
        assertThat(heard.poll(1, TimeUnit.MINUTES)).extracting(Event::problem).isNotNull();
        assertThat(heard.poll(1, TimeUnit.MINUTES)).extracting(Event::problem).isNull();
        keys.close();
        assertThat(keys.current().name()).isEqualTo("new");
    }

    @Test
    void whatTheListenerThrowsChangesNothing() throws IOException {
        WatchedKeys<ShareKey> keys = WatchedFile.read(file, false).keys("x", "", null, null, event -> {
            throw new IllegalStateException("a listener's own");
        });
        write("key", NEW_LINES);
        lookTwice(keys);

        assertSigns(keys, NEW);
    }

    @Test
    void aFileInUtf16IsCalledThat() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(file, NEW.token().getBytes(charset));
            lookTwice(keys);
            assertThat(keys.problem())
                    .as(charset.name())
                    .isEqualTo("token-file was '" + file
                            + "' but is in UTF-16, as PowerShell writes it; save it as UTF-8");
            write("key", OLD.token());
            lookTwice(keys);
        }
        write("key", NEW.token() + "\0\0\0");
        lookTwice(keys);
        assertThat(keys.problem())
                .isEqualTo("token-file was '" + file
                        + "' but holds a NUL character, so it is no text; write the key into it again");
        assertSigns(keys, OLD);
    }

    @Test
    void aFileOfLinesThatIsNotYetWholeKeepsTheLastGoodKey() throws IOException {
        WatchedKeys<ShareKey> keys = watched();
        write("key", NEW_LINES.strip());
        lookTwice(keys);
        assertSigns(keys, OLD);
        assertThat(keys.problem())
                .isEqualTo(
                        "the key file's last line does not end with a line break, so it may be half written; end it with"
                                + " one, as gshare derive does");
        assertThatThrownBy(this::watched).hasMessage(keys.problem());

        write("key", NEW_LINES);
        lookTwice(keys);
        assertSigns(keys, NEW);
        assertThat(keys.problem()).isNull();
    }

    // ---- the application's own supplier

    @Test
    void aSupplierIsAskedAgainAndMayFail() {
        List<@Nullable ShareKey> answers = new ArrayList<>();
        answers.add(OLD.shareKey());
        WatchedKeys.Asked asked = new WatchedKeys.Asked(() -> {
            ShareKey answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
            if (answer == null) {
                throw new IllegalStateException("the vault's own secret words");
            }
            return answer;
        });
        WatchedKeys<ShareKey> keys = new WatchedKeys<>("vault", asked.first(), asked, events::add);

        keys.look();
        assertThat(events).isEmpty();

        answers.set(0, null);
        lookTwice(keys);
        assertSigns(keys, OLD);
        assertThat(keys.problem()).isEqualTo("the application's supplier failed with java.lang.IllegalStateException");
        assertThat(events).hasSize(1);

        answers.set(0, ShareKey.of(OLD.name(), OLD.orgId(), NEW.derivedKey()));
        keys.look();
        assertSigns(keys, NEW);
        assertThat(keys.problem()).isNull();
        assertThat(events).hasSize(2);
    }

    // ---- what uses them

    /** A node that only opens: the other one seals under a key that this one never needed. */
    @Test
    void ticketsUnderEveryKeyThatWasCurrentAreOpened() throws Exception {
        WatchedKeys<ShareKey> keys = watched();
        InstantSource clock = OLD.clock();
        Workspace workspace = Workspace.of("https://grafana.example.com");
        GShare idle = GShare.builder()
                .workspace("default", LinkSigner.v2(workspace, keys, null, clock))
                .clock(clock)
                .build();
        write("key", NEW_LINES);
        lookTwice(keys);
        GShare other = GShare.builder()
                .workspace("default", LinkSigner.v2(workspace, KeySource.fixed(keys.current()), null, clock))
                .signAt(SignAt.LOAD)
                .clock(clock)
                .build();
        ShownPage page = new ShownPage(null);
        String ownLink = other.page(page).sign("/d/x");
        write("key", OLD.token());
        lookTwice(keys);

        assertThat(idle.open(ownLink.substring(ownLink.lastIndexOf('/') + 1), page.audience())
                        .link()
                        .sign())
                .startsWith("https://grafana.example.com/d/x?");
    }

    @Test
    void settingsWatchTheirKeyFileUntilTheyAreClosed() throws Exception {
        BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        Map<String, String> settings = new HashMap<>();
        settings.put("gshare.url", "https://grafana.example.com");
        settings.put("gshare.token-file", file.toString());
        Set<Thread> others = watchers();
        GShare gshare = GShare.from(Settings.of(settings), OLD.clock(), heard::add);
        Thread watcher = watchers().stream()
                .filter(thread -> !others.contains(thread))
                .findAny()
                .orElseThrow();
        assertThat(gshare.sign("/d/x")).endsWith(OLD.signedSuffix());
        assertThat(gshare.keys())
                .containsExactly(Map.entry(
                        "default",
                        new KeyStatus(
                                "test1", 1, Files.getLastModifiedTime(file).toInstant(), false, null)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(gshare.keys().get("default"))
                .isEqualTo(new KeyStatus(
                        "test1", 1, Files.getLastModifiedTime(file).toInstant(), true, null));

        write("key", NEW_LINES);
        assertThat(heard.poll(1, TimeUnit.MINUTES))
                .hasToString("'workspace default' signs with the key 'new' of org 1 from now on");
        assertThat(gshare.sign("/d/x?orgId=1")).contains("&aliyun_api_key_name=new&aliyun_api_key_org_id=1");

        gshare.close();
        watcher.join(Duration.ofMinutes(1).toMillis());
        assertThat(watcher.isAlive()).isFalse();
        assertThat(gshare.sign("/d/x?orgId=1")).contains("&aliyun_api_key_name=new");
    }

    private static Set<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gshare-keys-"))
                .collect(Collectors.toSet());
    }

    @Test
    void everyUsersFileIsWarnedOf() throws IOException {
        assumeThat(isPosix()).isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(new java.util.logging.SimpleFormatter().formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.gshare");
        logger.addHandler(handler);
        try {
            WatchedKeys<ShareKey> keys = watched();
            write("key", "");
            lookTwice(keys);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(logged)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "The key file '" + file
                                                + "' of workspace default can be read by every user of this"
                                                + " machine; take that right away (chmod o-r, or defaultMode: 0440 of a Kubernetes secret)"),
                        line -> assertThat(line)
                                .startsWith("'workspace default' signs with the key 'test1' of org 1 as before"));
    }
}
