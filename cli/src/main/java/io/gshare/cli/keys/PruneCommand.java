package io.gshare.cli.keys;

import io.gshare.cli.terminal.Program;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.cli.terminal.Prompt;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys prune}. */
@Command(
        name = "prune",
        description = "Deletes the keys that have expired, which Grafana keeps, and hides. Asks first.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:none is left", "1:the answer was no", "2:not all are deleted"},
        footerHeading = "%nFor example:%n",
        footer = {"  gshare keys prune --admin-token-file admin --yes"})
final class PruneCommand extends AdminCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(names = "--yes", description = "does not ask")
    private boolean yes;

    /** Made by picocli. */
    PruneCommand() {}

    @Override
    Streams streams() {
        return keys.streams();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Grafana grafana = grafana(options.settings());
        List<GrafanaKey> expired =
                grafana.keys().stream().filter(GrafanaKey::expired).toList();
        if (expired.isEmpty()) {
            streams().out().print("no key has expired\n");
            return 0;
        }
        String count = KeysCommand.count(expired.size());
        if (!yes) {
            say(count + (expired.size() == 1 ? " has" : " have") + " expired:");
            expired.forEach(key -> say("  " + Redaction.quote(key.name())));
            if (!Prompt.confirm(
                    streams(),
                    "Delete " + count + "?",
                    "nobody is there to be asked; give --yes, and they are deleted")) {
                return Program.REFUSED;
            }
        }
        for (GrafanaKey key : expired) {
            grafana.delete(key);
            streams().out().print(Redaction.quote(key.name()) + " is deleted\n");
            streams().out().flush();
        }
        return 0;
    }
}
