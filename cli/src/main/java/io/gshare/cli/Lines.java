package io.gshare.cli;

import io.gshare.LinkRefusedException;
import io.gshare.RefusalReason;
import java.io.BufferedInputStream;
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

    private Lines() {}

    /**
     * Answers each link as soon as it is there: with what {@code answer} makes of it, or {@code ! REASON explanation}.
     *
     * @return the exit code
     */
    static int answer(Main.Streams streams, List<String> links, UnaryOperator<String> answer) throws IOException {
        boolean refused = false;
        if (!links.isEmpty()) {
            for (String link : links) {
                refused |= !answer(streams, link, answer);
            }
            return refused ? Main.REFUSED : 0;
        }
        InputStream in = new BufferedInputStream(streams.in());
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 || line.size() > 0; b = in.read()) {
            if (b >= 0 && b != '\n') {
                line.write(b);
                continue;
            }
            refused |= !answer(streams, line.toByteArray(), answer);
            line.reset();
            if (b < 0) {
                break;
            }
        }
        return refused ? Main.REFUSED : 0;
    }

    private static boolean answer(Main.Streams streams, byte[] line, UnaryOperator<String> answer) {
        boolean windows = line.length > 0 && line[line.length - 1] == '\r';
        try {
            String link = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, windows ? line.length - 1 : line.length))
                    .toString();
            return answer(streams, link, answer);
        } catch (CharacterCodingException e) {
            print(streams, "! " + RefusalReason.ILLEGAL_CHARACTER + " the line is not UTF-8; encode it as UTF-8");
            return false;
        }
    }

    private static boolean answer(Main.Streams streams, String link, UnaryOperator<String> answer) {
        try {
            print(streams, answer.apply(link));
            return true;
        } catch (LinkRefusedException e) {
            print(streams, "! " + e.reason() + " " + e.getMessage());
            return false;
        }
    }

    private static void print(Main.Streams streams, String line) {
        streams.out().print(line + "\n");
        streams.out().flush();
    }
}
