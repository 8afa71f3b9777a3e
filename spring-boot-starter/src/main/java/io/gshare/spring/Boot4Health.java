package io.gshare.spring;

import io.gshare.doctor.Verdict;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of Boot 4: down where frames show no dashboards, else up; unknown until the first checkup is over. */
final class Boot4Health implements HealthIndicator {

    private final Checkups checkups;

    Boot4Health(Checkups checkups) {
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
