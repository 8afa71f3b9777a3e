package io.gshare.token;

import io.gshare.key.KeySource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The keys whose public half is published: the current one, and those that it replaced while tokens of theirs live. Thread-safe. */
public final class PublishedKeys {

    /** How much later other nodes may notice another key, and how far clocks may differ. */
    private static final Duration LAG = Duration.ofMinutes(6);

    /** How many keys are known, however fast they change. */
    private static final int MOST_KEYS = 8;

    /** A key, and until when tokens of it may be about. */
    private record Replaced(TokenKey key, Instant until) {}

    private final KeySource<TokenKey> keys;
    private final Duration lag;
    private final InstantSource clock;
    private TokenKey last;
    private final List<Replaced> replaced = new ArrayList<>();

    /**
     * The keys of a source.
     *
     * @param keys where the current key comes from
     * @param session how long tokens are good
     * @param clock tells when a key was replaced
     */
    public PublishedKeys(KeySource<TokenKey> keys, Duration session, InstantSource clock) {
        this.keys = keys;
        this.lag = session.plus(LAG);
        this.clock = clock;
        this.last = keys.current();
        keys.onReplaced(this::current); // also a node that signs nothing meanwhile publishes both
    }

    /**
     * The key that signs now.
     *
     * @return the same instance until there is another
     */
    @SuppressWarnings("ReferenceEquality") // the same instance, until there is another
    public synchronized TokenKey current() {
        TokenKey now = keys.current();
        if (now != last) {
            replaced.add(0, new Replaced(last, clock.instant().plus(lag)));
            last = now;
        }
        return now;
    }

    /**
     * The keys whose tokens may be about.
     *
     * @return the current one, and those before it, the latest first
     */
    public synchronized List<TokenKey> all() {
        List<TokenKey> all = new ArrayList<>(List.of(current()));
        Instant now = clock.instant();
        replaced.removeIf(each -> !now.isBefore(each.until));
        if (replaced.size() >= MOST_KEYS) {
            replaced.subList(MOST_KEYS - 1, replaced.size()).clear();
        }
        replaced.forEach(each -> all.add(each.key));
        return all;
    }
}
