package io.gshare.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** The script of {@code <gshare-frame>}: an ES module that keeps a frame alive. Immutable; its path changes with its content. */
public final class FrameScript {

    private static final byte[] CONTENT = read();
    private static final byte[] COMPRESSED = compress(CONTENT);

    /** Where it is, below {@code gshare.path}. */
    public static final String PATH = "frame-" + hash(CONTENT) + ".js";

    private FrameScript() {}

    /** {@return the script, JavaScript in UTF-8} */
    public static byte[] content() {
        return CONTENT.clone();
    }

    /** {@return the script as {@code Content-Encoding: gzip} has it} */
    public static byte[] compressed() {
        return COMPRESSED.clone();
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] read() {
        try (InputStream in = FrameScript.class.getResourceAsStream("gshare-frame.js")) {
            return Objects.requireNonNull(in, "gshare-frame.js is missing from the jar")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
