package io.gshare.ticket;

import io.gshare.text.Redaction;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How links are signed when their frames load. Immutable and thread-safe.
 *
 * @param path where the web application answers frames, below its context path: begins with {@code /}
 * @param expiry how long a ticket is good for, from 1 minute to 365 days
 * @param renewal how long a live frame renews itself, and its ticket can be exchanged for a later one, from when its page was made, up to
 *     3650 days
 * @param bindSession whether a ticket is good in the visitor's own HTTP session alone, where the page had one
 * @param origins the origins of other sites that may frame the application's dashboards, such as {@code https://portal.example.com}
 */
public record Minting(String path, Duration expiry, Duration renewal, boolean bindSession, Set<String> origins) {

    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");
    private static final Pattern ORIGIN =
            Pattern.compile("https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+])(?::[1-9][0-9]{0,4})?");
    private static final Pattern DEFAULT_PORT = Pattern.compile("https:.*:443|http:.*:80");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Duration LONGEST_RENEWAL = Duration.ofDays(3650);

    /**
     * At {@code /gshare}, tickets good for 12 hours in the visitor's session, live ones exchanged for 30 days, framed by the site's own
     * pages alone.
     */
    public static final Minting DEFAULT =
            new Minting("/gshare", Duration.ofHours(12), Duration.ofDays(30), true, Set.of());

    /**
     * Checks the values.
     *
     * @param path as above
     * @param expiry as above
     * @param renewal as above
     * @param bindSession as above
     * @param origins as above
     * @throws IllegalArgumentException if one is not as said
     */
    public Minting {
        origins = Set.copyOf(origins);
        Redaction.require(
                PATH.matcher(path).matches(),
                "path",
                path,
                "must begin with / and have letters, digits, -, _, . and ~ between slashes, such as /gshare");
        Redaction.require(
                expiry.compareTo(SHORTEST) >= 0 && expiry.compareTo(LONGEST) <= 0,
                "mint.expiry",
                expiry.toString(),
                "must be from 1m to 365d");
        Redaction.require(
                !renewal.isNegative() && renewal.compareTo(LONGEST_RENEWAL) <= 0,
                "mint.renewal",
                renewal.toString(),
                "must be from 0s to 3650d");
        for (String origin : origins) {
            Redaction.require(
                    ORIGIN.matcher(origin).matches()
                            && !DEFAULT_PORT.matcher(origin).matches(),
                    "mint.origins",
                    origin,
                    "must be an origin as browsers write it, such as https://portal.example.com, in lower case, without a path"
                            + " or a default port");
        }
    }
}
