package io.gshare.token;

import io.gshare.key.KeySource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys whose public half is published: the one that signs, the next one before it does, and those that were replaced while tokens of theirs live. Thread-safe. */
public final class PublishedKeys {

    /**
     * How long a key is published before it signs: Grafana knows no other keys than those that it has fetched until its {@code cache_ttl} is over, 5
     * minutes as {@code gshare keys public} writes it; a cache before it may keep them for as long, and other nodes notice minutes later.
     */
    static final Duration ANNOUNCED = Duration.ofMinutes(15);

    /** How much later other nodes may notice another key, and how far clocks may differ. */
    private static final Duration LAG = Duration.ofMinutes(6);

    /** How many keys are known, however fast they change. */
    private static final int MOST_KEYS = 8;

    /** A key, and until when tokens of it may be about. */
    private record Replaced(TokenKey key, Instant until) {}

    /** A key that is to sign from a time on. */
    private record Announced(TokenKey key, Instant from) {}

    private final KeySource<TokenKey> keys;
    private final Duration lag;
    private final InstantSource clock;
    private TokenKey signing;
    private @Nullable Announced next;
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
        this.signing = keys.current();
        keys.onReplaced(this::current); // also a node that signs nothing meanwhile publishes both
    }

    /**
     * The key that signs now: the source's, if it is its first, has no id to be looked up by, or was published for a quarter of an hour.
     *
     * @return the same instance until there is another
     */
    @SuppressWarnings("ReferenceEquality") // the same instance, until there is another
    public synchronized TokenKey current() {
        TokenKey found = keys.current();
        Instant now = clock.instant();
        if (found == signing) {
            next = null;
            return signing;
        }
        Announced announced = next;
        if (announced == null || announced.key != found) {
            announced = new Announced(found, found.id() == null ? now : now.plus(ANNOUNCED));
            next = announced;
        }
        if (!now.isBefore(announced.from)) {
            replaced.add(0, new Replaced(signing, now.plus(lag)));
            signing = found;
            next = null;
        }
        return signing;
    }

    /**
     * The keys whose tokens may be about, or are about to be.
     *
     * @return the one that signs, the next one, and those before it, the latest first
     */
    public synchronized List<TokenKey> all() {
        List<TokenKey> all = new ArrayList<>(List.of(current()));
        if (next != null) {
            all.add(next.key);
        }
        Instant now = clock.instant();
        replaced.removeIf(each -> !now.isBefore(each.until));
        if (replaced.size() >= MOST_KEYS) {
            replaced.subList(MOST_KEYS - 1, replaced.size()).clear();
        }
        replaced.forEach(each -> all.add(each.key));
        return all;
    }
}
