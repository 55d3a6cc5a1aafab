package io.signalbox.gateway.admission;

import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that are submitted together, in order; one at least.
 *
 * @param id its own, of the form of a job's id
 * @param idempotencyKey of the whole; null where its caller gave none
 * @param bodyHash of all jobs, see {@link BodyHash}
 */
record Batch(
        JobId id,
        String tenant,
        @Nullable String idempotencyKey,
        String bodyHash,
        List<Submission> jobs) {

    Batch {
        jobs = List.copyOf(jobs);
    }

    /** As it stands when the broker has its first job. */
    StoredBatch accepted() {
        return new StoredBatch(
                id.value(),
                createdAt(),
                jobIds().stream()
                        .map(job -> new StoredBatch.Member(job.value(), JobStatus.ACCEPTED))
                        .toList());
    }

    /** As exact as Postgres keeps it. */
    Instant createdAt() {
        return jobs.getFirst().admitted().admittedAt().truncatedTo(ChronoUnit.MICROS);
    }

    List<JobId> jobIds() {
        return jobs.stream().map(job -> job.admitted().jobId()).toList();
    }

    /**
     * Ids for a batch and its jobs. Under a key they are always the same: had the broker got one of
     * a batch that was refused, the job would still be one when the batch is sent again.
     */
    record Ids(@Nullable String seed) {

        static Ids of(String tenant, @Nullable String idempotencyKey, String bodyHash) {
            return new Ids(
                    idempotencyKey == null
                            ? null
                            : "%s\n%s\n%s".formatted(tenant, idempotencyKey, bodyHash));
        }

        JobId ofBatch() {
            return id("batch");
        }

        JobId ofJob(int index) {
            return id("job " + index);
        }

        private JobId id(String what) {
            return seed == null
                    ? JobId.create()
                    : new JobId(
                            UUID.nameUUIDFromBytes(
                                            (seed + "\n" + what).getBytes(StandardCharsets.UTF_8))
                                    .toString());
        }
    }

    /** 64 hex digits. */
    static String hash(List<Job> jobs) {
        return BodyHash.sha256(
                jobs.stream()
                        .map(BodyHash::of)
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Never the jobs. */
    @Override
    public String toString() {
        return "Batch[" + id + ", " + jobs.size() + " jobs]";
    }
}
