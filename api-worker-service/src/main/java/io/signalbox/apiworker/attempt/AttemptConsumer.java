package io.signalbox.apiworker.attempt;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.HeldPartitions;
import io.signalbox.messaging.RecordFlow;
import io.signalbox.messaging.RecordFlow.Disposition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/** Takes orders, many at once and in any order, each on a virtual thread of its own. */
@ApplicationScoped
class AttemptConsumer {

    private static final Logger LOG = Logger.getLogger(AttemptConsumer.class);
    private static final String INTERACTIVE = "api-worker-attempts";
    private static final String BATCH = "api-worker-batch";

    private final Multi<KafkaRecord<String, byte[]>> interactive;
    private final Multi<KafkaRecord<String, byte[]>> batch;
    private final String interactiveGroup;
    private final String batchGroup;
    private final AttemptRunner runner;
    private final HeldOrders held;
    private final Handover handover;
    private final DeadLetters letters;
    private final ApiWorkerConfig config;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<RecordFlow> flows = new ArrayList<>();

    AttemptConsumer(
            @Channel(INTERACTIVE) Multi<KafkaRecord<String, byte[]>> interactive,
            @Channel(BATCH) Multi<KafkaRecord<String, byte[]>> batch,
            @ConfigProperty(name = "mp.messaging.incoming.api-worker-attempts.group.id")
                    String interactiveGroup,
            @ConfigProperty(name = "mp.messaging.incoming.api-worker-batch.group.id")
                    String batchGroup,
            AttemptRunner runner,
            HeldOrders held,
            Handover handover,
            WorkerPublisher publisher,
            ApiWorkerConfig config) {
        this.interactive = interactive;
        this.batch = batch;
        this.interactiveGroup = interactiveGroup;
        this.batchGroup = batchGroup;
        this.runner = runner;
        this.held = held;
        this.handover = handover;
        this.letters = publisher.deadLetters();
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        flows.add(start(INTERACTIVE, interactive, interactiveGroup));
        flows.add(start(BATCH, batch, batchGroup));
    }

    private RecordFlow start(
            String channel, Multi<KafkaRecord<String, byte[]>> orders, String group) {
        return RecordFlow.start(
                channel,
                orders,
                config.concurrency(),
                (raw, freeSlot) -> handle(raw, group, freeSlot),
                letters.after(config.failuresUntilDeadLetter()));
    }

    private Uni<Disposition> handle(
            ConsumerRecord<String, byte[]> raw, String group, Runnable freeSlot) {
        HeldPartitions.Hold hold = held.of(new TopicPartition(raw.topic(), raw.partition()));
        if (hold == null) {
            return Uni.createFrom().item(Disposition.LEFT);
        }
        return letters.unless(
                raw,
                value ->
                        value instanceof AttemptDispatched order
                                ? Uni.createFrom()
                                        .item(new Delivery(order, hold, group, freeSlot))
                                        .emitOn(threads)
                                        .map(runner::run)
                                : null);
    }

    /**
     * Takes nothing new, leaves what waits, gives the partitions to the other workers, and stays a
     * member of the groups until its calls have ended: as long as it is one, nobody repeats them.
     * The channels close after this, and so leave the groups.
     */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        flows.forEach(RecordFlow::hold);
        runner.stopWaiting();
        held.letGoOfAll();
        handover.giveAway(List.of(INTERACTIVE, BATCH));
        if (!runner.drain(config.drain())) {
            LOG.warnf(
                    "%d calls have not ended within %s; they will be run again",
                    runner.running(), config.drain());
        }
        threads.shutdownNow();
    }
}
