package io.gshare.cli.keys;

import io.gshare.cli.terminal.Program;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.cli.terminal.Prompt;
import io.gshare.key.KeyStatus;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys revoke}. */
@Command(
        name = "revoke",
        description = {
            "Deletes a key at once: one that has leaked, say. Asks first.",
            "Links that it has signed, and those that it is still signing, open no more; a session that one of them has opened goes"
                    + " on until its own end."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is deleted", "1:the answer was no", "2:it is still there, or never was"},
        footerHeading = "%nFor example:%n",
        footer = {"  gshare keys revoke --admin-token-file admin gshare-2026-11-27-5d1c2b3a"})
final class RevokeCommand extends AdminCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(names = "--yes", description = "does not ask")
    private boolean yes;

    @Parameters(
            paramLabel = "NAME",
            converter = NameConverter.class,
            description = "the key's name, as gshare keys lists it")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String name;

    /** Made by picocli. */
    RevokeCommand() {}

    @Override
    Streams streams() {
        return keys.streams();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = options.settings();
        Grafana grafana = grafana(settings);
        GrafanaKey key = grafana.key(name)
                .orElseThrow(() -> new IllegalArgumentException("name was " + Redaction.quote(name)
                        + " but no key of org " + grafana.org().id() + " has it; gshare keys lists them"));
        String quoted = Redaction.quote(name);
        say("Links that " + quoted
                + " has signed open no more. Sessions that they have opened go on until their own end:"
                + " an hour after the link was opened, or what gshare.session says. Pages that sign at load go on by the"
                + " key that signs then; where this one has leaked, restart the application as well.");
        KeyStatus now = status(settings);
        if (now != null && !isOfTokens(now) && name.equals(now.name())) {
            say(quoted + " signs now: no page shows a dashboard until another key is in its file."
                    + " gshare keys rotate replaces it without that.");
        }
        if (!yes
                && !Prompt.confirm(
                        streams(),
                        "Delete " + quoted + "?",
                        "nobody is there to be asked; give --yes, and it is deleted")) {
            return Program.REFUSED;
        }
        grafana.delete(key);
        streams().out().print(quoted + " is deleted\n");
        return 0;
    }
}
