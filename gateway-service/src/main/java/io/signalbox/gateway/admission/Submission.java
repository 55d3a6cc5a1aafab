package io.signalbox.gateway.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.http.ApiException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job whose caller gave an id or a key, as it came.
 *
 * @param bodyHash see {@link BodyHash}
 * @param source the record it came from; null by HTTP
 */
record Submission(
        JobAdmitted admitted,
        @Nullable String idempotencyKey,
        String bodyHash,
        @Nullable String source) {

    /** How far a submission has come. Its names are what the table holds. */
    enum State {
        /** Noted, and somebody is giving it to the broker, or died while doing so. */
        PENDING,
        /** The broker did not take it and its caller was told so. */
        REFUSED,
        /** The broker has it. */
        ACCEPTED
    }

    /**
     * A row of {@code gateway.submissions}.
     *
     * @param admitted the record as it was, JSON; null once the broker has it
     */
    record Row(
            JobId jobId,
            String tenant,
            String bodyHash,
            @Nullable String source,
            State state,
            @Nullable String admitted,
            Instant admittedAt,
            Instant deadline) {

        JobAdmitted record() {
            try {
                return Json.mapper().readValue(Objects.requireNonNull(admitted), JobAdmitted.class);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException("submission " + jobId + " is unreadable", e);
            }
        }
    }

    static Submission of(
            JobAdmitted admitted, @Nullable String idempotencyKey, @Nullable String source) {
        return new Submission(admitted, idempotencyKey, BodyHash.of(admitted.job()), source);
    }

    /**
     * The one earlier submission that this one repeats.
     *
     * @param rows what has the same id or key, 1 or 2 rows
     * @throws ApiException 409 where another job has the id or key
     */
    Row repeated(List<Row> rows) {
        for (Row row : rows) {
            boolean same =
                    row.tenant().equals(admitted.tenant()) && row.bodyHash().equals(bodyHash);
            if (!same) {
                throw conflict(row);
            }
        }
        return rows.getFirst();
    }

    private ApiException conflict(Row row) {
        if (row.jobId().equals(admitted.jobId())) {
            return ApiException.conflict(
                    "id",
                    "id '%s' is the id of a job with another body; send the same body or another id"
                            .formatted(row.jobId()));
        }
        return ApiException.conflict(
                IdempotencyKey.HEADER,
                "%s '%s' was used for job %s with another body; send the same body or another key"
                        .formatted(IdempotencyKey.HEADER, idempotencyKey, row.jobId()));
    }

    /**
     * This submission under the id of an earlier one that was refused: had the broker taken that
     * one after all, the job would still be one.
     */
    Submission as(JobAdmitted refused) {
        return new Submission(
                new JobAdmitted(
                        refused.jobId(),
                        admitted.tenant(),
                        admitted.job(),
                        admitted.admittedAt(),
                        admitted.deadline(),
                        refused.replyPartition(),
                        admitted.streamed(),
                        admitted.affinity(),
                        admitted.keyId()),
                idempotencyKey,
                bodyHash,
                source);
    }

    /** Never the job. */
    @Override
    public String toString() {
        return "Submission[" + admitted.jobId() + "]";
    }
}
