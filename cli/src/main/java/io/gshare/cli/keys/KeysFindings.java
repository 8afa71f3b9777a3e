package io.gshare.cli.keys;

import io.gshare.GShare;
import io.gshare.doctor.Check;
import io.gshare.doctor.Finding;
import io.gshare.doctor.Verdict;
import io.gshare.key.KeyStatus;
import io.gshare.text.Redaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the doctor finds of a key where it may ask as an admin: its age, its role, and how many there are. For one examination, by one thread. */
public final class KeysFindings {

    private final Path adminTokenFile;
    private final String url;
    private final KeyStatus key;
    private final InstantSource clock;

    private @Nullable Advice advice;
    private @Nullable String problem;

    /**
     * Of the key that signs for a workspace; Grafana is asked when the doctor comes to it.
     *
     * @param gshare signs
     * @param workspace the workspace's name
     * @param adminTokenFile a file that holds an admin's token
     * @param clock tells how old keys are
     */
    public KeysFindings(GShare gshare, String workspace, Path adminTokenFile, InstantSource clock) {
        this.adminTokenFile = adminTokenFile;
        this.url = Objects.requireNonNull(gshare.workspaces().get(workspace));
        this.key = Objects.requireNonNull(gshare.keys().get(workspace));
        this.clock = clock;
    }

    /**
     * {@return what the doctor found, with what an admin is told}
     *
     * @param finding of any check
     */
    public Finding with(Finding finding) {
        return switch (finding.check()) {
            case KEY -> join(finding, key());
            case PERMISSIONS -> join(finding, role());
            default -> finding;
        };
    }

    /** What both say; what was not known before does not count any more. */
    private static Finding join(Finding finding, Finding more) {
        if (finding.verdict() == Verdict.UNKNOWN) {
            return more;
        }
        String remedy = finding.remedy() == null
                ? more.remedy()
                : finding.remedy() + (more.remedy() == null ? "" : "; " + more.remedy());
        boolean isWorse = more.verdict().compareTo(finding.verdict()) > 0;
        return new Finding(
                finding.check(),
                isWorse ? more.verdict() : finding.verdict(),
                finding.evidence() + "; " + more.evidence(),
                remedy);
    }

    /** What Grafana tells; {@code null} where it does not. */
    private @Nullable Advice advice() {
        if (advice == null && problem == null) {
            try {
                Grafana grafana = new Grafana(url, AdminCommand.admin(adminTokenFile), clock);
                AdminCommand.requireOrg(key.orgId(), grafana);
                advice = new Advice(grafana.keys(), key.name(), clock.instant(), Set.of());
            } catch (IllegalArgumentException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return advice;
    }

    private Finding notTold(Check check) {
        return new Finding(check, Verdict.UNKNOWN, "an admin is not told: " + problem, null);
    }

    private Finding key() {
        Advice told = advice();
        if (told == null) {
            return notTold(Check.KEY);
        }
        String name = Redaction.quote(String.valueOf(key.name()));
        String count = KeysCommand.count(told.keys().size()) + " in org " + key.orgId();
        Optional<GrafanaKey> found = told.keys().stream().filter(told::signs).findFirst();
        if (found.isEmpty()) {
            return new Finding(
                    Check.KEY,
                    Verdict.FAILURE,
                    "Grafana has no key " + name + " among " + count,
                    "set gshare.key-name to the token's own name in Grafana, or put another into its file by gshare keys rotate");
        }
        GrafanaKey grafanas = found.get();
        String evidence = name
                + (grafanas.created() == null ? "" : " is " + days(grafanas.created(), clock.instant()) + " old,")
                + (grafanas.expired()
                        ? " has expired"
                        : grafanas.expires() == null
                                ? " never expires"
                                : " expires in " + days(clock.instant(), grafanas.expires()))
                + "; " + count;
        if (grafanas.expired()) {
            return new Finding(
                    Check.KEY, Verdict.FAILURE, evidence, "replace it by gshare keys rotate; then gshare keys prune");
        }
        if (told.isOld(grafanas)) {
            return new Finding(
                    Check.KEY,
                    Verdict.WARNING,
                    evidence,
                    "replace it by gshare keys rotate: the vendor advises a new key every three months");
        }
        return told.isMany()
                ? new Finding(
                        Check.KEY,
                        Verdict.WARNING,
                        evidence,
                        "delete what has expired by gshare keys prune: Grafana's page shows 100")
                : new Finding(Check.KEY, Verdict.OK, evidence, null);
    }

    private static String days(Instant from, Instant to) {
        long days = Duration.between(from, to).toDays();
        return days + (days == 1 ? " day" : " days");
    }

    private Finding role() {
        Advice told = advice();
        if (told == null) {
            return notTold(Check.PERMISSIONS);
        }
        String role = told.keys().stream()
                .filter(told::signs)
                .map(GrafanaKey::role)
                .findFirst()
                .orElse(null);
        if (role == null) {
            return new Finding(Check.PERMISSIONS, Verdict.UNKNOWN, "there is no such key that has a role", null);
        }
        return role.equals(GrafanaKey.VIEWER)
                ? new Finding(Check.PERMISSIONS, Verdict.OK, "its role is Viewer", null)
                : new Finding(
                        Check.PERMISSIONS,
                        Verdict.FAILURE,
                        "its role is " + role + ", and whoever holds a link has it too",
                        "give the service account the role Viewer");
    }
}
