package io.signalbox.messaging;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * When a record is given up that a handler fails on: each time it would fail again.
 *
 * @param giveUp what becomes of it
 * @param most failures that are the record's own, 1 or more; a broker that is away is waited for,
 *     however long
 */
public record FailureLimit(GiveUp giveUp, int most) {

    /** Called again when its Uni fails. */
    @FunctionalInterface
    public interface GiveUp {
        Uni<Void> accept(ConsumerRecord<String, byte[]> raw, String reason);
    }

    public FailureLimit {
        if (most < 1) {
            throw new IllegalArgumentException("most failures %d is less than 1".formatted(most));
        }
    }

    /** Whether it passes by itself: the broker is away or slow, or this process stops. */
    static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return false;
            }
            if (cause instanceof KafkaException
                    || cause instanceof TimeoutException
                    || cause instanceof java.util.concurrent.TimeoutException
                    || cause instanceof InterruptedException
                    || cause instanceof RejectedExecutionException
                    || isOverflow(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What an emitter throws that has more to write than it may hold; it has no type. */
    private static boolean isOverflow(Throwable cause) {
        return cause instanceof IllegalStateException
                && String.valueOf(cause.getMessage()).startsWith("SRMSG");
    }
}
