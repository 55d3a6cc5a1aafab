package io.signalbox.apiworker.attempt;

import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import java.util.Collection;
import java.util.HashSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads finished attempts back before the first order of a new partition is delivered. */
abstract sealed class AttemptReplay implements KafkaConsumerRebalanceListener
        permits InteractiveReplay, BatchReplay {

    private final Attempts attempts;
    private volatile boolean assigned;

    AttemptReplay(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Whether this consumer has got its partitions once. */
    boolean isAssigned() {
        return assigned;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            attempts.readBack(consumer.committed(new HashSet<>(partitions)));
            assigned = true;
        }
    }
}
