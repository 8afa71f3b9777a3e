package io.gshare.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the current key comes from.
 *
 * <p>It is asked for every link, so it answers at once: whatever a key costs (reading, parsing, deriving) is spent
 * beforehand and elsewhere. Implementations are thread-safe.
 *
 * @param <K> what signs: a {@link ShareKey}, or what signs JSON Web Tokens
 */
@FunctionalInterface
public interface KeySource<K extends SigningKey> {

    /** {@return the key that signs now, the same instance until the key changes} */
    K current();

    /** {@return what is wrong with the key that was found last, so that the one before it signs on; {@code null} while nothing is} */
    default @Nullable String problem() {
        return null;
    }

    /**
     * {@return since when the current key has been where it comes from, which is how old it is at least: when its file was written; {@code null}
     * where nobody knows}
     */
    default @Nullable Instant since() {
        return null;
    }

    /** {@return whether every user of the machine can read what holds the key; {@code false} where nobody knows} */
    default boolean exposed() {
        return false;
    }

    /**
     * Asks to be called whenever another key has become current. A source that cannot tell need not call.
     *
     * @param then what to call, on a thread of the source's own
     */
    default void onReplaced(Runnable then) {}

    /**
     * Asks to be called about every second, for what is better not done on a request's thread. A source without a thread of its own need not call.
     *
     * @param then what to call, on a thread of the source's own
     */
    default void onLook(Runnable then) {}

    /** Ends whatever looks for another key; the current one stays. */
    default void close() {}

    /**
     * {@return a source whose key never changes}
     *
     * @param key the key
     * @param <K> what signs
     */
    static <K extends SigningKey> KeySource<K> fixed(K key) {
        return () -> key;
    }
}
