package io.gshare;

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
     * A source whose key never changes.
     *
     * @param key the key
     * @return the source
     */
    static KeySource fixed(ShareKey key) {
        return () -> key;
    }
}
