package io.signalbox.apiworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PermitsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void whoeverGetsNoneInTimeIsDeferredAndCounted() throws Exception {
        Permits permits = permits(Duration.ofMillis(1), 64, 128);
        String slow = "slow";
        granted(permits, slow);

        Admission admission = permits.acquire(slow, 1, Lane.INTERACTIVE, LONG);

        assertThat(admission).isInstanceOf(Admission.Deferred.class);
        assertThat(((Admission.Deferred) admission).comeBackIn()).isPositive();
        assertThat(deferred("slow")).isEqualTo(1);
        assertThat(waiting("slow")).isZero();
    }

    @Test
    void pastTheRoomNobodyWaits() throws Exception {
        Permits permits = permits(Duration.ofHours(1), 2, 128);
        String slow = "slow";
        Admission.Granted running = granted(permits, slow);
        CompletableFuture<Admission> first = ask(permits, slow, Lane.INTERACTIVE);
        CompletableFuture<Admission> second = ask(permits, slow, Lane.INTERACTIVE);
        awaitWaiting("slow", 2);

        assertThat(permits.acquire(slow, 1, Lane.INTERACTIVE, LONG))
                .isInstanceOf(Admission.Deferred.class);

        running.permit().close();
        Admission next =
                (Admission) CompletableFuture.anyOf(first, second).get(30, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void allTogetherWaitInAtMostHalfOfTheSlots() throws Exception {
        Permits permits = permits(Duration.ofHours(1), 64, 2);
        String slow = "slow";
        String other = "other";
        granted(permits, slow);
        Admission.Granted running = granted(permits, other);
        CompletableFuture<Admission> _ = ask(permits, slow, Lane.INTERACTIVE);
        CompletableFuture<Admission> _ = ask(permits, slow, Lane.INTERACTIVE);
        awaitWaiting("slow", 2);

        assertThat(permits.acquire(other, 1, Lane.INTERACTIVE, LONG))
                .as("half of the slots hold orders that wait")
                .isInstanceOf(Admission.Deferred.class);
        running.permit().close();
        assertThat(permits.acquire(other, 1, Lane.INTERACTIVE, LONG))
                .as("who need not wait needs no room")
                .isInstanceOf(Admission.Granted.class);
    }

    @Test
    void whereTheDeadlineIsNearerOneWaitsNoLonger() throws Exception {
        Permits permits = permits(Duration.ofHours(1), 64, 128);
        String slow = "slow";
        granted(permits, slow);

        assertThat(permits.acquire(slow, 1, Lane.INTERACTIVE, Duration.ofMillis(1)))
                .isInstanceOf(Admission.Deferred.class);
    }

    @Test
    void anInterruptTakesNoPermitAlong() throws Exception {
        Permits permits = permits(Duration.ofHours(1), 64, 128);
        String slow = "slow";
        Admission.Granted running = granted(permits, slow);
        CompletableFuture<Throwable> interrupted = new CompletableFuture<>();
        Thread waiter =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                permits.acquire(slow, 1, Lane.INTERACTIVE, LONG);
                            } catch (InterruptedException e) {
                                interrupted.complete(e);
                            }
                        });
        awaitWaiting("slow", 1);

        waiter.interrupt();

        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(waiting("slow")).isZero();
        running.permit().close();
        assertThat(permits.acquire(slow, 1, Lane.INTERACTIVE, LONG))
                .isInstanceOf(Admission.Granted.class);
    }

    @Test
    void atTheEndAllWhoWaitAreSentAwayAtOnce() throws Exception {
        Permits permits = permits(Duration.ofHours(1), 64, 128);
        String slow = "slow";
        granted(permits, slow);
        CompletableFuture<Admission> waiter = ask(permits, slow, Lane.BATCH);
        awaitWaiting("slow", 1);

        permits.drain();

        assertThat(waiter.get(30, TimeUnit.SECONDS)).isEqualTo(new Admission.Draining());
        assertThat(permits.acquire("idle", 1, Lane.INTERACTIVE, LONG))
                .isEqualTo(new Admission.Draining());
    }

    private static Admission.Granted granted(Permits permits, String provider)
            throws InterruptedException {
        return (Admission.Granted) permits.acquire(provider, 1, Lane.INTERACTIVE, LONG);
    }

    private static CompletableFuture<Admission> ask(Permits permits, String provider, Lane lane) {
        CompletableFuture<Admission> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(permits.acquire(provider, 1, lane, LONG));
                    } catch (InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private void awaitWaiting(String provider, int wanted) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (waiting(provider) < wanted) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private double waiting(String provider) {
        return meters
                .get("signalbox.api_worker.orders.waiting")
                .tag("provider", provider)
                .gauges()
                .stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    private double deferred(String provider) {
        return meters.get("signalbox.api_worker.orders.deferred")
                .tag("provider", provider)
                .counter()
                .count();
    }

    private Permits permits(Duration permitWait, int waitingRoom, int mostWaiting) {
        return new Permits(
                new PermitLimits(permitWait, Duration.ofMinutes(1), 0.75, waitingRoom, mostWaiting),
                meters);
    }
}
