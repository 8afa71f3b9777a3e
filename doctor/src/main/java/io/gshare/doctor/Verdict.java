package io.gshare.doctor;

/** What a check came to, from good to bad. */
public enum Verdict {
    /** As it should be. */
    OK,
    /** It could not be told; nothing is wrong as far as anybody knows. */
    UNKNOWN,
    /** It works, but not for everybody, not for long, or not as safely as it could. */
    WARNING,
    /** Frames do not show their dashboards, or show them to whom they should not. */
    FAILURE
}
