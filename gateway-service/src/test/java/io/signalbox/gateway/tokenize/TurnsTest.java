package io.signalbox.gateway.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.gateway.http.ApiException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {

    private static final int AT_ONCE = 2;
    private static final int WAITING = 32;
    private static final int CALLERS = 40;

    private final AtomicInteger counting = new AtomicInteger();
    private final AtomicInteger mostCounting = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Semaphore refused = new Semaphore(0);
    private final CountDownLatch held = new CountDownLatch(1);

    @Test
    void whoFindsNoPlaceIsToldSoAndAllOthersAreAnswered() throws InterruptedException {
        Turns turns = new Turns(AT_ONCE, WAITING, Duration.ofMinutes(1));

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.execute(() -> call(turns));
            }
            try {
                refused.acquire(CALLERS - AT_ONCE - WAITING);
            } finally {
                held.countDown();
            }
        }

        assertThat(answered).hasValue(AT_ONCE + WAITING);
        assertThat(refused.availablePermits()).isZero();
        assertThat(mostCounting.get()).isLessThanOrEqualTo(AT_ONCE);
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsToldWhenToAskAgain() throws InterruptedException {
        Turns turns = new Turns(1, 1, Duration.ofMillis(1));

        turns.with(() -> {
            assertThatThrownBy(() -> turns.with(() -> "never"))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            it -> {
                                assertThat(it.status()).isEqualTo(429);
                                assertThat(it.retryAfter()).isPositive();
                            });
            return "counted";
        });

        assertThat(turns.<String>with(() -> "counted")).as("afterwards").isEqualTo("counted");
    }

    @Test
    void aRequestThatIsRefusedGivesItsTurnBack() throws InterruptedException {
        Turns turns = new Turns(1, 0, Duration.ofMinutes(1));

        assertThatThrownBy(() ->
                        turns.with(() -> {
                            throw ApiException.invalid("input", "wrong");
                        }))
                .hasMessage("wrong");

        assertThat(turns.<String>with(() -> "counted")).isEqualTo("counted");
    }

    private void call(Turns turns) {
        try {
            turns.with(this::count);
            answered.incrementAndGet();
        } catch (ApiException e) {
            refused.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String count() {
        mostCounting.accumulateAndGet(counting.incrementAndGet(), Math::max);
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        counting.decrementAndGet();
        return "counted";
    }
}
