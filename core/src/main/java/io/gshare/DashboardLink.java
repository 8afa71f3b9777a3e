package io.gshare;

import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.Refinement;
import io.gshare.link.TimeRange;
import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
    /** What signs for the dashboard's workspace; {@code null} where nothing is known of it. */
    private final @Nullable LinkSigner workspace;

    private final UnaryOperator<String> signer;
    private final String uid;
    private final Map<Refinement, String> refinements = new EnumMap<>(Refinement.class);
    private final List<String> variables = new ArrayList<>();

    DashboardLink(@Nullable LinkSigner workspace, UnaryOperator<String> signer, String uid) {
        this.workspace = workspace;
        this.signer = signer;
        this.uid = Redaction.require(
                UID.matcher(uid).matches(),
                "dashboard",
                uid,
                "must be a dashboard's uid: 1 to 40 letters,"
                        + " digits, - and _; it stands behind /d/ in the dashboard's address"
                        + (uid.indexOf('/') < 0 ? "" : ", which goes into link as a whole"));
    }

    /**
     * {@return this, with the readable part behind the uid, which Grafana ignores}
     *
     * @param slug any text that is not empty
     * @throws IllegalArgumentException if it is empty
     */
    public DashboardLink slug(String slug) {
        return refine(Refinement.SLUG, slug);
    }

    /**
     * {@return this, showing one panel alone}
     *
     * @param panel the panel's id, from 1
     * @throws IllegalArgumentException if it is below 1
     */
    public DashboardLink panel(int panel) {
        return refine(Refinement.PANEL, panel);
    }

    /**
     * {@return this, showing one panel alone}
     *
     * @param panel the panel's id, as {@code 6}, or {@code panel-6} or {@code panel-6-clone-1} as Grafana 11.3 and later write it
     * @throws IllegalArgumentException if it is neither
     */
    public DashboardLink panel(String panel) {
        return refine(Refinement.PANEL, panel);
    }

    /**
     * {@return this, with the start of the time range}
     *
     * @param from epoch milliseconds, {@code now-6h} and the like, or ISO 8601
     * @throws IllegalArgumentException if it is none of these
     */
    public DashboardLink from(String from) {
        return refine(Refinement.FROM, from);
    }

    /**
     * {@return this, with the start of the time range}
     *
     * @param from from 1970 on, written as epoch milliseconds
     * @throws IllegalArgumentException if it is earlier, or some 30 000 years later
     */
    public DashboardLink from(Instant from) {
        return refine(Refinement.FROM, from);
    }

    /**
     * {@return this, with the end of the time range}
     *
     * @param to epoch milliseconds, {@code now} and the like, or ISO 8601
     * @throws IllegalArgumentException if it is none of these
     */
    public DashboardLink to(String to) {
        return refine(Refinement.TO, to);
    }

    /**
     * {@return this, with the end of the time range}
     *
     * @param to from 1970 on, written as epoch milliseconds
     * @throws IllegalArgumentException if it is earlier, or some 30 000 years later
     */
    public DashboardLink to(Instant to) {
        return refine(Refinement.TO, to);
    }

    /**
     * {@return this, with the time zone of the time axis; Grafana reads it on single panels from 9.3, on dashboards from 11}
     *
     * @param timezone {@code browser}, {@code utc} or an IANA name such as {@code Asia/Shanghai}
     * @throws IllegalArgumentException if it is none of these
     */
    public DashboardLink timezone(String timezone) {
        return refine(Refinement.TIMEZONE, timezone);
    }

    /**
     * {@return this, with the time zone of the time axis}
     *
     * @param timezone UTC, a region, or an offset of whole hours, which has an IANA name of its own ({@code Etc/GMT-8} is eight
     *     hours east)
     * @throws IllegalArgumentException if it is an offset that no IANA name stands for
     */
    public DashboardLink timezone(ZoneId timezone) {
        return refine(Refinement.TIMEZONE, timezone);
    }

    /**
     * {@return this, in these colours}
     *
     * @param theme {@code light} or {@code dark}
     * @throws IllegalArgumentException if it is neither
     */
    public DashboardLink theme(String theme) {
        return refine(Refinement.THEME, theme);
    }

    /**
     * {@return this, with or without Grafana's own menus, time picker, variables and links} Without effect on a single panel, which has none.
     *
     * @param kiosk {@code true} hides them
     */
    public DashboardLink kiosk(boolean kiosk) {
        return refine(Refinement.KIOSK, kiosk);
    }

    /**
     * {@return this, reloading the dashboard's data so often}
     *
     * @param refresh a number and {@code s}, {@code m}, {@code h} or {@code d}; at least {@code 5s}
     * @throws IllegalArgumentException if it is not
     */
    public DashboardLink refresh(String refresh) {
        return refine(Refinement.REFRESH, refresh);
    }

    /**
     * {@return this, refined by what is known as a name and a value, as an attribute is}
     *
     * @param refinement the name
     * @param value its value, as text or as the method of that name takes it
     * @throws IllegalArgumentException if it is not of its form
     */
    public DashboardLink refine(Refinement refinement, Object value) {
        refinements.put(refinement, refinement.check(value));
        return this;
    }

    /**
     * {@return this, with a variable of the dashboard; called again for the same name, with more values}
     *
     * @param name the variable's name, without {@code var-}
     * @param values its values, any text
     * @throws IllegalArgumentException if the name is empty, or begins with {@code var-}, as none in Grafana does
     */
    public DashboardLink variable(String name, String... values) {
        Redaction.require(
                !name.isEmpty(),
                "variable",
                name,
                "must have a name; give the name of one of the dashboard's variables");
        Redaction.require(
                !name.startsWith(Refinement.VARIABLE),
                "variable",
                name,
                "must be the variable's name in Grafana, without var-; give "
                        + Redaction.quote(name.replaceFirst("^(?:var-)+", "")));
        for (String value : values) {
            variables.add(Refinement.VARIABLE + PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value));
        }
        return this;
    }

    /**
     * {@return the link, signed and absolute}
     *
     * @throws IllegalArgumentException if the time range ends before it begins, whenever it is looked at
     * @throws LinkRefusedException if the link is longer than 8192 characters, or its slug has an empty segment or a dot segment
     */
    public String sign() {
        requireRange();
        return signer.apply(relative());
    }

    /**
     * {@return the link that {@link #sign()} signs, absolute, which asks for a login} For who has it signed.
     *
     * @throws IllegalArgumentException if the time range ends before it begins, whenever it is looked at
     */
    public String unsigned() {
        requireRange();
        return toString();
    }

    private void requireRange() {
        TimeRange.require(refinements.get(Refinement.FROM), refinements.get(Refinement.TO));
    }

    private String relative() {
        Long orgId = workspace == null ? null : workspace.orgId();
        boolean solo = refinements.containsKey(Refinement.PANEL);
        String slug = refinements.get(Refinement.SLUG);
        String path = (solo ? "/d-solo/" : "/d/") + uid + (slug == null ? "" : "/" + PercentEncoding.encode(slug));
        Stream<String> refined = refinements.entrySet().stream()
                .filter(refinement -> !solo || refinement.getKey() != Refinement.KIOSK)
                .flatMap(refinement -> refinement.getKey().query(refinement.getValue()).stream());
        return Stream.of(Stream.ofNullable(orgId).map(org -> "orgId=" + org), refined, variables.stream())
                .flatMap(parameters -> parameters)
                .collect(Collectors.joining("&", path + "?", ""));
    }

    /** The link without a signature, absolute, whether it would be signed or not. */
    @Override
    public String toString() {
        return (workspace == null ? "" : workspace.workspace().url()) + relative();
    }
}
