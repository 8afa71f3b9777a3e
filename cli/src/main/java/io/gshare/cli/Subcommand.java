package io.gshare.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** What the commands of {@code gshare} have in common: how their help reads, and where they read and write. */
@Command(mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n", footerHeading = "%nFor example:%n")
abstract class Subcommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    Main main;
}
