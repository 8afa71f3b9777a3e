package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.cli.terminal.SettingsOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gshare sign}. */
@Command(
        name = "sign",
        description = {
            "Signs links.",
            "Prints one line for each: the signed link, or \"! REASON explanation\". Without links, reads one a line from standard"
                    + " input and answers each at once."
        },
        exitCodeList = {"0:every link was signed", "1:one was refused", "2:the command or a setting was wrong"},
        footer = {
            "  gshare sign --url https://grafana.example.com --token-file token \\",
            "      --key-name viewer '/d/TZWea?orgId=1'",
            "  gshare sign --config gshare.properties <links.txt >signed.txt"
        })
final class SignCommand extends Subcommand {

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Parameters(paramLabel = "LINK", description = "absolute, or relative to the workspace and beginning with /")
    private final List<String> links = List.of();

    @Override
    public Integer call() throws IOException {
        GShare gshare = settings.gshare();
        return Lines.answer(main.streams(), links, gshare::sign);
    }
}
