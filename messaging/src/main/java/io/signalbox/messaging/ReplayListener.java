package io.signalbox.messaging;

import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Has a channel's memory read back (see {@link EventReplay}) before the first record of a partition
 * that it takes over is delivered, and has it let go of the partitions that it loses. Subclasses
 * are beans that name their channel.
 *
 * <p>A partition that was assigned is always taken, although its memory could not be read back:
 * Kafka delivers its records whatever becomes of the listener, and does not call it again.
 */
public abstract class ReplayListener implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(ReplayListener.class);

    /** How long reading back is tried again; with its last try below {@code max.poll.interval}. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration COMMITTED_LIMIT = Duration.ofSeconds(15);

    private final java.util.function.Consumer<Map<TopicPartition, OffsetAndMetadata>> readBack;
    private final java.util.function.Consumer<Collection<TopicPartition>> take;
    private final java.util.function.Consumer<Collection<TopicPartition>> letGo;
    private volatile boolean assigned;

    /**
     * @param readBack gets the partitions taken over, with what their group has committed; called
     *     on the consumer's thread, which delivers nothing until it returns, and called again when
     *     it throws
     * @param take gets the partitions when they have been read back, or could not be in time
     * @param letGo gets the partitions that are revoked; nobody else gets them before it returns.
     *     Also called for partitions that were lost: others may have those already
     */
    protected ReplayListener(
            java.util.function.Consumer<Map<TopicPartition, OffsetAndMetadata>> readBack,
            java.util.function.Consumer<Collection<TopicPartition>> take,
            java.util.function.Consumer<Collection<TopicPartition>> letGo) {
        this.readBack = readBack;
        this.take = take;
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
            readBack(consumer, partitions);
            take.accept(partitions);
            assigned = true;
        }
    }

    private void readBack(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        long begun = System.nanoTime();
        while (true) {
            try {
                readBack.accept(consumer.committed(new HashSet<>(partitions), COMMITTED_LIMIT));
                return;
            } catch (WakeupException | InterruptException e) {
                // The channel closes: what would be delivered now is delivered to somebody else.
                throw e;
            } catch (RuntimeException e) {
                if (System.nanoTime() - begun > LIMIT.toNanos()) {
                    LOG.warnf(
                            e,
                            "events of %s not read back; finished work may be repeated",
                            partitions);
                    return;
                }
                LOG.warnf("events of %s not read back, trying again: %s", partitions, e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    @Override
    public final void onPartitionsRevoked(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        letGo.accept(partitions);
    }
}
