package io.gshare.key;

import io.gshare.key.WatchedKeys.Found;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a key, and may come to hold another: an API key, a service account token or a derived key; or the lines {@code
 * gshare.token} or {@code gshare.derived-key}, {@code gshare.key-name} and {@code gshare.org-id}, as {@code gshare derive} prints them. It has at
 * most 16 KiB. Immutable.
 */
public final class WatchedFile {

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
     * {@return a file, with what it holds now} It is read once: it may be a pipe.
     *
     * @param path where it is
     * @param strict whether a file that every user of the machine can read is none
     * @throws IllegalArgumentException if it cannot be read, or holds no key; the message never repeats it
     */
    public static WatchedFile read(Path path, boolean strict) {
        return new WatchedFile(path, strict, KeyFile.read(path, strict));
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
    public KeySource watch(
            String source, String prefix, @Nullable String name, @Nullable Long orgId, KeyListener listener) {
        return WatchedKeys.start(keys(source, prefix, name, orgId, listener));
    }

    /** Its keys, before anybody looks for others. */
    WatchedKeys keys(String source, String prefix, @Nullable String name, @Nullable Long orgId, KeyListener listener) {
        Look look = new Look(prefix, name, orgId);
        if (look.exposed()) {
            LOGGER.log(
                    Logger.Level.WARNING,
                    "The key file {0} of {1} {2}",
                    Redaction.quote(path.toString()),
                    source,
                    KeyFile.OPEN_TO_OTHERS);
        }
        return new WatchedKeys(source, look.found(content), look, listener);
    }

    @Override
    public String toString() {
        return "WatchedFile[" + Redaction.quote(path.toString()) + "]";
    }

    /** Finds the keys that the file comes to hold. One thread asks it. */
    private final class Look implements WatchedKeys.Look {

        private final String prefix;
        private final @Nullable String name;
        private final @Nullable Long orgId;

        /** What stood in the file, or why nothing could be read, the last time and the time before that made a difference. */
        private String seen = text;

        private String judged = text;

        Look(String prefix, @Nullable String name, @Nullable Long orgId) {
            this.prefix = prefix;
            this.name = name;
            this.orgId = orgId;
        }

        @Override
        public @Nullable Found next() {
            String now;
            IllegalArgumentException unread = null;
            try {
                now = KeyFile.read(path, strict);
            } catch (IllegalArgumentException e) {
                unread = told(e);
                now = String.valueOf(unread.getMessage());
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
            KeyFile content;
            try {
                content = KeyFile.parse(now);
            } catch (IllegalArgumentException e) {
                throw told(e);
            }
            try {
                return found(content);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(prefix + e.getMessage(), e);
            }
        }

        /** What is wrong with the file, as it is told at the start. */
        private IllegalArgumentException told(IllegalArgumentException problem) {
            String message = String.valueOf(problem.getMessage());
            return new IllegalArgumentException(Redaction.ofSetting(prefix, "token-file", message), problem);
        }

        @Override
        public boolean exposed() {
            return KeyFile.isOpen(path);
        }

        private Found found(KeyFile content) {
            return new Found(content.shareKey(name, orgId), written());
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
