package dev.comanda.doctor;

import java.util.List;

/**
 * What one pass over the books saw, all of it at one instant.
 *
 * @param findings at most {@link Doctor#SHOWN} for each invariant; empty in good books
 * @param checked how many invariants were checked
 * @param orders how many orders the books hold
 * @param millis how long it took
 */
public record Examination(List<Finding> findings, int checked, long orders, long millis) {

    public Examination {
        findings = List.copyOf(findings);
    }

    public boolean good() {
        return findings.isEmpty();
    }
}
