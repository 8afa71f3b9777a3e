package io.gshare.cli.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rotation has begun, in a file beside the key file that stays and is empty while there is nothing to go on with. It holds no secret. Who has it
 * open has it alone, also before other processes; the system takes it back from one that was killed.
 */
final class Journal implements AutoCloseable {

    private static final int LARGEST = 1 << 14;

    private final Path file;
    private final FileChannel channel;

    /**
     * A rotation from one key to the next, which were to be in the file.
     *
     * @param oldId the old one's id in Grafana; 0 where Grafana did not have it
     */
    record Entry(String old, long oldId, String next) {}

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens that of a key file, unless somebody else has. */
    static Journal open(Path file) {
        Path journal = NextFile.beside(file, ".rotation");
        try {
            FileChannel channel = FileChannel.open(
                    journal,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    NextFile.ownersAlone(journal));
            if (!isLocked(channel)) {
                channel.close();
                throw NextFile.wrong(
                        file, "another gshare keys is at work on it; wait until that has ended, and run it again");
            }
            return new Journal(file, channel);
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
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
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes, channel.size());
            }
            channel.force(true);
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw NextFile.unwritable(file, e);
        }
    }
}
