package io.gshare.link;

/**
 * A link was refused, with one reason out of a fixed list.
 *
 * <p>The message says what was given, the rule, and what to do; it contains no secret, no derived key and no signature.
 */
public final class LinkRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The reason. */
    private final RefusalReason reason;

    /**
     * A refusal.
     *
     * @param reason why
     * @param message what was given, redacted, the rule, and what to do
     */
    public LinkRefusedException(RefusalReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return why the link was refused} */
    public RefusalReason reason() {
        return reason;
    }
}
