package io.gshare.spring;

import io.gshare.SigningListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;

/** Counts links that are signed, links that are refused, and what is searched for links. */
final class SigningMetrics implements SigningListener {

    private final MeterRegistry registry;
    private final Counter rewritten;

    SigningMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.rewritten = Counter.builder("gshare.rewritten")
                .description("What the filter has searched for links")
                .baseUnit("bytes")
                .register(registry);
    }

    @Override
    public void onLink(Event event) {
        String surface = Checkups.tag(event.surface());
        if (event.refusal() == null) {
            Counter.builder("gshare.links")
                    .description("Links that were made")
                    .tags("surface", surface, "workspace", Objects.requireNonNull(event.workspace()))
                    .register(registry)
                    .increment();
        } else {
            Counter.builder("gshare.refusals")
                    .description("Links that were refused")
                    .tags("surface", surface, "reason", Checkups.tag(event.refusal()))
                    .register(registry)
                    .increment();
        }
    }

    @Override
    public void onRewritten(int length) {
        rewritten.increment(length);
    }
}
