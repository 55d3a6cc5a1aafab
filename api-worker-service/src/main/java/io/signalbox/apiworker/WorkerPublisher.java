package io.signalbox.apiworker;

import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The worker's ways out, and its name. */
@Singleton
public final class WorkerPublisher {

    private final RecordPublisher publisher;
    private final String worker = "api-" + UUID.randomUUID().toString().substring(0, 8);

    WorkerPublisher(
            @Channel("api-worker-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 65_536)
                    MutinyEmitter<byte[]> orders,
            @Channel("api-worker-facts")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 65_536)
                    MutinyEmitter<byte[]> facts,
            KafkaAddress address) {
        this.publisher =
                new RecordPublisher(orders, facts, address, "api-worker", InstantSource.system());
    }

    public RecordPublisher publisher() {
        return publisher;
    }

    /** This instance's id, new at every start. */
    public String worker() {
        return worker;
    }
}
