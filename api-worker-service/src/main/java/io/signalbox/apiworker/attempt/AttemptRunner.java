package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerPublisher;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DialectModelCall;
import io.signalbox.apiworker.provider.KeyRing;
import io.signalbox.apiworker.provider.Permits;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.JobAdmitted;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Runs one order to its end. Blocks; one virtual thread each. */
@ApplicationScoped
class AttemptRunner {

    private static final Logger LOG = Logger.getLogger(AttemptRunner.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final DialectModelCall modelCall;
    private final ActiveCatalog catalog;
    private final KeyRing keys;
    private final Permits permits;
    private final Attempts attempts;
    private final Cancels cancels;
    private final WorkerPublisher publisher;
    private final int maxAnswerChars;
    private final InstantSource clock = InstantSource.system();

    AttemptRunner(
            DialectModelCall modelCall,
            ActiveCatalog catalog,
            KeyRing keys,
            Permits permits,
            Attempts attempts,
            Cancels cancels,
            WorkerPublisher publisher,
            ApiWorkerConfig config) {
        this.modelCall = modelCall;
        this.catalog = catalog;
        this.keys = keys;
        this.permits = permits;
        this.attempts = attempts;
        this.cancels = cancels;
        this.publisher = publisher;
        this.maxAnswerChars = config.maxAnswerChars();
    }

    /** Returns when the attempt's end is on its topics, or at once where there is nothing to do. */
    void run(AttemptDispatched order) {
        JobAdmitted job = order.admitted();
        if (job.jobId().isProbe()) {
            new AttemptWrites(publisher, order, clock).probeAnswered();
            return;
        }
        if (!attempts.begin(order.attemptId())) {
            LOG.debugf("order delivered again, attemptId=%s", order.attemptId());
            return;
        }
        boolean ended = false;
        try {
            AttemptWrites writes = new AttemptWrites(publisher, order, clock);
            if (cancels.isCancelled(job.jobId())) {
                writes.cancelledBeforeStart();
            } else if (clock.instant().isBefore(job.deadline())) {
                writes.ended(call(order, writes));
            } else {
                writes.expiredBeforeStart();
            }
            ended = true;
        } finally {
            if (ended) {
                attempts.finish(order.attemptId());
            } else {
                attempts.abandon(order.attemptId());
            }
        }
    }

    private CallOutcome call(AttemptDispatched order, AttemptWrites writes) {
        Candidate candidate = order.candidate();
        Catalog current = catalog.current();
        Provider provider =
                candidate.provider() == null ? null : current.providers().get(candidate.provider());
        if (provider == null || candidate.model() == null) {
            return failed(
                    ErrorClass.UNAVAILABLE,
                    "this worker's catalog has no provider for " + candidate);
        }
        Instant deadline = order.admitted().deadline();
        try (Permits.Permit permit =
                permits.acquire(provider, Duration.between(clock.instant(), deadline))) {
            if (permit == null) {
                return failed(
                        ErrorClass.EXPIRED,
                        "no call to %s came free before the deadline".formatted(provider.name()));
            }
            writes.started();
            CallRequest request =
                    new CallRequest(
                            provider,
                            keys.next(provider),
                            candidate.model(),
                            current.model(provider.name(), candidate.model()).orElse(null),
                            order.admitted().job().conversation(),
                            order.attemptId().toString(),
                            deadline);
            CallCancel cancel = cancels.begin(order.jobId());
            CallOutcome outcome = modelCall.call(request, writes::delta, cancel);
            if (outcome instanceof CallOutcome.Cancelled && !cancel.isCancelled()) {
                throw new WorkerStopping(order.attemptId());
            }
            return bounded(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerStopping(order.attemptId());
        } catch (WorkerStopping e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "the call broke, attemptId=%s", order.attemptId());
            return failed(ErrorClass.INTERNAL, "the worker could not make the call");
        } finally {
            cancels.end(order.jobId());
        }
    }

    private CallOutcome bounded(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Succeeded answer
                && answer.text().length() > maxAnswerChars) {
            return new CallOutcome.Failed(
                    AttemptError.of(
                            ErrorClass.INTERNAL,
                            "the answer has %d characters, at most %d are carried"
                                    .formatted(answer.text().length(), maxAnswerChars)),
                    true,
                    null,
                    answer.usage(),
                    answer.cost(),
                    answer.unpriced(),
                    answer.latencyMs(),
                    answer.ttftMs());
        }
        return outcome;
    }

    private static CallOutcome failed(ErrorClass errorClass, String message) {
        return CallOutcome.Failed.unsent(AttemptError.of(errorClass, message));
    }

    /** The worker ends before the call has: nothing is written, and the order is run again. */
    private static final class WorkerStopping extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WorkerStopping(AttemptId attemptId) {
            super("stopped during attempt " + attemptId, null, false, false);
        }
    }

    int running() {
        return attempts.running();
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
