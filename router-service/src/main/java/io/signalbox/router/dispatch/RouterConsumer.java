package io.signalbox.router.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.HeldPartitions.Hold;
import io.signalbox.messaging.RecordFlow;
import io.signalbox.messaging.RecordFlow.Disposition;
import io.signalbox.router.RouterConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;

/** Reads admitted and reroutes. */
@ApplicationScoped
class RouterConsumer {

    private final Multi<KafkaRecord<String, byte[]>> admitted;
    private final Multi<KafkaRecord<String, byte[]>> reroutes;
    private final JobRouter router;
    private final HeldJobs held;
    private final DeadLetters letters;
    private final RouterConfig config;
    private final List<RecordFlow> flows = new ArrayList<>();

    RouterConsumer(
            @Channel("router-admitted") Multi<KafkaRecord<String, byte[]>> admitted,
            @Channel("router-reroutes") Multi<KafkaRecord<String, byte[]>> reroutes,
            JobRouter router,
            HeldJobs held,
            RouterPublisher publisher,
            RouterConfig config) {
        this.admitted = admitted;
        this.reroutes = reroutes;
        this.router = router;
        this.held = held;
        this.letters = publisher.deadLetters();
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        flows.add(start("router-admitted", admitted));
        flows.add(start("router-reroutes", reroutes));
    }

    private RecordFlow start(String channel, Multi<KafkaRecord<String, byte[]>> records) {
        return RecordFlow.start(
                channel,
                records,
                config.concurrency(),
                (raw, freeSlot) -> handle(raw),
                letters.after(config.failuresUntilDeadLetter()));
    }

    private Uni<Disposition> handle(ConsumerRecord<String, byte[]> raw) {
        Hold hold = held.of(new TopicPartition(raw.topic(), raw.partition()));
        return hold == null
                ? Uni.createFrom().item(Disposition.LEFT)
                : letters.unless(raw, value -> work(value, hold));
    }

    private @Nullable Uni<Disposition> work(SignalboxRecord value, Hold hold) {
        return switch (value) {
            case JobAdmitted job -> router.begin(job, hold);
            case AttemptRerouted rerouted -> router.next(rerouted, hold);
            case JobPostponed postponed -> router.resume(postponed, hold);
            default -> null;
        };
    }

    void stop(@Observes ShutdownEvent event) {
        flows.forEach(RecordFlow::stop);
    }
}
