package io.gshare.compatibility.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process, whose output goes to a file. It ends with this JVM, if not before. */
final class Program implements AutoCloseable {

    private static final int TENTHS_OF_A_SECOND = 1200;

    private final Process process;
    private final Path log;

    Program(Path log, Map<String, String> environment, List<String> command) throws IOException {
        this.log = log;
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Waits until it has written this, and returns what the first group has found; a program that does not, is ended. */
    String said(Pattern wanted) throws IOException, InterruptedException {
        boolean ended = false;
        for (int i = 0; i < TENTHS_OF_A_SECOND && !ended; i++) {
            ended = process.waitFor(100, TimeUnit.MILLISECONDS);
            Matcher matcher = wanted.matcher(Files.readString(log, ISO_8859_1));
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        close();
        throw new AssertionError(
                "the program " + (ended ? "ended" : "ran on") + " without writing '" + wanted + "'; see " + log);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
