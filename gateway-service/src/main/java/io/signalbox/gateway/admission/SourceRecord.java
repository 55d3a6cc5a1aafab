package io.signalbox.gateway.admission;

import com.github.f4b6a3.ulid.Ulid;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Where in Kafka a job came from.
 *
 * @param at the record's time: the broker's where the topic has {@code LogAppendTime}
 */
public record SourceRecord(String topic, int partition, long offset, Instant at) {

    private static final long LATEST_ULID_MILLIS = (1L << 48) - 1;
    private static final int ULID_RANDOM_BYTES = 10;

    /** {@code <topic>-<partition>@<offset>}. */
    public String place() {
        return "%s-%d@%d".formatted(topic, partition, offset);
    }

    /**
     * The id of the job in this record, where its caller gave none: a ULID of the record's time
     * and, as its random part, the first 80 bits of the SHA-256 of {@link #place}. The same for
     * every reader of the record, another when a topic is deleted and made again.
     */
    public JobId jobId() {
        byte[] random = Arrays.copyOf(sha256(place()), ULID_RANDOM_BYTES);
        long millis = Math.clamp(at.toEpochMilli(), 0, LATEST_ULID_MILLIS);
        return new JobId(new Ulid(millis, random).toString());
    }

    /**
     * The reply partition of a job that no instance waits for: by its key, as Kafka's own
     * partitioner chooses.
     */
    static int replyPartition(JobId jobId) {
        return KeyPartition.of(jobId.value(), Topic.RESULTS.defaultPartitions());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
