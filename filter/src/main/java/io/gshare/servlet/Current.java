package io.gshare.servlet;

import io.gshare.Page;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The page that is rendered on this thread, for EL functions, which are static and see no page. Set while a page is rendered, on its thread. */
final class Current {

    private static final ThreadLocal<@Nullable Page> PAGE = new ThreadLocal<>();

    private Current() {}

    /** What a page, or a part of one, takes. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, ServletException;
    }

    static @Nullable Page get() {
        return PAGE.get();
    }

    /** Does work on this thread with what signs. */
    static void during(Page page, Work work) throws IOException, ServletException {
        Page outer = begin(page);
        try {
            work.run();
        } finally {
            end(outer);
        }
    }

    /** The same work, wherever it is run. */
    static Runnable onAnotherThread(Page page, Runnable work) {
        return () -> {
            Page outer = begin(page);
            try {
                work.run();
            } finally {
                end(outer);
            }
        };
    }

    private static @Nullable Page begin(Page page) {
        Page outer = PAGE.get();
        PAGE.set(page);
        return outer;
    }

    private static void end(@Nullable Page outer) {
        if (outer == null) {
            PAGE.remove();
        } else {
            PAGE.set(outer);
        }
    }
}
