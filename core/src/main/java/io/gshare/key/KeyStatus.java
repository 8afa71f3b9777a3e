package io.gshare.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a workspace's key; nothing of any secret.
 *
 * @param name the key's name in Grafana; {@code null} for a key without one
 * @param orgId the id of its org, from 1; 0 for a key of JWT links, which belongs to none
 * @param since since when it has been where it comes from, which is how old it is at least; {@code null} where nobody knows
 * @param exposed whether every user of the machine can read the file that holds it
 * @param problem why the key that was found last is none, so that this one signs on; {@code null} while nothing is wrong
 */
public record KeyStatus(
        @Nullable String name,
        long orgId,
        @Nullable Instant since,
        boolean exposed,
        @Nullable String problem) {}
