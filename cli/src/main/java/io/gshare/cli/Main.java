package io.gshare.cli;

import io.gshare.SettingsException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command {@code gshare}. What it reads and writes is UTF-8, whatever the platform's charset is. */
@Command(
        name = "gshare",
        description =
                "Signs, verifies and explains share links of Grafana workspaces, and finds out why a frame stays blank.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            SignCommand.class,
            VerifyCommand.class,
            RewriteCommand.class,
            ExplainCommand.class,
            DeriveCommand.class,
            DoctorCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a link was refused",
            "2:the command or a setting was wrong",
            "70:gshare itself failed"
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  export GSHARE_URL=https://grafana.example.com",
            "  export GSHARE_TOKEN_FILE=token GSHARE_KEY_NAME=viewer",
            "  gshare sign '/d/TZWea/test?orgId=1'         opens the dashboard for a minute",
            "  gshare sign <links.txt >signed.txt          one link a line",
            "  gshare verify \"$(gshare sign /d/TZWea)\"     what the workspace would say of it",
            "  gshare rewrite <page.html >signed.html      the links in a page",
            "  gshare explain 'https://grafana…/d/TZWea'   what a link is made of",
            "  gshare derive >>gshare.properties           a key that signs and does no more",
            "  gshare doctor --page https://portal…        why a frame stays blank",
            "  source <(gshare generate-completion)        completion in bash and zsh",
            "",
            "Settings come from options, GSHARE_… in the environment, and --config FILE. A",
            "token is never an option, because others see options: put it into a file or",
            "the environment."
        })
final class Main {

    static final int REFUSED = 1;
    static final int WRONG = 2;
    /** EX_SOFTWARE of BSD's sysexits. */
    static final int FAILED = 70;

    /** Where a command reads and writes. */
    record Streams(InputStream in, PrintStream out, PrintStream err) {}

    /** The jar's own. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"gshare " + (version == null ? "of a checkout" : version)};
        }
    }

    private final Streams streams;

    private Main(Streams streams) {
        this.streams = streams;
    }

    Streams streams() {
        return streams;
    }

    /**
     * Runs the command.
     *
     * @param args its arguments
     */
    public static void main(String[] args) {
        int exit = run(
                new Streams(
                        new FileInputStream(FileDescriptor.in),
                        utf8(new FileOutputStream(FileDescriptor.out)),
                        utf8(new FileOutputStream(FileDescriptor.err))),
                args);
        System.exit(exit);
    }

    private static PrintStream utf8(OutputStream out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    static int run(Streams streams, String... args) {
        Main main = new Main(streams);
        CommandLine commandLine = new CommandLine(main)
                .setOut(writer(streams.out()))
                .setErr(writer(streams.err()))
                .setOverwrittenOptionsAllowed(true) // an alias may hold some
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, streams.err()));
        int exit = commandLine.execute(args);
        streams.out().flush();
        streams.err().flush();
        return exit;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Says what was wrong, without a stack trace: it was the user's doing, or his disk's, or else ours. */
    private static int failed(Exception e, PrintStream err) {
        if (e instanceof SettingsException || e instanceof IllegalArgumentException) {
            err.println(e.getMessage());
        } else if (e instanceof IOException || e instanceof UncheckedIOException) {
            err.println("reading or writing failed: " + e.getMessage());
        } else {
            // The message may hold what nobody has looked for secrets.
            StackTraceElement[] where = e.getStackTrace();
            err.println(
                    "gshare itself failed, by " + e.getClass().getName() + (where.length == 0 ? "" : " at " + where[0])
                            + "; please report it, with the command and gshare --version");
            return FAILED;
        }
        return WRONG;
    }
}
