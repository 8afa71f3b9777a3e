package io.gshare.sample.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gshare.test.Answer;
import io.gshare.test.Link;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.Visit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard {@code jvm} of the stand-in workspace: what the running JVM measures of itself; and parts of it that one user alone may see, where
 * the workspace has users.
 *
 * <p>A browser that drops the session's cookie shows it without data, as with the real product. Thread-safe.
 */
public final class JvmDashboard implements AutoCloseable {

    /**
     * A dashboard.
     *
     * @param user the login of the user who may see it; {@code null} for everybody
     */
    private record Board(
            String title, List<Panel> panels, @Nullable String user) {

        boolean isSeenBy(@Nullable String login) {
            return user == null || user.equals(login);
        }
    }

    private static final Board ALL = new Board("JVM overview", Panel.ALL, null);

    private static final Map<String, Board> OF_USERS = Map.of(
            "memory", new Board("Memory", List.of(Panel.HEAP, Panel.THREADS), "portal:anna"),
            "load", new Board("Load", List.of(Panel.CPU, Panel.REQUESTS), "portal:bob"));

    private final JvmMetrics metrics = new JvmMetrics();
    private final ObjectMapper json = new ObjectMapper();
    private final String page = Resources.page("dashboard.html");

    /** Begins to measure. */
    public JvmDashboard() {}

    /**
     * {@return a workspace that has the dashboard}
     *
     * @param workspace what will have it
     */
    public StandInWorkspace.Builder addTo(StandInWorkspace.Builder workspace) {
        Resources.publicFiles().forEach((name, file) -> workspace.file("/public/" + name, file));
        return workspace.dashboard("jvm", ALL.title, visit -> page(visit, ALL)).data("/api/series", this::series);
    }

    /**
     * Adds the dashboards {@code memory}, which Anna alone may see, and {@code load}, which Bob may.
     *
     * @param workspace what will have them
     * @return the same
     */
    public StandInWorkspace.Builder addUsersTo(StandInWorkspace.Builder workspace) {
        OF_USERS.forEach((uid, board) -> workspace.dashboard(uid, board.title, visit -> page(visit, board)));
        return workspace;
    }

    private String page(Visit visit, Board board) {
        metrics.countRequest();
        Link link = visit.link();
        String one = link.parameter(link.isSolo() ? "panelId" : "viewPanel");
        Panel panel = Panel.find(one);
        boolean seen = board.isSeenBy(visit.login());
        List<Panel> panels = panel != null ? List.of(panel) : link.isSolo() || one != null ? List.of() : board.panels;
        String theme = Objects.requireNonNullElse(link.parameter("theme"), "");
        return Resources.fill(
                page,
                Map.of(
                        "root",
                        visit.root(),
                        "title",
                        link.isSolo() && panel != null ? panel.title() + " - " + board.title : board.title,
                        "dashboard",
                        board.title,
                        "aside",
                        visit.login() == null ? "stand-in workspace" : "stand-in workspace, as " + visit.login(),
                        "theme",
                        theme,
                        "view",
                        (link.isSolo() ? "solo" : "grid") + (isOn(link.parameter("kiosk")) ? " kiosk" : ""),
                        "panels",
                        write(seen ? panels : List.of()),
                        "missing",
                        seen
                                ? "Panel not found: this dashboard has no panel " + Objects.requireNonNullElse(one, "")
                                : "Access denied: " + visit.login() + " may not see this dashboard"));
    }

    private Answer series(Visit visit) {
        metrics.countRequest();
        Panel panel = Panel.find(visit.link().parameter("panel"));
        Long from = millis(visit.link().parameter("from"), 0);
        Long to = millis(visit.link().parameter("to"), Long.MAX_VALUE);
        if (panel == null) {
            return answer(404, Map.of("message", "Panel not found"));
        } else if (from == null || to == null) {
            return answer(400, Map.of("message", "from and to must be milliseconds since 1970"));
        }
        return answer(200, metrics.series(panel, from, to));
    }

    private static @Nullable Long millis(@Nullable String given, long otherwise) {
        try {
            return given == null ? Long.valueOf(otherwise) : Long.valueOf(given);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Whether a switch is on: {@code kiosk}, {@code kiosk=1}, {@code kiosk=true}. */
    private static boolean isOn(@Nullable String value) {
        return value != null && !value.equals("false") && !value.equals("0");
    }

    private Answer answer(int status, Object value) {
        return new Answer(status, "application/json", write(value));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // never: these are records, lists and numbers
        }
    }

    /** Measures no longer. */
    @Override
    public void close() {
        metrics.close();
    }
}
