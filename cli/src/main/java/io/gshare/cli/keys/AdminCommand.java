package io.gshare.cli.keys;

import io.gshare.GShare;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.cli.terminal.Prompt;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.key.Credential;
import io.gshare.key.KeyName;
import io.gshare.key.KeyStatus;
import io.gshare.key.WatchedFile;
import io.gshare.settings.Settings;
import io.gshare.settings.SettingsException;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            defaultValue = GShare.DEFAULT_WORKSPACE,
            description = "the workspace's name in the settings (default: ${DEFAULT-VALUE})")
    String workspace = GShare.DEFAULT_WORKSPACE;

    abstract Streams streams();

    /** A line of what goes on, which is not what was asked for. */
    void say(String line) {
        streams().err().print(line + "\n");
        streams().err().flush();
    }

    /** The Grafana whose keys are asked for, as the settings say where it is. */
    Grafana grafana(Settings settings) throws IOException, InterruptedException {
        String url = settings.url(workspace);
        if (url == null) {
            throw noUrl(settings);
        }
        Credential admin = adminTokenFile != null
                ? admin(adminTokenFile)
                : credential(Prompt.secret(streams(), "the admin's token", "Admin's token: ", GIVE));
        Grafana grafana = new Grafana(url, admin, options.clock());
        requireOrg(settings.orgId(workspace), grafana);
        return grafana;
    }

    /** With what may be why, such as a name that is misspelled or a file that is not read; a key is not missed, as it is the admin who asks. */
    private IllegalArgumentException noUrl(Settings settings) {
        List<String> told = new ArrayList<>();
        told.add(
                workspace.equals(GShare.DEFAULT_WORKSPACE)
                        ? "url is missing; give --url, or set gshare.url"
                        : "workspace was " + Redaction.quote(workspace) + " but "
                                + Redaction.line(Settings.prefix(workspace))
                                + "url is missing; set it, or name another workspace");
        try {
            options.gshare(settings).close();
        } catch (SettingsException e) {
            e.problems().stream()
                    .filter(problem -> !problem.contains(" is missing;") && !problem.startsWith("none of "))
                    .forEach(told::add);
        }
        return new IllegalArgumentException(String.join("\n", told));
    }

    /** How it stands with the key that signs by some settings; {@code null} where they make none, as on an admin's own machine. */
    @Nullable
    KeyStatus status(Settings settings) {
        try {
            return requireStatus(settings);
        } catch (SettingsException e) {
            return null;
        }
    }

    @Nullable
    KeyStatus requireStatus(Settings settings) {
        GShare gshare = options.gshare(settings);
        gshare.close(); // this looks once
        return gshare.keys().get(workspace);
    }

    /** Whether it is the private key of JWT links, which no Grafana has. */
    static boolean isOfTokens(@Nullable KeyStatus key) {
        return key != null && key.orgId() == 0;
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
        Credential admin = read("admin-token-file", file, true).credential();
        if (admin == null) {
            throw new IllegalArgumentException("admin-token-file was " + Redaction.quote(file.toString())
                    + " but holds a derived key, which signs and does no more; put the token of a service account with"
                    + " the role Admin into it");
        }
        return admin;
    }

    /** Reads a key file that an option names. */
    static WatchedFile read(String option, Path file, boolean strict) {
        try {
            return WatchedFile.read(file, strict);
        } catch (IllegalArgumentException e) {
            String was = option + " was " + Redaction.quote(file.toString()) + " but ";
            throw new IllegalArgumentException(
                    was + String.valueOf(e.getMessage()).replaceFirst("^token-file was '.*?' but ", ""), e);
        }
    }

    /** The file that is named, or else the one that the settings name. */
    Path file(@Nullable Path given, Settings settings) {
        Path file = given == null ? settings.tokenFile(workspace) : given;
        if (file == null) {
            throw new IllegalArgumentException(
                    "file is missing; give --file, the key file that gshare.token-file names to the application");
        }
        return file;
    }

    /** As settings write it: in double quotes where blanks at its ends are part of it. */
    static final class NameConverter implements ITypeConverter<String> {

        /** Made by picocli. */
        NameConverter() {}

        @Override
        public String convert(String value) {
            try {
                return KeyName.read(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()).replaceFirst("^key-name ", ""));
            }
        }
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
