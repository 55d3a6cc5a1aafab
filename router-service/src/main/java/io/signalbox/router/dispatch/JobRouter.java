package io.signalbox.router.dispatch;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.messaging.fleet.FleetReader;
import io.signalbox.router.RouterCatalog;
import io.signalbox.router.plan.Planner;
import io.signalbox.router.step.NextStep;
import io.signalbox.router.step.Slip;
import io.signalbox.router.step.StepPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the next step of a job: an order to a worker, a wait, or its end as failed.
 *
 * <p>Order of writes: the order, postponed job or end is acknowledged before the fact that tells of
 * it is sent, and both before the record that caused them. A crash in between repeats an order
 * under the same attempt id, which workers know, and may leave two chains of a postponed job: both
 * lead to the same next attempt, and the one that comes second is dropped because that attempt was
 * ordered.
 */
@ApplicationScoped
class JobRouter {

    private final RecordPublisher publisher;
    private final RouterCatalog catalog;
    private final FleetReader fleet;
    private final Planner planner;
    private final StepPolicy steps;
    private final Decisions decisions;
    private final CancelledJobs cancelled;
    private final Waits waits;
    private final InstantSource clock = InstantSource.system();

    JobRouter(
            RouterPublisher publisher,
            RouterCatalog catalog,
            FleetReader fleet,
            RouterPlanner planner,
            StepPolicy steps,
            Decisions decisions,
            CancelledJobs cancelled,
            Waits waits) {
        this.publisher = publisher.publisher();
        this.catalog = catalog;
        this.fleet = fleet;
        this.planner = planner.planner();
        this.steps = steps;
        this.decisions = decisions;
        this.cancelled = cancelled;
        this.waits = waits;
    }

    /** A new job: plan it and order its first attempt. */
    Uni<Void> begin(JobAdmitted admitted) {
        if (admitted.jobId().isProbe()) {
            AttemptId first = new AttemptId(admitted.jobId(), 1);
            return order(Slip.unplanned(admitted), first, Candidate.api("probe", "probe"))
                    .replaceWithVoid();
        }
        return goOn(Slip.unplanned(admitted));
    }

    /** An attempt that failed or was deferred. */
    Uni<Void> next(AttemptRerouted rerouted) {
        return isOver(Slip.of(rerouted))
                ? Uni.createFrom().voidItem()
                : carryOut(steps.afterFailure(rerouted, catalog.current(), clock.instant()), null);
    }

    /** A job that comes back from waiting, perhaps a few seconds too early. */
    Uni<Void> resume(JobPostponed postponed) {
        Slip slip = Slip.of(postponed);
        boolean early = clock.instant().isBefore(postponed.due());
        return early && !isOver(slip)
                ? await(new NextStep.Wait(slip, postponed.due(), postponed.reason()))
                : goOn(slip);
    }

    private Uni<Void> goOn(Slip slip) {
        if (isOver(slip)) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        if (slip.isUnplanned()) {
            Plan plan = planner.plan(slip.admitted(), catalog.current(), fleet.fleet(), now);
            return carryOut(steps.afterPlan(slip.admitted(), plan, now), plan);
        }
        return carryOut(steps.afterWait(slip, catalog.current(), now), null);
    }

    /** Whether the job has gone on another way, ended or expired: nothing is to be done for it. */
    private boolean isOver(Slip slip) {
        return decisions.isOrdered(slip.nextAttempt())
                || cancelled.contains(slip.jobId())
                || !clock.instant().isBefore(slip.deadline());
    }

    private Uni<Void> carryOut(NextStep step, @Nullable Plan plan) {
        return switch (step) {
            case NextStep.Order order -> {
                AttemptId attemptId = order.left().nextAttempt();
                yield order(order.left(), attemptId, order.candidate())
                        .chain(isFirst ->
                                !isFirst
                                        ? Uni.createFrom().voidItem()
                                        : tell(
                                                order.left(),
                                                attemptId,
                                                order.candidate(),
                                                plan,
                                                order.reason()));
            }
            case NextStep.Wait wait -> await(wait);
            case NextStep.End end ->
                    fail(end.slip(), end.error())
                            .chain(() -> tell(end.slip(), null, null, plan, end.error().message()));
            case NextStep.Expired ignored -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> await(NextStep.Wait wait) {
        return switch (waits.place(wait, clock.instant())) {
            case Waits.Place.Held held -> held.until().chain(() -> goOn(wait.slip()));
            case Waits.Place.Postponed postponed -> postponed.written();
            case Waits.Place.None ignored -> carryOut(steps.withoutWait(wait), null);
        };
    }

    /** False: another chain of the job has ordered this attempt, or is about to. */
    private Uni<Boolean> order(Slip left, AttemptId attemptId, Candidate candidate) {
        if (!decisions.claim(attemptId)) {
            return Uni.createFrom().item(false);
        }
        AttemptDispatched order =
                new AttemptDispatched(
                        left.admitted(),
                        attemptId,
                        candidate,
                        left.rest(),
                        left.retries(),
                        left.history(),
                        clock.instant());
        return write(order)
                .onFailure()
                .invoke(() -> decisions.release(attemptId))
                .replaceWith(true);
    }

    /** Each agent has a queue of its own. */
    private Uni<Void> write(AttemptDispatched order) {
        String agent = order.candidate().agent();
        if (agent != null) {
            return publisher.publish(new AgentTopic(agent), order);
        }
        boolean batch = order.admitted().job().limits().isBatch();
        return publisher.publish(batch ? Topic.ATTEMPTS_API_BATCH : Topic.ATTEMPTS_API, order);
    }

    private Uni<Void> fail(Slip slip, AttemptError error) {
        JobAdmitted admitted = slip.admitted();
        long latencyMs = Duration.between(admitted.admittedAt(), clock.instant()).toMillis();
        JobResult result =
                JobResult.ended(
                        admitted.jobId(),
                        JobStatus.FAILED,
                        error,
                        latencyMs,
                        slip.history(),
                        admitted.job().metadata());
        return publisher.publishResult(admitted.replyPartition(), new JobFinished(result), null);
    }

    private Uni<Void> tell(
            Slip slip,
            @Nullable AttemptId attemptId,
            @Nullable Candidate candidate,
            @Nullable Plan plan,
            String reason) {
        return publisher.publish(
                Topic.EVENTS,
                new JobRouted(
                        slip.jobId(),
                        slip.admitted().tenant(),
                        attemptId,
                        candidate,
                        plan,
                        reason,
                        clock.instant()));
    }
}
