package io.gshare.doctor;

import java.util.List;

/**
 * What an examination found.
 *
 * @param workspace the workspace's name in the settings
 * @param findings in the order of the checks; a check that has nothing to go by is not among them
 */
public record Report(String workspace, List<Finding> findings) {

    /**
     * Copies the list.
     *
     * @param workspace the workspace's name in the settings
     * @param findings in the order of the checks
     */
    public Report {
        findings = List.copyOf(findings);
    }

    /** {@return the worst verdict of all; {@link Verdict#OK} if there is none} */
    public Verdict verdict() {
        return findings.stream().map(Finding::verdict).max(Verdict::compareTo).orElse(Verdict.OK);
    }

    /**
     * {@return how many findings came to a verdict, from 0}
     *
     * @param verdict the verdict
     */
    public long count(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
