package io.signalbox.apiworker.attempt;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What must be known before the first order of a partition that is taken over is looked at: the
 * cancels, and what others have begun and finished. Runs on the consumers' threads.
 */
@ApplicationScoped
class Takeover {

    private static final Logger LOG = Logger.getLogger(Takeover.class);

    /** Longest that partitions wait for the cancels; as long as a replay may take. */
    private static final Duration CANCELS_LIMIT = Duration.ofSeconds(60);

    private final Cancels cancels;
    private final Attempts attempts;
    private final HeldOrders held;

    Takeover(Cancels cancels, Attempts attempts, HeldOrders held) {
        this.cancels = cancels;
        this.attempts = attempts;
        this.held = held;
    }

    void readBack(Map<TopicPartition, OffsetAndMetadata> committed) {
        if (!cancels.awaitReady(CANCELS_LIMIT)) {
            LOG.warnf("cancels not read back within %s; cancelled jobs may be run", CANCELS_LIMIT);
        }
        attempts.readBack(committed);
    }

    void take(Collection<TopicPartition> partitions) {
        held.assigned(partitions);
    }

    void letGo(Collection<TopicPartition> partitions) {
        held.letGo(partitions);
    }
}
