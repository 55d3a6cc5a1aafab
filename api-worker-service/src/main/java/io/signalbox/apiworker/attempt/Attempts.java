package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerId;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.messaging.EventReplay;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecentIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which attempts run, here and elsewhere, and which have finished anywhere, so that an order that
 * is delivered again costs no second call. Read back from the events topic when partitions are
 * taken over. Thread-safe.
 */
@ApplicationScoped
class Attempts {

    /** Where an attempt stands when its order comes. */
    sealed interface Standing {

        /** It is to be run here, and counts as running until finished or abandoned. */
        record Ours() implements Standing {}

        /** Its end is known. */
        record Finished() implements Standing {}

        /**
         * An earlier delivery of the order is being worked on.
         *
         * @param end complete when it no longer is, however it ended
         */
        record RunsHere(CompletableFuture<Void> end) implements Standing {}

        /** Another worker has begun it. */
        record RunsElsewhere(OpenStart start) implements Standing {}
    }

    private final String worker;
    private final RecentIds finished;
    private final Map<String, CompletableFuture<Void>> running = new HashMap<>();
    private final Map<String, OpenStart> elsewhere;
    private final EventReplay replay;

    @Inject
    Attempts(KafkaAddress address, ApiWorkerConfig config, WorkerId worker) {
        this(address, config.rememberedAttempts(), worker.value());
    }

    /**
     * @param remembered most finished attempts, and most that run elsewhere, that are known
     */
    Attempts(KafkaAddress address, int remembered, String worker) {
        this.worker = worker;
        this.finished = new RecentIds(remembered);
        this.elsewhere =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, OpenStart> eldest) {
                        return size() > remembered;
                    }
                };
        this.replay = new EventReplay(address, "api-worker-replay-" + worker);
    }

    synchronized Standing begin(AttemptId attemptId) {
        String id = attemptId.toString();
        if (finished.contains(id)) {
            return new Standing.Finished();
        }
        CompletableFuture<Void> here = running.get(id);
        if (here != null) {
            return new Standing.RunsHere(here);
        }
        OpenStart start = elsewhere.get(id);
        if (start != null) {
            return new Standing.RunsElsewhere(start);
        }
        running.put(id, new CompletableFuture<>());
        return new Standing.Ours();
    }

    /** The worker that began it is gone and has left no end: it must be run again. */
    synchronized void ownerGone(AttemptId attemptId, OpenStart start) {
        elsewhere.remove(attemptId.toString(), start);
    }

    void finish(AttemptId attemptId) {
        end(attemptId, true);
    }

    /** The run broke off without an end on its topics: it must be run again. */
    void abandon(AttemptId attemptId) {
        end(attemptId, false);
    }

    private void end(AttemptId attemptId, boolean isFinished) {
        CompletableFuture<Void> end;
        synchronized (this) {
            if (isFinished) {
                finished.add(attemptId.toString());
            }
            end = running.remove(attemptId.toString());
        }
        if (end != null) {
            end.complete(null);
        }
    }

    synchronized boolean isFinished(AttemptId attemptId) {
        return finished.contains(attemptId.toString());
    }

    synchronized int running() {
        return running.size();
    }

    void readBack(Map<TopicPartition, OffsetAndMetadata> committed) {
        replay.replayWithPlaces(committed, this::remember);
    }

    /** What the events topic says, in its order. */
    synchronized void remember(SignalboxRecord event, int partition, long offset) {
        if (event instanceof AttemptStarted start && !start.worker().equals(worker)) {
            elsewhere.put(
                    start.attemptId().toString(), new OpenStart(start.worker(), partition, offset));
        } else {
            rememberEnd(event);
        }
    }

    /** The same, where only ends are of interest. */
    synchronized void rememberEnd(SignalboxRecord event) {
        if (event instanceof AttemptFinished done) {
            finished.add(done.attemptId().toString());
            elsewhere.remove(done.attemptId().toString());
        }
    }
}
