package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.key.KeyStatus;
import io.gshare.link.VerifiedLink;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gshare verify}. */
@Command(
        name = "verify",
        description = {
            "Says what the workspace would make of signed links, by the key that the settings name.",
            "Prints one line for each: \"ok key=NAME org=N age=3s session=3600s\", or \"! REASON explanation\". Without links, reads one"
                    + " a line from standard input and answers each at once."
        },
        exitCodeList = {"0:every link is accepted", "1:one is refused", "2:the command or a setting was wrong"},
        footer = {"  gshare verify --config gshare.properties 'https://grafana…/d/TZWea?aliyun…'"})
final class VerifyCommand extends Subcommand {

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Parameters(paramLabel = "LINK", description = "a signed link, absolute or from its path on")
    private final List<String> links = List.of();

    @Override
    public Integer call() throws IOException {
        GShare gshare = settings.gshare();
        InstantSource clock = settings.clock();
        return Lines.answer(main.streams(), links, link -> {
            VerifiedLink verified = gshare.verify(link);
            return verdict(verified, clock) + first(gshare, verified.keyName());
        });
    }

    /** Of a JWT link by one of several keys: which of them is to sign. */
    private static String first(GShare gshare, @Nullable String key) {
        List<String> firsts = gshare.keys().values().stream()
                .map(KeyStatus::name)
                .filter(Objects::nonNull)
                .toList();
        return key == null || firsts.contains(key)
                ? ""
                : "; the first key in the file is "
                        + String.join(
                                ", ", firsts.stream().map(VerifyCommand::name).toList());
    }

    private static String verdict(VerifiedLink link, InstantSource clock) {
        long age = clock.instant().getEpochSecond() - link.signedAt().getEpochSecond();
        String key = link.keyName();
        String login = link.login();
        return "ok key=" + (key == null ? "unnamed" : name(key))
                + (login == null ? " org=" + link.orgId() : " login=" + name(login) + " role=" + link.role())
                + " age=" + age + "s session=" + link.session().toSeconds() + "s";
    }

    /** As it is, or quoted where it would not be one word. */
    private static String name(String name) {
        return name.equals(Redaction.visible(name))
                        && name.chars().noneMatch(c -> Character.isWhitespace(c) || c == '=')
                ? name
                : Redaction.quote(name);
    }
}
