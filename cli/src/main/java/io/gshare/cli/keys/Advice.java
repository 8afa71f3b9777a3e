package io.gshare.cli.keys;

import io.gshare.text.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's advice on the keys of an org: Viewer alone, a new one every three months, fewer than 100, expired ones deleted.
 *
 * @param signing the name of the key that signs; {@code null} where that is not known here
 * @param except names of keys and of service accounts that are none of gshare's
 */
record Advice(List<GrafanaKey> keys, @Nullable String signing, Instant now, Set<String> except) {

    static final Duration OLD = Duration.ofDays(90);
    /** Grafana's own page shows no more. */
    private static final int MOST = 100;

    private static final int MANY = 90;

    boolean signs(GrafanaKey key) {
        return key.name().equals(signing);
    }

    /** What is against it of a key. */
    List<String> against(GrafanaKey key) {
        List<String> against = new ArrayList<>();
        boolean isExcepted = except.contains(key.name())
                || (key.account() != null && except.contains(key.account().name()));
        if (!key.isViewer() && !isExcepted) {
            against.add("not a Viewer");
        }
        if (isOld(key) && !key.expired() && !isExcepted) {
            against.add("older than " + OLD.toDays() + " days");
        }
        if (key.expired()) {
            against.add("expired and still there");
        }
        return against;
    }

    boolean isOld(GrafanaKey key) {
        return key.created() != null && key.created().plus(OLD).isBefore(now);
    }

    /** What is against it of all of them together. */
    List<String> against() {
        List<String> against = new ArrayList<>();
        if (isMany()) {
            against.add(keys.size() + " keys, and Grafana's page shows " + MOST
                    + "; gshare keys prune deletes the expired ones");
        }
        if (signing != null && keys.stream().noneMatch(this::signs)) {
            against.add(Redaction.quote(signing) + " signs, and Grafana has no such key; put one that it has into its"
                    + " file, by gshare keys rotate");
        }
        return against;
    }

    boolean isMany() {
        return keys.size() > MANY;
    }

    boolean isFollowed() {
        return against().isEmpty() && keys.stream().allMatch(key -> against(key).isEmpty());
    }
}
