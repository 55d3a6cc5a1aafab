package io.signalbox.router.dispatch;

import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import java.util.Collection;
import java.util.HashSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads decisions back before the first record of a new partition is delivered. */
abstract sealed class DecisionReplay implements KafkaConsumerRebalanceListener
        permits AdmittedReplay, ReroutesReplay {

    private final Decisions decisions;
    private volatile boolean assigned;

    DecisionReplay(Decisions decisions) {
        this.decisions = decisions;
    }

    /** Whether this consumer has got its partitions once. */
    boolean isAssigned() {
        return assigned;
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            decisions.readBack(consumer.committed(new HashSet<>(partitions)));
            assigned = true;
        }
    }
}
