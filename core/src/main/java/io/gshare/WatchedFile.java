package io.gshare;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds the keys that a file comes to hold. One thread asks it. */
final class WatchedFile implements WatchedKeys.Look {

    private static final Logger LOGGER = System.getLogger("io.gshare");

    private final Path file;
    private final @Nullable String prefix;
    private final @Nullable String name;
    private final @Nullable Long orgId;
    private final boolean strict;

    /** What stood in the file, or why nothing could be read, the last time and the time before that made a difference. */
    private String seen = "";

    private String judged = "";

    /** @param prefix of the settings that name the file; {@code null} where none does */
    WatchedFile(Path file, @Nullable String prefix, @Nullable String name, @Nullable Long orgId, boolean strict) {
        this.file = file;
        this.prefix = prefix;
        this.name = name;
        this.orgId = orgId;
        this.strict = strict;
    }

    /** The key that the file holds now. */
    WatchedKeys.Found first(String source) {
        return first(source, KeyFile.read(file, strict));
    }

    /** The key that was read of it just now; a pipe is read once. */
    WatchedKeys.Found first(String source, String text) {
        judged = text;
        seen = text;
        if (exposed()) {
            LOGGER.log(
                    Logger.Level.WARNING,
                    "The key file {0} of {1} {2}",
                    Redaction.quote(file.toString()),
                    source,
                    KeyFile.OPEN_TO_OTHERS);
        }
        return found(judged);
    }

    @Override
    public WatchedKeys.@Nullable Found next() {
        String now;
        IllegalArgumentException unread = null;
        try {
            now = KeyFile.read(file, strict);
        } catch (IllegalArgumentException e) {
            unread = told(Setting.TOKEN_FILE, e);
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
        return found(now);
    }

    @Override
    public boolean exposed() {
        return KeyFile.isOpen(file);
    }

    private WatchedKeys.Found found(String text) {
        KeyFile found;
        try {
            found = KeyFile.parse(text);
        } catch (IllegalArgumentException e) {
            throw told(Setting.TOKEN_FILE, e);
        }
        try {
            return new WatchedKeys.Found(found.shareKey(name, orgId), written());
        } catch (IllegalArgumentException e) {
            throw told(null, e);
        }
    }

    /** What is wrong as it is told at the start: of which setting. */
    private IllegalArgumentException told(@Nullable Setting setting, IllegalArgumentException problem) {
        String message = String.valueOf(problem.getMessage());
        return prefix == null
                ? problem
                : new IllegalArgumentException(
                        setting == null ? prefix + message : setting.problem(prefix, message), problem);
    }

    private @Nullable Instant written() {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return null; // replaced just now: the next look finds out
        }
    }
}
