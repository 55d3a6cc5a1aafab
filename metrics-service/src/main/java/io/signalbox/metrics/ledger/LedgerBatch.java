package io.signalbox.metrics.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records as rows: one per job, one per run of an attempt, in the order of their keys, so that two
 * instances that write the same rows never lock them crosswise.
 *
 * @param jobs one row per job
 * @param attempts statements' worth of rows: within one list no attempt comes twice; more than one
 *     list only where an attempt was run again
 */
record LedgerBatch(Collection<JobRow> jobs, List<List<AttemptRow>> attempts) {

    static LedgerBatch of(List<LedgerEntry> entries) {
        Map<String, JobRow> jobs = new TreeMap<>();
        Map<String, Map<String, AttemptRow>> runs = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            JobRow.of(entry).ifPresent(row -> jobs.merge(row.jobId(), row, JobRow::merge));
            AttemptRow.of(entry)
                    .ifPresent(row ->
                            runs.computeIfAbsent(row.attemptId(), id -> new TreeMap<>())
                                    .merge(row.run(), row, AttemptRow::merge));
        }
        return new LedgerBatch(jobs.values(), rounds(runs.values()));
    }

    private static List<List<AttemptRow>> rounds(Collection<Map<String, AttemptRow>> attempts) {
        List<List<AttemptRow>> rounds = new ArrayList<>();
        for (Map<String, AttemptRow> runs : attempts) {
            int round = 0;
            for (AttemptRow run : runs.values()) {
                if (round == rounds.size()) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(round++).add(run);
            }
        }
        return rounds;
    }
}
