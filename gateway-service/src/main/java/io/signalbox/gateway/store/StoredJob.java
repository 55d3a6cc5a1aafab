package io.signalbox.gateway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Json;
import io.vertx.mutiny.sqlclient.Row;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A job as the store has it.
 *
 * @param waiting {@code until} and {@code reason}, while it waits
 * @param plan the router's decision, null before it
 * @param result the public result, null before the end
 * @param attempts an array, in order
 */
public record StoredJob(
        String jobId,
        @Nullable String tenant,
        JobStatus status,
        @Nullable JsonNode waiting,
        @Nullable String taskType,
        @Nullable String model,
        @Nullable Integer replyPartition,
        @Nullable Instant admittedAt,
        @Nullable Instant deadline,
        @Nullable Instant finishedAt,
        @Nullable JsonNode plan,
        @Nullable JsonNode result,
        @Nullable JsonNode metadata,
        @Nullable JsonNode attempts) {

    static StoredJob from(Row row) {
        return new StoredJob(
                row.getString("job_id"),
                row.getString("tenant"),
                JobStatus.parse(row.getString("status")),
                json(row, "waiting"),
                row.getString("task_type"),
                row.getString("model"),
                row.getInteger("reply_partition"),
                instant(row, "admitted_at"),
                instant(row, "deadline"),
                instant(row, "finished_at"),
                json(row, "plan"),
                json(row, "result"),
                json(row, "metadata"),
                json(row, "attempts"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable JsonNode json(Row row, String column) {
        Object value = row.getValue(column);
        try {
            return value == null ? null : Json.mapper().readTree(value.toString());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("column " + column + " is not JSON", e);
        }
    }

    @Override
    public String toString() {
        return "StoredJob[" + jobId + ", " + status.wireName() + "]";
    }
}
