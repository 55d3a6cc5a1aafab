package io.signalbox.router.dispatch;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.messaging.EventReplay;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecentIds;
import io.signalbox.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which attempts this router has ordered already, so that a record that is delivered again orders
 * nothing twice. Filled as orders are given, and read back from the events topic when partitions
 * are taken over. Thread-safe.
 */
@ApplicationScoped
public class Decisions {

    private final RecentIds ordered;
    private final EventReplay replay;

    @Inject
    Decisions(KafkaAddress address, RouterConfig config) {
        this(address, config.rememberedDecisions());
    }

    Decisions(KafkaAddress address, int remembered) {
        this.ordered = new RecentIds(remembered);
        this.replay = new EventReplay(address, "router-replay");
    }

    boolean isOrdered(AttemptId attemptId) {
        return ordered.contains(attemptId.toString());
    }

    /** Whether the caller is the first to order this attempt, and now must. */
    boolean claim(AttemptId attemptId) {
        return ordered.add(attemptId.toString());
    }

    /** The order that was claimed has not been written. */
    void release(AttemptId attemptId) {
        ordered.remove(attemptId.toString());
    }

    void readBack(Map<TopicPartition, OffsetAndMetadata> committed) {
        replay.replay(committed, this::remember);
    }

    private void remember(SignalboxRecord event) {
        if (event instanceof JobRouted routed && routed.attemptId() != null) {
            ordered.add(routed.attemptId().toString());
        }
    }
}
