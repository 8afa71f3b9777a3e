package io.gshare.sample.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A panel of the dashboard {@code jvm}: as its page and its script know it. */
record Panel(int id, String code, String title, String unit, List<String> series) {

    static final Panel HEAP = new Panel(1, "heap", "Heap", "MB", List.of("used", "committed", "max"));
    static final Panel THREADS = new Panel(2, "threads", "Threads", "threads", List.of("live", "daemon"));
    static final Panel CPU = new Panel(3, "cpu", "CPU", "%", List.of("process", "system"));
    static final Panel REQUESTS = new Panel(4, "requests", "Requests per second", "req/s", List.of("requests"));

    static final List<Panel> ALL = List.of(HEAP, THREADS, CPU, REQUESTS);

    /** The panel that {@code panelId} names: {@code 2}, or {@code panel-2} as from Grafana 11.3. */
    static @Nullable Panel find(@Nullable String panelId) {
        for (Panel panel : ALL) {
            if (panelId != null && (panelId.equals("" + panel.id) || panelId.equals("panel-" + panel.id))) {
                return panel;
            }
        }
        return null;
    }
}
