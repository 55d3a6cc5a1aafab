package io.signalbox.gateway.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.messaging.RecordFlow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jspecify.annotations.Nullable;

/** Reads the intake topics, a bounded number of records at once, each on a virtual thread. */
@ApplicationScoped
class IntakeConsumer {

    private final Multi<KafkaRecord<String, byte[]>> records;
    private final JobIntake intake;
    private final int concurrency;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable RecordFlow flow;

    IntakeConsumer(
            @Channel("gateway-jobs") Multi<KafkaRecord<String, byte[]>> records,
            JobIntake intake,
            GatewayConfig config) {
        this.records = records;
        this.intake = intake;
        this.concurrency = config.intake().concurrency();
    }

    void start(@Observes StartupEvent event) {
        flow = RecordFlow.start("gateway-jobs", records, concurrency, this::handle);
    }

    private Uni<Void> handle(ConsumerRecord<String, byte[]> raw) {
        return Uni.createFrom().voidItem().emitOn(threads).invoke(() -> intake.take(raw));
    }

    void stop(@Observes ShutdownEvent event) {
        if (flow != null) {
            flow.stop();
        }
        threads.shutdownNow();
    }
}
