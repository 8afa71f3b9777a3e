package io.gshare.sample.workspace;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the running JVM measures of itself, once a second, for the last hour.
 *
 * <p>Always by the system's clock: a measurement is of its own time. The first is there when the constructor returns.
 * Thread-safe.
 */
final class JvmMetrics implements AutoCloseable {

    private static final int MOST = 3600;
    private static final double MEGABYTE = 1 << 20;

    private record Sample(long millis, Map<Panel, List<Double>> values) {}

    /** One panel's measurements as uPlot takes them: seconds first, then a column per name. */
    record Series(String title, String unit, List<String> names, List<List<@Nullable Double>> data) {}

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final LongAdder requests = new LongAdder();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "jvm-metrics");
        thread.setDaemon(true);
        return thread;
    });
    private long measuredAt = System.nanoTime();

    JvmMetrics() {
        measure();
        var unused = scheduler.scheduleAtFixedRate(this::measure, 1, 1, TimeUnit.SECONDS);
    }

    void countRequest() {
        requests.increment();
    }

    private synchronized void measure() {
        long now = System.nanoTime();
        double elapsed = Math.max(now - measuredAt, 1_000_000) / 1e9;
        measuredAt = now;
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Map<Panel, List<Double>> values = Map.of(
                Panel.HEAP,
                List.of(heap.getUsed() / MEGABYTE, heap.getCommitted() / MEGABYTE, known(heap.getMax() / MEGABYTE)),
                Panel.THREADS,
                List.of((double) threads.getThreadCount(), (double) threads.getDaemonThreadCount()),
                Panel.CPU,
                List.of(known(100 * system.getProcessCpuLoad()), known(100 * system.getCpuLoad())),
                Panel.REQUESTS,
                List.of(requests.sumThenReset() / elapsed));
        if (samples.size() == MOST) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(System.currentTimeMillis(), values));
    }

    /** The platform says "unknown" by a negative number. */
    private static double known(double value) {
        return value < 0 ? Double.NaN : value;
    }

    /** A panel's measurements between two times, in milliseconds since 1970, both included. */
    synchronized Series series(Panel panel, long from, long to) {
        List<List<@Nullable Double>> data = new ArrayList<>();
        for (int column = 0; column <= panel.series().size(); column++) {
            data.add(new ArrayList<>());
        }
        for (Sample sample : samples) {
            if (from <= sample.millis && sample.millis <= to) {
                data.get(0).add(sample.millis / 1e3);
                List<Double> values = sample.values.getOrDefault(panel, List.of());
                for (int i = 0; i < values.size(); i++) {
                    double value = values.get(i);
                    data.get(i + 1).add(Double.isNaN(value) ? null : Math.round(value * 100) / 100.0);
                }
            }
        }
        return new Series(panel.title(), panel.unit(), panel.series(), data);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
