package io.signalbox.messaging;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads with a Kafka consumer of its own until it is closed. What goes wrong is
 * logged, then it connects again, after {@link #FIRST_PAUSE} and each time after twice as long, up
 * to {@link #LONGEST_PAUSE}.
 */
public final class ConsumerThread implements AutoCloseable {

    /** Before the second connection. */
    public static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** Between two connections. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** What the thread does with a consumer. */
    @FunctionalInterface
    public interface Work {

        /**
         * Reads until {@link #isClosed}; called again, with a fresh consumer, when it throws. Says
         * {@link #goesWell} once it reads.
         */
        void read(KafkaConsumer<String, byte[]> consumer);
    }

    /** How the thread rests between two connections. */
    @FunctionalInterface
    interface Rest {

        /** Returns after the pause, or as soon as the latch is down: true then. */
        boolean await(CountDownLatch closed, Duration pause) throws InterruptedException;
    }

    private static final Logger LOG = Logger.getLogger(ConsumerThread.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Supplier<KafkaConsumer<String, byte[]>> consumers;
    private final Work work;
    private final Rest rest;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> current;
    private Duration pause = FIRST_PAUSE;

    /** Not started yet. */
    public ConsumerThread(
            String name, Supplier<KafkaConsumer<String, byte[]>> consumers, Work work) {
        this(
                name,
                consumers,
                work,
                (closed, pause) -> closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    ConsumerThread(
            String name, Supplier<KafkaConsumer<String, byte[]>> consumers, Work work, Rest rest) {
        this.consumers = consumers;
        this.work = work;
        this.rest = rest;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** To be called once. */
    public void start() {
        thread.start();
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** The next pause is a short one again. For the thread itself. */
    public void goesWell() {
        pause = FIRST_PAUSE;
    }

    private void run() {
        while (!isClosed()) {
            try (KafkaConsumer<String, byte[]> consumer = consumers.get()) {
                current = consumer;
                work.read(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.tracef("%s: woken to close", thread.getName());
            } catch (KafkaException e) {
                LOG.warnf("%s: %s; connecting again", thread.getName(), e.getMessage());
                rest();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s has failed; connecting again", thread.getName());
                rest();
            } finally {
                current = null;
            }
        }
    }

    private void rest() {
        try {
            if (!rest.await(closed, pause)) {
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            LOG.tracef("%s: woken to close", thread.getName());
        }
    }

    /** Stops the thread and waits for it, at most 5 s. */
    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
