package io.signalbox.apiworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoundsTest {

    private final AtomicInteger done = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Rounds rounds = new Rounds("test-rounds", this::round);

    private void round() {
        begun.release();
        mayEnd.acquireUninterruptibly();
        done.incrementAndGet();
    }

    @Test
    void whateverIsAskedForDuringARoundIsOneMore() throws InterruptedException {
        // Given a round under way
        rounds.soon();
        awaitBegun();

        // When many ask for one
        for (int asker = 0; asker < 100; asker++) {
            rounds.soon();
        }
        mayEnd.release();
        awaitBegun();

        // Then one follows, and the next is the next one's who asks
        mayEnd.release(2);
        rounds.now();
        assertThat(done).hasValue(3);
        assertThat(begun.availablePermits()).isEqualTo(1);
    }

    private void awaitBegun() throws InterruptedException {
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
}
