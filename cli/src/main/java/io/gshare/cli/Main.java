package io.gshare.cli;

import io.gshare.cli.keys.KeysCommand;
import io.gshare.cli.terminal.Program;
import io.gshare.settings.SettingsException;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

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
            KeysCommand.class,
            DoctorCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a link was refused, the doctor found a failure, or keys are against the advice",
            "2:the command or a setting was wrong, or reading or writing failed",
            "141:nobody reads any more what is written",
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
            "  gshare derive >key.properties <token        a key that signs and does no more",
            "  gshare keys --admin-token-file admin        which keys there are, and how old",
            "  gshare keys rotate --file grafana-key       the next key, without a gap",
            "  gshare keys new --file gshare-key.jwk       a key for a Grafana of your own",
            "  gshare doctor --page https://portal…        why a frame stays blank",
            "  source <(gshare generate-completion)        completion in bash and zsh",
            "",
            "Settings come from options, GSHARE_… in the environment, and --config FILE. A",
            "token is never an option, because others see options: put it into a file or",
            "the environment."
        })
final class Main implements Program {

    static final int WRONG = 2;
    /** EX_SOFTWARE of BSD's sysexits. */
    static final int FAILED = 70;
    /** As shells tell of a program that SIGPIPE has ended. */
    private static final int UNREAD = 141;

    /** What others call what {@code keys} does by itself. */
    private static final Set<String> LISTS = Set.of("list", "ls");

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

    @Override
    public Streams streams() {
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
                        // Buffered also because Java 17 reads N bytes of no pipe: it asks where in it it stands.
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                        utf8(new Checked(new FileOutputStream(FileDescriptor.out))),
                        utf8(new FileOutputStream(FileDescriptor.err))),
                args);
        System.exit(exit);
    }

    private static PrintStream utf8(OutputStream out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    /** Nobody reads standard output any more. */
    private static final class Unread extends UncheckedIOException {

        private static final long serialVersionUID = 1;

        Unread(IOException cause) {
            super(cause);
        }
    }

    /** Ends the command where a print stream by itself would keep silent: the disk is full, or nobody reads any more. */
    private static final class Checked extends OutputStream {

        private final OutputStream out;

        Checked(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw isPipe() ? new Unread(e) : new UncheckedIOException(e.getMessage(), e);
            }
        }

        /** A pipe fails by nothing but that nobody reads it, which systems say in many languages. */
        private static boolean isPipe() {
            try {
                return Files.readSymbolicLink(Path.of("/proc/self/fd/1"))
                        .toString()
                        .startsWith("pipe:");
            } catch (IOException | UnsupportedOperationException e) {
                return false;
            }
        }
    }

    static int run(Streams streams, String... args) {
        Main main = new Main(streams);
        CommandLine commandLine = new CommandLine(main)
                .setOut(writer(streams.out()))
                .setErr(writer(streams.err()))
                .setOverwrittenOptionsAllowed(true) // an alias may hold some
                .setParameterExceptionHandler((e, given) -> wrong(e, streams.err()))
                .setExecutionStrategy(command -> execute(command, streams));
        for (String arg : args) {
            if (arg.indexOf('\uFFFD') >= 0) {
                streams.err()
                        .println(Redaction.quote(arg) + " has lost a character on the way, where something is not UTF-8"
                                + " (LANG or LC_ALL, say); set that to UTF-8, or give links on standard input");
                return WRONG;
            }
        }
        int exit = commandLine.execute(args);
        streams.err().flush();
        return exit;
    }

    /** Runs a command, or shows help. */
    private static int execute(ParseResult command, Streams streams) {
        try {
            int exit = new RunLast().execute(command);
            streams.out().flush();
            return exit;
        } catch (ParameterException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return failed(e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e, streams.err());
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Says what was wrong with the command, without the token that somebody may have tried to give in it. */
    private static int wrong(ParameterException e, PrintStream err) {
        String message = String.valueOf(e.getMessage());
        String shown = Redaction.redact(message);
        err.println(Redaction.visible(shown));
        if (!shown.equals(message) || message.contains("'--token'")) {
            err.println(
                    "a token is never an option, because others see options; give --token-file, or GSHARE_TOKEN in the"
                            + " environment");
        }
        suggest(e, err);
        err.println("try " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return WRONG;
    }

    /** Names the command that was meant, or else the options. */
    private static void suggest(ParameterException e, PrintStream err) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String given = e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getUnmatched().isEmpty()
                        && !spec.subcommands().isEmpty()
                ? unmatched.getUnmatched().get(0)
                : "-";
        if (given.startsWith("-")) {
            UnmatchedArgumentException.printSuggestions(e, writer(err));
            return;
        }
        Set<String> known = new TreeSet<>(spec.subcommands().keySet());
        known.addAll(spec.userObject() instanceof KeysCommand ? LISTS : Set.of());
        String nearest = Spelling.nearest(given, known);
        if (nearest != null) {
            boolean lists = LISTS.contains(nearest);
            err.println("did you mean '" + spec.qualifiedName() + (lists ? "'" : " " + nearest + "'")
                    + (lists ? ", which lists them?" : "?"));
        }
    }

    /** Says what was wrong, without a stack trace: it was the user's doing, or his disk's, or else ours. */
    private static int failed(Throwable e, PrintStream err) {
        if (e instanceof Unread) {
            return UNREAD;
        }
        if (e instanceof SettingsException || e instanceof IllegalArgumentException) {
            err.println(e.getMessage());
        } else if (e instanceof IOException || e instanceof UncheckedIOException) {
            err.println("reading or writing failed: " + Redaction.line(String.valueOf(e.getMessage())));
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
