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

/** What a link is made of, line by line, and what looks wrong with it. Nothing of a signature or a key. */
final class Explanation {

    private static final Pattern LINK =
            Pattern.compile("(?s)((?:[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)?)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
    private static final Pattern DASHBOARD = Pattern.compile("(.*)/(d|d-solo)/([^/]*)(?:/([^/]*))?/?");
    private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]{9,15}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final String CONTRACT = "aliyun_api_key";

    /** What Grafana's own parameters need, where not every version from 9.0 on knows them. */
    private static final Map<String, String> VERSIONS = Map.of(
            "timezone", "Grafana 11; single panels 9.3",
            "_dash.hideTimePicker", "Grafana 11.3",
            "_dash.hideVariables", "Grafana 11.3",
            "_dash.hideLinks", "Grafana 11.3",
            "hideLogo", "Grafana 12.4");

    private static final List<String> DANGEROUS = List.of("editPanel", "editview", "inspect", "auth_token");

    private final Instant now;
    private final ZoneId zone;
    private final List<String> lines = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, List<String>> contract = new LinkedHashMap<>();
    private final Map<String, List<String>> variables = new LinkedHashMap<>();

    private Explanation(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Explains a link; remarks on what looks wrong stand at the end and begin with {@code !}. */
    static List<String> of(String link, Instant now, ZoneId zone) {
        Explanation explanation = new Explanation(now, zone);
        explanation.explain(link);
        explanation.wrong.forEach(remark -> explanation.lines.add("! " + remark));
        return explanation.lines;
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
        } else {
            line("path", path);
            wrong.add(
                    "the path is no dashboard's: a dashboard is at /d/<uid>/<slug>, one panel alone at /d-solo/<uid>/<slug>");
        }
        boolean solo = isDashboard && dashboard.group(2).equals("d-solo");
        boolean panel = false;
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
                panel |= name.equals("panelId");
                parameter(name, value, equals >= 0);
            }
        }
        variables.forEach((name, values) -> line("variable", name + " = " + String.join(", ", values)));
        if (parts.group(4) != null) {
            line("fragment", "#" + Redaction.redact(parts.group(4)));
        }
        if (solo && !panel) {
            wrong.add("/d-solo shows one panel and the link names none; add panelId=…");
        }
        signature();
    }

    private void parameter(String name, String value, boolean hasValue) {
        String version = VERSIONS.get(name);
        String shown = (name.equals("from") || name.equals("to"))
                        && EPOCH_MILLIS.matcher(value).matches()
                ? value + " = " + local(Instant.ofEpochMilli(Long.parseLong(value)))
                : name.equals("auth_token") ? "***" : value;
        line(name, shown + (version == null ? "" : " (from " + version + " on)"));
        if ((name.equals("panelId") || name.equals("viewPanel")) && value.startsWith("panel-")) {
            wrong.add(name + " is written as Grafana 11.3 and later read it; write the number alone for all versions");
        }
        if (name.equals("kiosk") && (!hasValue || value.isEmpty())) {
            wrong.add("kiosk has no value and is lost on reload; write kiosk=1");
        }
        if (DANGEROUS.contains(name) || name.startsWith("__feature.")) {
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
        lines.add(String.format("%-11s %s", what, value).replaceAll("\\p{Cntrl}", "?"));
    }
}
