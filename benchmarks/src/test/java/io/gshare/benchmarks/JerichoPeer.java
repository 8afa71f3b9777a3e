package io.gshare.benchmarks;

import io.gshare.GShare;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import net.htmlparser.jericho.Attribute;
import net.htmlparser.jericho.Attributes;
import net.htmlparser.jericho.Segment;
import net.htmlparser.jericho.StartTag;
import net.htmlparser.jericho.StreamedSource;

/** Jericho, streamed: the page as segments. */
final class JerichoPeer extends Peer {

    JerichoPeer(GShare gshare) {
        super(gshare);
    }

    @Override
    void rewrite(byte[] page, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try (StreamedSource source = new StreamedSource(new String(page, StandardCharsets.UTF_8))) {
            for (Segment segment : source) {
                CharBuffer text = source.getCurrentSegmentCharBuffer();
                int start = text.arrayOffset() + text.position();
                int copied = segment instanceof StartTag tag ? sign(tag, text.array(), start, writer) : 0;
                writer.write(text.array(), start + copied, text.length() - copied);
            }
        }
        writer.flush();
    }

    /** Writes a tag up to the end of its last link that is signed, and says where that is. */
    private int sign(StartTag tag, char[] text, int start, Writer writer) throws IOException {
        int copied = 0;
        Attributes attributes = tag.getAttributes();
        if (attributes != null) {
            for (Attribute attribute : attributes) {
                Segment value = attribute.getValueSegment();
                String signed = value != null && isLink(tag.getName(), attribute.getKey())
                        ? signEscaped(value.toString())
                        : null;
                if (signed != null) {
                    writer.write(text, start + copied, value.getBegin() - tag.getBegin() - copied);
                    writer.write(signed);
                    copied = value.getEnd() - tag.getBegin();
                }
            }
        }
        return copied;
    }
}
