package io.signalbox.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.store.StoredJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as its caller sees it.
 *
 * @param model the name that was asked for
 * @param waiting until when it waits and why; only while it does
 * @param plan who was considered, in which order, and who was left out and why
 * @param result null before the end
 * @param usage and {@code costUsd}: of the answering attempt, as in the result
 * @param attempts every attempt so far
 */
record JobView(
        String id,
        JobStatus status,
        @Nullable JsonNode waiting,
        @Nullable String tenant,
        @Nullable String model,
        @Nullable String taskType,
        @Nullable Instant admittedAt,
        @Nullable Instant deadline,
        @Nullable Instant finishedAt,
        @Nullable JsonNode plan,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable JsonNode result,
        @Nullable JsonNode usage,
        @Nullable JsonNode costUsd,
        @Nullable JsonNode attempts,
        @Nullable JsonNode metadata,
        Links links) {

    static JobView of(StoredJob job) {
        JsonNode result = job.result();
        JsonNode attempts =
                result != null && result.path("attempts").size() > 0
                        ? result.get("attempts")
                        : job.attempts();
        return new JobView(
                job.jobId(),
                job.status(),
                job.waiting(),
                job.tenant(),
                job.model(),
                job.taskType(),
                job.admittedAt(),
                job.deadline(),
                job.finishedAt(),
                job.plan(),
                result,
                result == null ? null : result.get("usage"),
                result == null ? null : result.get("cost_usd"),
                attempts,
                job.metadata(),
                links(job.jobId()));
    }

    static JobView of(JobAdmitted admitted, JobResult end) {
        JsonNode result = Json.mapper().valueToTree(end);
        return new JobView(
                admitted.jobId().value(),
                end.status(),
                null,
                admitted.tenant(),
                admitted.job().routing().model(),
                admitted.job().task().type(),
                admitted.admittedAt(),
                admitted.deadline(),
                Instant.now(),
                null,
                result,
                result.get("usage"),
                result.get("cost_usd"),
                result.get("attempts"),
                Json.mapper().valueToTree(admitted.job().metadata()),
                links(admitted.jobId().value()));
    }

    /**
     * @param self the job
     * @param events its events as they come
     */
    record Links(String self, String events) {}

    /** What a caller gets who does not wait. */
    record Accepted(String id, JobStatus status, Links links) {

        static Accepted of(String jobId, JobStatus status) {
            return new Accepted(jobId, status, JobView.links(jobId));
        }
    }

    private static Links links(String jobId) {
        String self = "/v1/jobs/" + jobId;
        return new Links(self, self + "/events");
    }
}
