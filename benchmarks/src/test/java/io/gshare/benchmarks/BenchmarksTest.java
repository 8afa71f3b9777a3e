package io.gshare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

/** Every benchmark's body runs. */
class BenchmarksTest {

    static Stream<Class<?>> benchmarks() {
        return Main.BENCHMARKS.stream();
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void everyBodyRuns(Class<?> benchmark) throws ReflectiveOperationException {
        Object state = benchmark.getConstructor().newInstance();
        for (var method : Arrays.stream(benchmark.getMethods())
                .filter(m -> m.isAnnotationPresent(Benchmark.class))
                .toList()) {
            assertThat(Objects.requireNonNull(method.invoke(state)))
                    .as(method.getName())
                    .isNotNull();
        }
    }
}
