package io.signalbox.messaging;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler over a channel's records, up to a number at once and in any order, and
 * acknowledges each when its handler is done. A handler that fails is run again after a pause: for
 * ever, or up to a {@link FailureLimit}, past which the record becomes a dead letter. A record is
 * never dropped, and one bad record never ends the flow. Large records are fewer at once: together
 * they are no more than an eighth of the heap.
 */
public final class RecordFlow {

    /** What becomes of a record that a handler has let go of. */
    public enum Disposition {
        /** It is acknowledged. */
        DONE,
        /** It is not: whoever has its partition next gets it again. */
        LEFT
    }

    /** Works on one record. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Called again for the same record when its Uni fails; must not block.
         *
         * @param freeSlot to be run, once or more, where the next record may be taken although this
         *     one is not done
         */
        Uni<Disposition> handle(ConsumerRecord<String, byte[]> raw, Runnable freeSlot);
    }

    private static final Logger LOG = Logger.getLogger(RecordFlow.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final Handler handler;
    private final @Nullable FailureLimit limit;
    private final ByteBudget budget;
    private final Cancellable subscription;
    private volatile boolean held;

    private RecordFlow(
            String name,
            Multi<KafkaRecord<String, byte[]>> records,
            int atOnce,
            Handler handler,
            @Nullable FailureLimit limit,
            ByteBudget budget) {
        this.name = name;
        this.handler = handler;
        this.limit = limit;
        this.budget = budget;
        this.subscription =
                records.onItem()
                        .transformToUni(record -> budget.take(bytes(record)).replaceWith(record))
                        .concatenate()
                        .onItem()
                        .transformToUni(this::slot)
                        .merge(atOnce)
                        .subscribe()
                        .with(
                                ignored -> {},
                                failure -> LOG.errorf(failure, "channel %s has ended", name));
    }

    /**
     * One that never gives a record up.
     *
     * @param atOnce most records in the hands of the handler, 1 or more
     * @param handler called again for the same record when its Uni fails; must not block
     */
    public static RecordFlow start(
            String name,
            Multi<KafkaRecord<String, byte[]>> records,
            int atOnce,
            Function<ConsumerRecord<String, byte[]>, Uni<Void>> handler) {
        return new RecordFlow(
                name,
                records,
                atOnce,
                (raw, freeSlot) -> handler.apply(raw).replaceWith(Disposition.DONE),
                null,
                ByteBudget.ofHeap());
    }

    /**
     * @param atOnce most records in the hands of the handler that have not freed their slot, 1 or
     *     more
     */
    public static RecordFlow start(
            String name,
            Multi<KafkaRecord<String, byte[]>> records,
            int atOnce,
            Handler handler,
            FailureLimit limit) {
        return start(name, records, atOnce, handler, limit, ByteBudget.ofHeap());
    }

    static RecordFlow start(
            String name,
            Multi<KafkaRecord<String, byte[]>> records,
            int atOnce,
            Handler handler,
            FailureLimit limit,
            ByteBudget budget) {
        return new RecordFlow(name, records, atOnce, handler, limit, budget);
    }

    /** Ends when the next record may be taken. What runs goes on when this is cancelled. */
    private Uni<Void> slot(KafkaRecord<String, byte[]> record) {
        return Uni.createFrom()
                .emitter(slot -> {
                    AtomicBoolean freed = new AtomicBoolean();
                    Runnable free =
                            () -> {
                                if (freed.compareAndSet(false, true)) {
                                    budget.giveBack(bytes(record));
                                }
                                slot.complete(null);
                            };
                    if (held) {
                        free.run();
                        return;
                    }
                    work(record, free)
                            .subscribe()
                            .with(
                                    ignored -> free.run(),
                                    failure -> {
                                        LOG.warnf(failure, "%s: not acknowledged", name);
                                        free.run();
                                    });
                });
    }

    private Uni<Void> work(KafkaRecord<String, byte[]> record, Runnable freeSlot) {
        ConsumerRecord<String, byte[]> raw = raw(record);
        AtomicInteger failures = new AtomicInteger();
        AtomicReference<@Nullable Throwable> last = new AtomicReference<>();
        return Uni.createFrom()
                .deferred(() ->
                        limit != null && failures.get() >= limit.most()
                                ? giveUp(raw, limit, last.get())
                                : handler.handle(raw, freeSlot))
                .onFailure(e -> !held)
                .invoke(e -> {
                    LOG.warnf(
                            e,
                            "%s: %s-%d@%d failed, trying again",
                            name,
                            raw.topic(),
                            raw.partition(),
                            raw.offset());
                    if (!FailureLimit.passes(e)) {
                        last.set(e);
                        failures.incrementAndGet();
                    }
                })
                .onFailure(e -> !held)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure()
                .recoverWithItem(Disposition.LEFT)
                .chain(disposition ->
                        disposition == Disposition.DONE
                                ? Uni.createFrom().completionStage(record.ack())
                                : Uni.createFrom().voidItem());
    }

    private static Uni<Disposition> giveUp(
            ConsumerRecord<String, byte[]> raw, FailureLimit limit, @Nullable Throwable last) {
        return limit.giveUp()
                .accept(raw, "failed %d times, the last: %s".formatted(limit.most(), last))
                .replaceWith(Disposition.DONE);
    }

    private static long bytes(KafkaRecord<String, byte[]> record) {
        byte[] value = raw(record).value();
        return value == null ? 0 : value.length;
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, byte[]> raw(Message<byte[]> record) {
        return (ConsumerRecord<String, byte[]>)
                record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getRecord();
    }

    /**
     * Hands nothing more to the handler, but stays in the group: records that come are left. What
     * runs goes on and is acknowledged; what fails is left.
     */
    public void hold() {
        held = true;
    }

    /** Takes nothing more and leaves the group. What runs goes on. */
    public void stop() {
        held = true;
        subscription.cancel();
    }
}
