package io.signalbox.cliworker.slot;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.EventReplay;
import io.signalbox.messaging.EventTail;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.KeyPartition;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads in the events what became of an order that was perhaps delivered before: whoever took it
 * may have ended it and died before it could say so to the broker. The broker's own count of
 * deliveries is not enough: after a restart of its own it begins anew. Blocks; thread-safe.
 */
final class EarlierRuns {

    /**
     * What the events tell of an attempt.
     *
     * @param starts runs that were begun
     * @param finished whether one of them came to its end
     * @param lastRun the latest of them; null where there was none
     */
    record Told(int starts, boolean finished, @Nullable String lastRun) {

        static final Told NOTHING = new Told(0, false, null);
    }

    private final KafkaAddress address;
    private final String clientId;
    private final Duration limit;

    /**
     * @param limit longest for one answer of the broker
     */
    EarlierRuns(KafkaAddress address, String clientId, Duration limit) {
        this.address = address;
        this.clientId = clientId;
        this.limit = limit;
    }

    /**
     * @throws KafkaException if the events cannot be read now
     */
    Told of(AttemptDispatched order) throws InterruptedException {
        int partition = KeyPartition.of(order.jobId().value(), Topic.EVENTS.defaultPartitions());
        long from = offset(order, partition);
        if (from < 0) {
            return Told.NOTHING;
        }
        try (EventTail tail = new EventTail(address, clientId)) {
            tail.follow(partition, from);
            Seen seen = new Seen(order.attemptId());
            tail.readOn(seen::look);
            return new Told(seen.starts, seen.finished, seen.lastRun);
        }
    }

    /** The first event since the order was written; below 0 where there is none. */
    private long offset(AttemptDispatched order, int partition) throws InterruptedException {
        TopicPartition place = new TopicPartition(address.topicName(Topic.EVENTS), partition);
        long since = order.dispatchedAt().minus(EventReplay.SLACK).toEpochMilli();
        try (Admin admin = Admin.create(address.adminConfig(clientId, limit))) {
            ListOffsetsResultInfo found =
                    admin.listOffsets(Map.of(place, OffsetSpec.forTimestamp(since)))
                            .partitionResult(place)
                            .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return found.offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the events' offsets cannot be told", e);
        }
    }

    /** Used by one thread. */
    private static final class Seen {

        private final AttemptId attemptId;
        private int starts;
        private boolean finished;
        private @Nullable String lastRun;

        Seen(AttemptId attemptId) {
            this.attemptId = attemptId;
        }

        void look(SignalboxRecord event) {
            if (event instanceof AttemptFinished end && end.attemptId().equals(attemptId)) {
                finished = true;
            } else if (event instanceof AttemptStarted start
                    && start.attemptId().equals(attemptId)) {
                starts++;
                lastRun = start.run();
            }
        }
    }
}
