package io.gshare.cli;

import io.gshare.cli.terminal.Program.Streams;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.RefusalReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Answers links one line each: those of the command, or, where it has none, one a line from standard input. */
final class Lines {

    /** More bytes than any link has that is signed or accepted. */
    private static final int LONGEST = 1 << 16;

    private Lines() {}

    /** Answers each link as soon as it is there: with what {@code answer} makes of it, or {@code ! REASON explanation}; returns the exit code. */
    static int answer(Streams streams, List<String> links, UnaryOperator<String> answer) throws IOException {
        boolean refused = false;
        if (!links.isEmpty()) {
            for (String link : links) {
                refused |= !answer(streams, link, answer);
            }
            return refused ? Main.REFUSED : 0;
        }
        InputStream in = streams.in();
        boolean first = true;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 || line.size() > 0; b = in.read()) {
            if (b >= 0 && b != '\n') {
                if (line.size() <= LONGEST) {
                    line.write(b);
                }
                continue;
            }
            refused |= !answer(streams, line.toByteArray(), first, answer);
            line.reset();
            first = false;
            if (b < 0) {
                break;
            }
        }
        return refused ? Main.REFUSED : 0;
    }

    private static boolean answer(Streams streams, byte[] line, boolean first, UnaryOperator<String> answer) {
        if (line.length > LONGEST) {
            print(
                    streams,
                    "! " + RefusalReason.TOO_LONG + " the line has more than " + LONGEST
                            + " bytes; give one link a line");
            return false;
        }
        boolean windows = line.length > 0 && line[line.length - 1] == '\r';
        try {
            String link = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, windows ? line.length - 1 : line.length))
                    .toString();
            boolean marked = first && link.startsWith("\uFEFF"); // as some editors begin a file
            return answer(streams, marked ? link.substring(1) : link, answer);
        } catch (CharacterCodingException e) {
            print(streams, "! " + RefusalReason.ILLEGAL_CHARACTER + " the line is not UTF-8; encode it as UTF-8");
            return false;
        }
    }

    private static boolean answer(Streams streams, String link, UnaryOperator<String> answer) {
        try {
            print(streams, answer.apply(link));
            return true;
        } catch (LinkRefusedException e) {
            print(streams, "! " + e.reason() + " " + e.getMessage());
            return false;
        }
    }

    private static void print(Streams streams, String line) {
        streams.out().print(line + "\n");
        streams.out().flush();
    }
}
