package io.gshare.cli.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rotation has begun, in a file beside the key file that is there while there is something to go on with. It holds no secret. Who has it
 * open has it alone, also before other processes; the system takes it back from one that was killed.
 */
final class Journal implements AutoCloseable {

    private static final int LARGEST = 1 << 14;

    private final Path file;
    private final Path place;
    private final FileChannel channel;

    /**
     * A rotation from one key to the next, which were to be in the file.
     *
     * @param oldId the old one's id in Grafana; 0 where Grafana did not have it
     */
    record Entry(String old, long oldId, String next) {}

    private Journal(Path file, Path place, FileChannel channel) {
        this.file = file;
        this.place = place;
        this.channel = channel;
    }

    /** Opens that of a key file, unless somebody else has. */
    static Journal open(Path file) {
        Path place = NextFile.beside(file, ".rotation");
        try {
            Journal journal = null;
            while (journal == null) {
                journal = tryOpen(file, place);
            }
            return journal;
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
        }
    }

    /** {@code null} where who had it deleted it between its opening and its locking here. */
    private static @Nullable Journal tryOpen(Path file, Path place) throws IOException {
        FileChannel channel = FileChannel.open(
                place,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                NextFile.ownersAlone(place));
        boolean isOpen = false;
        try {
            if (!isLocked(channel)) {
                throw NextFile.wrong(
                        file, "another gshare keys is at work on it; wait until that has ended, and run it again");
            }
            Journal journal = new Journal(file, place, channel);
            isOpen = journal.isInPlace();
            return isOpen ? journal : null;
        } finally {
            if (!isOpen) {
                channel.close();
            }
        }
    }

    /**
     * Whether what is locked is the file that stands there: that alone grows with it. To open that one and compare them would end the lock, as
     * POSIX has it.
     */
    private boolean isInPlace() throws IOException {
        long size = channel.size();
        String blanks = " ".repeat(1 + new SecureRandom().nextInt(LARGEST)); // which JSON may end with
        append(blanks);
        try {
            return Files.size(place) == size + blanks.length();
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            channel.truncate(size);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // in this process
            return false;
        }
    }

    /** What was begun; {@code null} if nothing was, or this could not be written, which was before anything else. */
    @Nullable
    Entry entry() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), LARGEST));
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
                // until all is there
            }
            Json json = Json.object(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
            return json == null ? null : new Entry(json.text("old"), json.number("oldId"), json.text("next"));
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
        }
    }

    void write(Entry entry) {
        write(Json.write(false, out -> {
            out.writeStringField("old", entry.old);
            out.writeNumberField("oldId", entry.oldId);
            out.writeStringField("next", entry.next);
        }));
    }

    void clear() {
        write("");
    }

    private void write(String text) {
        try {
            channel.truncate(0);
            append(text);
            channel.force(true);
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
        }
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes, channel.size());
        }
    }

    /** Leaves nothing behind where there is nothing to go on with; while it is locked, or another's might be deleted. */
    @Override
    public void close() {
        try (channel) {
            if (channel.isOpen() && channel.size() == 0) {
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
        }
    }
}
