package io.gshare.cli;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The times that Grafana reads in {@code from} and {@code to}: epoch milliseconds, ISO 8601, and {@code now} with date math. Stateless. */
final class GrafanaTime {

    private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]{1,7}|[0-9]{9,15}"); // eight are a date
    private static final Pattern DATE_MATH =
            Pattern.compile("now((?:[+-][0-9]{0,9}(?:ms|[smhdwMQy]|f[Qy])|/(?:[smhdwMQy]|f[Qy]))*)");
    private static final Pattern STEP = Pattern.compile("([+/-])([0-9]*)(ms|[smhdwMQy]|f[Qy])");
    private static final List<BiFunction<String, ZoneId, Instant>> FORMATS = List.of(
            (text, zone) -> OffsetDateTime.parse(text).toInstant(),
            (text, zone) -> LocalDateTime.parse(text).atZone(zone).toInstant(),
            (text, zone) ->
                    LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant(),
            (text, zone) -> LocalDate.parse(text).atStartOfDay(zone).toInstant(),
            (text, zone) -> LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                    .atStartOfDay(zone)
                    .toInstant(),
            (text, zone) -> LocalDateTime.parse(text, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"))
                    .atZone(zone)
                    .toInstant());

    private GrafanaTime() {}

    /** Whether it is a number of milliseconds, which nobody reads at a glance. */
    static boolean isEpochMillis(String text) {
        return EPOCH_MILLIS.matcher(text).matches();
    }

    /** The time that a text stands for, rounded up at the end of a range; {@code null} where Grafana would not read it. */
    static @Nullable Instant parse(String text, ZonedDateTime now, boolean end) {
        Matcher math = DATE_MATH.matcher(text);
        try {
            if (isEpochMillis(text)) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            if (math.matches()) {
                return calculate(math.group(1), now, end).toInstant();
            }
        } catch (DateTimeException | ArithmeticException e) {
            return null; // beyond what there is
        }
        for (BiFunction<String, ZoneId, Instant> format : FORMATS) {
            try {
                return format.apply(text, now.getZone());
            } catch (DateTimeException e) {
                // another one, then
            }
        }
        return null;
    }

    private static ZonedDateTime calculate(String steps, ZonedDateTime now, boolean end) {
        ZonedDateTime time = now;
        Matcher step = STEP.matcher(steps);
        while (step.find()) {
            String unit = step.group(3);
            long number = step.group(2).isEmpty() ? 1 : Long.parseLong(step.group(2));
            time = switch (step.group(1)) {
                case "+" -> plus(time, number, unit);
                case "-" -> plus(time, -number, unit);
                default -> end ? plus(floor(time, unit), 1, unit).minus(1, ChronoUnit.MILLIS) : floor(time, unit);
            };
        }
        return time;
    }

    private static ZonedDateTime plus(ZonedDateTime time, long number, String unit) {
        return switch (unit) {
            case "ms" -> time.plus(number, ChronoUnit.MILLIS);
            case "s" -> time.plusSeconds(number);
            case "m" -> time.plusMinutes(number);
            case "h" -> time.plusHours(number);
            case "d" -> time.plusDays(number);
            case "w" -> time.plusWeeks(number);
            case "M" -> time.plusMonths(number);
            case "Q", "fQ" -> time.plusMonths(Math.multiplyExact(3, number));
            default -> time.plusYears(number);
        };
    }

    /** A fiscal year counts as the calendar's: where it begins, only the dashboard says. */
    private static ZonedDateTime floor(ZonedDateTime time, String unit) {
        ZonedDateTime day = time.truncatedTo(ChronoUnit.DAYS);
        return switch (unit) {
            case "s" -> time.truncatedTo(ChronoUnit.SECONDS);
            case "m" -> time.truncatedTo(ChronoUnit.MINUTES);
            case "h" -> time.truncatedTo(ChronoUnit.HOURS);
            case "d" -> day;
            case "w" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "M" -> day.withDayOfMonth(1);
            case "Q", "fQ" -> day.withDayOfMonth(1).minus(Period.ofMonths((day.getMonthValue() - 1) % 3));
            default -> day.withDayOfYear(1);
        };
    }
}
