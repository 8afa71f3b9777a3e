package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.settings.SettingsException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gshare explain}. */
@Command(
        name = "explain",
        description = {
            "Takes a link apart: dashboard, panel, times, variables, signature and its age, what needs which version of Grafana, and what"
                    + " looks wrong.",
            "Takes the token of a JWT link apart as well, alone or in its link, whoever has signed it.",
            "With settings it also says whether the workspace's links may be signed as this one."
        },
        exitCodeList = {"0:nothing looks wrong", "1:something does", "2:the command or a setting was wrong"},
        footer = {
            "  gshare explain 'https://grafana.example.com/d/TZWea/test?orgId=1&from=1670816840000&to=1670838440000'"
        })
final class ExplainCommand extends Subcommand {

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Parameters(paramLabel = "LINK", description = "a dashboard's link, signed or not; or a token")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String link;

    @Override
    public Integer call() {
        if (TokenExplanation.token(link) != null) {
            return print(null) ? Main.REFUSED : 0; // no link, which a workspace might own
        }
        GShare gshare;
        try {
            gshare = settings.areGiven() ? settings.gshare() : null;
        } catch (SettingsException e) {
            print(null); // what the link itself says holds all the same
            throw e;
        }
        boolean wrong = print(gshare);
        if (gshare == null) {
            main.streams().out().print("workspace   not known: no settings\n");
        }
        return wrong ? Main.REFUSED : 0;
    }

    /** Whether something looks wrong. */
    private boolean print(@Nullable GShare gshare) {
        boolean wrong = false;
        for (String line : Explanation.of(link, settings.clock().instant(), ZoneId.systemDefault(), gshare)) {
            main.streams().out().print(line + "\n");
            wrong |= line.startsWith("!");
        }
        return wrong;
    }
}
