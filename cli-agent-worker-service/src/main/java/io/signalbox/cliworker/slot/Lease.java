package io.signalbox.cliworker.slot;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jboss.logging.Logger;

/**
 * A slot's hold on the order that it has taken. The broker gives the order to another slot when it
 * was not renewed for the time of the lock. Used by the slot's thread.
 */
final class Lease {

    private static final Logger LOG = Logger.getLogger(Lease.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaShareConsumer<String, byte[]> consumer;
    private final Duration lock;
    private ConsumerRecord<String, byte[]> record;

    Lease(
            KafkaShareConsumer<String, byte[]> consumer,
            ConsumerRecord<String, byte[]> record,
            Duration lock) {
        this.consumer = consumer;
        this.record = record;
        this.lock = lock;
    }

    /** False: it is no longer held, or nobody can say so. */
    boolean renew() {
        if (!acknowledge(AcknowledgeType.RENEW)) {
            return false;
        }
        // A renewed record comes back from the next poll; only that one can be acknowledged again.
        long until = System.nanoTime() + lock.toNanos();
        while (System.nanoTime() < until) {
            for (ConsumerRecord<String, byte[]> back : consumer.poll(POLL)) {
                if (back.offset() == record.offset() && back.partition() == record.partition()) {
                    record = back;
                    return true;
                }
            }
        }
        LOG.warnf("the order at %d was renewed and did not come back", record.offset());
        return false;
    }

    /** It need not be delivered again. */
    boolean accept() {
        return acknowledge(AcknowledgeType.ACCEPT);
    }

    /** Somebody else may have it at once. */
    boolean release() {
        return acknowledge(AcknowledgeType.RELEASE);
    }

    /** Nobody can do anything with it. */
    boolean reject() {
        return acknowledge(AcknowledgeType.REJECT);
    }

    private boolean acknowledge(AcknowledgeType type) {
        try {
            consumer.acknowledge(record, type);
            Map<TopicIdPartition, Optional<KafkaException>> told = consumer.commitSync(lock);
            Optional<KafkaException> failure =
                    told.values().stream().flatMap(Optional::stream).findFirst();
            failure.ifPresent(e ->
                    LOG.warnf("%s of the order at %d: %s", type, record.offset(), e.getMessage()));
            return failure.isEmpty();
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf("%s of the order at %d: %s", type, record.offset(), e.getMessage());
            return false;
        }
    }
}
