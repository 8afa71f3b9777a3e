package io.gshare.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last links that opened a dashboard. Thread-safe. */
final class OpenedLinks {

    private static final int MOST = 100;

    private final Deque<Link> links = new ArrayDeque<>();

    synchronized void add(Link link) {
        if (links.size() == MOST) {
            links.removeFirst();
        }
        links.addLast(link);
    }

    synchronized List<Link> all() {
        return List.copyOf(links);
    }

    synchronized void clear() {
        links.clear();
    }
}
