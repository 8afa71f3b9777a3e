package io.gshare.key;

import io.gshare.text.Redaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key that may be replaced: looked for every second, on a thread of its own, and swapped whole. While what is found is no key, the last
 * good one stays. The thread ends when this is closed or no longer in use. Thread-safe.
 *
 * @param <K> what signs
 */
public final class WatchedKeys<K extends SigningKey> implements KeySource<K> {

    private static final Logger LOGGER = System.getLogger("io.gshare");
    private static final long SECONDS_BETWEEN_LOOKS = 1;

    /** Where keys are looked for. */
    @FunctionalInterface
    interface Look<K extends SigningKey> {
        /** The key that has been found since the last look; {@code null} where nothing is new. What is new and no key fails, once. */
        @Nullable
        Found<K> next();

        /** Whether every user of the machine can look there. */
        default boolean exposed() {
            return false;
        }
    }

    /** A key, and since when it has been where it was found. */
    record Found<K extends SigningKey>(K key, @Nullable Instant since) {}

    /** What an application answers; a key after a failure is new, be it the same or not. One thread asks it. */
    static final class Asked implements Look<ShareKey> {

        private final Supplier<ShareKey> supplier;
        private @Nullable ShareKey last;

        Asked(Supplier<ShareKey> supplier) {
            this.supplier = supplier;
        }

        /** The key that signs first; what fails, fails. */
        Found<ShareKey> first() {
            ShareKey key = supplier.get();
            last = key;
            return new Found<>(key, null);
        }

        @Override
        public @Nullable Found<ShareKey> next() {
            ShareKey known = last;
            last = null;
            ShareKey key;
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            try {
                thread.setContextClassLoader(supplier.getClass().getClassLoader()); // it may look for services
                key = supplier.get();
            } catch (RuntimeException | Error e) {
                // What it says may be secret.
                throw new IllegalArgumentException(
                        "the application's supplier failed with " + e.getClass().getName(), e);
            } finally {
                thread.setContextClassLoader(before);
            }
            if (key == null) {
                throw new IllegalArgumentException("the application's supplier answered null");
            }
            last = key;
            return known != null && key.equals(known) && key.derivedKey().equals(known.derivedKey())
                    ? null
                    : new Found<>(key, null);
        }
    }

    /** What is current: swapped whole. */
    private record State<K extends SigningKey>(
            Found<K> found, @Nullable String problem) {}

    private final String source;
    private final Look<K> look;
    private final KeyListener listener;
    private final List<Runnable> onReplaced = new CopyOnWriteArrayList<>();
    private final List<Runnable> onLook = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State<K> state;

    WatchedKeys(String source, Found<K> first, Look<K> look, KeyListener listener) {
        this.source = source;
        this.look = look;
        this.listener = listener;
        this.state = new State<>(first, null);
    }

    /**
     * {@return a source that asks the application for its key every second, on a thread of its own, so that the answer may take its time; {@link
     * #close} it} What fails leaves the last good key in place, and says so in the log and to the listener.
     *
     * @param source what the log and the listener call it, such as the workspace's name
     * @param supplier makes the key: of a {@link Credential}, say; called now and then every second
     * @param listener hears of each other key, and of each problem
     */
    public static KeySource<ShareKey> asking(String source, Supplier<ShareKey> supplier, KeyListener listener) {
        Asked asked = new Asked(supplier);
        return start(new WatchedKeys<>(source, asked.first(), asked, listener));
    }

    /** Keys that are looked for from now on. */
    static <K extends SigningKey> WatchedKeys<K> start(WatchedKeys<K> keys) {
        CountDownLatch closed = keys.closed;
        WeakReference<WatchedKeys<?>> watched = new WeakReference<>(keys);
        Thread thread = new Thread(() -> watch(watched, closed), "gshare-keys-" + keys.source);
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // that of a web application must not be held
        thread.start();
        return keys;
    }

    private static void watch(WeakReference<WatchedKeys<?>> watched, CountDownLatch closed) {
        try {
            while (!closed.await(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS)) {
                WatchedKeys<?> keys = watched.get();
                if (keys == null) {
                    return;
                }
                keys.look();
                Thread.interrupted(); // a supplier's or listener's leftover is not the end of watching
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts a thread that is not his wants it ended
        }
    }

    /** Looks once. */
    void look() {
        State<K> before = state;
        try {
            Found<K> found = look.next();
            if (found != null) {
                found.key.requireSuccessorOf(before.found.key);
                state = new State<>(found, null);
                onReplaced.forEach(Runnable::run);
                tell(Level.INFO, new KeyListener.Event(source, found.key, null));
            }
            onLook.forEach(Runnable::run);
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(before.problem)) {
                state = new State<>(before.found, problem);
                tell(Level.WARNING, new KeyListener.Event(source, before.found.key, problem));
            }
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "Looking for the key of " + Redaction.quote(source) + " failed", e);
        }
    }

    private void tell(Level level, KeyListener.Event event) {
        try {
            LOGGER.log(level, event);
            listener.onKey(event);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "A listener to keys failed", e);
        }
    }

    @Override
    public K current() {
        return state.found.key;
    }

    @Override
    public @Nullable String problem() {
        return state.problem;
    }

    @Override
    public @Nullable Instant since() {
        return state.found.since;
    }

    @Override
    public boolean exposed() {
        return look.exposed();
    }

    @Override
    public void onReplaced(Runnable then) {
        onReplaced.add(then);
    }

    @Override
    public void onLook(Runnable then) {
        onLook.add(then);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
