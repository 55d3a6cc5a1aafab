package io.signalbox.apiworker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.provider.PermitPool.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PermitPoolTest {

    private static final int ROOM = 8;

    private final AtomicLong nanos = new AtomicLong();
    private final PermitPool pool = new PermitPool(nanos::get);

    @Test
    void neverMoreThanItsSizeRunAtOnce() {
        pool.resize(2, 1);

        Place first = ask(Lane.INTERACTIVE);
        Place second = ask(Lane.INTERACTIVE);
        Place third = ask(Lane.INTERACTIVE);

        assertThat(isGranted(first)).isTrue();
        assertThat(isGranted(second)).isTrue();
        assertThat(isGranted(third)).isFalse();
        assertThat(pool.inFlight()).isEqualTo(2);
        assertThat(pool.waiting(Lane.INTERACTIVE)).isEqualTo(1);
    }

    @Test
    void whatRunsBesideTheCallsEndsWhenOneComes() {
        AtomicInteger ended = new AtomicInteger();
        Permit aside = Objects.requireNonNull(pool.aside(ended::incrementAndGet));
        assertThat(pool.aside(ended::incrementAndGet)).as("a second one").isNull();

        Place call = ask(Lane.BATCH);

        assertThat(isGranted(call)).as("beside it").isTrue();
        assertThat(ended).hasValue(1);
        aside.close();
        assertThat(pool.aside(ended::incrementAndGet)).as("while a call runs").isNull();
        close(call);
        assertThat(pool.inFlight()).isZero();
        assertThat(pool.aside(ended::incrementAndGet)).isNotNull();
        pool.close();
        assertThat(ended).hasValue(2);
    }

    @Test
    void whoeverCameFirstIsServedFirst() {
        Place running = ask(Lane.INTERACTIVE);
        Place first = ask(Lane.INTERACTIVE);
        Place second = ask(Lane.INTERACTIVE);

        close(running);
        assertThat(isGranted(first)).isTrue();
        assertThat(isGranted(second)).isFalse();

        close(first);
        assertThat(isGranted(second)).isTrue();
    }

    @Test
    void interactiveOrdersGoBeforeBatchOrdersThatCameEarlier() {
        Place running = ask(Lane.INTERACTIVE);
        Place batch = ask(Lane.BATCH);
        Place interactive = ask(Lane.INTERACTIVE);

        close(running);

        assertThat(isGranted(interactive)).isTrue();
        assertThat(isGranted(batch)).isFalse();
        close(interactive);
        assertThat(isGranted(batch)).isTrue();
    }

    @Test
    void batchOrdersLeaveSomeForInteractiveOnes() {
        pool.resize(4, 0.75);

        List<Place> batch = List.of(ask(Lane.BATCH), ask(Lane.BATCH), ask(Lane.BATCH));
        Place fourth = ask(Lane.BATCH);
        Place interactive = ask(Lane.INTERACTIVE);

        assertThat(batch).allMatch(PermitPoolTest::isGranted);
        assertThat(isGranted(fourth)).as("the share of batch is used up").isFalse();
        assertThat(isGranted(interactive)).as("one was left").isTrue();

        close(batch.getFirst());
        assertThat(isGranted(fourth)).isTrue();
    }

    @Test
    void theShareOfBatchIsNeverNothing() {
        pool.resize(1, 0.25);

        assertThat(isGranted(ask(Lane.BATCH))).isTrue();
    }

    @Test
    void interactiveOrdersMayHaveThemAll() {
        pool.resize(3, 0.5);

        assertThat(List.of(ask(Lane.INTERACTIVE), ask(Lane.INTERACTIVE), ask(Lane.INTERACTIVE)))
                .allMatch(PermitPoolTest::isGranted);
    }

    @Test
    void aFullRoomTakesNobody() {
        Place running = ask(Lane.INTERACTIVE);
        assertThat(pool.ask(Lane.INTERACTIVE, 1)).isNotNull();

        assertThat(pool.ask(Lane.INTERACTIVE, 1)).isNull();
        assertThat(pool.ask(Lane.BATCH, 1)).as("the other lane has its own room").isNotNull();

        close(running);
        assertThat(pool.ask(Lane.INTERACTIVE, 1)).isNotNull();
    }

    @Test
    void whereOneIsFreeNoRoomIsNeeded() {
        assertThat(pool.ask(Lane.INTERACTIVE, 0)).isNotNull();
        assertThat(pool.ask(Lane.INTERACTIVE, 0)).isNull();
    }

    @Test
    void whoeverLeavesIsNotServed() {
        Place running = ask(Lane.INTERACTIVE);
        Place impatient = ask(Lane.INTERACTIVE);
        Place patient = ask(Lane.INTERACTIVE);

        assertThat(pool.leave(impatient)).isTrue();
        close(running);

        assertThat(isGranted(impatient)).isFalse();
        assertThat(isGranted(patient)).isTrue();
    }

    @Test
    void whoeverLeavesTooLateHasThePermit() {
        Place place = ask(Lane.INTERACTIVE);

        assertThat(pool.leave(place)).isFalse();
        close(place);
        assertThat(pool.inFlight()).isZero();
    }

    @Test
    void aPermitThatIsClosedTwiceIsGivenBackOnce() {
        Place place = ask(Lane.INTERACTIVE);

        close(place);
        close(place);

        assertThat(pool.inFlight()).isZero();
        assertThat(isGranted(ask(Lane.INTERACTIVE))).isTrue();
        assertThat(isGranted(ask(Lane.INTERACTIVE))).isFalse();
    }

    @Test
    void aNewSizeHoldsForThoseWhoWait() {
        ask(Lane.INTERACTIVE);
        Place second = ask(Lane.INTERACTIVE);

        pool.resize(2, 1);
        assertThat(isGranted(second)).isTrue();

        pool.resize(1, 1);
        Place third = ask(Lane.INTERACTIVE);
        close(second);
        assertThat(isGranted(third)).as("one runs still").isFalse();
    }

    @Test
    void aClosedPoolSendsAllAway() {
        ask(Lane.INTERACTIVE);
        Place interactive = ask(Lane.INTERACTIVE);
        Place batch = ask(Lane.BATCH);

        pool.close();

        assertThat(interactive.permit()).isCancelled();
        assertThat(batch.permit()).isCancelled();
        assertThat(pool.leave(batch)).as("it holds none").isTrue();
    }

    @Test
    void theMeanFollowsTheCalls() {
        for (int call = 0; call < 40; call++) {
            Place place = ask(Lane.INTERACTIVE);
            nanos.addAndGet(Duration.ofSeconds(20).toNanos());
            close(place);
        }

        assertThat(pool.meanCall()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));
    }

    @Test
    void manyAtOnceKeepTheBoundAndAllAreServed() throws Exception {
        pool.resize(3, 0.75);
        int orders = 2_000;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch served = new CountDownLatch(orders);
        List<Future<?>> threads = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int order = 0; order < orders; order++) {
                Lane lane =
                        ThreadLocalRandom.current().nextBoolean() ? Lane.BATCH : Lane.INTERACTIVE;
                threads.add(
                        executor.submit(() -> {
                            Place place = Objects.requireNonNull(pool.ask(lane, orders));
                            try (Permit _ = place.permit().join()) {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                LockSupport.parkNanos(1_000);
                                running.decrementAndGet();
                            }
                            served.countDown();
                        }));
            }
            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(pool.inFlight()).isZero();
        for (Future<?> thread : threads) {
            thread.get(1, TimeUnit.SECONDS);
        }
    }

    private Place ask(Lane lane) {
        return Objects.requireNonNull(pool.ask(lane, ROOM));
    }

    private static boolean isGranted(Place place) {
        return place.permit().isDone() && !place.permit().isCancelled();
    }

    private static void close(Place place) {
        place.permit().join().close();
    }
}
