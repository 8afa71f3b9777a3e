package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkVerifier;
import io.gshare.link.PastedLink;
import io.gshare.link.Workspace;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import io.gshare.token.Claims;
import io.gshare.token.Token;
import java.net.URI;
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
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a link is made of, line by line, and what looks wrong with it. Nothing of a signature or a key. */
final class Explanation {

    private static final Pattern LINK =
            Pattern.compile("(?s)((?:(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*)?)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
    private static final Pattern DASHBOARD = Pattern.compile("(.*)/(d|d-solo)/([^/]+)(?:/([^/]*))?/?");
    /** What else is made to be shown. */
    private static final Pattern SHOWN =
            Pattern.compile(".*/(?:dashboard(?:-solo)?/(?:db|snapshot)|playlists/play)/[^/]+/?");
    /** What may be where a workspace lies, as Grafana writes the address of its home page. */
    private static final Pattern BASE = Pattern.compile("(?:/(?!d/|d-solo/)[^/]+)*/?");

    private static final Pattern AMPERSAND = Pattern.compile("&(?:amp|#38|#[xX]26);");

    /** Seconds since 1970, of which milliseconds are none that anybody asks for. */
    private static final Pattern SECONDS_OF_TODAY = Pattern.compile("[0-9]{9,11}");

    private static final String DASHBOARDS =
            "a dashboard is at /d/<uid>/<slug>, one panel alone at /d-solo/<uid>/<slug>";

    private static final String CONTRACT = "aliyun_api_key";
    private static final String PREFIX = CONTRACT + "_";
    private static final String NUMBER = "must be a whole number, 1 or more";

    /** What the workspace takes in the parameters of a signature; it refuses the link for anything else. */
    private static final Map<String, Rule> SIGNATURE = Map.of(
            PREFIX + "sign", new Rule("[0-9a-f]{32}", "must be 32 hex digits, in lower case"),
            PREFIX + "timestamp", new Rule("[1-9][0-9]{0,11}", "must be seconds since 1970"),
            PREFIX + "name", new Rule("(?s).+", "must be the key's name in Grafana"),
            PREFIX + "org_id", new Rule("[1-9][0-9]{0,18}", NUMBER),
            PREFIX + "expire_seconds", new Rule("[1-9][0-9]{0,8}", NUMBER));

    /** What a value is, and how to write one. */
    private record Rule(String value, String text) {}

    private final Instant now;
    private final ZoneId zone;
    /** What knows of links whether they may be signed; {@code null} without settings. */
    private final @Nullable GShare gshare;

    private @Nullable LinkRefusedException refused;
    private final List<String> lines = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    /** The signature's parameters; unlike all others, their values are as they were given. */
    private final Map<String, List<String>> contract = new LinkedHashMap<>();

    private final Map<String, List<String>> variables = new LinkedHashMap<>();
    private final List<Token> tokens = new ArrayList<>();

    private Explanation(Instant now, ZoneId zone, @Nullable GShare gshare) {
        this.now = now;
        this.zone = zone;
        this.gshare = gshare;
    }

    /**
     * Explains a link; what could be better stands behind the rest, what looks wrong, beginning with {@code !}, behind that, and last, where
     * there are settings, whether the workspace's links may be signed as this one.
     *
     * @param gshare what would sign it; {@code null} where there are no settings
     */
    static List<String> of(String given, Instant now, ZoneId zone, @Nullable GShare gshare) {
        Explanation explanation = new Explanation(now, zone, gshare);
        Token token = TokenExplanation.token(given);
        if (token != null) {
            TokenExplanation explained = TokenExplanation.of(token, now, zone);
            explained.wrong.forEach(remark -> explained.lines.add("! " + Redaction.line(remark)));
            return explained.lines;
        }
        PastedLink pasted = PastedLink.in(given);
        String written = pasted == null || pasted.link() == null ? given : pasted.link();
        String link = AMPERSAND.matcher(written).replaceAll("&");
        if (pasted != null && (pasted.link() != null || gshare == null)) {
            explanation.wrong.add("the link " + pasted.rule());
        } else if (!link.equals(given)) {
            explanation.wrong.add("the link is written as in HTML; write & for &amp;");
        }
        explanation.ask(link);
        explanation.explain(link);
        explanation.hints.forEach(hint -> explanation.line("hint", hint));
        explanation.wrong.forEach(remark -> explanation.lines.add("! " + Redaction.line(remark)));
        explanation.verdict();
        return explanation.lines;
    }

    private void ask(String link) {
        if (gshare != null) {
            try {
                (gshare.needsVisitor() ? gshare.forVisitor(Claims.of("somebody")) : gshare).sign(link);
            } catch (LinkRefusedException e) {
                refused = e;
            }
        }
    }

    private void verdict() {
        if (refused != null) {
            lines.add("! " + refused.reason() + " " + refused.getMessage());
        } else if (gshare != null) {
            line("workspace", "its own: it may be signed");
        }
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
            line("path", path);
        } else {
            otherPath(link, path, parts.group(1).isEmpty());
        }
        boolean solo = isDashboard && dashboard.group(2).equals("d-solo");
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = parts.group(3);
        for (String parameter : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String written = equals < 0 ? "" : parameter.substring(equals + 1);
            String value = decode(written);
            Token token = name.equals("auth_token") ? TokenExplanation.token(written) : null;
            if (token != null) {
                tokens.add(token);
            } else if (name.startsWith(CONTRACT)) {
                contract.computeIfAbsent(name, n -> new ArrayList<>()).add(unredacted(written));
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
            if ((name.equals("panelId") || name.equals("viewPanel")) && value.matches("panel-[0-9]+") && !byScenes) {
                hints.add(name + " is written as Grafana 11.3 and later read it; the number alone is for all versions");
            }
        });
        signature();
    }

    /** What is no dashboard's may be the home page; where there are settings, whether it may be signed is the workspace's to say. */
    private void otherPath(String link, String path, boolean relative) {
        if (isHome(link, path, relative)) {
            line("path", path + " (the org's home dashboard)");
        } else if (gshare == null && !relative && BASE.matcher(path).matches() && mayLieAt(path)) {
            line("path", path + " (the org's home dashboard, if the workspace lies there)");
        } else {
            line("path", path);
            if (gshare == null) {
                wrong.add("the path is no dashboard's: " + DASHBOARDS);
            } else if (refused == null) {
                hints.add("the path is none that is known to show a dashboard: " + DASHBOARDS);
            }
        }
    }

    /** Whether it is no page of a Grafana that has the host to itself, as far as a link without a slash at its end tells. */
    private static boolean mayLieAt(String path) {
        try {
            Workspace.of("https://grafana.example.com").requireDashboard(path);
            return true;
        } catch (IllegalArgumentException e) {
            return path.endsWith("/");
        }
    }

    private boolean isHome(String link, String path, boolean relative) {
        if (relative || gshare == null || refused != null) {
            return path.isEmpty() || path.equals("/");
        }
        String base = URI.create(gshare.page().workspaceUrl(link)).getPath();
        return path.equals(base) || path.equals(base + "/");
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
        String version = GrafanaParameters.since(name, value);
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
        String meant = GrafanaParameters.meant(name);
        if (meant != null) {
            (GrafanaParameters.isSlip(name, meant) ? wrong : hints)
                    .add(Redaction.quote(name) + " is nothing that Grafana reads; did you mean "
                            + Redaction.quote(meant) + "?");
        }
        if (GrafanaParameters.isDangerous(name)) {
            wrong.add(name + " is not to be passed on from a visitor's input");
        }
    }

    private void signature() {
        if (!tokens.isEmpty()) {
            line("signature", "JWT: a Grafana of one's own opens it for its user, whoever has the link");
            TokenExplanation explained = TokenExplanation.of(tokens.get(0), now, zone);
            lines.addAll(explained.lines);
            wrong.addAll(explained.wrong);
            if (tokens.size() > 1 || !contract.isEmpty()) {
                wrong.add("the link carries more than one signature; sign it anew");
            }
            return;
        }
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
            if (contract.size() > 1) {
                wrong.add("a raw key is there beside a signature, and the workspace refuses that; sign the link again");
            }
            return;
        }
        line("key", value("name") + ", org " + value("org_id"));
        line(
                "session",
                contract.containsKey(PREFIX + "expire_seconds")
                        ? value("expire_seconds") + " s"
                        : "the workspace's own, by default 3600 s");
        contract.forEach((name, values) -> {
            Rule rule = SIGNATURE.get(name);
            if (rule == null) {
                wrong.add(Redaction.quote(name) + " is no parameter of a signature, and the workspace refuses that"
                        + Spelling.hint(name, SIGNATURE.keySet()));
            } else if (!values.get(0).matches(rule.value)) {
                boolean secret = name.equals(PREFIX + "sign");
                wrong.add(name + (secret ? " " : " was " + Redaction.quote(values.get(0)) + " but ") + rule.text
                        + ", or the workspace refuses the link");
            }
        });
        for (String parameter : List.of("sign", "timestamp", "name", "org_id")) {
            if (!contract.containsKey(PREFIX + parameter)) {
                wrong.add(PREFIX + parameter + " is missing, and the workspace refuses that; sign the link again");
            }
        }
        age(value("timestamp"));
    }

    private void age(String timestamp) {
        if (!timestamp.matches(Objects.requireNonNull(SIGNATURE.get(PREFIX + "timestamp")).value)) {
            line("signed", "?");
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
    }

    private String value(String parameter) {
        List<String> values = contract.get(PREFIX + parameter);
        return values == null || values.get(0).isEmpty() ? "?" : Redaction.redact(values.get(0));
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
        return Redaction.redact(unredacted(text));
    }

    private static String unredacted(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void line(String what, String value) {
        lines.add(String.format("%-11s %s", Redaction.line(what), Redaction.line(value)));
    }
}
