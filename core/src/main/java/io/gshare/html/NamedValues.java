package io.gshare.html;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What one tag was given, by name, in its order: a handful, among which it takes less to look at each than to ask a map. Not thread-safe. */
final class NamedValues<V> {

    /** Names and values in turn. */
    private Object[] given = new Object[8];

    private int end;

    /** Keeps a value, in the place of one of that name, which is returned. */
    @Nullable
    V put(String name, V value) {
        int at = indexOf(name);
        if (at < end) {
            V before = value(at);
            given[at + 1] = value;
            return before;
        }
        if (end == given.length) {
            given = Arrays.copyOf(given, 2 * end);
        }
        given[end] = name;
        given[end + 1] = value;
        end += 2;
        return null;
    }

    @Nullable
    V get(String name) {
        int at = indexOf(name);
        return at < end ? value(at) : null;
    }

    boolean has(String name) {
        return indexOf(name) < end;
    }

    int size() {
        return end / 2;
    }

    void forEach(BiConsumer<String, V> action) {
        for (int at = 0; at < end; at += 2) {
            action.accept((String) given[at], value(at));
        }
    }

    private int indexOf(String name) {
        int at = 0;
        while (at < end && !name.equals(given[at])) {
            at += 2;
        }
        return at;
    }

    @SuppressWarnings("unchecked") // put there by put()
    private V value(int at) {
        return (V) given[at + 1];
    }
}
