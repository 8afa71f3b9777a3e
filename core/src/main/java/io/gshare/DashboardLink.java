package io.gshare;

import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.TimeRange;
import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the link of a dashboard, or of one panel of it, in the spelling that every Grafana from 9.0 on understands.
 *
 * <p>{@code gshare.dashboard("TZWea").slug("test").panel(2).from("now-6h").variable("host", "a", "b").sign()}
 *
 * <p>Each value is checked when it is given and percent-encoded when it is written; the key's own {@code orgId} is always
 * written. What Grafana reads besides ({@code editPanel}, {@code __feature.*}, …) cannot be set here. Mutable, so not
 * thread-safe; {@code toString} is the link without a signature.
 */
public final class DashboardLink {

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    /** Its number, which all versions read, or what Grafana 11.3 and later write of a panel that a row or a variable repeats. */
    private static final Pattern PANEL =
            Pattern.compile("(?:panel-)?([1-9][0-9]{0,9})|panel-[1-9][0-9]{0,9}(?:-clone-[0-9]{1,9})+");

    private static final Pattern DATE_MATH =
            Pattern.compile("now(?:[+-][0-9]{1,9}(?:ms|[smhdwMQy]|f[Qy])|/(?:[smhdwMQy]|f[Qy]))*");
    private static final Pattern EPOCH_MILLIS = Pattern.compile("0|[1-9][0-9]{0,14}");
    private static final List<DateTimeFormatter> ISO_8601 = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ISO_LOCAL_DATE);
    private static final int LONGEST_TIME = 64;
    private static final Pattern REFRESH = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
    private static final Set<String> THEMES = Set.of("light", "dark");

    /** What signs for the dashboard's workspace; {@code null} where nothing is known of it. */
    private final @Nullable LinkSigner workspace;

    private final UnaryOperator<String> signer;
    private final String uid;
    private @Nullable String slug;
    private @Nullable String panel;
    private @Nullable String from;
    private @Nullable String to;
    private @Nullable String timezone;
    private @Nullable String theme;
    private boolean kiosk;
    private @Nullable String refresh;
    private final List<String> variables = new ArrayList<>();

    DashboardLink(@Nullable LinkSigner workspace, UnaryOperator<String> signer, String uid) {
        this.workspace = workspace;
        this.signer = signer;
        this.uid = require(
                UID.matcher(uid).matches(),
                "dashboard",
                uid,
                "must be a dashboard's uid: 1 to 40 letters,"
                        + " digits, - and _; it stands behind /d/ in the dashboard's address"
                        + (uid.indexOf('/') < 0 ? "" : ", which goes into link as a whole"));
    }

    /**
     * The readable part behind the uid, which Grafana ignores.
     *
     * @param slug any text that is not empty
     * @return this
     * @throws IllegalArgumentException if it is empty
     */
    public DashboardLink slug(String slug) {
        this.slug = require(!slug.isEmpty(), "slug", slug, "must not be empty; leave it out");
        return this;
    }

    /**
     * Shows one panel alone.
     *
     * @param panel the panel's id, from 1
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public DashboardLink panel(int panel) {
        return panel(Integer.toString(panel));
    }

    /**
     * Shows one panel alone.
     *
     * @param panel the panel's id, as {@code 6}, or {@code panel-6} or {@code panel-6-clone-1} as Grafana 11.3 and later write it
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public DashboardLink panel(String panel) {
        Matcher matcher = PANEL.matcher(panel);
        require(matcher.matches(), "panel", panel, "must be a panel's id, such as 6 or panel-6");
        this.panel = Objects.requireNonNullElse(matcher.group(1), panel);
        return this;
    }

    /**
     * The start of the time range.
     *
     * @param from epoch milliseconds, {@code now-6h} and the like, or ISO 8601
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public DashboardLink from(String from) {
        this.from = requireTime("from", from);
        return this;
    }

    /**
     * The start of the time range.
     *
     * @param from from 1970 on, written as epoch milliseconds
     * @return this
     * @throws IllegalArgumentException if it is earlier, or some 30 000 years later
     */
    public DashboardLink from(Instant from) {
        return from(millis("from", from));
    }

    /**
     * The end of the time range.
     *
     * @param to epoch milliseconds, {@code now} and the like, or ISO 8601
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public DashboardLink to(String to) {
        this.to = requireTime("to", to);
        return this;
    }

    /**
     * The end of the time range.
     *
     * @param to from 1970 on, written as epoch milliseconds
     * @return this
     * @throws IllegalArgumentException if it is earlier, or some 30 000 years later
     */
    public DashboardLink to(Instant to) {
        return to(millis("to", to));
    }

    /**
     * The time zone of the time axis; Grafana reads it on single panels from 9.3, on dashboards from 11.
     *
     * @param timezone {@code browser}, {@code utc} or an IANA name such as {@code Asia/Shanghai}
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public DashboardLink timezone(String timezone) {
        String name = timezone.equals("UTC") ? "utc" : timezone;
        require(
                TimeRange.isZone(name),
                "timezone",
                timezone,
                "must be browser, utc or an IANA name such as Asia/Shanghai");
        this.timezone = name;
        return this;
    }

    /**
     * The time zone of the time axis.
     *
     * @param timezone UTC, a region, or an offset of whole hours, which has an IANA name of its own ({@code Etc/GMT-8} is eight
     *     hours east)
     * @return this
     * @throws IllegalArgumentException if it is an offset that no IANA name stands for
     */
    public DashboardLink timezone(ZoneId timezone) {
        if (ZoneId.getAvailableZoneIds().contains(timezone.getId())) {
            return timezone(timezone.getId());
        }
        try {
            if (timezone.normalized() instanceof ZoneOffset offset && offset.getTotalSeconds() % 3600 == 0) {
                int hours = offset.getTotalSeconds() / 3600;
                return timezone(hours == 0 ? "utc" : "Etc/GMT" + (hours > 0 ? "-" : "+") + Math.abs(hours));
            }
        } catch (DateTimeException e) {
            // a zone whose rules are unknown here: refused below, as any other
        }
        return timezone(timezone.getId());
    }

    /**
     * The colours.
     *
     * @param theme {@code light} or {@code dark}
     * @return this
     * @throws IllegalArgumentException if it is neither
     */
    public DashboardLink theme(String theme) {
        this.theme =
                require(THEMES.contains(theme), "theme", theme, "must be light or dark" + Spelling.hint(theme, THEMES));
        return this;
    }

    /**
     * Whether Grafana's own menus, time picker, variables and links are hidden. Without effect on a single panel, which has
     * none.
     *
     * @param kiosk {@code true} hides them
     * @return this
     */
    public DashboardLink kiosk(boolean kiosk) {
        this.kiosk = kiosk;
        return this;
    }

    /**
     * How often the dashboard reloads its data.
     *
     * @param refresh a number and {@code s}, {@code m}, {@code h} or {@code d}; at least {@code 5s}
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public DashboardLink refresh(String refresh) {
        Matcher matcher = REFRESH.matcher(refresh);
        boolean ok = matcher.matches() && (!matcher.group(2).equals("s") || Integer.parseInt(matcher.group(1)) >= 5);
        this.refresh = require(ok, "refresh", refresh, "must be 5s or longer, such as 30s, 1m or 1h");
        return this;
    }

    /**
     * Sets a variable of the dashboard; called again for the same name, it adds values.
     *
     * @param name the variable's name, without {@code var-}
     * @param values its values, any text
     * @return this
     * @throws IllegalArgumentException if the name is empty, or begins with {@code var-}, as none in Grafana does
     */
    public DashboardLink variable(String name, String... values) {
        require(
                !name.isEmpty(),
                "variable",
                name,
                "must have a name; give the name of one of the dashboard's variables");
        require(
                !name.startsWith("var-"),
                "variable",
                name,
                "must be the variable's name in Grafana, without var-; give "
                        + Redaction.quote(name.replaceFirst("^(?:var-)+", "")));
        for (String value : values) {
            variables.add("var-" + PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value));
        }
        return this;
    }

    /**
     * Signs the link.
     *
     * @return the signed, absolute link
     * @throws IllegalArgumentException if the time range ends before it begins, whenever it is looked at
     * @throws LinkRefusedException if the link is longer than 8192 characters, or its slug has an empty segment or a dot segment
     */
    public String sign() {
        TimeRange.require(from, to);
        return signer.apply(relative());
    }

    /**
     * The link that {@link #sign()} signs, absolute: for who has it signed.
     *
     * @return a link that asks for a login
     * @throws IllegalArgumentException if the time range ends before it begins, whenever it is looked at
     */
    public String unsigned() {
        TimeRange.require(from, to);
        return toString();
    }

    private String relative() {
        Long orgId = workspace == null ? null : workspace.orgId();
        String path =
                (panel == null ? "/d/" : "/d-solo/") + uid + (slug == null ? "" : "/" + PercentEncoding.encode(slug));
        return Stream.concat(Stream.ofNullable(orgId).map(org -> "orgId=" + org), parameters().stream())
                .collect(Collectors.joining("&", path + "?", ""));
    }

    /** What refines the dashboard, as a query spells it. */
    List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        add(parameters, "panelId", panel);
        add(parameters, "from", from);
        add(parameters, "to", to);
        add(parameters, "timezone", timezone);
        add(parameters, "theme", theme);
        if (kiosk && panel == null) {
            // A bare "kiosk" is lost on reload; from Grafana 11.3 kiosk alone leaves the other three on the page.
            parameters.add("kiosk=1");
            parameters.add("_dash.hideTimePicker=true");
            parameters.add("_dash.hideVariables=true");
            parameters.add("_dash.hideLinks=true");
        }
        add(parameters, "refresh", refresh);
        parameters.addAll(variables);
        return parameters;
    }

    private static void add(List<String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.add(name + "=" + PercentEncoding.encode(value));
        }
    }

    private static String requireTime(String name, String value) {
        boolean ok = value.length() <= LONGEST_TIME
                && (EPOCH_MILLIS.matcher(value).matches()
                        || DATE_MATH.matcher(value).matches()
                        || ISO_8601.stream().anyMatch(format -> isTime(format, value)));
        return require(
                ok, name, value, "must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z");
    }

    private static boolean isTime(DateTimeFormatter format, String value) {
        try {
            format.parse(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String millis(String name, Instant time) {
        try {
            return Long.toString(time.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " was '" + time + "' but must be a time near ours", e);
        }
    }

    private static String require(boolean ok, String name, String value, String rule) {
        if (!ok) {
            throw new IllegalArgumentException(name + " was " + Redaction.quote(value) + " but " + rule);
        }
        return value;
    }

    /** The link without a signature, absolute, whether it would be signed or not. */
    @Override
    public String toString() {
        return (workspace == null ? "" : workspace.workspace().url()) + relative();
    }
}
