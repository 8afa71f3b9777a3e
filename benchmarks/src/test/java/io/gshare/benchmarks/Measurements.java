package io.gshare.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What all iterations of all forks measured, and their medians. */
final class Measurements {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<String, List<Double>> nanoseconds = new HashMap<>();
    private final Map<String, List<Double>> bytes = new HashMap<>();

    void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .forEach(iteration -> add(key(result.getParams()), iteration));
        }
    }

    private void add(String key, IterationResult iteration) {
        Result<?> allocated =
                Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATED), ALLOCATED);
        nanoseconds
                .computeIfAbsent(key, k -> new ArrayList<>())
                .add(iteration.getPrimaryResult().getScore());
        bytes.computeIfAbsent(key, k -> new ArrayList<>()).add(allocated.getScore());
    }

    private static String key(BenchmarkParams params) {
        String benchmark = params.getBenchmark();
        String page = params.getParam("page");
        return benchmark.substring(benchmark.lastIndexOf('.') + 1) + (page == null ? "" : page);
    }

    /** How long a benchmark takes, by its method's name. */
    double nanoseconds(String method) {
        return median(nanoseconds, method);
    }

    /** How long a benchmark takes for a page. */
    double nanoseconds(String method, Page page) {
        return median(nanoseconds, method + page);
    }

    /** How many bytes a benchmark allocates. */
    double bytes(String method) {
        return median(bytes, method);
    }

    /** How many bytes a benchmark allocates for a page. */
    double bytes(String method, Page page) {
        return median(bytes, method + page);
    }

    private static double median(Map<String, List<Double>> measured, String key) {
        return median(Objects.requireNonNull(measured.get(key), key));
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
