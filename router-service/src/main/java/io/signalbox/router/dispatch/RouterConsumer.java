package io.signalbox.router.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.messaging.RecordFlow;
import io.signalbox.messaging.RecordReader;
import io.signalbox.router.RouterConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;

/** Reads admitted and reroutes. */
@ApplicationScoped
class RouterConsumer {

    private final Multi<KafkaRecord<String, byte[]>> admitted;
    private final Multi<KafkaRecord<String, byte[]>> reroutes;
    private final JobRouter router;
    private final RouterPublisher publisher;
    private final int concurrency;
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
        this.publisher = publisher;
        this.concurrency = config.concurrency();
    }

    void start(@Observes StartupEvent event) {
        flows.add(RecordFlow.start("router-admitted", admitted, concurrency, this::handle));
        flows.add(RecordFlow.start("router-reroutes", reroutes, concurrency, this::handle));
    }

    private Uni<Void> handle(ConsumerRecord<String, byte[]> raw) {
        return switch (RecordReader.read(raw)) {
            case RecordReader.Read.Known known ->
                    switch (known.value()) {
                        case JobAdmitted job -> router.begin(job);
                        case AttemptRerouted rerouted -> router.next(rerouted);
                        case JobPostponed postponed -> router.resume(postponed);
                        default ->
                                publisher
                                        .publisher()
                                        .publishDeadLetter(raw, "not a record for the router");
                    };
            case RecordReader.Read.Foreign foreign ->
                    publisher.publisher().publishDeadLetter(raw, "unknown type " + foreign.type());
            case RecordReader.Read.Unreadable unreadable ->
                    publisher.publisher().publishDeadLetter(raw, unreadable.reason());
        };
    }

    void stop(@Observes ShutdownEvent event) {
        flows.forEach(RecordFlow::stop);
    }
}
