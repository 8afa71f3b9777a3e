package io.gshare.test;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What there is in a workspace: dashboards by uid (any, where there are none), what an open session is given by path, and anybody. Immutable. */
record Content(
        Map<String, Dashboard> dashboards, Map<String, Function<Visit, Answer>> data, Map<String, Answer> files) {

    /** A dashboard's title, and its page as HTML. */
    record Dashboard(String title, Function<Visit, String> page) {

        /** One whose page says what was asked for. */
        static Dashboard plain(String title) {
            return new Dashboard(title, visit -> Pages.dashboard(title, visit));
        }
    }

    Content {
        dashboards = Collections.unmodifiableMap(new LinkedHashMap<>(dashboards));
        data = Map.copyOf(data);
        files = Map.copyOf(files);
    }

    /** Whether there is a page at a link, from the path on: the home, or a dashboard's that there may be. */
    static boolean isPage(Link link) {
        return link.path().equals("/") || "".equals(link.base());
    }

    /** The dashboard of a uid, or the one that is the home, as in Grafana. */
    @Nullable
    Dashboard dashboard(@Nullable String uid) {
        if (dashboards.isEmpty()) {
            return Dashboard.plain(uid == null ? "Home" : uid);
        }
        return uid == null ? dashboards.values().iterator().next() : dashboards.get(uid);
    }
}
