package io.gshare.sample.workspace;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gshare.sample.workspace.Resources.PublicFile;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers for the workspace: dashboards, their measurements, and the files that both need. */
@SuppressWarnings("serial") // the servlet API inherits it; no container serializes a servlet
final class WorkspaceServlet extends HttpServlet {

    private static final Pattern DASHBOARD = Pattern.compile("/(d|d-solo)/([^/]+)(?:/[^/]*)?");
    /** Where a proxy has put the workspace, as it says in a header: Grafana's {@code root_url}. */
    private static final Pattern PREFIX = Pattern.compile("(?:/[a-z0-9-]+)+");

    private static final String PUBLIC = "/public/";
    private static final String BY_UID = "/api/dashboards/uid/";
    private static final String UID = "jvm";
    private static final String TITLE = "JVM overview";

    private final Gate gate;
    private final JvmMetrics metrics;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, PublicFile> files = Resources.publicFiles();
    private final String dashboardPage = Resources.page("dashboard.html");
    private final String messagePage = Resources.page("message.html");

    WorkspaceServlet(Gate gate, JvmMetrics metrics) {
        this.gate = gate;
        this.metrics = metrics;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Matcher dashboard = DASHBOARD.matcher(path);
        PublicFile file = path.startsWith(PUBLIC) ? files.get(path.substring(PUBLIC.length())) : null;
        if (path.equals("/")) {
            dashboard(request, response, UID, false); // the home is a dashboard, as in Grafana
        } else if (dashboard.matches()) {
            dashboard(request, response, dashboard.group(2), dashboard.group(1).equals("d-solo"));
        } else if (path.startsWith(BY_UID)) {
            byUid(request, response, path.substring(BY_UID.length()));
        } else if (path.equals("/api/series")) {
            series(request, response);
        } else if (file != null) {
            write(response, 200, file.type(), file.content());
        } else {
            message(request, response, 404, "Page not found", "NOT_FOUND", "There is nothing at this address.");
        }
    }

    private void dashboard(HttpServletRequest request, HttpServletResponse response, String uid, boolean solo)
            throws IOException {
        Gate.Refusal refusal = gate.admit(request, response);
        if (refusal != null) {
            String reason = refusal.reason().name();
            response.setHeader("X-Refusal-Reason", reason);
            message(request, response, 401, "This dashboard did not open", reason, refusal.message());
            return;
        }
        if (!uid.equals(UID)) {
            message(
                    request,
                    response,
                    404,
                    "Dashboard not found",
                    "NOT_FOUND",
                    "This workspace has no dashboard '" + uid + "'; the one it has is '" + UID + "'.");
            return;
        }
        String one = Parameters.first(request, solo ? "panelId" : "viewPanel");
        Panel panel = Panel.find(one);
        List<Panel> panels = panel != null ? List.of(panel) : solo || one != null ? List.of() : Panel.ALL;
        html(
                response,
                200,
                dashboardPage,
                Map.of(
                        "root",
                        root(request),
                        "title",
                        solo && panel != null ? panel.title() + " - " + TITLE : TITLE,
                        "dashboard",
                        TITLE,
                        "theme",
                        theme(request),
                        "view",
                        (solo ? "solo" : "grid") + (isOn(request, "kiosk") ? " kiosk" : ""),
                        "panels",
                        json.writeValueAsString(panels)));
    }

    /** What Grafana's own API says of a dashboard, as far as anybody here asks. */
    private void byUid(HttpServletRequest request, HttpServletResponse response, String uid) throws IOException {
        if (!gate.hasSession(request)) {
            json(response, 401, Map.of("message", "Unauthorized"));
        } else if (!uid.equals(UID)) {
            json(response, 404, Map.of("message", "Dashboard not found"));
        } else {
            json(response, 200, Map.of("dashboard", Map.of("uid", UID, "title", TITLE)));
        }
    }

    private void series(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!gate.hasSession(request)) {
            json(response, 401, Map.of("message", "Unauthorized"));
            return;
        }
        Panel panel = Panel.find(Parameters.first(request, "panel"));
        Long from = millis(Parameters.first(request, "from"), 0);
        Long to = millis(Parameters.first(request, "to"), Long.MAX_VALUE);
        if (panel == null) {
            json(response, 404, Map.of("message", "Panel not found"));
        } else if (from == null || to == null) {
            json(response, 400, Map.of("message", "from and to must be milliseconds since 1970"));
        } else {
            json(response, 200, metrics.series(panel, from, to));
        }
    }

    private static @Nullable Long millis(@Nullable String given, long otherwise) {
        try {
            return given == null ? Long.valueOf(otherwise) : Long.valueOf(given);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void message(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String title,
            String reason,
            String message)
            throws IOException {
        Map<String, String> values = Map.of(
                "root",
                root(request),
                "status",
                "" + status,
                "title",
                title,
                "reason",
                reason,
                "message",
                message,
                "theme",
                theme(request));
        html(response, status, messagePage, values);
    }

    private static String root(HttpServletRequest request) {
        String prefix = request.getHeader("X-Forwarded-Prefix");
        return prefix != null && PREFIX.matcher(prefix).matches() ? prefix : "";
    }

    private static String theme(HttpServletRequest request) {
        String theme = Parameters.first(request, "theme");
        return theme != null && (theme.equals("light") || theme.equals("dark")) ? theme : "";
    }

    /** Whether a switch is on: {@code kiosk}, {@code kiosk=1}, {@code kiosk=true}. */
    private static boolean isOn(HttpServletRequest request, String name) {
        String value = Parameters.first(request, name);
        return value != null && !value.equals("false") && !value.equals("0");
    }

    private static void html(HttpServletResponse response, int status, String page, Map<String, String> values)
            throws IOException {
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'");
        write(response, status, "text/html;charset=utf-8", Resources.fill(page, values));
    }

    private void json(HttpServletResponse response, int status, Object value) throws IOException {
        write(response, status, "application/json", json.writeValueAsString(value));
    }

    private static void write(HttpServletResponse response, int status, String type, String content)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
