package io.gshare.test;

import static io.gshare.html.HtmlEscape.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workspace's own pages. */
final class Pages {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en" data-theme="%s">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%s - Grafana stand-in</title>
              <link rel="icon" href="data:,">
              <link rel="stylesheet" href="%s/public/workspace.css">
            </head>
            <body class="message">
              <main>
            %s    <p class="aside">A stand-in for Grafana</p>
              </main>
            </body>
            </html>
            """;

    private Pages() {}

    static Answer styles() {
        try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream("workspace.css"))) {
            return new Answer(200, "text/css;charset=utf-8", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer html(int status, String page) {
        return new Answer(status, "text/html;charset=utf-8", page);
    }

    /** Says what has happened. */
    static Answer message(Request request, int status, String title, String reason, String message) {
        String main = """
                    <p class="status">%d<code>%s</code></p>
                    <h1>%s</h1>
                    <p class="text">%s</p>
                """.formatted(status, reason, escape(title), escape(message));
        return html(status, page(request.link(), request.root(), title, main));
    }

    /** Grafana's login page, with what its script is told of the settings. */
    static Answer login(Request request, JwtSettings jwt) {
        String settings = "{\"jwtHeaderName\":\"" + jwt.headerName() + "\",\"jwtUrlLogin\":" + jwt.urlLogin() + "}";
        String main = """
                    <h1>Log in</h1>
                    <script type="application/json">%s</script>
                """.formatted(settings);
        return html(200, page(request.link(), request.root(), "Log in", main));
    }

    /** A dashboard without panels: what was asked for, so that a test can read it in the frame. */
    static String dashboard(String title, Visit visit) {
        Link link = visit.link();
        Map<String, String> facts = new LinkedHashMap<>();
        putIfGiven(facts, "Dashboard", link.uid());
        putIfGiven(facts, "Panel", link.panel());
        putIfGiven(facts, "From", link.from());
        putIfGiven(facts, "To", link.to());
        putIfGiven(facts, "Visitor", visit.login());
        link.variables().forEach((name, values) -> facts.put("Variable " + name, String.join(", ", values)));
        String main = facts.entrySet().stream()
                .map(fact -> "      <dt>%s</dt><dd>%s</dd>\n".formatted(escape(fact.getKey()), escape(fact.getValue())))
                .collect(Collectors.joining("", "    <h1>" + escape(title) + "</h1>\n    <dl>\n", "    </dl>\n"));
        return page(link, visit.root(), title, main);
    }

    private static void putIfGiven(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static String page(Link link, String root, String title, String main) {
        String theme = link.parameter("theme");
        boolean known = theme != null && (theme.equals("light") || theme.equals("dark"));
        return PAGE.formatted(known ? theme : "", escape(title), root, main);
    }
}
