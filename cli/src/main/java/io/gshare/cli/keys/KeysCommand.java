package io.gshare.cli.keys;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gshare.cli.terminal.Program;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.key.KeyName;
import io.gshare.key.KeyStatus;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys}. */
@Command(
        name = "keys",
        description = {
            "Lists the keys that a Grafana has, and marks what the vendor advises against: another role than Viewer, older than"
                    + " 90 days, expired and still there, more than 90 of the 100 that Grafana's page shows.",
            "Its commands do what the advice says: create, rotate, revoke, prune. They ask Grafana's own API with an admin's token,"
                    + " from a file or from who sits there. new, next and public are for the keys of JWT links."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            CreateCommand.class,
            RotateCommand.class,
            RevokeCommand.class,
            PruneCommand.class,
            NewCommand.class,
            NextCommand.class,
            PublicCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the advice is followed",
            "1:something is against it",
            "2:the command was wrong, or Grafana did not answer as it should"
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  gshare keys --admin-token-file admin",
            "  gshare keys create --admin-token-file admin --name portal --file grafana-key",
            "  gshare keys rotate --admin-token-file admin --file grafana-key",
            "  gshare keys new --file gshare-key.jwk",
            "  gshare keys next --file gshare-key.jwk",
            "  gshare keys public --file gshare-key.jwk >jwks.json   with the lines for grafana.ini on the terminal"
        })
public final class KeysCommand extends AdminCommand {

    private static final List<String> HEADINGS = List.of("NAME", "ROLE", "CREATED", "LAST USED", "EXPIRES");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private Program program;

    @Option(names = "--json", description = "prints JSON, for programs")
    private boolean json;

    @Option(
            names = "--except",
            paramLabel = "NAME",
            converter = NameConverter.class,
            description =
                    "a key, or a service account with all its tokens, that is none of gshare's, such as the admin's own:"
                            + " its role and its age are not marked; may be given again")
    private final Set<String> except = Set.of();

    /** Made by picocli. */
    public KeysCommand() {}

    @Override
    Streams streams() {
        return program.streams();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = options.settings();
        Grafana grafana = grafana(settings);
        List<GrafanaKey> keys = new ArrayList<>(grafana.keys());
        keys.sort(Comparator.comparing(GrafanaKey::name));
        KeyStatus key = status(settings);
        String signing = key == null || isOfTokens(key) ? null : key.name();
        Advice advice = new Advice(keys, signing, options.clock().instant(), except);
        if (json) {
            streams().out().print(json(grafana, advice) + "\n");
        } else {
            print(grafana, advice);
            streams()
                    .out()
                    .print(
                            key == null
                                    ? "; which of them signs, the settings do not say\n"
                                    : signing == null ? "; none of them signs, as link-version is jwt\n" : "\n");
        }
        return advice.isFollowed() ? 0 : Program.REFUSED;
    }

    // ---- what is printed

    static String date(@Nullable Instant time) {
        return time == null ? "-" : time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private void print(Grafana grafana, Advice advice) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        for (GrafanaKey key : advice.keys()) {
            rows.add(List.of(
                    Redaction.line(KeyName.write(key.name())),
                    Redaction.line(key.role()),
                    date(key.created()),
                    date(key.lastUsed()),
                    date(key.expires())));
        }
        PrintStream out = streams().out();
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < HEADINGS.size(); column++) {
                String cell = rows.get(row).get(column);
                int at = column;
                int width = rows.stream()
                        .mapToInt(each -> length(each.get(at)))
                        .max()
                        .orElse(0);
                line.append(cell).append(" ".repeat(width - length(cell) + 2));
            }
            if (row > 0) {
                GrafanaKey key = advice.keys().get(row - 1);
                List<String> against = advice.against(key);
                line.append(advice.signs(key) ? "signs now  " : "")
                        .append(against.isEmpty() ? "" : "! " + String.join(", ", against));
            }
            out.print(line.toString().stripTrailing() + "\n");
        }
        advice.against().forEach(against -> out.print("! " + against + "\n"));
        out.print("\n" + count(advice.keys().size()) + " in org "
                + grafana.org().id() + " " + Redaction.quote(grafana.org().name()) + " of " + grafana.url());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static String count(int keys) {
        return keys + (keys == 1 ? " key" : " keys");
    }

    private static String json(Grafana grafana, Advice advice) {
        return Json.write(true, out -> {
            out.writeStringField("url", grafana.url());
            out.writeNumberField("orgId", grafana.org().id());
            out.writeStringField("signing", advice.signing());
            write(out, "against", advice.against());
            out.writeArrayFieldStart("keys");
            for (GrafanaKey key : advice.keys()) {
                out.writeStartObject();
                out.writeStringField("name", key.name());
                out.writeStringField(
                        "account", key.account() == null ? null : key.account().name());
                out.writeStringField("role", key.role());
                write(out, "created", key.created());
                write(out, "lastUsed", key.lastUsed());
                write(out, "expires", key.expires());
                out.writeBooleanField("signs", advice.signs(key));
                write(out, "against", advice.against(key));
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private static void write(JsonGenerator out, String name, @Nullable Instant time) throws IOException {
        out.writeStringField(name, time == null ? null : time.toString());
    }

    private static void write(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }
}
