package io.gshare.cli.keys;

import io.gshare.key.ShareKey;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A key file before it stands in its place, which it takes as a whole. It is written beside it and has its room on the disk before there is a key for it, so
 * that nothing which can be known beforehand goes wrong when the key is there. It has the owner, the group and the permissions of the file that it
 * replaces, but that no others read it.
 */
public final class NextFile implements AutoCloseable {

    /** More than a key file has. */
    private static final int ROOM = 4096;

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path file;
    private final Path place;
    private final Path next;

    private NextFile(Path file) {
        this.file = file;
        this.place = place(file);
        this.next = beside(file, ".next");
    }

    /**
     * {@return a key as key files have it}
     *
     * @param key the key
     */
    public static String lines(ShareKey key) {
        StringBuilder lines = new StringBuilder();
        key.settings()
                .forEach((name, value) -> lines.append(name)
                        .append(" = ")
                        .append(Redaction.visible(
                                value.replace("\\", "\\\\"))) // its escapes are those of properties files
                        .append('\n'));
        return lines.toString();
    }

    /** Where the file really is: behind symbolic links, whose own file system may be another. */
    private static Path place(Path file) {
        try {
            return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** A hidden file beside it. */
    static Path beside(Path file, String ending) {
        Path place = place(file);
        if (Files.isDirectory(place)) {
            throw wrong(file, "is a directory; name the file in it");
        }
        if (place.toString().matches(".*/\\.\\.[^/]+/[^/]*")) { // where the kubelet puts what it links to
            throw wrong(
                    file,
                    "is part of a Kubernetes secret or ConfigMap, which nobody can write from within; put it on a volume that"
                            + " can be written");
        }
        if (!Files.isDirectory(place.resolveSibling("."))) {
            throw wrong(file, "its folder is not there; make that first");
        }
        return place.resolveSibling("." + place.getFileName() + ending);
    }

    static FileAttribute<?>[] ownersAlone(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Takes room for a file that will stand there, or take the place of the one that does. */
    static NextFile reserve(Path file) {
        NextFile next = new NextFile(file);
        try {
            next.reserve();
        } catch (IOException e) {
            next.close();
            throw unwritable(file, e);
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        return next;
    }

    private void reserve() throws IOException {
        boolean replaces = Files.exists(place);
        if (replaces && !Files.getFileStore(place).equals(Files.getFileStore(place.resolveSibling(".")))) {
            throw wrong(
                    file,
                    "is mounted by itself, on another file system than its folder, so it cannot be replaced as a whole;"
                            + " mount the folder");
        }
        Files.deleteIfExists(next); // of a command that was stopped
        try (FileChannel out = FileChannel.open(
                next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersAlone(next))) {
            write(out, new byte[ROOM]);
        }
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (replaces && view != null) {
            keepOwner(view);
        }
    }

    private void keepOwner(PosixFileAttributeView view) throws IOException {
        PosixFileAttributes before = Files.readAttributes(place, PosixFileAttributes.class);
        PosixFileAttributes now = view.readAttributes();
        try {
            if (!before.owner().equals(now.owner())) {
                view.setOwner(before.owner());
            }
            if (!before.group().equals(now.group())) {
                view.setGroup(before.group());
            }
        } catch (IOException e) {
            throw wrong(
                    file,
                    "belongs to " + Redaction.quote(before.owner() + ":" + before.group())
                            + ", whom a new file cannot be given; run it as that user");
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(before.permissions());
        permissions.removeAll(OTHERS);
        view.setPermissions(permissions);
    }

    /** Writes the key, and lets the file take its place. */
    void put(ShareKey key) {
        put(lines(key));
    }

    /** Writes what it is to hold, and lets it take its place. */
    void put(String text) {
        try {
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                write(out, bytes);
                out.truncate(bytes.length);
                out.force(true);
            }
            Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void write(FileChannel out, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        out.force(true);
    }

    static IllegalArgumentException wrong(Path file, String rule) {
        return new IllegalArgumentException("file was " + Redaction.quote(file.toString()) + " but " + rule);
    }

    static IllegalArgumentException unwritable(Path file, IOException e) {
        if (e instanceof AccessDeniedException) {
            return wrong(file, "its folder is not writable for this user; run it as one who may write there");
        }
        String reason = e instanceof FileSystemException problem ? problem.getReason() : e.getMessage();
        return wrong(
                file,
                "cannot be written there ("
                        + Redaction.line(reason == null ? e.getClass().getSimpleName() : reason)
                        + "); look at the disk that it is on");
    }

    /** Leaves nothing behind of a file that has not taken its place. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(next);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }
}
