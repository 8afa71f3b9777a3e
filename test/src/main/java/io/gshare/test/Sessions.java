package io.gshare.test;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The open sessions, in memory: a random id each, gone when its time is over. Thread-safe. */
final class Sessions {

    private static final int MOST = 10_000;

    private final Map<String, Instant> ends = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Opens a session, at the expense of the oldest where there are too many. */
    synchronized String open(Duration length) {
        Instant now = clock.instant();
        ends.values().removeIf(end -> !now.isBefore(end));
        if (ends.size() >= MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        byte[] id = new byte[16];
        random.nextBytes(id);
        String hex = HexFormat.of().formatHex(id);
        ends.put(hex, now.plus(length));
        return hex;
    }

    synchronized boolean isOpen(String id) {
        Instant end = ends.get(id);
        return end != null && clock.instant().isBefore(end);
    }

    /** Ends all. */
    synchronized void end() {
        ends.clear();
    }
}
