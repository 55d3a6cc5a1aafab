package io.signalbox.messaging;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Runs a handler over a channel's records, up to a number at once and in any order, and
 * acknowledges each when its handler is done. A handler that fails is run again after a pause, for
 * ever: a record is never dropped, and one bad record never ends the flow.
 */
public final class RecordFlow {

    private static final Logger LOG = Logger.getLogger(RecordFlow.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Cancellable subscription;

    private RecordFlow(
            String name,
            Multi<KafkaRecord<String, byte[]>> records,
            int atOnce,
            Function<ConsumerRecord<String, byte[]>, Uni<Void>> handler) {
        this.subscription =
                records.onItem()
                        .transformToUni(record -> run(name, record, handler))
                        .merge(atOnce)
                        .subscribe()
                        .with(
                                ignored -> {},
                                failure -> LOG.errorf(failure, "channel %s has ended", name));
    }

    /**
     * @param atOnce most records in the hands of the handler, 1 or more
     * @param handler called again for the same record when its Uni fails; must not block
     */
    public static RecordFlow start(
            String name,
            Multi<KafkaRecord<String, byte[]>> records,
            int atOnce,
            Function<ConsumerRecord<String, byte[]>, Uni<Void>> handler) {
        return new RecordFlow(name, records, atOnce, handler);
    }

    private Uni<Void> run(
            String name,
            KafkaRecord<String, byte[]> record,
            Function<ConsumerRecord<String, byte[]>, Uni<Void>> handler) {
        ConsumerRecord<String, byte[]> raw = raw(record);
        inFlight.incrementAndGet();
        return Uni.createFrom()
                .deferred(() -> handler.apply(raw))
                .onFailure()
                .invoke(e ->
                        LOG.warnf(
                                e,
                                "%s: %s-%d@%d failed, trying again",
                                name,
                                raw.topic(),
                                raw.partition(),
                                raw.offset()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onTermination()
                .invoke(inFlight::decrementAndGet)
                .chain(() -> Uni.createFrom().completionStage(record.ack()));
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, byte[]> raw(Message<byte[]> record) {
        return (ConsumerRecord<String, byte[]>)
                record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getRecord();
    }

    /** Records in the hands of the handler now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Takes nothing more. What runs goes on. */
    public void stop() {
        subscription.cancel();
    }
}
