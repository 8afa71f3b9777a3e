package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.link.VerifiedLink;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
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
        return Lines.answer(main.streams(), links, link -> verdict(gshare.verify(link), clock));
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
