package io.gshare.cli;

import io.gshare.Credential;
import io.gshare.ShareKey;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare derive}. */
@Command(
        name = "derive",
        description = {
            "Derives the key that signs links from a token, so that the token need not be on the web server: the derived key cannot"
                    + " call Grafana's API.",
            "The token comes from --token-file, from GSHARE_TOKEN or GSHARE_TOKEN_FILE in the environment, or is asked for;"
                    + " GSHARE_KEY_NAME and GSHARE_ORG_ID count as well. What is printed can be"
                    + " pasted into gshare.properties; keep it as the secret it is."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the key was derived", "2:the token or its name was wrong"},
        footerHeading = "%nFor example:%n",
        footer = {"  gshare derive --token-file token --key-name viewer >>gshare.properties"})
final class DeriveCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private Main main;

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file that holds the token")
    private @Nullable Path tokenFile;

    @Option(
            names = "--key-name",
            paramLabel = "NAME",
            description = "the key's name in Grafana; an API key brings its own")
    private @Nullable String keyName = System.getenv("GSHARE_KEY_NAME");

    @Option(
            names = "--org-id",
            paramLabel = "N",
            defaultValue = "${env:GSHARE_ORG_ID}",
            description = "the id of the key's org; an API key brings its own")
    private @Nullable Long orgId;

    /** Made by picocli. */
    DeriveCommand() {}

    @Override
    public Integer call() throws IOException {
        Credential credential = Credential.parse(token());
        String name = keyName == null ? credential.name() : keyName;
        if (name == null) {
            throw new IllegalArgumentException(
                    "--key-name is missing; give the token's own name in Grafana, which is not the service"
                            + " account's");
        }
        Long own = credential.orgId();
        ShareKey key = credential.shareKey(name, orgId != null ? orgId : own != null ? own : 1);
        main.streams()
                .out()
                .print("gshare.derived-key = " + key.derivedKey() + "\ngshare.key-name = "
                        + key.name().replace("\\", "\\\\") + "\ngshare.org-id = " + key.orgId() + "\n");
        return 0;
    }

    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on a console that is no terminal reads standard input as well
    private String token() throws IOException {
        String environment = System.getenv("GSHARE_TOKEN");
        String file = System.getenv("GSHARE_TOKEN_FILE");
        if (tokenFile != null) {
            return Files.readString(tokenFile);
        }
        if (environment != null) {
            return environment;
        }
        if (file != null) {
            return Files.readString(Path.of(file));
        }
        Console console = System.console();
        if (console != null) {
            return new String(Objects.requireNonNullElse(console.readPassword("Token: "), new char[0]));
        }
        String line = new BufferedReader(new InputStreamReader(main.streams().in(), StandardCharsets.UTF_8)).readLine();
        return Objects.requireNonNullElse(line, "");
    }
}
