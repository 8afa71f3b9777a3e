package io.gshare.token;

import io.gshare.key.KeySource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys whose public half is published: the one that signs, the others of its source, and those that were replaced while tokens of theirs live.
 * Thread-safe.
 */
public final class PublishedKeys {

    /**
     * How long a key is published before it signs: Grafana knows no other keys than those that it has fetched until its {@code cache_ttl} is over, 5
     * minutes as {@code gshare keys public} writes it; a cache before it may keep them for as long, and other nodes notice minutes later.
     */
    public static final Duration ANNOUNCED = Duration.ofMinutes(15);

    /** How much later other nodes may notice another key, and how far clocks may differ. */
    private static final Duration LAG = Duration.ofMinutes(6);

    /** How many keys are known, however fast they change. */
    private static final int MOST_KEYS = 8;

    /** A key, and until when tokens of it may be about. */
    private record Replaced(TokenKey key, Instant until) {}

    private final KeySource<TokenKey> keys;
    private final Duration lag;
    private final InstantSource clock;
    /** From when on a key may sign, by its public half: of those that are published. */
    private final Map<String, Instant> signsFrom = new HashMap<>();

    private final List<Replaced> replaced = new ArrayList<>();
    private TokenKey found;
    private TokenKey signing;

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
        this.found = keys.current();
        this.signing = found;
        found.all().forEach(key -> signsFrom.put(key.publicJwk(), Instant.MIN));
        keys.onReplaced(this::current); // also a node that signs nothing meanwhile publishes both
    }

    /**
     * The key that signs now: the source's first, if it was there from the beginning, has no id to be looked up by, or was published for a quarter of an
     * hour; else the one before it.
     *
     * @return the same instance until there is another
     */
    @SuppressWarnings("ReferenceEquality") // the same instance, until there is another
    public synchronized TokenKey current() {
        TokenKey current = keys.current();
        Instant now = clock.instant();
        if (current != found) {
            signsFrom
                    .keySet()
                    .retainAll(published(now).keySet()); // of one that comes back later, Grafana knows no more
            found = current;
            Instant fetched = now.plus(ANNOUNCED);
            found.all().forEach(key -> signsFrom.putIfAbsent(key.publicJwk(), key.id() == null ? now : fetched));
        }
        if (found != signing && !now.isBefore(signsFrom.getOrDefault(found.publicJwk(), now))) {
            if (!found.publicJwk().equals(signing.publicJwk())) {
                String before = signing.publicJwk();
                replaced.removeIf(each -> each.key.publicJwk().equals(before));
                replaced.add(0, new Replaced(signing, now.plus(lag)));
            }
            signing = found;
        }
        return signing;
    }

    /**
     * The keys whose tokens may be about, or are about to be.
     *
     * @return the one that signs, the others of the source, and those before it, the latest first
     */
    public synchronized List<TokenKey> all() {
        current();
        return List.copyOf(published(clock.instant()).values());
    }

    private Map<String, TokenKey> published(Instant now) {
        replaced.removeIf(each -> !now.isBefore(each.until));
        if (replaced.size() >= MOST_KEYS) {
            replaced.subList(MOST_KEYS - 1, replaced.size()).clear();
        }
        Map<String, TokenKey> published = new LinkedHashMap<>();
        published.put(signing.publicJwk(), signing);
        found.all().forEach(key -> published.putIfAbsent(key.publicJwk(), key));
        replaced.forEach(each -> published.putIfAbsent(each.key.publicJwk(), each.key));
        return published;
    }
}
