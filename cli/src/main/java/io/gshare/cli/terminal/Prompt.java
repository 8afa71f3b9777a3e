package io.gshare.cli.terminal;

import io.gshare.cli.terminal.Program.Streams;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** Asks who sits there. Stateless. */
public final class Prompt {

    private Prompt() {}

    /**
     * A secret from who sits there, unseen, or else the first line of standard input.
     *
     * @param streams the command's
     * @param what the secret, such as {@code the token}
     * @param question what is shown before it is typed
     * @param otherwise how else it can be given
     * @return what was typed; empty where nothing was
     * @throws IOException if standard input cannot be read
     * @throws InterruptedException if this thread is interrupted
     */
    @SuppressWarnings("SystemConsoleNull") // what is no terminal is told apart here
    public static String secret(Streams streams, String what, String question, String otherwise)
            throws IOException, InterruptedException {
        if (!isTerminal(0)) {
            return line(streams);
        }
        Console console = System.console();
        if (console == null || !isTerminal(1)) {
            throw new IllegalArgumentException(
                    what + " is missing, and is not asked for where it would be seen, as the answer goes elsewhere; "
                            + otherwise);
        }
        return new String(Objects.requireNonNullElse(console.readPassword("%s", question), new char[0]));
    }

    /**
     * Whether who sits there says yes.
     *
     * @param streams the command's
     * @param question what to answer
     * @param otherwise how to say so where nobody sits there
     * @return whether the answer was {@code y} or {@code yes}
     * @throws IOException if standard input cannot be read
     * @throws InterruptedException if this thread is interrupted
     */
    public static boolean confirm(Streams streams, String question, String otherwise)
            throws IOException, InterruptedException {
        if (!isTerminal(0)) {
            throw new IllegalArgumentException(otherwise);
        }
        streams.err().print(question + " [y/N] ");
        streams.err().flush();
        String answer = line(streams).strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private static String line(Streams streams) throws IOException {
        return Objects.requireNonNullElse(
                new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8)).readLine(), "");
    }

    /** Whether a descriptor is a terminal, which Java does not tell: its console stands for input and output together. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(int descriptor) throws InterruptedException {
        try {
            return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) { // no POSIX
            return System.console() != null;
        }
    }
}
