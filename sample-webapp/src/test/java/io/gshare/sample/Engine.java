package io.gshare.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** A browser with one page, which prefers dark pages. */
interface Engine extends AutoCloseable {

    /** Goes to an address; returns without waiting for the page's frames. */
    void open(String url);

    /** The value of an expression in the page, or of the promise that it is, as text. */
    String evaluate(String expression);

    @Override
    void close();

    /** The path of a program; without it the tests are skipped, and in CI they fail. */
    static Path installed(String program, String packages) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream((path + File.pathSeparator + "/usr/sbin").split(File.pathSeparator)) // servers are there
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(program, packages));
    }

    /** Skips the tests, and fails them in CI. */
    static Path missing(String program, String packages) {
        String missing =
                "the browser tests need " + program + ", which is not installed; install Debian's packages " + packages;
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new IllegalStateException(missing);
        }
        System.out.println("SKIPPED: " + missing);
        return Assumptions.abort(missing);
    }

    /** Ends a program and all that it has started. */
    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
