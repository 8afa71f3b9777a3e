package io.gshare.key;

/** A key that signs links, by whichever link version. Immutable; its {@code toString} shows nothing of any secret. */
public interface SigningKey {

    /**
     * What people call it.
     *
     * @return such as {@code the key 'portal' of org 1}, for messages
     */
    String described();

    /**
     * When it signs that has come in the place of another key.
     *
     * @return such as {@code from now on}, for messages
     */
    default String signsFrom() {
        return "from now on";
    }

    /**
     * Refuses to come in the place of another key.
     *
     * @param before the key that signed until now
     * @throws IllegalArgumentException if it cannot; the message says why, and what to do
     */
    default void requireSuccessorOf(SigningKey before) {}
}
