package io.gshare.cli.keys;

import io.gshare.cli.keys.Grafana.Unanswered;
import io.gshare.cli.keys.GrafanaKey.Account;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.key.ShareKey;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys create}. */
@Command(
        name = "create",
        description = {
            "Makes a key in Grafana, and writes a key file of it, which nobody but you can read: for gshare.token-file.",
            "It is a token of a service account that has the role Viewer, which is made where there is none; in Grafana 9.0 an API"
                    + " key. The file holds what gshare derive makes of it; the token itself is shown to nobody."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the key is in its file", "2:it is not, and Grafana has none more, unless that is said"},
        footerHeading = "%nFor example:%n",
        footer = {"  gshare keys create --admin-token-file admin --name portal --file grafana-key"})
final class CreateCommand extends AdminCommand {

    /** The service account of keys that have none yet. */
    static final String ACCOUNT = "gshare-viewer";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            converter = NameConverter.class,
            description = "the key's name, which links show; in double quotes where blanks at its ends are part of it")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String name;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "the key file to write, which is not there yet; without it, that of gshare.token-file")
    private @Nullable Path file;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = ACCOUNT,
            converter = NameConverter.class,
            description = "the service account (default: ${DEFAULT-VALUE})")
    private String account = ACCOUNT;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "90d",
            converter = DurationConverter.class,
            description = "how long it is good (default: ${DEFAULT-VALUE}, as the vendor advises)")
    private Duration ttl = Advice.OLD;

    /** Made by picocli. */
    CreateCommand() {}

    @Override
    Streams streams() {
        return keys.streams();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = options.settings();
        Path target = file(file, settings);
        Grafana grafana = grafana(settings);
        try (Journal alone = Journal.open(target);
                NextFile next = NextFile.reserve(target)) {
            if (Files.exists(target)) {
                throw NextFile.wrong(
                        target,
                        "it is there already, and no key is written over; name another, or replace its key by gshare keys rotate");
            }
            alone.clear(); // of a file that is gone
            grafana.key(name).ifPresent(key -> {
                throw new IllegalArgumentException("name was " + Redaction.quote(name)
                        + " but another key of the org has it; give another, or delete that one by gshare keys revoke");
            });
            Account owner = grafana.account(account);
            ShareKey key = create(grafana, owner);
            try {
                next.put(key);
            } catch (IllegalArgumentException e) {
                grafana.key(name).ifPresent(grafana::delete); // it was not there before, and nobody has it
                throw e;
            }
            streams()
                    .out()
                    .print(Redaction.visible(target.toString()) + " holds " + key.described() + ", "
                            + (owner == null ? "an API key" : "of the service account " + Redaction.quote(owner.name()))
                            + ", until "
                            + KeysCommand.date(options.clock().instant().plus(ttl))
                            + "; next, gshare.token-file = " + Redaction.visible(target.toString()) + "\n");
        }
        return 0;
    }

    private ShareKey create(Grafana grafana, @Nullable Account owner) {
        try {
            return grafana.create(owner, name, ttl).shareKey(name, grafana.org().id());
        } catch (Unanswered e) {
            boolean isThere = grafana.key(name).isPresent();
            throw new IllegalArgumentException(
                    e.getMessage() + "; "
                            + (isThere
                                    ? "it has a key " + Redaction.quote(name)
                                            + " now, whose secret nobody knows: delete it by gshare keys revoke, and run this again"
                                    : "it has no key " + Redaction.quote(name) + ": run it again"),
                    e);
        }
    }
}
