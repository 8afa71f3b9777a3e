package io.gshare.spring;

import io.gshare.GShare;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How old each workspace's key is at least; not a number where nobody knows. */
final class KeyMetrics implements MeterBinder {

    private final GShare gshare;

    KeyMetrics(GShare gshare) {
        this.gshare = gshare;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String workspace : gshare.workspaces().keySet()) {
            TimeGauge.builder("gshare.key.age", () -> age(workspace), TimeUnit.SECONDS)
                    .description("How old the key is at least")
                    .tag("workspace", workspace)
                    .register(registry);
        }
    }

    private double age(String workspace) {
        var status = gshare.keys().get(workspace);
        @Nullable Instant since = status == null ? null : status.since();
        return since == null
                ? Double.NaN
                : Duration.between(since, Instant.now()).toSeconds();
    }
}
