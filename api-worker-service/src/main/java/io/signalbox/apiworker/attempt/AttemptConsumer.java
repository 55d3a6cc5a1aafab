package io.signalbox.apiworker.attempt;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.messaging.RecordFlow;
import io.signalbox.messaging.RecordReader;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/** Takes orders, many at once and in any order, each on a virtual thread of its own. */
@ApplicationScoped
class AttemptConsumer {

    private static final Logger LOG = Logger.getLogger(AttemptConsumer.class);

    private final Multi<KafkaRecord<String, byte[]>> interactive;
    private final Multi<KafkaRecord<String, byte[]>> batch;
    private final AttemptRunner runner;
    private final WorkerPublisher publisher;
    private final ApiWorkerConfig config;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<RecordFlow> flows = new ArrayList<>();

    AttemptConsumer(
            @Channel("api-worker-attempts") Multi<KafkaRecord<String, byte[]>> interactive,
            @Channel("api-worker-batch") Multi<KafkaRecord<String, byte[]>> batch,
            AttemptRunner runner,
            WorkerPublisher publisher,
            ApiWorkerConfig config) {
        this.interactive = interactive;
        this.batch = batch;
        this.runner = runner;
        this.publisher = publisher;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        int atOnce = config.concurrency();
        flows.add(RecordFlow.start("api-worker-attempts", interactive, atOnce, this::handle));
        flows.add(RecordFlow.start("api-worker-batch", batch, atOnce, this::handle));
    }

    private Uni<Void> handle(ConsumerRecord<String, byte[]> raw) {
        return switch (RecordReader.read(raw)) {
            case RecordReader.Read.Known known
                    when known.value() instanceof AttemptDispatched order ->
                    Uni.createFrom().voidItem().emitOn(threads).invoke(() -> runner.run(order));
            case RecordReader.Read.Known known ->
                    publisher.publisher().publishDeadLetter(raw, "not an order for a worker");
            case RecordReader.Read.Foreign foreign ->
                    publisher.publisher().publishDeadLetter(raw, "unknown type " + foreign.type());
            case RecordReader.Read.Unreadable unreadable ->
                    publisher.publisher().publishDeadLetter(raw, unreadable.reason());
        };
    }

    void stop(@Observes ShutdownEvent event) {
        flows.forEach(RecordFlow::stop);
        if (!runner.drain(config.drain())) {
            LOG.warnf(
                    "%d calls have not ended within %s; they will be run again",
                    runner.running(), config.drain());
        }
        threads.shutdownNow();
    }
}
