package io.gshare.doctor;

import io.gshare.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * What a check found, on a line each. Nothing of a secret, a signature or a cookie's value, also where the workspace repeats them.
 *
 * @param check the check
 * @param verdict what it came to
 * @param evidence what was seen
 * @param remedy what to do, with the name of the setting to change; {@code null} where nothing is to be done
 */
public record Finding(
        Check check,
        Verdict verdict,
        String evidence,
        @Nullable String remedy) {

    /**
     * Hides what the workspace's answers may bring into it.
     *
     * @param check as above
     * @param verdict as above
     * @param evidence as above
     * @param remedy as above
     */
    public Finding {
        evidence = Redaction.line(evidence);
        remedy = remedy == null ? null : Redaction.line(remedy);
    }
}
