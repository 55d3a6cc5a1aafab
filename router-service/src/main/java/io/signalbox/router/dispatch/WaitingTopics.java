package io.signalbox.router.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.router.RouterConfig;
import io.signalbox.router.waiting.WaitingMover;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Runs the mover of the waiting topics while the router runs. */
@ApplicationScoped
class WaitingTopics {

    private final KafkaAddress address;
    private final RouterPublisher publisher;
    private final int batch;
    private @Nullable WaitingMover mover;

    WaitingTopics(KafkaAddress address, RouterPublisher publisher, RouterConfig config) {
        this.address = address;
        this.publisher = publisher;
        this.batch = config.moverBatch();
    }

    /** Whether the mover has had its partitions once. */
    boolean isAssigned() {
        WaitingMover started = mover;
        return started != null && started.isAssigned();
    }

    void start(@Observes StartupEvent event) {
        mover =
                WaitingMover.start(
                        address,
                        new Published(publisher.publisher(), publisher.deadLetters()),
                        InstantSource.system(),
                        batch);
    }

    void stop(@Observes ShutdownEvent event) {
        if (mover != null) {
            mover.close();
        }
    }

    /** The router's own way out. */
    private record Published(RecordPublisher publisher, DeadLetters letters)
            implements WaitingMover.Outlet {

        @Override
        public CompletableFuture<Void> move(Topic topic, JobPostponed record) {
            return publisher.publish(topic, record).subscribeAsCompletionStage();
        }

        @Override
        public CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> raw) {
            return letters.put(raw).subscribeAsCompletionStage();
        }
    }
}
