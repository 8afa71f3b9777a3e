package io.gshare.key;

import io.gshare.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Hears of keys that are replaced while they are in use, and of replacements that are none: for an alarm, or a metric.
 *
 * <p>Called on the thread that looks for keys, one event at a time. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface KeyListener {

    /** Hears nothing. The log {@code io.gshare} says the same things anyway. */
    KeyListener NONE = event -> {};

    /**
     * Told of what was found.
     *
     * @param event what was found
     */
    void onKey(Event event);

    /**
     * What was found; nothing of any secret.
     *
     * @param source the workspace's name, or what the source was called
     * @param key what signs now, or soon
     * @param problem why the key that was found is none, so that the last good one signs on; {@code null} for a good one
     */
    record Event(String source, SigningKey key, @Nullable String problem) {

        @Override
        public String toString() {
            String signs = Redaction.quote(source) + " signs with " + key.described();
            return problem == null
                    ? signs + " " + key.signsFrom()
                    : signs + " as before, because what was found is no key: " + problem;
        }
    }
}
