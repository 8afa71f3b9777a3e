package io.gshare.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures everything and writes the tables of {@code docs/performance.md}.
 *
 * <p>One fork of each benchmark after the other, and that five times over: a machine that is slower for a minute slows a fifth of each
 * benchmark's iterations, not all of one's, and medians do not see it.
 */
final class Main {

    private static final boolean QUICK = Boolean.getBoolean("quick");
    private static final int ROUNDS = QUICK ? 1 : 5;
    static final List<Class<?>> BENCHMARKS = List.of(
            SignBenchmark.class,
            IframeBenchmark.class,
            MintBenchmark.class,
            RewriteBenchmark.class,
            LinklessBenchmark.class);

    private Main() {}

    public static void main(String[] args) throws RunnerException, IOException {
        Measurements measured = new Measurements();
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("Round " + round + " of " + ROUNDS + " …");
            measured.add(new Runner(options(round)).run());
        }
        String report = heading() + "\n" + new Report(measured).markdown();
        Path file = Files.writeString(
                Path.of("target", "performance-jdk" + Runtime.version().feature() + ".md"), report);
        System.out.println(report);
        System.out.println("Also in " + file.toAbsolutePath());
    }

    private static Options options(int round) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .jvmArgs(
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch") // what is allocated anew is memory that the system knows
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(Path.of("target", "jmh-" + round + ".log").toString());
        BENCHMARKS.forEach(benchmark -> options.include("^" + benchmark.getName() + "\\."));
        if (QUICK) {
            TimeValue moment = TimeValue.milliseconds(50);
            options.warmupIterations(1)
                    .warmupTime(moment)
                    .measurementIterations(1)
                    .measurementTime(moment);
        }
        return options.build();
    }

    private static String heading() {
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "`mvn -pl benchmarks -am test-compile exec:exec" + (QUICK ? " -Dquick" : "") + "`, "
                + LocalDate.now(ZoneOffset.UTC) + ", " + System.getProperty("java.vm.name") + " "
                + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + machine.getAvailableProcessors() + " cores, "
                + Math.round(machine.getTotalMemorySize() / (double) (1 << 30)) + " GB of memory"
                + (QUICK ? "; **a quick run, which says nothing**" : "") + "\n";
    }
}
