package io.gshare.sample.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A panel of the dashboard {@code jvm}, as its page and script know it. Its scale fits the first series; the rest are limits, drawn where they are near. */
record Panel(int id, String code, String title, String unit, List<String> series, int fitted) {

    static final Panel HEAP = new Panel(1, "heap", "Heap", "MB", List.of("used", "committed", "max"), 1);
    static final Panel THREADS = new Panel(2, "threads", "Threads", "threads", List.of("live", "daemon"), 2);
    static final Panel CPU = new Panel(3, "cpu", "CPU", "%", List.of("process", "system"), 2);
    static final Panel REQUESTS = new Panel(4, "requests", "Requests per second", "req/s", List.of("requests"), 1);

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
