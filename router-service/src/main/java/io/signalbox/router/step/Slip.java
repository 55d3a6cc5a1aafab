package io.signalbox.router.step;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.Retry;
import io.signalbox.contracts.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a job stands between two attempts: all that the router knows of it.
 *
 * @param rest candidates not tried yet, in order
 * @param retries candidates that may be asked from some time on: again, or for the first time where
 *     they were out when the job was planned
 * @param history the attempts so far, deferred ones included, in order
 */
public record Slip(
        JobAdmitted admitted,
        List<Candidate> rest,
        List<Retry> retries,
        List<AttemptReport> history) {

    public Slip {
        rest = List.copyOf(rest);
        retries = List.copyOf(retries);
        history = List.copyOf(history);
    }

    /** A job before its first plan. */
    public static Slip unplanned(JobAdmitted admitted) {
        return new Slip(admitted, List.of(), List.of(), List.of());
    }

    public static Slip of(JobPostponed postponed) {
        return new Slip(
                postponed.admitted(), postponed.rest(), postponed.retries(), postponed.history());
    }

    /** The attempt that failed is the last of the history. */
    public static Slip of(AttemptRerouted rerouted) {
        List<AttemptReport> history = new ArrayList<>(rerouted.dispatched().history());
        history.add(rerouted.failure());
        return new Slip(
                rerouted.dispatched().admitted(),
                rerouted.dispatched().rest(),
                rerouted.dispatched().retries(),
                history);
    }

    public JobId jobId() {
        return admitted.jobId();
    }

    public Instant deadline() {
        return admitted.deadline();
    }

    /** The id of the attempt that this slip leads to; the same however often it is delivered. */
    public AttemptId nextAttempt() {
        return new AttemptId(jobId(), history.isEmpty() ? 1 : history.getLast().number() + 1);
    }

    /** Whether it leads to nobody: the job is to be planned, for the first time or anew. */
    public boolean isUnplanned() {
        return rest.isEmpty() && retries.isEmpty();
    }

    /** The same job, to be planned anew. */
    Slip unplanned() {
        return new Slip(admitted, List.of(), List.of(), history);
    }

    /** Attempts that count: deferrals do not. */
    int attemptsMade() {
        return (int) history.stream().filter(it -> it.outcome() != Outcome.DEFERRED).count();
    }

    int count(Candidate candidate, Outcome outcome) {
        return (int)
                history.stream()
                        .filter(it -> it.outcome() == outcome && it.candidate().equals(candidate))
                        .count();
    }

    Slip withRest(List<Candidate> other) {
        return new Slip(admitted, other, retries, history);
    }

    Slip withRetries(List<Retry> other) {
        return new Slip(admitted, rest, other, history);
    }

    /** The candidate may be asked again from then on. */
    Slip plus(Retry retry) {
        List<Retry> more = new ArrayList<>(without(retry.candidate()).retries());
        more.add(retry);
        return withRetries(more);
    }

    /** The same with these candidates too, instead of what was known of them. */
    Slip plus(List<Retry> more) {
        Slip slip = this;
        for (Retry retry : more) {
            slip = slip.plus(retry);
        }
        return slip;
    }

    boolean hasAsked(Candidate candidate) {
        return history.stream().anyMatch(report -> report.candidate().equals(candidate));
    }

    /** The candidate is not asked again. */
    Slip without(Candidate candidate) {
        return withRetries(
                retries.stream().filter(it -> !it.candidate().equals(candidate)).toList());
    }

    /** Of the deferrals only the latest so many are kept; numbers stay as they are. */
    Slip keepingDeferrals(int most) {
        List<AttemptReport> deferred =
                history.stream().filter(it -> it.outcome() == Outcome.DEFERRED).toList();
        if (deferred.size() <= most) {
            return this;
        }
        Set<AttemptReport> dropped = Set.copyOf(deferred.subList(0, deferred.size() - most));
        return new Slip(
                admitted,
                rest,
                retries,
                history.stream().filter(it -> !dropped.contains(it)).toList());
    }
}
