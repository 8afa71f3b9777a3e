package io.gshare.cli.keys;

import io.gshare.cli.keys.Grafana.Unanswered;
import io.gshare.cli.keys.GrafanaKey.Account;
import io.gshare.cli.keys.Journal.Entry;
import io.gshare.key.ShareKey;
import io.gshare.key.WatchedFile;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the key in a file that applications watch by the next one, and deletes the old one when nobody needs it any more. Stopped at any point, it
 * leaves a key that signs; the next run goes on where this one was:
 *
 * <ol>
 *   <li>the journal says from which key to which, before there is the next one: so nobody else's is ever taken for it;
 *   <li>Grafana makes the next one, and a link that it signs is taken: else it is deleted, and the file keeps its key;
 *   <li>the file comes to hold it, as a whole;
 *   <li>applications notice it, and the old one's last link is over;
 *   <li>a link of the next one is still taken, and the file still holds it: the old one is deleted.
 * </ol>
 *
 * @param account the name of the next key's service account; {@code null} for that of the old one
 * @param grace how long links of the old key may still be opened, when applications have noticed the next
 * @param clock goes on while {@code pause} waits
 */
record Rotation(
        Grafana grafana,
        Path file,
        @Nullable String account,
        Duration ttl,
        Duration grace,
        Taken taken,
        InstantSource clock,
        Pause pause,
        Consumer<String> progress) {

    /** How long a link is good. */
    static final Duration LINK = Duration.ofMinutes(1);

    /** The time within which applications notice another key in their file. */
    private static final Duration NOTICED = Duration.ofSeconds(5);

    /** For a Grafana of several nodes, which learn of a key one after another. */
    private static final int TRIES = 10;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    /** Whether the workspace takes a link of a key. */
    @FunctionalInterface
    interface Taken {
        /** Why it does not, and what to do; {@code null} if it does. */
        @Nullable
        String refusal(ShareKey key);
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    void run() throws InterruptedException {
        try (Journal journal = Journal.open(file)) {
            ShareKey now = key(file);
            Entry begun = journal.entry();
            if (begun != null && !begun.next().equals(now.name())) {
                forget(begun, now);
                journal.clear();
                begun = null;
            }
            if (begun == null) {
                begun = begin(journal, now);
            } else {
                progress.accept("the last rotation was stopped when " + Redaction.quote(begun.next())
                        + " was in the file; this one goes on");
            }
            finish(begun, clock.instant()); // when the last run was stopped, a file server's clock may not know
            journal.clear();
        }
    }

    /** What the file holds, which must say its name itself: the next key has another. */
    static ShareKey key(Path file) {
        if (!Files.exists(file)) {
            throw NextFile.wrong(file, "it is not there; make it by gshare keys create");
        }
        if (isPrivateKey(file)) {
            throw NextFile.wrong(
                    file,
                    "holds a private key of JWT links, which is not Grafana's to make; replace such a key by gshare keys next,"
                            + " or name the file that gshare.token-file names");
        }
        WatchedFile read = AdminCommand.read("file", file, false);
        if (read.name() == null) {
            throw NextFile.wrong(
                    file,
                    "holds a token alone, whose name the application has from its settings, and the next one has another;"
                            + " write both into it by gshare derive, and take gshare.key-name out of the settings");
        }
        return read.shareKey(null, null);
    }

    /** A JWK, or PEM. */
    private static boolean isPrivateKey(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.limit(1).anyMatch(line -> line.matches("\\s*(?:\\{.*|-----BEGIN .*)"));
        } catch (IOException | UncheckedIOException e) {
            return false; // told by who reads it
        }
    }

    /** Of a rotation whose next key is not in the file. */
    private void forget(Entry begun, ShareKey now) {
        boolean stopped = begun.old().equals(now.name());
        progress.accept("the last rotation was stopped, "
                + (stopped ? "before its key was in the file" : "and the file holds another key since") + "; its key "
                + Redaction.quote(begun.next()) + (stopped ? " is deleted" : " is left as it is"));
        if (stopped) {
            grafana.key(begun.next()).ifPresent(grafana::delete);
        }
    }

    // ---- the next key

    private Entry begin(Journal journal, ShareKey old) throws InterruptedException {
        AdminCommand.requireOrg(old.orgId(), grafana);
        Optional<GrafanaKey> before = grafana.key(old.name());
        Account owner = account == null ? before.map(GrafanaKey::account).orElse(null) : null;
        if (owner == null) {
            owner = grafana.account(account == null ? CreateCommand.ACCOUNT : account);
        } else {
            Grafana.requireViewer(owner);
        }
        try (NextFile next = NextFile.reserve(file)) {
            Entry entry = new Entry(old.name(), before.map(GrafanaKey::id).orElse(0L), name());
            journal.write(entry);
            ShareKey key = create(journal, owner, entry, old.orgId());
            try {
                requireTaken(key);
                next.put(key);
            } catch (RuntimeException e) {
                undo(journal, entry, e);
                throw e;
            }
            progress.accept(
                    Redaction.quote(entry.next()) + " is in the file, in place of " + Redaction.quote(entry.old()));
            return entry;
        }
    }

    /** Nobody else's, so that what has it is this rotation's. */
    private String name() {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        return "gshare-" + clock.instant().atOffset(ZoneOffset.UTC).toLocalDate() + "-"
                + HexFormat.of().formatHex(random);
    }

    private ShareKey create(Journal journal, @Nullable Account owner, Entry entry, long orgId) {
        try {
            return grafana.create(owner, entry.next(), ttl).shareKey(entry.next(), orgId);
        } catch (Unanswered e) {
            // It may still be made: the journal stays, and the next run looks again.
            grafana.key(entry.next()).ifPresent(grafana::delete);
            throw new IllegalArgumentException(
                    e.getMessage() + "; nothing is left of it, and the file holds the key that it held: run it again",
                    e);
        } catch (IllegalArgumentException e) {
            undo(journal, entry, e);
            throw e;
        }
    }

    private void undo(Journal journal, Entry entry, RuntimeException cause) {
        try {
            grafana.key(entry.next()).ifPresent(grafana::delete);
            journal.clear();
        } catch (IllegalArgumentException e) {
            cause.addSuppressed(e); // the next run looks again
        }
    }

    private void requireTaken(ShareKey key) throws InterruptedException {
        String refusal = taken.refusal(key);
        for (int i = 1; refusal != null && i < TRIES; i++) {
            pause.of(BETWEEN_TRIES);
            refusal = taken.refusal(key);
        }
        if (refusal != null) {
            throw new IllegalArgumentException("no link of the key " + Redaction.quote(key.name())
                    + " is taken, so nothing else is deleted: " + refusal + "; then run it again");
        }
    }

    // ---- the old one

    /** @param since when the next key came into the file */
    private void finish(Entry entry, Instant since) throws InterruptedException {
        Optional<GrafanaKey> old = grafana.key(entry.old()).filter(found -> found.id() == entry.oldId());
        boolean isTaken = old.isPresent() && !old.get().expired(); // else its links are refused already
        Instant over = since.plus(NOTICED).plus(grace);
        while (isTaken && clock.instant().isBefore(over)) {
            Duration left = Duration.between(clock.instant(), over);
            progress.accept("the last link of " + Redaction.quote(entry.old()) + " is over in "
                    + left.plusMillis(999).toSeconds() + " s");
            pause.of(left.compareTo(BETWEEN_LINES) < 0 ? left : BETWEEN_LINES);
        }
        ShareKey key = key(file);
        if (!key.name().equals(entry.next())) {
            throw NextFile.wrong(
                    file,
                    "holds " + Redaction.quote(key.name()) + ", and no longer " + Redaction.quote(entry.next())
                            + ", so nothing is deleted; see gshare keys, and delete what signs no more by gshare keys"
                            + " revoke");
        }
        requireTaken(key);
        old.ifPresent(grafana::delete);
        progress.accept(Redaction.quote(entry.next()) + " signs, and " + Redaction.quote(entry.old())
                + (old.isPresent() ? " is deleted" : " was not in Grafana any more"));
    }
}
