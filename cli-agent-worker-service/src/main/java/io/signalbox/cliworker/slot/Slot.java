package io.signalbox.cliworker.slot;

import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.messaging.DeadLetters;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one order at a time from an agent's queue and holds it while it runs. An order is accepted
 * once its end is written; given back where the slot ends first; never held without being renewed.
 * One thread.
 */
final class Slot {

    private static final Logger LOG = Logger.getLogger(Slot.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(1);

    /**
     * What all slots of a worker share.
     *
     * @param lastDelivery from this delivery on an order is not run again
     */
    record Shared(
            KafkaAddress address,
            SlotWork work,
            EarlierRuns earlier,
            DeadLetters deadLetters,
            Duration lock,
            Duration renewEvery,
            int lastDelivery) {}

    private final Shared shared;
    private final String name;
    private final String topic;
    private final String group;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean hurried;
    private volatile boolean busy;

    /**
     * @param name names the thread and the Kafka client
     */
    Slot(Shared shared, String name, String topic, String group) {
        this.shared = shared;
        this.name = name;
        this.topic = topic;
        this.group = group;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether it runs an order now. */
    boolean isBusy() {
        return busy;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Takes no further order; the one that it has goes on. An idle one notices with its next poll:
     * to wake its consumer could as well break into the renewal of an order that came meanwhile.
     */
    void close() {
        closed.countDown();
    }

    /** Ends the run that it has, after {@link #close}: its order is given back. */
    void hurry() {
        hurried = true;
    }

    /** Whether it has ended, after at most that time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        while (!isClosed()) {
            try (KafkaShareConsumer<String, byte[]> consumer =
                    new KafkaShareConsumer<>(shared.address().shareConfig(name, group))) {
                consumer.subscribe(List.of(topic));
                takeOrders(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("%s: %s; connecting again", name, e.getMessage());
                rest();
            } catch (InterruptedException e) {
                LOG.tracef("%s: interrupted to close", name);
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s has failed; connecting again", name);
                rest();
            }
        }
    }

    private void takeOrders(KafkaShareConsumer<String, byte[]> consumer)
            throws InterruptedException {
        while (!isClosed()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                Lease lease = new Lease(consumer, record, shared.lock());
                if (isClosed()) {
                    lease.release();
                    continue;
                }
                busy = true;
                try {
                    take(record, lease);
                } finally {
                    busy = false;
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, Lease lease)
            throws InterruptedException {
        if (!(RecordReader.read(record) instanceof RecordReader.Read.Known known)
                || !(known.value() instanceof AttemptDispatched order)) {
            shared.deadLetters().put(record).await().indefinitely();
            lease.reject();
            return;
        }
        EarlierRuns.Told told = awaitEarlier(order, lease);
        if (told == null) {
            return;
        }
        if (told.finished()) {
            LOG.infof("order delivered again after its end, attemptId=%s", order.attemptId());
            lease.accept();
            return;
        }
        int delivery = Math.max(record.deliveryCount().orElse((short) 1), told.starts() + 1);
        hold(lease, shared.work().begin(order, earlier(told, delivery), told.lastRun()));
    }

    /**
     * The order is held while the events are read, and they are read until they can be: to give it
     * back would count as a delivery, and the broker drops what it has delivered too often.
     *
     * @return null where the order is no longer this slot's
     */
    private EarlierRuns.@Nullable Told awaitEarlier(AttemptDispatched order, Lease lease)
            throws InterruptedException {
        long renewed = System.nanoTime();
        FutureTask<EarlierRuns.Told> reading = readEarlier(order);
        try {
            while (true) {
                if (hurried) {
                    lease.release();
                    return null;
                }
                if (System.nanoTime() - renewed >= shared.renewEvery().toNanos()) {
                    if (!lease.renew()) {
                        LOG.warnf("%s: the order is no longer held", name);
                        return null;
                    }
                    renewed = System.nanoTime();
                }
                try {
                    return reading.get(untilRenewal(renewed).toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    LOG.tracef("%s: still reading", name);
                } catch (ExecutionException e) {
                    LOG.warnf("%s: the events cannot be read now: %s", name, e.getCause());
                    if (isClosed()) {
                        lease.release();
                        return null;
                    }
                    if (!Instant.now().isBefore(order.admitted().deadline())) {
                        // Its job has ended: nothing is left to do.
                        lease.accept();
                        return null;
                    }
                    rest();
                    reading = readEarlier(order);
                }
            }
        } finally {
            reading.cancel(true);
        }
    }

    private FutureTask<EarlierRuns.Told> readEarlier(AttemptDispatched order) {
        FutureTask<EarlierRuns.Told> reading = new FutureTask<>(() -> shared.earlier().of(order));
        Thread.ofPlatform().daemon().name(name + "-earlier").start(reading);
        return reading;
    }

    private SlotWork.Earlier earlier(EarlierRuns.Told told, int delivery) {
        if (delivery >= shared.lastDelivery()) {
            return SlotWork.Earlier.TOO_OFTEN;
        }
        return told.starts() > 0 ? SlotWork.Earlier.BROKEN_OFF : SlotWork.Earlier.NOTHING;
    }

    /** Whatever goes wrong here, the agent does not go on without its order being held. */
    private void hold(Lease lease, SlotWork.Run run) throws InterruptedException {
        boolean over = false;
        try {
            bringToItsEnd(lease, run);
            over = true;
        } finally {
            if (!over) {
                run.abandon();
            }
        }
    }

    private void bringToItsEnd(Lease lease, SlotWork.Run run) throws InterruptedException {
        SlotWork.Standing standing = awaitWhileHeld(lease, run, true);
        if (standing == SlotWork.Standing.DONE) {
            // Only while the order is surely ours may its end be written.
            if (!lease.renew()) {
                run.abandon();
                return;
            }
            run.write();
            // What is being written is not given back: somebody else would do it all again.
            standing = awaitWhileHeld(lease, run, false);
        }
        if (standing == SlotWork.Standing.WRITTEN) {
            lease.accept();
        } else if (standing == SlotWork.Standing.LEFT) {
            lease.release();
        }
    }

    /** Null: the order was lost to somebody else meanwhile. */
    private SlotWork.@Nullable Standing awaitWhileHeld(
            Lease lease, SlotWork.Run run, boolean mayHurry) throws InterruptedException {
        long renewed = System.nanoTime();
        while (true) {
            SlotWork.Standing standing = run.awaitDone(untilRenewal(renewed));
            if (standing != null) {
                return standing;
            }
            if (hurried && mayHurry) {
                run.abandon();
                return SlotWork.Standing.LEFT;
            }
            if (System.nanoTime() - renewed >= shared.renewEvery().toNanos()) {
                if (!lease.renew()) {
                    LOG.warnf("%s: the order is no longer held, its run is ended", name);
                    run.abandon();
                    return null;
                }
                renewed = System.nanoTime();
            }
        }
    }

    /** Short, so that a slot that is to hurry notices. */
    private Duration untilRenewal(long renewed) {
        Duration left = shared.renewEvery().minusNanos(System.nanoTime() - renewed);
        Duration look = Duration.ofMillis(200);
        return left.compareTo(look) < 0 ? (left.isNegative() ? Duration.ZERO : left) : look;
    }

    private void rest() {
        try {
            boolean _ = closed.await(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.tracef("%s: interrupted to close", name);
        }
    }
}
