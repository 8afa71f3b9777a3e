package io.gshare.spring;

import io.gshare.doctor.Check;
import io.gshare.doctor.Doctor;
import io.gshare.doctor.Finding;
import io.gshare.doctor.Progress;
import io.gshare.doctor.Report;
import io.gshare.doctor.Verdict;
import java.lang.System.Logger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Has the doctors' cheap checks run once a minute, on a thread of their own, so that whoever asks for health waits for no workspace. */
final class Checkups implements SmartLifecycle {

    private static final Logger LOG = System.getLogger("io.gshare");
    private static final int MINUTES_BETWEEN = 1;

    private final List<Doctor> doctors;
    private volatile List<Report> reports = List.of();
    private volatile @Nullable ScheduledExecutorService thread;

    Checkups(List<Doctor> doctors) {
        this.doctors = List.copyOf(doctors);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends, and throws nothing
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "gshare-health");
            thread.setDaemon(true);
            return thread;
        });
        started.scheduleWithFixedDelay(this::examineUnlessBroken, 0, MINUTES_BETWEEN, TimeUnit.MINUTES);
        thread = started;
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = thread;
        if (running != null) {
            running.shutdownNow();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** What throws would never be run again, and what was found before is no news then. */
    void examineUnlessBroken() {
        try {
            examine();
        } catch (RuntimeException | Error e) {
            reports = List.of();
            LOG.log(Logger.Level.WARNING, "gshare's health could not be examined", e);
        }
    }

    void examine() {
        reports = doctors.stream()
                .map(doctor -> doctor.examine(Check.cheap(), Progress.NONE))
                .toList();
    }

    /** The worst of all; {@link Verdict#UNKNOWN} before the first examination is over. */
    Verdict verdict() {
        List<Report> latest = reports;
        return latest.isEmpty()
                ? Verdict.UNKNOWN
                : latest.stream()
                        .map(Report::verdict)
                        .filter(verdict -> verdict != Verdict.UNKNOWN)
                        .max(Verdict::compareTo)
                        .orElse(Verdict.OK);
    }

    /** Down where frames show no dashboards, else up; unknown until the first checkup is over. */
    String status() {
        return switch (verdict()) {
            case FAILURE -> "DOWN";
            case UNKNOWN -> "UNKNOWN";
            default -> "UP";
        };
    }

    @Override
    public boolean isAutoStartup() {
        return !isSwitchedOff();
    }

    private boolean isSwitchedOff() {
        return doctors.isEmpty(); // every workspace has one
    }

    /** Each workspace's findings by their checks. */
    Map<String, Object> details() {
        if (isSwitchedOff()) {
            return Map.of("gshare", "disabled");
        }
        Map<String, Object> details = new LinkedHashMap<>();
        for (Report report : reports) {
            Map<String, String> findings = new LinkedHashMap<>();
            report.findings().forEach(finding -> findings.put(tag(finding.check()), text(finding)));
            details.put(report.workspace(), findings);
        }
        return details;
    }

    private static String text(Finding finding) {
        String text = finding.verdict().name().toLowerCase(Locale.ROOT) + ": " + finding.evidence();
        return finding.remedy() == null ? text : text + "; " + finding.remedy();
    }

    /** A constant's name as metrics and health show it. */
    static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
