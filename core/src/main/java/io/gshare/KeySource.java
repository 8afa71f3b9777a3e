package io.gshare;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the current share key comes from.
 *
 * <p>It is asked for every link, so it answers at once: whatever a key costs (reading, parsing, deriving) is spent
 * beforehand and elsewhere. Implementations are thread-safe.
 */
@FunctionalInterface
public interface KeySource {

    /**
     * The key that signs now.
     *
     * @return the current share key, the same instance until the key changes
     */
    ShareKey current();

    /**
     * What is wrong with the key that was found last, so that the one before it signs on.
     *
     * @return a sentence, or {@code null} while nothing is
     */
    default @Nullable String problem() {
        return null;
    }

    /**
     * Since when the current key has been where it comes from, which is how old it is at least.
     *
     * @return when its file was written; {@code null} where nobody knows
     */
    default @Nullable Instant since() {
        return null;
    }

    /**
     * Whether every user of the machine can read what holds the key.
     *
     * @return {@code false} where nobody knows
     */
    default boolean exposed() {
        return false;
    }

    /**
     * Asks to be called whenever another key has become current. A source that cannot tell need not call.
     *
     * @param then what to call, on a thread of the source's own
     */
    default void onReplaced(Runnable then) {}

    /** Ends whatever looks for another key; the current one stays. */
    default void close() {}

    /**
     * A source whose key never changes.
     *
     * @param key the key
     * @return the source
     */
    static KeySource fixed(ShareKey key) {
        return () -> key;
    }

    /**
     * A source that watches a file: another key in it signs within 5 s, and nothing of that happens on a request's thread. A file
     * that is broken or missing leaves the last good key in place, and says so in the log and to the listener. It looks by reading, so
     * that a file that is replaced, written in place or reached through a symbolic link that changes (a Kubernetes secret) are all the
     * same to it; half a file is none, because what it reads must stand there twice, and its lines must end.
     *
     * <p>The file holds an API key, a service account token or a derived key; or the lines {@code gshare.token} or {@code
     * gshare.derived-key}, {@code gshare.key-name} and {@code gshare.org-id}, as {@code gshare derive} prints them.
     *
     * @param source what the log and the listener call it, such as the workspace's name
     * @param file the file, of at most 16 KiB
     * @param name the key's name in Grafana; {@code null} where the file says it
     * @param orgId the id of the key's org, from 1; {@code null} for what the file says, or 1
     * @param listener hears of each other key, and of each problem
     * @return the source, with the key that is there now; {@link #close} it
     * @throws IllegalArgumentException if there is none, or it contradicts what is given; the message never repeats it
     */
    static KeySource watching(
            String source, Path file, @Nullable String name, @Nullable Long orgId, KeyListener listener) {
        WatchedFile watched = new WatchedFile(file, null, name, orgId, false);
        return WatchedKeys.start(source, watched.first(source), watched, listener);
    }

    /**
     * A source that asks the application for its key every second, on a thread of its own, so that the answer may take its time. What
     * fails leaves the last good key in place, and says so in the log and to the listener.
     *
     * @param source what the log and the listener call it, such as the workspace's name
     * @param supplier makes the key: of a {@link Credential}, say; called now and then every second
     * @param listener hears of each other key, and of each problem
     * @return the source; {@link #close} it
     */
    static KeySource asking(String source, Supplier<ShareKey> supplier, KeyListener listener) {
        WatchedKeys.Asked asked = new WatchedKeys.Asked(supplier);
        return WatchedKeys.start(source, asked.first(), asked, listener);
    }
}
