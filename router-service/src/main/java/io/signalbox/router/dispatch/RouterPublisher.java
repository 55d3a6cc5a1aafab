package io.signalbox.router.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The router's ways out. */
@Singleton
final class RouterPublisher {

    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;

    RouterPublisher(
            @Channel("router-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 16_384)
                    MutinyEmitter<byte[]> orders,
            @Channel("router-facts")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 65_536)
                    MutinyEmitter<byte[]> facts,
            KafkaAddress address,
            MeterRegistry meters) {
        this.publisher =
                new RecordPublisher(orders, facts, address, "router", InstantSource.system());
        this.deadLetters = new DeadLetters(publisher, meters, "router");
    }

    RecordPublisher publisher() {
        return publisher;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }
}
