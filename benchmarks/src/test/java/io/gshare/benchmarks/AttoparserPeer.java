package io.gshare.benchmarks;

import io.gshare.GShare;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.attoparser.AbstractChainedMarkupHandler;
import org.attoparser.MarkupParser;
import org.attoparser.ParseException;
import org.attoparser.config.ParseConfiguration;
import org.attoparser.output.OutputMarkupHandler;

/** attoparser, on which Thymeleaf stands: the page as events. */
final class AttoparserPeer extends Peer {

    private final MarkupParser parser = new MarkupParser(ParseConfiguration.htmlConfiguration());

    AttoparserPeer(GShare gshare) {
        super(gshare);
    }

    @Override
    void rewrite(byte[] page, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            parser.parse(new String(page, StandardCharsets.UTF_8), new Handler(writer));
        } catch (ParseException e) {
            throw new IOException(e);
        }
        writer.flush();
    }

    private final class Handler extends AbstractChainedMarkupHandler {

        private final Writer writer;
        private String element = "";

        Handler(Writer writer) {
            super(new OutputMarkupHandler(writer));
            this.writer = writer;
        }

        @Override
        public void handleStandaloneElementStart(
                char[] buffer, int nameOffset, int nameLen, boolean minimized, int line, int col)
                throws ParseException {
            element = new String(buffer, nameOffset, nameLen);
            super.handleStandaloneElementStart(buffer, nameOffset, nameLen, minimized, line, col);
        }

        @Override
        public void handleOpenElementStart(char[] buffer, int nameOffset, int nameLen, int line, int col)
                throws ParseException {
            element = new String(buffer, nameOffset, nameLen);
            super.handleOpenElementStart(buffer, nameOffset, nameLen, line, col);
        }

        @Override
        public void handleAttribute(
                char[] buffer,
                int nameOffset,
                int nameLen,
                int nameLine,
                int nameCol,
                int operatorOffset,
                int operatorLen,
                int operatorLine,
                int operatorCol,
                int valueContentOffset,
                int valueContentLen,
                int valueOuterOffset,
                int valueOuterLen,
                int valueLine,
                int valueCol)
                throws ParseException {
            String signed = isLink(element, new String(buffer, nameOffset, nameLen))
                    ? signEscaped(new String(buffer, valueContentOffset, valueContentLen))
                    : null;
            if (signed == null) {
                super.handleAttribute(
                        buffer,
                        nameOffset,
                        nameLen,
                        nameLine,
                        nameCol,
                        operatorOffset,
                        operatorLen,
                        operatorLine,
                        operatorCol,
                        valueContentOffset,
                        valueContentLen,
                        valueOuterOffset,
                        valueOuterLen,
                        valueLine,
                        valueCol);
                return;
            }
            int valueContentEnd = valueContentOffset + valueContentLen;
            try {
                writer.write(buffer, nameOffset, valueContentOffset - nameOffset);
                writer.write(signed);
                writer.write(buffer, valueContentEnd, valueOuterOffset + valueOuterLen - valueContentEnd);
            } catch (IOException e) {
                throw new ParseException(e);
            }
        }
    }
}
