package io.gshare.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that leaps when a test says so, so that no test sleeps until a link has expired. Thread-safe. */
public final class TestClock implements InstantSource {

    private final InstantSource source;
    private volatile Duration ahead = Duration.ZERO;

    private TestClock(InstantSource source) {
        this.source = source;
    }

    /** {@return a clock that goes on by itself, and starts at the machine's time} */
    public static TestClock running() {
        return new TestClock(InstantSource.system());
    }

    /**
     * {@return a clock that stands still}
     *
     * @param at the time that it shows
     */
    public static TestClock standing(Instant at) {
        return new TestClock(InstantSource.fixed(at));
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead);
    }

    /**
     * Leaps.
     *
     * @param by how far; back, if it is negative
     */
    public synchronized void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Takes all leaps back. */
    public synchronized void reset() {
        ahead = Duration.ZERO;
    }

    /** The time that it shows. */
    @Override
    public String toString() {
        return instant().toString();
    }
}
