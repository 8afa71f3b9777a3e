package io.gshare.spring;

import io.gshare.doctor.Verdict;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of Boot 3: down where frames show no dashboards, else up; unknown until the first checkup is over. */
final class Boot3Health implements HealthIndicator {

    private final Checkups checkups;

    Boot3Health(Checkups checkups) {
        this.checkups = checkups;
    }

    @Override
    public Health health() {
        Verdict verdict = checkups.verdict();
        Health.Builder health = verdict == Verdict.FAILURE
                ? Health.down()
                : verdict == Verdict.UNKNOWN ? Health.unknown() : Health.up();
        return health.withDetails(checkups.details()).build();
    }
}
