package io.gshare.link;

import io.gshare.text.Redaction;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Grafana reads of time zones, and whether a range of times that it reads ends before it begins, whenever it is looked at. Of one that may
 * do either, such as {@code now/d} to {@code now-6h}, and of one whose ends cannot be compared before it is looked at, such as a date and
 * {@code now}, it says no. Stateless.
 */
public final class TimeRange {

    private static final int LONGEST_MILLIS = 15;
    private static final int DATE = 8; // digits without a separator
    private static final int MOST_DIGITS = 9;

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

    /** How long each of Grafana's units lasts, in milliseconds: of whole days an hour more or less, when the clocks change. */
    private record Unit(String name, double shortest, double longest) {

        private static final double HOUR = 3_600_000;

        static Unit ofDays(String name, int shortest, int longest) {
            return new Unit(name, (24 * shortest - 1) * HOUR, (24 * longest + 1) * HOUR);
        }

        static Unit of(String name, double milliseconds) {
            return new Unit(name, milliseconds, milliseconds);
        }
    }

    /** One whose name begins with another's stands before it. */
    private static final List<Unit> UNITS = List.of(
            Unit.of("ms", 1),
            Unit.of("s", 1000),
            Unit.of("m", 60_000),
            Unit.of("h", Unit.HOUR),
            Unit.ofDays("d", 1, 1),
            Unit.ofDays("w", 7, 7),
            Unit.ofDays("M", 28, 31),
            Unit.ofDays("Q", 89, 92), // from February on
            Unit.ofDays("fQ", 89, 92),
            Unit.ofDays("y", 365, 366),
            Unit.ofDays("fy", 365, 366));

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
        String from = Query.first(link, "from");
        String to = from == null ? null : Query.first(link, "to");
        if (from != null && to != null && isReversed(from, to)) {
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

    private static boolean isReversed(String from, String to) {
        Span end = span(to);
        Span start = end == null ? null : span(from);
        return start != null && end != null && start.isAfter(end);
    }

    private static @Nullable Span span(String time) {
        if (time.startsWith("now")) {
            return fromNow(time);
        }
        if (isEpochMillis(time)) {
            return new Span(Origin.UTC, Long.parseLong(time));
        }
        try {
            return new Span(Origin.UTC, OffsetDateTime.parse(time).toInstant().toEpochMilli());
        } catch (DateTimeException
                | ArithmeticException e) { // which years that no counting of milliseconds reaches make
            return local(time);
        }
    }

    private static boolean isEpochMillis(String time) {
        for (int i = 0; i < time.length(); i++) {
            if (!isDigit(time.charAt(i))) {
                return false;
            }
        }
        return !time.isEmpty() && time.length() <= LONGEST_MILLIS && time.length() != DATE;
    }

    private static @Nullable Span local(String time) {
        try {
            LocalDateTime local =
                    time.indexOf('T') < 0 ? LocalDate.parse(time).atStartOfDay() : LocalDateTime.parse(time);
            return new Span(Origin.LOCAL, local.toInstant(ZoneOffset.UTC).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** A step to the beginning of a unit leads up to a whole one back, or, at the end of a range, up to a whole one on. */
    private static @Nullable Span fromNow(String time) {
        double earliest = 0;
        double latest = 0;
        int at = "now".length();
        while (at < time.length()) {
            char step = time.charAt(at);
            int number = at + 1;
            at = number;
            while (at < time.length() && isDigit(time.charAt(at)) && at - number < MOST_DIGITS) {
                at++;
            }
            Unit unit = unit(time, at);
            if (unit == null) {
                return null;
            }
            double count = at == number ? 1 : Integer.parseInt(time, number, at, 10);
            at += unit.name.length();
            switch (step) {
                case '+' -> {
                    earliest += count * unit.shortest;
                    latest += count * unit.longest;
                }
                case '-' -> {
                    earliest -= count * unit.longest;
                    latest -= count * unit.shortest;
                }
                case '/' -> {
                    earliest -= count * unit.longest;
                    latest += count * unit.longest;
                }
                default -> {
                    return null;
                }
            }
        }
        return new Span(Origin.NOW, earliest, latest);
    }

    private static @Nullable Unit unit(String time, int at) {
        for (Unit unit : UNITS) {
            if (time.startsWith(unit.name, at)) {
                return unit;
            }
        }
        return null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
