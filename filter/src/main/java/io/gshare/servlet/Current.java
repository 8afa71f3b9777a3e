package io.gshare.servlet;

import io.gshare.GShare;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What signs on this thread, for EL functions, which are static and see no page. Set while a page is rendered, on its thread. */
final class Current {

    private static final ThreadLocal<@Nullable GShare> GSHARE = new ThreadLocal<>();

    private Current() {}

    /** What a page, or a part of one, takes. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, ServletException;
    }

    static @Nullable GShare get() {
        return GSHARE.get();
    }

    /** Does work on this thread with what signs. */
    static void during(GShare gshare, Work work) throws IOException, ServletException {
        GShare outer = begin(gshare);
        try {
            work.run();
        } finally {
            end(outer);
        }
    }

    /** The same work, wherever it is run. */
    static Runnable onAnotherThread(GShare gshare, Runnable work) {
        return () -> {
            GShare outer = begin(gshare);
            try {
                work.run();
            } finally {
                end(outer);
            }
        };
    }

    private static @Nullable GShare begin(GShare gshare) {
        GShare outer = GSHARE.get();
        GSHARE.set(gshare);
        return outer;
    }

    private static void end(@Nullable GShare outer) {
        if (outer == null) {
            GSHARE.remove();
        } else {
            GSHARE.set(outer);
        }
    }
}
