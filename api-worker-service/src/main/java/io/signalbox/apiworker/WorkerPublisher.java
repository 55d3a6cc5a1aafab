package io.signalbox.apiworker;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The worker's ways out, and its name. */
@Singleton
public final class WorkerPublisher {

    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final RecordPublisher chunks;
    private final Duration chunkInterval;
    private final WorkerId worker;

    WorkerPublisher(
            @Channel("api-worker-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 65_536)
                    MutinyEmitter<byte[]> orders,
            @Channel("api-worker-facts")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 65_536)
                    MutinyEmitter<byte[]> facts,
            @Channel("api-worker-progress")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 65_536)
                    MutinyEmitter<byte[]> progress,
            KafkaAddress address,
            WorkerId worker,
            ApiWorkerConfig config,
            MeterRegistry meters) {
        this.worker = worker;
        this.chunkInterval = config.chunkInterval();
        this.publisher =
                new RecordPublisher(orders, facts, address, "api-worker", InstantSource.system());
        this.deadLetters = new DeadLetters(publisher, meters, "api-worker");
        this.chunks =
                new RecordPublisher(
                        progress, progress, address, "api-worker", InstantSource.system());
    }

    public RecordPublisher publisher() {
        return publisher;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /**
     * For the progress topic: what comes while a request is under way goes together in the next.
     */
    public RecordPublisher chunks() {
        return chunks;
    }

    /** How often at most a chunk is written where nobody streams. */
    public Duration chunkInterval() {
        return chunkInterval;
    }

    /** This instance's id, new at every start. */
    public String worker() {
        return worker.value();
    }
}
