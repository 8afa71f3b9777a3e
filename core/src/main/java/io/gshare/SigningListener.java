package io.gshare;

import io.gshare.link.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * Hears of each link that is made, and of each that is refused: to count them.
 *
 * <p>Given by {@link GShare#heardBy}. Called on the thread that signs, so it answers at once; what it throws is an error of whoever signs.
 * Thread-safe.
 */
@FunctionalInterface
public interface SigningListener {

    /**
     * Told of a link.
     *
     * @param event what became of it
     */
    void onLink(Event event);

    /**
     * Told that a piece of a page has been searched for links, with {@code gshare.rewrite=true}. Without an effect unless it is overridden.
     *
     * @param length how long it is: in bytes, or in characters where the application writes through a writer
     */
    default void onRewritten(int length) {}

    /**
     * What became of a link; nothing of the link itself.
     *
     * @param surface who asked for it
     * @param workspace the name of its workspace; {@code null} for a link that is refused
     * @param refusal why it is refused; {@code null} for one that was made: signed, or sealed to be signed at load
     */
    record Event(
            Surface surface,
            @Nullable String workspace,
            @Nullable RefusalReason refusal) {}
}
