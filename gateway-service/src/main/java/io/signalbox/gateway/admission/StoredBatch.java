package io.signalbox.gateway.admission;

import io.signalbox.contracts.job.JobStatus;
import java.time.Instant;
import java.util.List;

/**
 * A batch as the store has it.
 *
 * @param jobs in the order of the body
 */
public record StoredBatch(String id, Instant createdAt, List<Member> jobs) {

    /**
     * @param status {@code accepted} also where the job store has not read of it yet
     */
    public record Member(String id, JobStatus status) {}

    public StoredBatch {
        jobs = List.copyOf(jobs);
    }
}
