package io.signalbox.router.dispatch;

import io.signalbox.catalog.Catalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.AgentTopic;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.HeldPartitions;
import io.signalbox.messaging.HeldPartitions.Hold;
import io.signalbox.messaging.RecordFlow.Disposition;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.router.RouterCatalog;
import io.signalbox.router.plan.Outlook;
import io.signalbox.router.step.NextStep;
import io.signalbox.router.step.Slip;
import io.signalbox.router.step.StepPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the next step of a job: an order to a worker, a wait, or its end as failed.
 *
 * <p>Order of writes: the order, postponed job or end is acknowledged before the fact that tells of
 * it is sent, and both before the record that caused them. A crash in between repeats an order
 * under the same attempt id, which workers know, and may leave two chains of a postponed job: both
 * lead to the same next attempt, and the one that comes second is dropped because that attempt was
 * ordered.
 *
 * <p>Every method returns LEFT, and has written nothing, where the record's partition was given
 * away before; what is under way when it goes is written before the next owner reads.
 */
@ApplicationScoped
class JobRouter {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final AttemptError TOO_LARGE =
            AttemptError.of(
                    ErrorClass.INVALID_REQUEST,
                    "the job is too large to be ordered: with what the router adds it is over %d bytes"
                            .formatted(Topic.MAX_RECORD_BYTES));

    private final RecordPublisher publisher;
    private final Supplier<Catalog> catalog;
    private final BiFunction<Slip, Instant, Outlook> planner;
    private final StepPolicy steps;
    private final Decisions decisions;
    private final Predicate<JobId> cancelled;
    private final Waits waits;
    private final HeldPartitions held;
    private final InstantSource clock = InstantSource.system();

    @Inject
    JobRouter(
            RouterPublisher publisher,
            RouterCatalog catalog,
            RouterPlanner planner,
            StepPolicy steps,
            Decisions decisions,
            CancelledJobs cancelled,
            Waits waits,
            HeldJobs held) {
        this(
                publisher.publisher(),
                catalog::current,
                planner::outlook,
                steps,
                decisions,
                cancelled::contains,
                waits,
                held);
    }

    JobRouter(
            RecordPublisher publisher,
            Supplier<Catalog> catalog,
            BiFunction<Slip, Instant, Outlook> planner,
            StepPolicy steps,
            Decisions decisions,
            Predicate<JobId> cancelled,
            Waits waits,
            HeldPartitions held) {
        this.publisher = publisher;
        this.catalog = catalog;
        this.planner = planner;
        this.steps = steps;
        this.decisions = decisions;
        this.cancelled = cancelled;
        this.waits = waits;
        this.held = held;
    }

    /** A new job: plan it and order its first attempt. */
    Uni<Disposition> begin(JobAdmitted admitted, Hold hold) {
        Slip slip = Slip.unplanned(admitted);
        if (admitted.jobId().isProbe()) {
            Candidate probe = Candidate.api("probe", "probe");
            return held.write(hold, () -> order(slip, slip.nextAttempt(), probe).replaceWithVoid());
        }
        return goOn(slip, hold);
    }

    /** An attempt that failed or was deferred. */
    Uni<Disposition> next(AttemptRerouted rerouted, Hold hold) {
        return isOver(Slip.of(rerouted))
                ? done()
                : carryOut(
                        steps.afterFailure(rerouted, catalog.get(), clock.instant()), null, hold);
    }

    /** A job that comes back from waiting, perhaps a few seconds too early. */
    Uni<Disposition> resume(JobPostponed postponed, Hold hold) {
        Slip slip = Slip.of(postponed);
        boolean early = clock.instant().isBefore(postponed.due());
        return early && !isOver(slip)
                ? await(new NextStep.Wait(slip, postponed.due(), postponed.reason()), hold)
                : goOn(slip, hold);
    }

    private Uni<Disposition> goOn(Slip slip, Hold hold) {
        if (isOver(slip)) {
            return done();
        }
        return slip.isUnplanned()
                ? plan(slip, hold)
                : carryOut(steps.afterWait(slip, catalog.get(), clock.instant()), null, hold);
    }

    /** Told is only the plan that led to the first attempt. */
    private Uni<Disposition> plan(Slip slip, Hold hold) {
        Instant now = clock.instant();
        Outlook outlook = planner.apply(slip, now);
        Plan told = slip.history().isEmpty() ? outlook.plan() : null;
        return carryOut(steps.afterPlan(slip, outlook, now), told, hold);
    }

    /** Whether the job has gone on another way, ended or expired: nothing is to be done for it. */
    private boolean isOver(Slip slip) {
        return decisions.isOrdered(slip.nextAttempt())
                || cancelled.test(slip.jobId())
                || !clock.instant().isBefore(slip.deadline());
    }

    private Uni<Disposition> carryOut(NextStep step, @Nullable Plan plan, Hold hold) {
        return switch (step) {
            case NextStep.Order order -> held.write(hold, () -> orderAndTell(order, plan));
            case NextStep.Wait wait -> await(wait, hold);
            case NextStep.PlanAnew anew -> plan(anew.slip(), hold);
            case NextStep.End end -> held.write(hold, () -> failAndTell(end, plan));
            case NextStep.Expired ignored -> done();
        };
    }

    private Uni<Void> orderAndTell(NextStep.Order order, @Nullable Plan plan) {
        Slip left = order.left();
        AttemptId attemptId = left.nextAttempt();
        return order(left, attemptId, order.candidate())
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(() -> failAndTell(tooLarge(left), plan).replaceWith(false))
                .chain(isFirst ->
                        isFirst
                                ? tell(left, attemptId, order.candidate(), plan, order.reason())
                                : Uni.createFrom().voidItem());
    }

    /** A job of almost the largest size has no room for what an order adds: it ends at once. */
    private static NextStep.End tooLarge(Slip slip) {
        return new NextStep.End(slip, TOO_LARGE);
    }

    private Uni<Void> failAndTell(NextStep.End end, @Nullable Plan plan) {
        return fail(end.slip(), end.error())
                .chain(() -> tell(end.slip(), null, null, plan, end.error().message()));
    }

    private Uni<Disposition> await(NextStep.Wait wait, Hold hold) {
        return switch (waits.place(wait, hold, clock.instant())) {
            case Waits.Place.Held place -> place.until().chain(() -> goOn(wait.slip(), hold));
            case Waits.Place.Postponed postponed ->
                    postponed
                            .written()
                            .onFailure(RecordTooLargeException.class)
                            .recoverWithUni(() -> carryOut(tooLarge(wait.slip()), null, hold));
            case Waits.Place.None ignored -> carryOut(steps.withoutWait(wait), null, hold);
        };
    }

    private static Uni<Disposition> done() {
        return Uni.createFrom().item(Disposition.DONE);
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

    /** Tried until it is told: the order is written already, and is not written again for it. */
    private Uni<Void> tell(
            Slip slip,
            @Nullable AttemptId attemptId,
            @Nullable Candidate candidate,
            @Nullable Plan plan,
            String reason) {
        JobRouted routed =
                new JobRouted(
                        slip.jobId(),
                        slip.admitted().tenant(),
                        attemptId,
                        candidate,
                        plan,
                        reason,
                        clock.instant());
        return publisher
                .publish(Topic.EVENTS, routed)
                .onFailure(e -> !(e instanceof RecordTooLargeException))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }
}
