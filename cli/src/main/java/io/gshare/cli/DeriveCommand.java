package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.cli.keys.NextFile;
import io.gshare.cli.terminal.Prompt;
import io.gshare.key.Credential;
import io.gshare.key.ShareKey;
import io.gshare.key.WatchedFile;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gshare derive}. */
@Command(
        name = "derive",
        description = {
            "Derives the key that signs links from a token, so that the token need not be on the web server: the derived key cannot"
                    + " call Grafana's API.",
            "The token comes from --token-file, from GSHARE_TOKEN or GSHARE_TOKEN_FILE in the environment, from standard input, or"
                    + " is asked for; GSHARE_KEY_NAME and GSHARE_ORG_ID count as well. What is printed can be"
                    + " pasted into gshare.properties; keep it as the secret it is."
        },
        exitCodeList = {"0:the key was derived", "2:the token or its name was wrong"},
        footer = {"  gshare derive --token-file token --key-name viewer >>gshare.properties"})
final class DeriveCommand extends Subcommand {

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file that holds the token")
    private @Nullable String tokenFile;

    @Option(
            names = "--key-name",
            paramLabel = "NAME",
            description = "the key's name in Grafana; an API key brings its own")
    private @Nullable String keyName;

    @Option(names = "--org-id", paramLabel = "N", description = "the id of the key's org; an API key brings its own")
    private @Nullable String orgId;

    private final Map<String, String> environment = Settings.ofEnvironment(System.getenv());

    @Override
    public Integer call() throws IOException, InterruptedException {
        main.streams().out().print(NextFile.lines(key()));
        return 0;
    }

    private ShareKey key() throws IOException, InterruptedException {
        String name = name();
        Long org = org();
        String token = given(tokenFile, "") == null ? given(null, "gshare.token") : null;
        String file = given(tokenFile, "gshare.token-file");
        if (token == null && file != null) {
            return WatchedFile.read(Path.of(file), false).shareKey(name, org);
        }
        String given = token != null
                ? token
                : Prompt.secret(
                        main.streams(),
                        "the token",
                        "Token: ",
                        "give --token-file, or GSHARE_TOKEN or GSHARE_TOKEN_FILE in the environment");
        return Credential.parse(given).shareKey(name, org);
    }

    /** An option, or else what the environment sets; as everywhere, blank is nothing. */
    private @Nullable String given(@Nullable String option, String setting) {
        String value = option == null || option.isBlank() ? environment.getOrDefault(setting, "") : option;
        return value.isBlank() ? null : value.strip();
    }

    private @Nullable String name() {
        Map<String, String> option = keyName == null ? Map.of() : Map.of("gshare.key-name", keyName);
        return Settings.of(List.of(environment, option), (setting, value) -> value)
                .keyName(GShare.DEFAULT_WORKSPACE);
    }

    private @Nullable Long org() {
        String given = given(orgId, "gshare.org-id");
        try {
            return given == null ? null : Long.valueOf(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "org-id was " + Redaction.quote(given) + " but must be a whole number, 1 or more", e);
        }
    }
}
