package io.gshare.cli;

import io.gshare.LinkVerifier;
import io.gshare.Redaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a link is made of, line by line, and what looks wrong with it. Nothing of a signature or a key. */
final class Explanation {

    private static final Pattern LINK =
            Pattern.compile("(?s)((?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*)?)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
    private static final Pattern DASHBOARD = Pattern.compile("(.*)/(d|d-solo)/([^/]+)(?:/([^/]*))?/?");
    /** The home dashboard, and what else is made to be shown. */
    private static final Pattern SHOWN =
            Pattern.compile("(?:/grafana)?/?|.*/(?:dashboard(?:-solo)?/(?:db|snapshot)|playlists/play)/[^/]+/?");

    private static final Pattern MARKUP =
            Pattern.compile("(?is)\\s*<.*?\\s(?:src|href)\\s*=\\s*([\"']?)(.*?)\\1[\\s>].*");
    private static final Pattern AMPERSAND = Pattern.compile("&(?:amp|#38|#[xX]26);");

    /** Seconds since 1970, of which milliseconds are none that anybody asks for. */
    private static final Pattern SECONDS_OF_TODAY = Pattern.compile("[0-9]{9,11}");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final String CONTRACT = "aliyun_api_key";

    private final Instant now;
    private final ZoneId zone;
    private final List<String> lines = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, List<String>> contract = new LinkedHashMap<>();
    private final Map<String, List<String>> variables = new LinkedHashMap<>();

    private Explanation(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Explains a link; what could be better stands at the end, and behind it, beginning with {@code !}, what looks wrong. */
    static List<String> of(String pasted, Instant now, ZoneId zone) {
        Explanation explanation = new Explanation(now, zone);
        String link = linkIn(pasted);
        if (!link.equals(pasted)) {
            explanation.wrong.add(
                    MARKUP.matcher(pasted).matches()
                            ? "this is HTML, of which the link is what stands in src or href; give that alone, with & for &amp;"
                            : "the link is written as in HTML; write & for &amp;");
        }
        explanation.explain(link);
        explanation.hints.forEach(hint -> explanation.line("hint", hint));
        explanation.wrong.forEach(remark -> explanation.lines.add("! " + Redaction.line(remark)));
        return explanation.lines;
    }

    /** The link alone, where somebody has pasted an iframe's markup, or a link out of HTML. */
    static String linkIn(String pasted) {
        Matcher markup = MARKUP.matcher(pasted);
        String link = markup.matches() ? markup.group(2).strip() : pasted;
        return AMPERSAND.matcher(link).replaceAll("&");
    }

    private void explain(String link) {
        Matcher parts = LINK.matcher(link);
        if (!parts.matches()) {
            throw new IllegalStateException("every text has these parts");
        }
        String path = Redaction.redact(parts.group(2));
        Matcher dashboard = DASHBOARD.matcher(path);
        boolean isDashboard = dashboard.matches();
        line("address", parts.group(1).isEmpty() ? "relative to the workspace" : Redaction.redact(parts.group(1)));
        if (isDashboard) {
            if (!dashboard.group(1).isEmpty()) {
                line("below", dashboard.group(1));
            }
            line("dashboard", dashboard.group(3) + (dashboard.group(4) == null ? "" : " (" + dashboard.group(4) + ")"));
        } else if (SHOWN.matcher(path).matches()) {
            line(
                    "path",
                    path.contains("/dashboard") || path.contains("/play")
                            ? path
                            : path + " (the org's home dashboard)");
        } else {
            line("path", path);
            wrong.add(
                    "the path is no dashboard's: a dashboard is at /d/<uid>/<slug>, one panel alone at /d-solo/<uid>/<slug>");
        }
        boolean solo = isDashboard && dashboard.group(2).equals("d-solo");
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = parts.group(3);
        for (String parameter : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
            if (name.startsWith(CONTRACT)) {
                contract.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            } else if (name.startsWith("var-")) {
                variables
                        .computeIfAbsent(name.substring(4), n -> new ArrayList<>())
                        .add(value);
            } else if (!name.isEmpty()) {
                parameters.putIfAbsent(name, value);
                parameter(name, value, equals >= 0);
            }
        }
        variables.forEach((name, values) -> line("variable", name + " = " + String.join(", ", values)));
        if (parts.group(4) != null) {
            line("fragment", "#" + Redaction.redact(parts.group(4)));
        }
        if (solo && !parameters.containsKey("panelId")) {
            wrong.add("/d-solo shows one panel and the link names none; add panelId=…");
        }
        range(parameters.get("from"), parameters.get("to"));
        boolean byScenes = parameters.containsKey(GrafanaParameters.SOLO_BY_SCENES);
        parameters.forEach((name, value) -> {
            if ((name.equals("panelId") || name.equals("viewPanel")) && value.startsWith("panel-") && !byScenes) {
                hints.add(name + " is written as Grafana 11.3 and later read it; the number alone is for all versions");
            }
        });
        signature();
    }

    /** What Grafana would make of the time range; a dashboard's own where one end is not given. */
    private void range(@Nullable String from, @Nullable String to) {
        Instant start = time("from", from);
        Instant end = time("to", to);
        if (start != null && end != null && start.isAfter(end)) {
            wrong.add("from is after to, so the dashboard is empty; exchange them");
        }
    }

    private @Nullable Instant time(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        Instant time = GrafanaTime.parse(value, now.atZone(zone), name.equals("to"));
        if (time == null) {
            wrong.add(name + " was " + Redaction.quote(value)
                    + " but must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z");
        } else if (SECONDS_OF_TODAY.matcher(value).matches()) {
            wrong.add(name + " was " + Redaction.quote(value)
                    + " but must be in milliseconds, and that looks like seconds; multiply it by 1000");
        }
        return time;
    }

    private void parameter(String name, String value, boolean hasValue) {
        String version = GrafanaParameters.since(name);
        String shown = (name.equals("from") || name.equals("to")) && GrafanaTime.isEpochMillis(value)
                ? value + " = " + local(Instant.ofEpochMilli(Long.parseLong(value)))
                : name.equals("auth_token") ? "***" : value;
        line(name, shown + (version == null ? "" : " (from " + version + " on)"));
        boolean bareKiosk = name.equals("kiosk") && !hasValue;
        String problem = bareKiosk ? null : GrafanaParameters.problem(name, value);
        if (problem != null) {
            wrong.add(name + " was " + Redaction.quote(value) + " but " + problem);
        }
        if (bareKiosk) {
            hints.add("kiosk without a value is lost on reload in some versions; kiosk=1 stays");
        }
        if (GrafanaParameters.isDangerous(name)) {
            wrong.add(name + " is not to be passed on from a visitor's input");
        }
    }

    private void signature() {
        if (contract.isEmpty()) {
            line("signature", "none");
            return;
        }
        contract.forEach((name, values) -> {
            if (values.size() > 1) {
                wrong.add(name + " is there " + values.size() + " times, and the workspace refuses that");
            }
        });
        if (contract.containsKey(CONTRACT)) {
            line("signature", "v1: the link carries the key itself");
            wrong.add(
                    "whoever sees this link holds the key until it is deleted; use v2, and delete the key if the link was shared");
            return;
        }
        line("key", value("name") + ", org " + value("org_id"));
        line(
                "session",
                value("expire_seconds").equals("?")
                        ? "the workspace's own, by default 3600 s"
                        : value("expire_seconds") + " s");
        String timestamp = value("timestamp");
        if (!SECONDS.matcher(timestamp).matches()) {
            line("signed", "?");
            wrong.add("the timestamp is no number of seconds, and the workspace refuses that");
            return;
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
        Duration age = Duration.between(signed.truncatedTo(ChronoUnit.SECONDS), now.truncatedTo(ChronoUnit.SECONDS));
        line(
                "signed",
                local(signed) + ", " + (age.isNegative() ? age(age.negated()) + " in the future" : age(age) + " ago"));
        if (age.compareTo(LinkVerifier.TOLERANCE) > 0) {
            wrong.add("the signature is older than 60 s, so the workspace refuses it, unless a session is open");
        } else if (age.negated().compareTo(LinkVerifier.TOLERANCE) > 0) {
            wrong.add("the signature is more than 60 s in the future; set both clocks by NTP");
        }
        if (value("sign").equals("?")) {
            wrong.add("the link names a key but carries no signature");
        }
    }

    private String value(String parameter) {
        List<String> values = contract.get(CONTRACT + "_" + parameter);
        return values == null || values.get(0).isEmpty() ? "?" : values.get(0);
    }

    private String local(Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }

    private static String age(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        return age.toHours() > 1 ? age.toHours() + " hours" : age.toSeconds() + " s";
    }

    /** As a browser would show it, but for secrets; what is not well-formed stays as it is. */
    private static String decode(String text) {
        try {
            return Redaction.redact(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Redaction.redact(text);
        }
    }

    private void line(String what, String value) {
        lines.add(String.format("%-11s %s", Redaction.line(what), Redaction.line(value)));
    }
}
