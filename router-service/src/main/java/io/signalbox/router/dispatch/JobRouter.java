package io.signalbox.router.dispatch;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.active.ActiveCatalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.messaging.fleet.FleetReader;
import io.signalbox.router.plan.Planner;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The next step of a job: an order to a worker, or its end as failed.
 *
 * <p>Order of writes: the order (or end) is acknowledged before the fact that tells of it is sent,
 * and both before the record that caused them. A crash in between repeats the order under the same
 * attempt id, which workers know.
 */
@ApplicationScoped
class JobRouter {

    /** How soon a job whose only candidates have no worker now is planned again. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final RecordPublisher publisher;
    private final ActiveCatalog catalog;
    private final FleetReader fleet;
    private final Planner planner;
    private final Decisions decisions;
    private final InstantSource clock = InstantSource.system();

    JobRouter(
            RouterPublisher publisher,
            ActiveCatalog catalog,
            FleetReader fleet,
            RouterPlanner planner,
            Decisions decisions) {
        this.publisher = publisher.publisher();
        this.catalog = catalog;
        this.fleet = fleet;
        this.planner = planner.planner();
        this.decisions = decisions;
    }

    /**
     * A new job: plan it and order its first attempt. A job that only lacks a worker, as right
     * after a start, waits for one until its deadline.
     */
    Uni<Void> begin(JobAdmitted admitted) {
        AttemptId first = new AttemptId(admitted.jobId(), 1);
        if (admitted.jobId().isProbe()) {
            return order(admitted, first, Candidate.api("probe", "probe"), List.of(), List.of());
        }
        Instant now = clock.instant();
        if (decisions.isOrdered(first) || !now.isBefore(admitted.deadline())) {
            return Uni.createFrom().voidItem();
        }
        Plan plan = planner.plan(admitted, catalog.current(), fleet.fleet(), now);
        if (plan.candidates().isEmpty() && plan.waitsForWorkers()) {
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(LOOK_AGAIN)
                    .chain(() -> begin(admitted));
        }
        if (plan.candidates().isEmpty()) {
            String reason = nobody(admitted, plan);
            return fail(admitted, AttemptError.of(errorClass(plan), reason), List.of())
                    .chain(() -> tell(admitted, null, null, plan, reason));
        }
        Plan.Planned choice = plan.candidates().getFirst();
        List<Candidate> rest =
                plan.candidates().stream().skip(1).map(Plan.Planned::candidate).toList();
        return order(admitted, first, choice.candidate(), rest, List.of())
                .chain(() -> tell(admitted, first, choice.candidate(), plan, choice.reason()));
    }

    /** An attempt that failed: order the next one, or end the job. */
    Uni<Void> next(AttemptRerouted rerouted) {
        AttemptDispatched failed = rerouted.dispatched();
        JobAdmitted admitted = failed.admitted();
        AttemptId nextId = failed.attemptId().next();
        if (decisions.isOrdered(nextId)) {
            return Uni.createFrom().voidItem();
        }
        List<AttemptReport> history = new ArrayList<>(failed.history());
        history.add(rerouted.failure());
        AttemptError error = lastError(rerouted);
        if (FailurePolicy.next(rerouted) == FailurePolicy.Step.FAIL) {
            return end(admitted, error, history);
        }
        List<Candidate> left = failed.rest();
        int maxAttempts = maxAttempts(admitted);
        if (left.isEmpty() || history.size() >= maxAttempts) {
            String why =
                    left.isEmpty()
                            ? "no candidate is left after %d attempts".formatted(history.size())
                            : "the limit of %d attempts is reached".formatted(maxAttempts);
            return end(
                    admitted,
                    new AttemptError(
                            error.errorClass(),
                            "%s; the last, %s, said: %s"
                                    .formatted(why, failed.candidate(), error.message()),
                            error.status()),
                    history);
        }
        if (!clock.instant().isBefore(admitted.deadline())) {
            return Uni.createFrom().voidItem();
        }
        Candidate choice = left.getFirst();
        String reason =
                "fallback: %s failed with %s".formatted(failed.candidate(), error.errorClass());
        return order(admitted, nextId, choice, left.subList(1, left.size()), history)
                .chain(() -> tell(admitted, nextId, choice, null, reason));
    }

    private Uni<Void> end(JobAdmitted admitted, AttemptError error, List<AttemptReport> history) {
        return fail(admitted, error, history)
                .chain(() -> tell(admitted, null, null, null, error.message()));
    }

    private static AttemptError lastError(AttemptRerouted rerouted) {
        AttemptError error = rerouted.failure().error();
        if (error == null) {
            return AttemptError.of(ErrorClass.INTERNAL, "the attempt failed without a reason");
        }
        return rerouted.contentSent()
                ? new AttemptError(
                        ErrorClass.TRUNCATED,
                        "the answer broke off after it had begun: " + error.message(),
                        error.status())
                : error;
    }

    private int maxAttempts(JobAdmitted admitted) {
        Integer asked = admitted.job().limits().maxAttempts();
        Catalog current = catalog.current();
        return asked == null ? current.routing().maxAttempts() : asked;
    }

    private Uni<Void> order(
            JobAdmitted admitted,
            AttemptId attemptId,
            Candidate candidate,
            List<Candidate> rest,
            List<AttemptReport> history) {
        Topic topic =
                admitted.job().limits().isBatch() ? Topic.ATTEMPTS_API_BATCH : Topic.ATTEMPTS_API;
        return publisher
                .publish(
                        topic,
                        new AttemptDispatched(
                                admitted,
                                attemptId,
                                candidate,
                                rest,
                                List.of(),
                                history,
                                clock.instant()))
                .invoke(() -> decisions.remember(attemptId));
    }

    private Uni<Void> fail(JobAdmitted admitted, AttemptError error, List<AttemptReport> history) {
        long latencyMs = Duration.between(admitted.admittedAt(), clock.instant()).toMillis();
        JobResult result =
                JobResult.ended(
                        admitted.jobId(),
                        JobStatus.FAILED,
                        error,
                        latencyMs,
                        history,
                        admitted.job().metadata());
        return publisher.publishResult(admitted.replyPartition(), new JobFinished(result), null);
    }

    private Uni<Void> tell(
            JobAdmitted admitted,
            @Nullable AttemptId attemptId,
            @Nullable Candidate candidate,
            @Nullable Plan plan,
            String reason) {
        return publisher.publish(
                Topic.EVENTS,
                new JobRouted(
                        admitted.jobId(),
                        admitted.tenant(),
                        attemptId,
                        candidate,
                        plan,
                        reason,
                        clock.instant()));
    }

    private static ErrorClass errorClass(Plan plan) {
        boolean unknown =
                plan.exclusions().stream()
                        .allMatch(exclusion -> exclusion.code().equals("unknown_model"));
        return unknown ? ErrorClass.MODEL_NOT_FOUND : ErrorClass.NO_CANDIDATE;
    }

    private static String nobody(JobAdmitted admitted, Plan plan) {
        return "nobody can do it (model %s): %s"
                .formatted(
                        admitted.job().routing().model(),
                        plan.exclusions().stream()
                                .map(e -> "%s: %s".formatted(e.subject(), e.detail()))
                                .collect(Collectors.joining("; ")));
    }
}
