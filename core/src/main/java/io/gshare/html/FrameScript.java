package io.gshare.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gshare.text.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * The script of {@code <gshare-frame>}: an ES module that keeps a frame alive, and says what there is to say in all languages of the application,
 * of which the visitor's browser takes one: pages may be cached. Immutable; its path changes with its content.
 */
public final class FrameScript {

    /** What only readers of the source need: comments on lines of their own, and the indentation. */
    private static final Pattern FOR_READERS =
            Pattern.compile("^ *(?://.*|/\\*(?s:.*?)\\*/)\\R|^ +", Pattern.MULTILINE);

    private static final String CODE = FOR_READERS.matcher(read()).replaceAll("");
    private static final String HASH = hash(CODE);

    private final String path;
    private final byte[] content;
    private final byte[] compressed;

    /**
     * The script of an application.
     *
     * @param texts what it says
     */
    public FrameScript(Texts texts) {
        this.path = path(texts);
        this.content = ("const TEXTS = " + json(texts) + ";\n" + CODE).getBytes(StandardCharsets.UTF_8);
        this.compressed = compress(content);
    }

    /**
     * {@return where it is, below {@code gshare.path}}
     *
     * @param texts what it says
     */
    static String path(Texts texts) {
        return "frame-" + HASH + texts.version() + ".js";
    }

    /** {@return where it is, below {@code gshare.path}} */
    public String path() {
        return path;
    }

    /** {@return the script, JavaScript in UTF-8} */
    public byte[] content() {
        return content.clone();
    }

    /** {@return the script as {@code Content-Encoding: gzip} has it} */
    public byte[] compressed() {
        return compressed.clone();
    }

    private static String json(Texts texts) {
        StringWriter json = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
            out.writeStartObject();
            for (Texts.Language language : texts.languages().values()) {
                out.writeObjectFieldStart(language.tag());
                for (Map.Entry<String, String> text : language.texts().entrySet()) {
                    if (text.getKey().startsWith(Texts.FRAME)) {
                        out.writeStringField(text.getKey().substring(Texts.FRAME.length()), text.getValue());
                    }
                }
                out.writeEndObject();
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
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

    private static String read() {
        try (InputStream in = FrameScript.class.getResourceAsStream("gshare-frame.js")) {
            return new String(
                    Objects.requireNonNull(in, "gshare-frame.js is missing from the jar")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String content) {
        CRC32 crc = new CRC32();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
