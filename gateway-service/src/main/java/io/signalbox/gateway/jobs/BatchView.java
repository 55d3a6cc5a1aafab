package io.signalbox.gateway.jobs;

import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.admission.StoredBatch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch as its caller sees it.
 *
 * @param size how many jobs it has
 * @param ended how many of them have ended, however
 * @param counts jobs by status, every status
 * @param jobs in the order of the body
 */
record BatchView(
        String id,
        Instant createdAt,
        int size,
        long ended,
        Map<String, Long> counts,
        List<Member> jobs,
        Links links) {

    record Member(String id, JobStatus status, String self) {}

    record Links(String self) {}

    static BatchView of(StoredBatch batch) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (JobStatus status : JobStatus.values()) {
            counts.put(status.wireName(), 0L);
        }
        batch.jobs().forEach(job -> counts.merge(job.status().wireName(), 1L, Long::sum));
        return new BatchView(
                batch.id(),
                batch.createdAt(),
                batch.jobs().size(),
                batch.jobs().stream().filter(job -> job.status().isTerminal()).count(),
                counts,
                batch.jobs().stream()
                        .map(job -> new Member(job.id(), job.status(), "/v1/jobs/" + job.id()))
                        .toList(),
                new Links(path(batch.id())));
    }

    static String path(String id) {
        return "/v1/jobs/batches/" + id;
    }
}
