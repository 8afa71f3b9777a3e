package io.gshare.cli.terminal;

import io.gshare.GShare;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import io.gshare.token.Claims;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The settings as options, and the time. */
public final class SettingsOptions {

    /** Beyond what anybody asks for, and below today's milliseconds. */
    private static final long LATEST = 99_999_999_999L;

    /** By full name. */
    private final Map<String, String> given = new LinkedHashMap<>();

    private @Nullable Instant at;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(
            names = "--at",
            paramLabel = "EPOCH",
            description = "the time to go by, in seconds since 1970, in place of the clock's")
    void at(long seconds) {
        if (seconds < 0 || seconds > LATEST) {
            throw new ParameterException(
                    command.commandLine(),
                    "--at was '" + seconds + "' but must be seconds since 1970, from 0 to " + LATEST
                            + "; divide milliseconds by 1000");
        }
        at = Instant.ofEpochSecond(seconds);
    }

    @Option(names = "--url", paramLabel = "URL", description = "the workspace's base URL")
    void url(String value) {
        given.put("gshare.url", value);
    }

    @Option(
            names = "--key-name",
            paramLabel = "NAME",
            description = "the key's name in Grafana; an API key brings its own")
    void keyName(String value) {
        given.put("gshare.key-name", value);
    }

    @Option(names = "--org-id", paramLabel = "N", description = "the id of the key's org")
    void orgId(String value) {
        given.put("gshare.org-id", value);
    }

    @Option(names = "--token-file", paramLabel = "FILE", description = "a file that holds the token")
    void tokenFile(String value) {
        given.put("gshare.token-file", value);
    }

    @Option(names = "--key-file", paramLabel = "FILE", description = "a file that holds the private key of JWT links")
    void keyFile(String value) {
        given.put("gshare.key-file", value);
    }

    @Option(
            names = "--visitor",
            paramLabel = "LOGIN",
            description = "who is looking, where JWT links name each visitor; without the prefix that Grafana has")
    private @Nullable String visitor;

    /** Made by picocli. */
    public SettingsOptions() {}

    @Option(
            names = "--session",
            paramLabel = "DURATION",
            description = "how long the session lasts that a link opens: 1h, PT1H")
    void session(String value) {
        given.put("gshare.session", value);
    }

    @Option(
            names = "--link-version",
            paramLabel = "VERSION",
            description = "v2 signs links; v1 puts the key itself into them; jwt signs links of a Grafana of one's own")
    void linkVersion(String value) {
        given.put("gshare.link-version", value);
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "a properties file in UTF-8 with these settings and all others")
    void config(String value) {
        given.put("gshare.config", value);
    }

    /** {@return the time to go by} */
    public InstantSource clock() {
        if (at == null) {
            return InstantSource.system();
        }
        return InstantSource.fixed(at);
    }

    /** {@return whether there is any setting to go by} */
    public boolean areGiven() {
        return !given.isEmpty()
                || Settings.ofEnvironment(System.getenv()).values().stream().anyMatch(value -> !value.isBlank());
    }

    /**
     * {@return settings from everywhere, but for the key, which a file holds}
     *
     * @param workspace the name of the workspace whose key it is
     * @param file what its {@code token-file} is
     */
    public Settings settings(String workspace, Path file) {
        Map<String, String> withFile = new LinkedHashMap<>(given);
        withFile.put(Settings.prefix(workspace) + "token-file", file.toString());
        return Settings.loadWithOptions(withFile);
    }

    /** {@return settings from everywhere} */
    public Settings settings() {
        return Settings.loadWithOptions(given);
    }

    /** {@return what signs} */
    public GShare gshare() {
        return gshare(settings());
    }

    /**
     * {@return what signs by some settings, for the visitor that is given}
     *
     * @param settings the settings
     */
    public GShare gshare(Settings settings) {
        GShare gshare = GShare.from(settings, clock());
        if (visitor == null) {
            return gshare;
        }
        if (!gshare.needsVisitor()) {
            throw new IllegalArgumentException("visitor was " + Redaction.quote(visitor)
                    + " but no workspace's links name their visitor; set gshare.subject = visitor, or leave it out");
        }
        return gshare.forVisitor(Claims.of(visitor));
    }
}
