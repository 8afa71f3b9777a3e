package io.gshare.cli;

import io.gshare.link.TimeRange;
import io.gshare.text.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Grafana reads in its own parameters, but for times: a table of their names. Stateless. */
final class GrafanaParameters {

    /** What a value is, and how to write one. */
    private record Rule(Pattern value, String text) {}

    private static final String ZONE = "must be browser, utc or an IANA name such as Asia/Shanghai";
    private static final Pattern REFRESH = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|w|M|y)");
    private static final int LEAST_SECONDS = 5;

    /** The colours that Grafana 12 and later know besides. */
    private static final String EXPERIMENTAL =
            "debug|aubergine|desertbloom|gildedgrove|mars|matrix|sapphiredusk|synthwave|tron|victorian|zen|gloom";

    private static final Map<String, Rule> RULES = Map.of(
            "orgId", new Rule(Pattern.compile("[1-9][0-9]{0,18}"), "must be the org's id, a whole number from 1 on"),
            "panelId",
                    new Rule(
                            Pattern.compile("[0-9]+|panel-[0-9]+(?:-clone-[0-9]+)*"),
                            "must be the panel's number, such as 6"),
            // From 12 on, it may also be the way to a panel in a repeated row.
            "viewPanel", new Rule(Pattern.compile("[0-9]+|.*panel-[0-9]+.*"), "must be the panel's number, such as 6"),
            "theme", new Rule(Pattern.compile("light|dark|system|" + EXPERIMENTAL), "must be light, dark or system"),
            "kiosk", new Rule(Pattern.compile("1|true|tv"), "does nothing; write kiosk=1"));

    /** What needs a certain Grafana, where not every version from 9.0 on knows it. */
    private static final Map<String, String> VERSIONS = Map.of(
            "timezone", "Grafana 11; single panels 9.3",
            "_dash.hideTimePicker", "Grafana 11.3",
            "_dash.hideVariables", "Grafana 11.3",
            "_dash.hideLinks", "Grafana 11.3",
            "hideLogo", "Grafana 12.4");

    /** Names of up to so many letters are near others: {@code from} to {@code form} and {@code prom}. */
    private static final int LONGEST_WORD = 5;

    private static final List<String> DANGEROUS = List.of("editPanel", "editview", "inspect", "auth_token");

    /** What may be misspelled; names with fewer letters are near everything. */
    private static final Set<String> NAMES = Set.of(
            "orgId",
            "panelId",
            "viewPanel",
            "from",
            "timezone",
            "theme",
            "kiosk",
            "refresh",
            "hideLogo",
            "_dash.hideTimePicker",
            "_dash.hideVariables",
            "_dash.hideLinks");

    /** Grafana's own Share dialog writes it, from 11.3 on. */
    static final String SOLO_BY_SCENES = "__feature.dashboardSceneSolo";

    private GrafanaParameters() {}

    /** Since when Grafana knows it; {@code null} for what all do. */
    static @Nullable String since(String name, String value) {
        if (name.equals("theme")) {
            return value.equals("system") ? "Grafana 10" : value.matches(EXPERIMENTAL) ? "Grafana 12" : null;
        }
        return VERSIONS.get(name);
    }

    /** What a name was meant to be that is nearly one of Grafana's; {@code null} where it is one, or near none. */
    static @Nullable String meant(String name) {
        if (NAMES.contains(name) || isDangerous(name)) {
            return null;
        }
        boolean variable = name.length() > 4 && name.startsWith("var") && "_.:".indexOf(name.charAt(3)) >= 0;
        return variable ? "var-" + name.substring(4) : Spelling.nearest(name, NAMES, 1);
    }

    /** Whether no page of its own reads such a name: it differs from a long one, or in its case alone. */
    static boolean isSlip(String name, String meant) {
        return name.equalsIgnoreCase(meant) || meant.length() > LONGEST_WORD;
    }

    /** Whether it changes more than what is shown. */
    static boolean isDangerous(String name) {
        return DANGEROUS.contains(name) || (name.startsWith("__feature.") && !name.equals(SOLO_BY_SCENES));
    }

    /** Why Grafana would not take the value; {@code null} where it would. */
    static @Nullable String problem(String name, String value) {
        if (name.equals("refresh")) {
            return refreshProblem(value);
        }
        if (name.equals("timezone")) {
            return value.isEmpty() || TimeRange.isZone(value) ? null : ZONE;
        }
        Rule rule = RULES.get(name);
        return rule == null || rule.value.matcher(value).matches() ? null : rule.text;
    }

    private static @Nullable String refreshProblem(String value) {
        Matcher interval = REFRESH.matcher(value);
        if (!interval.matches()) {
            return value.isEmpty() || value.equals("auto")
                    ? null
                    : "must be 5s or longer, such as 30s, 1m or 1h; leave it out for none";
        }
        String unit = interval.group(2);
        boolean below = unit.equals("ms") || (unit.equals("s") && Integer.parseInt(interval.group(1)) < LEAST_SECONDS);
        return below ? "is below the 5s that a workspace takes, unless its min_refresh_interval says less" : null;
    }
}
