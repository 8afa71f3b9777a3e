package io.gshare.link;

import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What refines a dashboard, beside its variables: the table that links, embeds, tags and templates read. A row is what a value must be, how a link
 * says it, and under which names Grafana knows it, the one to write first; links have them in this order.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists and functions never change
public enum Refinement {
    /** The readable part behind the uid, which Grafana ignores. */
    SLUG("must not be empty; leave it out", value -> value.isEmpty() ? null : value),
    /** The one panel that is shown, by its id. */
    PANEL("must be a panel's id, such as 6 or panel-6", Refinement::panel, "panelId", "viewPanel"),
    /** The start of the time range. */
    FROM(Refinement.TIME, Refinement::time, "from"),
    /** The end of the time range. */
    TO(Refinement.TIME, Refinement::time, "to"),
    /** The time zone of the time axis. */
    TIMEZONE("must be browser, utc or an IANA name such as Asia/Shanghai", Refinement::timezone, "timezone"),
    /** The colours. */
    THEME(List.of("light", "dark"), "theme"),
    /** Whether Grafana's own menus, time picker, variables and links are hidden. */
    KIOSK(List.of("true", "false"), "kiosk", "_dash.hideTimePicker", "_dash.hideVariables", "_dash.hideLinks"),
    /** How often the dashboard reloads its data. */
    REFRESH("must be 5s or longer, such as 30s, 1m or 1h", Refinement::refresh, "refresh");

    /** What begins the name of a variable, which stands beside these. */
    public static final String VARIABLE = "var-";

    private static final String TIME =
            "must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z";

    /** Its number, which all versions read, or what Grafana 11.3 and later write of a panel that a row or a variable repeats. */
    private static final Pattern PANEL_ID =
            Pattern.compile("(?:panel-)?([1-9][0-9]{0,9})|panel-[1-9][0-9]{0,9}(?:-clone-[0-9]{1,9})+");

    private static final Pattern MILLIS_OR_DATE_MATH =
            Pattern.compile("0|[1-9][0-9]{0,14}|now(?:[+-][0-9]{1,9}(?:ms|[smhdwMQy]|f[Qy])|/(?:[smhdwMQy]|f[Qy]))*");
    private static final List<DateTimeFormatter> ISO_8601 = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE);
    private static final int LONGEST_TIME = 64;

    private static final Pattern FIVE_SECONDS_OR_MORE =
            Pattern.compile("(?:[5-9]|[1-9][0-9]{1,8})s|[1-9][0-9]{0,8}[mhd]");

    private final String label = name().toLowerCase(Locale.ROOT);
    private final String rule;
    /** All values, where they can be listed. */
    private final List<String> words;
    /** A value as a link spells it; {@code null} for what is none. */
    private final Function<String, @Nullable String> read;

    private final List<String> parameters;

    Refinement(String rule, Function<String, @Nullable String> read, String... parameters) {
        this(rule, List.of(), read, parameters);
    }

    Refinement(List<String> words, String... parameters) {
        this("must be " + String.join(" or ", words), words, value -> words.contains(value) ? value : null, parameters);
    }

    Refinement(String rule, List<String> words, Function<String, @Nullable String> read, String... parameters) {
        this.rule = rule;
        this.words = words;
        this.read = read;
        this.parameters = List.of(parameters);
    }

    /**
     * {@return the refinement of a name; {@code null} if it is none's}
     *
     * @param label such as {@code from}
     */
    public static @Nullable Refinement of(String label) {
        for (Refinement each : values()) {
            if (each.label.equals(label)) {
                return each;
            }
        }
        return null;
    }

    /** {@return the name that attributes and settings have for it, in lower case} */
    public String label() {
        return label;
    }

    /** {@return the names of Grafana's parameters that say it; none where the path does} */
    public List<String> parameters() {
        return parameters;
    }

    /**
     * {@return a value as text: a {@link Date} or {@link Instant} as epoch milliseconds, a {@link ZoneId} by its IANA name where it has one}
     *
     * @param value any value
     * @throws IllegalArgumentException if it is an instant some 300 million years away
     */
    @SuppressWarnings("JavaUtilDate") // what rows of JDBC and pages of that age hold; java.sql.Date has no toInstant()
    public String text(Object value) {
        if (value instanceof ZoneId zone) {
            return zone(zone);
        }
        try {
            return value instanceof Date date
                    ? Long.toString(date.getTime())
                    : value instanceof Instant instant ? Long.toString(instant.toEpochMilli()) : value.toString();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(label + " was '" + value + "' but must be a time near ours", e);
        }
    }

    /**
     * {@return a value as links spell it}
     *
     * @param value text, or what {@link #text} makes it of
     * @throws IllegalArgumentException if it is not of its form
     */
    public String check(Object value) {
        String text = text(value);
        String checked = read.apply(text);
        if (checked == null) {
            throw Redaction.wrong(label, text, rule + Spelling.hint(text, words));
        }
        return checked;
    }

    /**
     * {@return the parameters with which a link says a value, encoded}
     *
     * @param checked a value that was checked
     */
    public List<String> query(String checked) {
        if (this == KIOSK) {
            // A bare "kiosk" is lost on reload; from Grafana 11.3 kiosk alone leaves the other three on the page.
            return checked.equals("true")
                    ? parameters.stream()
                            .map(name -> name + (name.equals("kiosk") ? "=1" : "=true"))
                            .toList()
                    : List.of();
        }
        return parameters.stream()
                .limit(1)
                .map(name -> name + "=" + PercentEncoding.encode(checked))
                .toList();
    }

    private static @Nullable String panel(String value) {
        Matcher matcher = PANEL_ID.matcher(value);
        return matcher.matches() ? Objects.requireNonNullElse(matcher.group(1), value) : null;
    }

    private static @Nullable String time(String value) {
        boolean isTime = value.length() <= LONGEST_TIME
                && (MILLIS_OR_DATE_MATH.matcher(value).matches()
                        || ISO_8601.stream().anyMatch(format -> isTime(format, value)));
        return isTime ? value : null;
    }

    private static boolean isTime(DateTimeFormatter format, String value) {
        try {
            format.parse(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static @Nullable String timezone(String value) {
        return value.equals("UTC") ? "utc" : TimeRange.isZone(value) ? value : null;
    }

    /** The name of a zone; an offset of whole hours has one of its own: {@code Etc/GMT-8} is eight hours east. */
    private static String zone(ZoneId zone) {
        try {
            if (!ZoneId.getAvailableZoneIds().contains(zone.getId())
                    && zone.normalized() instanceof ZoneOffset offset
                    && offset.getTotalSeconds() % 3600 == 0) {
                int hours = offset.getTotalSeconds() / 3600;
                return hours == 0 ? "utc" : "Etc/GMT" + (hours > 0 ? "-" : "+") + Math.abs(hours);
            }
        } catch (DateTimeException e) {
            // a zone whose rules are unknown here: refused as any other
        }
        return zone.getId();
    }

    private static @Nullable String refresh(String value) {
        return FIVE_SECONDS_OR_MORE.matcher(value).matches() ? value : null;
    }
}
