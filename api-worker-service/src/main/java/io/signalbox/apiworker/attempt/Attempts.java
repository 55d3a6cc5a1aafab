package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.messaging.EventReplay;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecentIds;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which attempts run here and which have finished anywhere, so that an order that is delivered
 * again costs no second call. Read back from the events topic when partitions are taken over.
 * Thread-safe.
 */
@ApplicationScoped
public class Attempts {

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final RecentIds finished;
    private final EventReplay replay;

    Attempts(KafkaAddress address, ApiWorkerConfig config) {
        this.finished = new RecentIds(config.rememberedAttempts());
        this.replay = new EventReplay(address, "api-worker-replay");
    }

    /** Whether the attempt should run here now; if so it counts as running until finished. */
    boolean begin(AttemptId attemptId) {
        String id = attemptId.toString();
        if (!running.add(id)) {
            return false;
        }
        if (finished.contains(id)) {
            running.remove(id);
            return false;
        }
        return true;
    }

    void finish(AttemptId attemptId) {
        finished.add(attemptId.toString());
        running.remove(attemptId.toString());
    }

    /** The run broke off without an end on its topics: it must be run again. */
    void abandon(AttemptId attemptId) {
        running.remove(attemptId.toString());
    }

    int running() {
        return running.size();
    }

    void readBack(Map<TopicPartition, OffsetAndMetadata> committed) {
        replay.replay(committed, this::remember);
    }

    private void remember(SignalboxRecord event) {
        if (event instanceof AttemptFinished done) {
            finished.add(done.attemptId().toString());
        }
    }
}
