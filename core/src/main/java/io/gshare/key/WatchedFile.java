package io.gshare.key;

import io.gshare.key.WatchedKeys.Found;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a key, and may come to hold another: an API key, a service account token or a derived key; or the lines {@code
 * gshare.token} or {@code gshare.derived-key}, {@code gshare.key-name} and {@code gshare.org-id}, as {@code gshare derive} prints them. It has at
 * most 16 KiB. Immutable.
 */
public final class WatchedFile {

    /** The most bytes that a key file may have. */
    public static final int LARGEST = KeyFile.LARGEST;

    private static final String SETTING = "token-file";
    private static final Logger LOGGER = System.getLogger("io.gshare");

    private final Path path;
    private final boolean strict;
    private final String text;
    private final KeyFile content;

    private WatchedFile(Path path, boolean strict, String text) {
        this.path = path;
        this.strict = strict;
        this.text = text;
        this.content = KeyFile.parse(text);
    }

    /**
     * Reads a file, once: it may be a pipe.
     *
     * @param path where it is
     * @param strict whether a file that every user of the machine can read is none
     * @return the file, with what it holds now
     * @throws IllegalArgumentException if it cannot be read, or holds no key; the message never repeats it
     */
    public static WatchedFile read(Path path, boolean strict) {
        return new WatchedFile(path, strict, KeyFile.read(SETTING, path, strict));
    }

    /**
     * {@return what stands in a file that holds a key of another kind, read by the same rules}
     *
     * @param setting what names the file, for messages
     * @param path where it is
     * @throws IllegalArgumentException if it cannot be read
     */
    public static String text(String setting, Path path) {
        return KeyFile.read(setting, path, false);
    }

    /** {@return the token in it; {@code null} where the file holds a derived key} */
    public @Nullable Credential credential() {
        return content.credential();
    }

    /** {@return the key's name; {@code null} where the file does not say it} */
    public @Nullable String name() {
        return content.name();
    }

    /**
     * {@return what is configured beside the file and it does not say so, and what to do}
     *
     * @param name the key's name; {@code null} where none is configured
     * @param orgId the id of its org; {@code null} where none is configured
     */
    public List<String> contradictions(@Nullable String name, @Nullable Long orgId) {
        return content.contradictions(name, orgId);
    }

    /**
     * {@return the share key of what was read, which takes some 10 to 20 ms to derive}
     *
     * @param name the key's name in Grafana; {@code null} where the file says it
     * @param orgId the id of the key's org, from 1; {@code null} for what the file says, or 1
     * @throws IllegalArgumentException if the file contradicts what is given, or nobody says the name
     */
    public ShareKey shareKey(@Nullable String name, @Nullable Long orgId) {
        return content.shareKey(name, orgId);
    }

    /**
     * Watches it: another key in it signs within 5 s, and nothing of that happens on a request's thread. A file that is broken or missing
     * leaves the last good key in place, and says so in the log and to the listener. It looks by reading, so that a file that is replaced, written
     * in place or reached through a symbolic link that changes (a Kubernetes secret) are all the same to it; half a file is none, because what it
     * reads must stand there twice, and its lines must end.
     *
     * @param source what the log and the listener call it, such as the workspace's name
     * @param prefix of the settings that name the file, for messages; empty where none does
     * @param name the key's name in Grafana; {@code null} where the file says it
     * @param orgId the id of the key's org, from 1; {@code null} for what the file says, or 1
     * @param listener hears of each other key, and of each problem
     * @return where the current key comes from, which is the one that was read; {@link KeySource#close} it
     * @throws IllegalArgumentException if the file contradicts what is given
     */
    public KeySource<ShareKey> watch(
            String source, String prefix, @Nullable String name, @Nullable Long orgId, KeyListener listener) {
        return WatchedKeys.start(keys(source, prefix, name, orgId, listener));
    }

    /** Its keys, before anybody looks for others. */
    WatchedKeys<ShareKey> keys(
            String source, String prefix, @Nullable String name, @Nullable Long orgId, KeyListener listener) {
        Look<ShareKey> look = new Look<>(SETTING, prefix, path, strict, text, now -> {
            KeyFile found = told(prefix, SETTING, path, () -> KeyFile.parse(now));
            return told(prefix, "", path, () -> found.shareKey(name, orgId));
        });
        return keys(source, shareKey(name, orgId), look, listener);
    }

    /**
     * Watches a file that holds a key of another kind, in the same way.
     *
     * @param setting the name of the setting that names the file, for messages
     * @param prefix of the settings that name the file, for messages; empty where none does
     * @param path where it is
     * @param strict whether a file that every user of the machine can read is none
     * @param parse makes the key of the file's text, and fails with an {@link IllegalArgumentException} that does not repeat it
     * @param source what the log and the listener call it, such as the workspace's name
     * @param listener hears of each other key, and of each problem
     * @param <K> what signs
     * @return where the current key comes from; {@link KeySource#close} it
     * @throws IllegalArgumentException if the file cannot be read, or holds no key
     */
    public static <K extends SigningKey> KeySource<K> watch(
            String setting,
            String prefix,
            Path path,
            boolean strict,
            Function<String, K> parse,
            String source,
            KeyListener listener) {
        String text = KeyFile.read(setting, path, strict);
        Look<K> look = new Look<>(
                setting, prefix, path, strict, text, now -> told(prefix, setting, path, () -> parse.apply(now)));
        return WatchedKeys.start(keys(source, parse.apply(text), look, listener));
    }

    private static <K extends SigningKey> WatchedKeys<K> keys(
            String source, K key, Look<K> look, KeyListener listener) {
        if (look.exposed()) {
            LOGGER.log(
                    Logger.Level.WARNING,
                    "The key file {0} of {1} {2}",
                    Redaction.quote(look.path.toString()),
                    source,
                    KeyFile.OPEN_TO_OTHERS);
        }
        return new WatchedKeys<>(source, look.found(key), look, listener);
    }

    /** What is wrong as it is told at the start: of which setting and file, where one names it. */
    private static <T> T told(String prefix, String setting, Path path, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    prefix.isEmpty() || setting.isEmpty()
                            ? prefix + message
                            : prefix + Redaction.ofFile(setting, path.toString(), message),
                    e);
        }
    }

    @Override
    public String toString() {
        return "WatchedFile[" + Redaction.quote(path.toString()) + "]";
    }

    /** Finds the keys that the file comes to hold. One thread asks it. */
    static final class Look<K extends SigningKey> implements WatchedKeys.Look<K> {

        private final String setting;
        private final String prefix;
        private final Path path;
        private final boolean strict;
        private final Function<String, K> parse;

        /** What stood in the file, or why nothing could be read, the last time and the time before that made a difference. */
        private String seen;

        private String judged;

        Look(String setting, String prefix, Path path, boolean strict, String text, Function<String, K> parse) {
            this.setting = setting;
            this.prefix = prefix;
            this.path = path;
            this.strict = strict;
            this.parse = parse;
            this.seen = text;
            this.judged = text;
        }

        @Override
        public @Nullable Found<K> next() {
            String now;
            IllegalArgumentException unread = null;
            try {
                now = told(prefix, setting, path, () -> KeyFile.read(setting, path, strict));
            } catch (IllegalArgumentException e) {
                now = String.valueOf(e.getMessage());
                unread = e;
            }
            boolean again = now.equals(seen); // a file that is being written reads differently a second later
            seen = now;
            if (!again || now.equals(judged)) {
                return null;
            }
            judged = now;
            if (unread != null) {
                throw unread;
            }
            return found(parse.apply(now));
        }

        @Override
        public boolean exposed() {
            return KeyFile.isOpen(path);
        }

        private Found<K> found(K key) {
            return new Found<>(key, written());
        }

        private @Nullable Instant written() {
            try {
                return Files.getLastModifiedTime(path).toInstant();
            } catch (IOException e) {
                return null; // replaced just now: the next look finds out
            }
        }
    }
}
