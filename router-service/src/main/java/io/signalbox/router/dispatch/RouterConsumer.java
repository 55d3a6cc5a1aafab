package io.signalbox.router.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.messaging.DeadLetters;
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
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;

/** Reads admitted and reroutes. */
@ApplicationScoped
class RouterConsumer {

    private final Multi<KafkaRecord<String, byte[]>> admitted;
    private final Multi<KafkaRecord<String, byte[]>> reroutes;
    private final JobRouter router;
    private final DeadLetters letters;
    private final RouterConfig config;
    private final List<RecordFlow> flows = new ArrayList<>();

    RouterConsumer(
            @Channel("router-admitted") Multi<KafkaRecord<String, byte[]>> admitted,
            @Channel("router-reroutes") Multi<KafkaRecord<String, byte[]>> reroutes,
            JobRouter router,
            RouterPublisher publisher,
            RouterConfig config) {
        this.admitted = admitted;
        this.reroutes = reroutes;
        this.router = router;
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
                (raw, freeSlot) -> letters.unless(raw, this::work),
                letters.after(config.failuresUntilDeadLetter()));
    }

    private @Nullable Uni<Disposition> work(SignalboxRecord value) {
        return switch (value) {
            case JobAdmitted job -> done(router.begin(job));
            case AttemptRerouted rerouted -> done(router.next(rerouted));
            case JobPostponed postponed -> done(router.resume(postponed));
            default -> null;
        };
    }

    private static Uni<Disposition> done(Uni<Void> work) {
        return work.replaceWith(Disposition.DONE);
    }

    void stop(@Observes ShutdownEvent event) {
        flows.forEach(RecordFlow::stop);
    }
}
