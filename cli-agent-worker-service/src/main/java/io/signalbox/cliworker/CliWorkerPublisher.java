package io.signalbox.cliworker;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The worker's ways out. */
@Singleton
public final class CliWorkerPublisher {

    private final RecordPublisher publisher;
    private final RecordPublisher progress;
    private final DeadLetters deadLetters;

    CliWorkerPublisher(
            @Channel("cli-worker-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 4_096)
                    MutinyEmitter<byte[]> orders,
            @Channel("cli-worker-facts")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 4_096)
                    MutinyEmitter<byte[]> facts,
            @Channel("cli-worker-progress")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 16_384)
                    MutinyEmitter<byte[]> steps,
            KafkaAddress address,
            MeterRegistry meters) {
        InstantSource clock = InstantSource.system();
        this.publisher = new RecordPublisher(orders, facts, address, "cli-worker", clock);
        this.progress = new RecordPublisher(steps, steps, address, "cli-worker", clock);
        this.deadLetters = new DeadLetters(publisher, meters, "cli-worker");
    }

    public RecordPublisher publisher() {
        return publisher;
    }

    /** For the progress topic. */
    public RecordPublisher progress() {
        return progress;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }
}
