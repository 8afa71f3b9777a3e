package io.gshare.cli.keys;

import io.gshare.GShare;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.doctor.Check;
import io.gshare.doctor.Doctor;
import io.gshare.doctor.Finding;
import io.gshare.doctor.Progress;
import io.gshare.doctor.Verdict;
import io.gshare.key.KeySource;
import io.gshare.key.KeyStatus;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys rotate}. */
@Command(
        name = "rotate",
        description = {
            "Replaces the key in a file that applications watch, without a page that is not signed: makes the next key in Grafana,"
                    + " sees that a link of it is taken, puts it into the file, waits until the old one's last link is over, and"
                    + " deletes the old one.",
            "Stopped at any point, it leaves a key that signs; run again, it goes on where it was. What it does is printed to"
                    + " standard error."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the next key signs, and the old one is deleted",
            "2:it is not finished, and the file holds a key that signs: run it again"
        },
        footerHeading = "%nFor example:%n",
        footer = {"  gshare keys rotate --admin-token-file admin --file /run/gshare/grafana-key"})
final class RotateCommand extends AdminCommand {

    private static final Set<Check> LINK =
            EnumSet.of(Check.REACHABLE, Check.CERTIFICATE, Check.CLOCK, Check.GRAFANA, Check.SIGNED_LINK);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "the key file, with the key's name in it; without it, that of gshare.token-file")
    private @Nullable Path file;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            converter = NameConverter.class,
            description = "the service account of the next key; without it, that of the old one, or "
                    + CreateCommand.ACCOUNT + " where that was an API key, or is gone")
    private @Nullable String account;

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            defaultValue = "90d",
            converter = DurationConverter.class,
            description = "how long the next key is good (default: ${DEFAULT-VALUE}, as the vendor advises)")
    private Duration ttl = Advice.OLD;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            defaultValue = "2m",
            converter = DurationConverter.class,
            description =
                    "how long the old key stays when the next one is in the file and applications have noticed: 1m or more"
                            + " (default: ${DEFAULT-VALUE})")
    private Duration grace = Rotation.LINK.multipliedBy(2);

    @Option(
            names = {"-q", "--quiet"},
            description = "prints what goes wrong, and nothing where nothing does: for cron")
    private boolean quiet;

    /** Made by picocli. */
    RotateCommand() {}

    @Override
    Streams streams() {
        return keys.streams();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (grace.compareTo(Rotation.LINK) < 0) {
            throw new IllegalArgumentException("grace was '" + grace.toSeconds()
                    + "s' but a link that the old key has signed is good for a minute; give 1m or more");
        }
        if (ttl.compareTo(grace.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("ttl was '" + ttl.toSeconds()
                    + "s' but the next key must be good for longer than the old one's grace; give twice "
                    + grace.toSeconds()
                    + "s or more");
        }
        Settings settings = options.settings();
        Path target = file(file, settings);
        Rotation.key(target); // or that is what is wrong
        requireReplaceable(settings, target);
        Grafana grafana = grafana(settings);
        InstantSource clock = InstantSource.system();
        new Rotation(
                        grafana,
                        target,
                        account,
                        ttl,
                        grace,
                        key -> refusal(grafana.url(), key, clock),
                        clock,
                        pause -> Thread.sleep(pause.toMillis() + 1),
                        quiet ? line -> {} : this::say)
                .run();
        return 0;
    }

    /** Fails where the application would not take another key from the file. */
    private void requireReplaceable(Settings settings, Path target) {
        if (isOfTokens(status(settings))) {
            throw new IllegalArgumentException(
                    "link-version was 'jwt' but its keys are not Grafana's to make; replace such a key by gshare keys next");
        }
        String name = settings.keyName(workspace);
        if (name != null) {
            throw new IllegalArgumentException("key-name was " + Redaction.quote(name)
                    + " but the next key has another name; leave it to the file: write both into it by gshare derive, and take"
                    + " gshare.key-name out of the settings");
        }
        KeyStatus key = requireStatus(options.settings(workspace, target));
        if (key != null && key.since() == null) { // read, and not watched
            throw new IllegalArgumentException(
                    "link-version was 'v1' but such links carry the key itself, which the application reads once, when it"
                            + " starts; let it sign v2 links, or give it another key by a restart");
        }
    }

    /** What the doctor says of a link that a key signs this moment; {@code null} if it is taken. */
    static @Nullable String refusal(String url, ShareKey key, InstantSource clock) {
        GShare gshare = GShare.builder()
                .workspace(
                        GShare.DEFAULT_WORKSPACE, LinkSigner.v2(Workspace.of(url), KeySource.fixed(key), null, clock))
                .build();
        List<Finding> findings = Doctor.of(gshare)
                .clock(clock)
                .build()
                .examine(LINK, Progress.NONE)
                .findings();
        boolean isTaken = findings.stream()
                .anyMatch(finding -> finding.check() == Check.SIGNED_LINK && finding.verdict() == Verdict.OK);
        return isTaken
                ? null
                : findings.stream()
                        .filter(finding -> finding.verdict() == Verdict.FAILURE || finding.check() == Check.SIGNED_LINK)
                        .findFirst()
                        .map(finding -> finding.evidence() + (finding.remedy() == null ? "" : "; " + finding.remedy()))
                        .orElse("the workspace does not say; ask gshare doctor");
    }
}
