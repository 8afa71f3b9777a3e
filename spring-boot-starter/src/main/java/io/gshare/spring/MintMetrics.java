package io.gshare.spring;

import io.gshare.servlet.MintListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Times the frames that ask for a link, by what they came to. */
final class MintMetrics implements MintListener {

    private static final System.Logger AUDIT = System.getLogger("io.gshare.mint");

    private final MeterRegistry registry;

    MintMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onMint(Event event) {
        AUDIT.log(System.Logger.Level.DEBUG, event); // as the filter does where nobody listens
        Timer.builder("gshare.mints")
                .description("Frames that asked for a link, and how long that took")
                .tags("outcome", Tags.of(event.outcome()))
                .register(registry)
                .record(event.took());
    }
}
