package io.gshare.cli.keys;

import io.gshare.GShare;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.cli.terminal.Prompt;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.key.Credential;
import io.gshare.key.WatchedFile;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A command that asks Grafana as an admin does. */
abstract class AdminCommand implements Callable<Integer> {

    private static final String GIVE = "give --admin-token-file";

    @Mixin
    final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description =
                    "a file that holds a token of a service account with the role Admin; without it, the token is asked for")
    private @Nullable Path adminTokenFile;

    abstract Streams streams();

    /** A line of what goes on, which is not what was asked for. */
    void say(String line) {
        streams().err().print(line + "\n");
        streams().err().flush();
    }

    /** The Grafana whose keys are asked for, as the settings say where it is. */
    Grafana grafana(Settings settings) throws IOException, InterruptedException {
        String url = settings.url(GShare.DEFAULT_WORKSPACE);
        if (url == null) {
            options.gshare(settings); // which says all that is missing
            throw new IllegalArgumentException("url is missing; give --url, or set gshare.url");
        }
        Credential admin = adminTokenFile != null
                ? admin(adminTokenFile)
                : credential(Prompt.secret(streams(), "the admin's token", "Admin's token: ", GIVE));
        Grafana grafana = new Grafana(url, admin, options.clock());
        requireOrg(settings.orgId(GShare.DEFAULT_WORKSPACE), grafana);
        return grafana;
    }

    /** Fails where the admin is not one of the org that is meant. */
    static void requireOrg(@Nullable Long orgId, Grafana grafana) {
        if (orgId != null && orgId != grafana.org().id()) {
            throw new IllegalArgumentException("org-id was '" + orgId + "' but the admin's token is of org "
                    + grafana.org().id() + " " + Redaction.quote(grafana.org().name())
                    + "; give a token of an admin of org " + orgId);
        }
    }

    private static Credential credential(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the admin's token is missing; " + GIVE);
        }
        try {
            return Credential.parse(token);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the admin's token is none: " + e.getMessage(), e);
        }
    }

    /** The token in a file that no others may read. */
    static Credential admin(Path file) {
        Credential admin;
        try {
            admin = WatchedFile.read(file, true).credential();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    message.startsWith("token-file was ")
                            ? "admin-" + message
                            : "admin-token-file was " + Redaction.quote(file.toString()) + " but " + message,
                    e);
        }
        if (admin == null) {
            throw new IllegalArgumentException("admin-token-file was " + Redaction.quote(file.toString())
                    + " but holds a derived key, which signs and does no more; put the token of a service account with"
                    + " the role Admin into it");
        }
        return admin;
    }

    /** The file that is named, or else the one that the settings name. */
    static Path file(@Nullable Path given, Settings settings) {
        Path file = given == null ? settings.tokenFile(GShare.DEFAULT_WORKSPACE) : given;
        if (file == null) {
            throw new IllegalArgumentException(
                    "file is missing; give --file, the key file that gshare.token-file names to the application");
        }
        return file;
    }

    /** As settings write it: 90d, 2m, 65s, PT1H. */
    static final class DurationConverter implements ITypeConverter<Duration> {

        /** Made by picocli. */
        DurationConverter() {}

        @Override
        public Duration convert(String value) {
            boolean isShort = value.matches("[0-9]{1,9}[smhd]");
            try {
                Duration duration = Duration.parse(isShort ? (value.endsWith("d") ? "P" : "PT") + value : value);
                if (duration.toSeconds() > 0) {
                    return duration;
                }
            } catch (DateTimeException | ArithmeticException e) {
                // told as any other
            }
            throw new TypeConversionException("was " + Redaction.quote(value)
                    + " but must be a duration of a second or more, such as 90d, 12h, 2m or PT1H");
        }
    }
}
