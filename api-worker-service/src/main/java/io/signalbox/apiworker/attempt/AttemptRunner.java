package io.signalbox.apiworker.attempt;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.messaging.RecordFlow.Disposition;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Brings one order to its end: has it run here, unless it has been or is being run already. Blocks;
 * one virtual thread each.
 */
@ApplicationScoped
class AttemptRunner {

    private static final Logger LOG = Logger.getLogger(AttemptRunner.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final AttemptCall call;
    private final Attempts attempts;
    private final Owners owners;
    private final MeterRegistry meters;
    private final InstantSource clock = InstantSource.system();

    AttemptRunner(AttemptCall call, Attempts attempts, Owners owners, MeterRegistry meters) {
        this.call = call;
        this.attempts = attempts;
        this.owners = owners;
        this.meters = meters;
    }

    /**
     * Returns when the attempt's end is on its topics, or when there is nothing to do.
     *
     * @return LEFT where this worker stops, or no longer has the order's partition
     */
    Disposition run(Delivery delivery) {
        try {
            return runOrWait(delivery);
        } catch (InterruptedException | CancellationException e) {
            LOG.debugf("stopped during attempt %s", delivery.order().attemptId());
            return Disposition.LEFT;
        }
    }

    private Disposition runOrWait(Delivery delivery) throws InterruptedException {
        AttemptDispatched order = delivery.order();
        if (order.jobId().isProbe()) {
            call.answerProbe(order);
            return Disposition.DONE;
        }
        while (true) {
            switch (attempts.begin(order.attemptId())) {
                case Attempts.Standing.Ours _ -> {
                    return runHere(delivery);
                }
                case Attempts.Standing.Finished _ -> {
                    repeatAvoided(order);
                    return Disposition.DONE;
                }
                case Attempts.Standing.RunsHere here -> {
                    delivery.freeSlot().run();
                    awaitEnd(here.end());
                }
                case Attempts.Standing.RunsElsewhere there -> {
                    delivery.freeSlot().run();
                    if (!awaitOwner(delivery, there.start())) {
                        return Disposition.DONE;
                    }
                }
            }
        }
    }

    private Disposition runHere(Delivery delivery) throws InterruptedException {
        AttemptId attemptId = delivery.order().attemptId();
        Disposition disposition = Disposition.LEFT;
        try {
            disposition = call.run(delivery);
            return disposition;
        } finally {
            if (disposition == Disposition.DONE) {
                attempts.finish(attemptId);
            } else {
                attempts.abandon(attemptId);
            }
        }
    }

    private static void awaitEnd(CompletableFuture<Void> end) throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an end never fails", e);
        }
    }

    /** False: the job's deadline came first; whoever runs it writes what there is to write. */
    private boolean awaitOwner(Delivery delivery, OpenStart start) throws InterruptedException {
        AttemptDispatched order = delivery.order();
        OwnerWatch.Wait wait = new OwnerWatch.Wait(order.attemptId(), start, delivery.group());
        Duration left = Duration.between(clock.instant(), order.admitted().deadline());
        LOG.infof("attempt %s is run by %s: waiting for it", order.attemptId(), start.worker());
        owners.watch(wait);
        try {
            OwnerWatch.Verdict verdict = wait.verdict().get(left.toNanos(), TimeUnit.NANOSECONDS);
            if (verdict == OwnerWatch.Verdict.OWNER_GONE) {
                LOG.infof(
                        "attempt %s: %s is gone, it is run again",
                        order.attemptId(), start.worker());
                attempts.ownerGone(order.attemptId(), start);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict never fails", e);
        } finally {
            owners.forget(wait);
        }
    }

    private void repeatAvoided(AttemptDispatched order) {
        LOG.debugf("order delivered again, attemptId=%s", order.attemptId());
        String provider = order.candidate().provider();
        meters.counter(
                        "signalbox.api_worker.repeats.avoided",
                        "provider",
                        provider == null ? "none" : provider)
                .increment();
    }

    int running() {
        return attempts.running();
    }

    /** Orders that wait go back at once, and none waits any more. */
    void stopWaiting() {
        call.stopWaiting();
        owners.stop();
    }

    /** Waits for what runs; false when it has not ended in time. */
    boolean drain(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (attempts.running() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return attempts.running() == 0;
    }
}
