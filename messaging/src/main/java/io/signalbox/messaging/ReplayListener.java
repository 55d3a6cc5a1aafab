package io.signalbox.messaging;

import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Has a channel's memory read back (see {@link EventReplay}) before the first record of a partition
 * that it takes over is delivered, and has it let go of the partitions that it loses. Subclasses
 * are beans that name their channel.
 */
public abstract class ReplayListener implements KafkaConsumerRebalanceListener {

    private final java.util.function.Consumer<Map<TopicPartition, OffsetAndMetadata>> readBack;
    private final java.util.function.Consumer<Collection<TopicPartition>> letGo;
    private volatile boolean assigned;

    /**
     * @param readBack gets the partitions taken over, with what their group has committed; called
     *     on the consumer's thread, which delivers nothing until it returns
     */
    protected ReplayListener(
            java.util.function.Consumer<Map<TopicPartition, OffsetAndMetadata>> readBack) {
        this(readBack, partitions -> {});
    }

    /**
     * @param readBack as above
     * @param letGo gets the partitions that are revoked; nobody else gets them before it returns.
     *     Also called for partitions that were lost: others may have those already
     */
    protected ReplayListener(
            java.util.function.Consumer<Map<TopicPartition, OffsetAndMetadata>> readBack,
            java.util.function.Consumer<Collection<TopicPartition>> letGo) {
        this.readBack = readBack;
        this.letGo = letGo;
    }

    /** Whether this channel has got its partitions once. */
    public final boolean isAssigned() {
        return assigned;
    }

    @Override
    public final void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            readBack.accept(consumer.committed(new HashSet<>(partitions)));
            assigned = true;
        }
    }

    @Override
    public final void onPartitionsRevoked(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        letGo.accept(partitions);
    }
}
