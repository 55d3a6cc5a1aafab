package io.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ConsumerThreadTest {

    private static final KafkaAddress NOWHERE = new KafkaAddress("127.0.0.1:1", "t");

    private final Pauses pauses = new Pauses();

    @Test
    void eachPauseIsTwiceTheOneBeforeUpToTheLongest() throws Exception {
        // Given nobody to connect to
        try (ConsumerThread thread =
                new ConsumerThread(
                        "test",
                        () -> {
                            throw new KafkaException("no broker");
                        },
                        consumer -> {},
                        pauses::rest)) {
            // When
            thread.start();

            // Then
            assertThat(pauses.take(7))
                    .containsExactly(
                            Duration.ofMillis(250),
                            Duration.ofMillis(500),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(4),
                            ConsumerThread.LONGEST_PAUSE,
                            ConsumerThread.LONGEST_PAUSE);
        }
    }

    @Test
    void whoHasReadPausesShortlyAgainWhateverBroke() throws Exception {
        // Given a reader that breaks each time after it has begun to read
        AtomicReference<ConsumerThread> self = new AtomicReference<>();
        try (ConsumerThread thread =
                new ConsumerThread(
                        "test",
                        () -> new KafkaConsumer<>(NOWHERE.readerConfig("test")),
                        consumer -> {
                            self.get().goesWell();
                            throw new IllegalStateException("broke");
                        },
                        pauses::rest)) {
            self.set(thread);

            // When
            thread.start();

            // Then
            assertThat(pauses.take(3)).containsOnly(ConsumerThread.FIRST_PAUSE);
        }
    }

    /** Tells of each pause, and makes it last until it was heard of. */
    private static final class Pauses {

        private final BlockingQueue<Duration> told = new SynchronousQueue<>();

        boolean rest(CountDownLatch closed, Duration pause) throws InterruptedException {
            while (closed.getCount() > 0) {
                if (told.offer(pause, 20, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        }

        List<Duration> take(int count) throws InterruptedException {
            List<Duration> taken = new ArrayList<>();
            while (taken.size() < count) {
                Duration next = told.poll(60, TimeUnit.SECONDS);
                assertThat(next).as("pause %d", taken.size() + 1).isNotNull();
                taken.add(next);
            }
            return taken;
        }
    }
}
