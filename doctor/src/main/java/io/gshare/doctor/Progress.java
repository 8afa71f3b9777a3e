package io.gshare.doctor;

/** Follows an examination while it goes on. Called by the thread that examines. */
public interface Progress {

    /** Follows nothing. */
    Progress NONE = finding -> {};

    /**
     * Told that a check begins, which may take its time.
     *
     * @param check the check
     */
    default void checking(Check check) {}

    /**
     * Told what a check found.
     *
     * @param finding the finding
     */
    void found(Finding finding);
}
