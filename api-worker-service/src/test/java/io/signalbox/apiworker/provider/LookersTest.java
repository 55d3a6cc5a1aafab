package io.signalbox.apiworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LookersTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Semaphore goodLooks = new Semaphore(0);
    private final Semaphore stalledLooks = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Map<String, Runnable> work =
            Map.of("good", goodLooks::release, "stalled", this::stall);

    private void stall() {
        stalledLooks.release();
        mayEnd.acquireUninterruptibly();
    }

    @AfterEach
    void letGo() {
        mayEnd.release(100);
    }

    @Test
    void aProviderThatStallsSilencesNoOther() {
        Lookers lookers = new Lookers("test-look", SHORT);
        Rounds heartbeats = new Rounds("test-heartbeats", () -> lookers.round(work));

        for (int looks = 1; looks <= 3; looks++) {
            do {
                heartbeats.now();
            } while (!goodLooks.tryAcquire());
        }

        assertThat(lookers.haveEnded(List.of("stalled"))).isFalse();
    }

    @Test
    void whatHasNotEndedIsNotBegunAgain() throws InterruptedException {
        // Given a round that one of two has outlasted
        Lookers lookers = new Lookers("test-look", SHORT);
        lookers.round(Map.of("stalled", this::stall));

        // When
        Set<String> still = lookers.round(Map.of("stalled", this::stall));

        // Then
        assertThat(still).containsExactly("stalled");
        assertThat(lookers.haveEnded(List.of("stalled"))).isFalse();
        assertThat(stalledLooks.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stalledLooks.availablePermits()).isZero();
    }

    @Test
    void aRoundReturnsWhenAllHaveEnded() {
        Lookers lookers = new Lookers("test-look", LONG);
        mayEnd.release();

        assertThat(lookers.round(work)).isEmpty();
        assertThat(lookers.haveEnded(work.keySet())).isTrue();
        assertThat(lookers.haveEnded(List.of("good", "never begun"))).isFalse();

        mayEnd.release();
        assertThat(lookers.round(work)).as("and they may begin again").isEmpty();
        assertThat(goodLooks.availablePermits()).isEqualTo(2);
    }

    @Test
    void whatBreaksHasEnded() {
        Lookers lookers = new Lookers("test-look", LONG);
        Map<String, Runnable> broken =
                Map.of(
                        "broken",
                        () -> {
                            throw new IllegalStateException("on purpose");
                        });

        assertThat(lookers.round(broken)).isEmpty();
        assertThat(lookers.round(broken)).isEmpty();
    }
}
