package io.gshare.link;

import io.gshare.text.Redaction;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Grafana reads of time zones, and whether a range of times that it reads ends before it begins, whenever it is looked at. Of one that may
 * do either, such as {@code now/d} to {@code now-6h}, and of one whose ends cannot be compared before it is looked at, such as a date and
 * {@code now}, it says no. Stateless.
 */
public final class TimeRange {

    private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]{1,7}|[0-9]{9,15}"); // eight are a date
    private static final Pattern STEP = Pattern.compile("([+/-])([0-9]{0,9})(ms|[smhdwMQy]|f[Qy])");
    private static final double DAY = 86_400_000;

    /** What Grafana knows and Java's list of zones leaves out, some of it up to Java 23. */
    private static final Set<String> ZONES = Set.of("browser", "utc", "EST", "HST", "MST", "ROC");

    /** What a time is counted from. */
    private enum Origin {
        NOW,
        /** The epoch's beginning. */
        UTC,
        /** The same, by the clocks of the dashboard's own time zone. */
        LOCAL
    }

    /** Between which milliseconds a time lies. */
    private record Span(Origin origin, double earliest, double latest) {

        Span(Origin origin, double time) {
            this(origin, time, time);
        }

        boolean isAfter(Span other) {
            return origin == other.origin && earliest > other.latest;
        }
    }

    private TimeRange() {}

    /**
     * Whether a time zone is one of Grafana's.
     *
     * @param name {@code browser}, {@code utc} or a name of IANA's
     * @return whether it is
     */
    public static boolean isZone(String name) {
        return ZONES.contains(name) || ZoneId.getAvailableZoneIds().contains(name);
    }

    /**
     * Refuses the range of a link if it ends before it begins.
     *
     * @param link any link
     * @return the link
     * @throws IllegalArgumentException if it does, whenever it is looked at
     */
    public static String requireOf(String link) {
        if (isReversed(Query.first(link, "from"), Query.first(link, "to"))) {
            throw Redaction.wrong("link", link, "its from must not be after its to; exchange them");
        }
        return link;
    }

    /**
     * Refuses a range that ends before it begins; where one end is not given, it is the dashboard's own.
     *
     * @param from its start, decoded
     * @param to its end, decoded
     * @throws IllegalArgumentException if it ends before it begins, whenever it is looked at
     */
    public static void require(@Nullable String from, @Nullable String to) {
        if (from != null && to != null && isReversed(from, to)) {
            throw Redaction.wrong(
                    "from", from, "must not be after to, which was " + Redaction.quote(to) + "; exchange them");
        }
    }

    private static boolean isReversed(@Nullable String from, @Nullable String to) {
        Span start = from == null ? null : span(from);
        Span end = to == null ? null : span(to);
        return start != null && end != null && start.isAfter(end);
    }

    private static @Nullable Span span(String time) {
        if (time.startsWith("now")) {
            return fromNow(time);
        }
        if (EPOCH_MILLIS.matcher(time).matches()) {
            return new Span(Origin.UTC, Long.parseLong(time));
        }
        try {
            return new Span(Origin.UTC, OffsetDateTime.parse(time).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return local(time);
        }
    }

    private static @Nullable Span local(String time) {
        try {
            LocalDateTime local =
                    time.indexOf('T') < 0 ? LocalDate.parse(time).atStartOfDay() : LocalDateTime.parse(time);
            return new Span(Origin.LOCAL, local.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A step to the beginning of a unit leads up to a whole one back, or, at the end of a range, up to a whole one on. */
    private static @Nullable Span fromNow(String time) {
        double earliest = 0;
        double latest = 0;
        int at = "now".length();
        Matcher step = STEP.matcher(time);
        while (step.region(at, time.length()).lookingAt()) {
            at = step.end();
            double number = step.group(2).isEmpty() ? 1 : Double.parseDouble(step.group(2));
            double shortest = number * shortest(step.group(3));
            double longest = number * longest(step.group(3));
            switch (step.group(1)) {
                case "+" -> {
                    earliest += shortest;
                    latest += longest;
                }
                case "-" -> {
                    earliest -= longest;
                    latest -= shortest;
                }
                default -> {
                    earliest -= longest;
                    latest += longest;
                }
            }
        }
        return at == time.length() ? new Span(Origin.NOW, earliest, latest) : null;
    }

    private static double shortest(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> DAY / 24;
            case "d" -> DAY - DAY / 24; // when the clocks change
            case "w" -> 7 * DAY - DAY / 24;
            case "M" -> 28 * DAY - DAY / 24;
            case "Q", "fQ" -> 89 * DAY - DAY / 24; // from February on
            default -> 365 * DAY - DAY / 24;
        };
    }

    private static double longest(String unit) {
        return switch (unit) {
            case "ms", "s", "m", "h" -> shortest(unit);
            case "d" -> DAY + DAY / 24;
            case "w" -> 7 * DAY + DAY / 24;
            case "M" -> 31 * DAY + DAY / 24;
            case "Q", "fQ" -> 92 * DAY + DAY / 24;
            default -> 366 * DAY + DAY / 24;
        };
    }
}
