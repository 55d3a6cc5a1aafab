package io.signalbox.router.step;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.Retry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The reasons and errors of steps, as callers read them. Pure. */
final class StepWords {

    /** Exclusions that say that there is no such model, or no longer. */
    private static final Set<String> NO_SUCH_MODEL = Set.of("unknown_model", "retired");

    private StepWords() {}

    /** What the attempt failed with; TRUNCATED where somebody has seen a part of its answer. */
    static AttemptError errorOf(AttemptRerouted rerouted) {
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

    static AttemptError nobody(JobAdmitted admitted, Plan plan) {
        boolean unknown =
                plan.exclusions().stream()
                        .allMatch(exclusion -> NO_SUCH_MODEL.contains(exclusion.code()));
        return AttemptError.of(
                unknown ? ErrorClass.MODEL_NOT_FOUND : ErrorClass.NO_CANDIDATE,
                "nobody can do it (model %s): %s"
                        .formatted(
                                admitted.job().routing().model(),
                                plan.exclusions().stream()
                                        .map(e -> "%s: %s".formatted(e.subject(), e.detail()))
                                        .collect(Collectors.joining("; "))));
    }

    /** Those who are left out only for a while. */
    static String waitsToPlan(Plan plan) {
        return "nobody can do it now: " + outForAWhile(plan);
    }

    private static String outForAWhile(Plan plan) {
        return plan.exclusions().stream()
                .filter(exclusion -> exclusion.until() != null || exclusion.passesSomeTime())
                .map(e -> "%s: %s".formatted(e.subject(), e.detail()))
                .collect(Collectors.joining("; "));
    }

    static String fallback(Slip slip) {
        return slip.history().isEmpty()
                ? "next of the plan"
                : "fallback: " + how(slip.history().getLast());
    }

    static String retry(Slip slip, Candidate candidate) {
        return (slip.hasAsked(candidate) ? "retry: " : "next of the plan: ") + how(slip, candidate);
    }

    static String waitsFor(Slip slip, Candidate candidate) {
        return "waits to ask %s%s: %s"
                .formatted(
                        candidate, slip.hasAsked(candidate) ? " again" : "", how(slip, candidate));
    }

    static AttemptError tooMany(Slip slip, int most) {
        return last(slip, "the limit of %d attempts is reached".formatted(most));
    }

    static AttemptError nobodyLeft(Slip slip) {
        return last(slip, "no candidate is left after %d attempts".formatted(slip.attemptsMade()));
    }

    /** With those who were never asked, although they may be able some time. */
    static AttemptError nobodyLeft(Slip slip, Plan plan) {
        AttemptError error = nobodyLeft(slip);
        String out = outForAWhile(plan);
        return out.isEmpty()
                ? error
                : new AttemptError(
                        error.errorClass(),
                        "%s; not asked: %s".formatted(error.message(), out),
                        error.status());
    }

    static AttemptError noneIsLarger(Slip slip, AttemptError error) {
        return new AttemptError(
                error.errorClass(),
                "no candidate with a larger context window is left; %s said: %s"
                        .formatted(slip.history().getLast().candidate(), error.message()),
                error.status());
    }

    /** Each candidate, with what it said and when it would be free. */
    static AttemptError nobodyInTime(Slip slip) {
        Set<Candidate> candidates = new LinkedHashSet<>();
        slip.history().forEach(report -> candidates.add(report.candidate()));
        slip.retries().forEach(retry -> candidates.add(retry.candidate()));
        String each =
                candidates.stream()
                        .map(candidate ->
                                how(slip, candidate)
                                        + freeAt(slip, candidate)
                                                .map(" and is free again at "::concat)
                                                .orElse(" and is not asked again"))
                        .collect(Collectors.joining("; "));
        String why =
                "no candidate is free before the deadline %s: %s"
                        .formatted(seconds(slip.deadline()), each);
        return lastFailed(slip).isPresent()
                ? last(slip, why)
                : AttemptError.of(ErrorClass.NO_CANDIDATE, why);
    }

    private static Optional<String> freeAt(Slip slip, Candidate candidate) {
        return slip.retries().stream()
                .filter(retry -> retry.candidate().equals(candidate))
                .map(Retry::notBefore)
                .map(StepWords::seconds)
                .findFirst();
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static AttemptError last(Slip slip, String why) {
        AttemptReport report = lastFailed(slip).orElseGet(() -> slip.history().getLast());
        AttemptError error = report.error();
        return error == null
                ? AttemptError.of(
                        ErrorClass.NO_CANDIDATE, "%s; the last: %s".formatted(why, how(report)))
                : new AttemptError(
                        error.errorClass(),
                        "%s; the last, %s, said: %s"
                                .formatted(why, report.candidate(), error.message()),
                        error.status());
    }

    private static Optional<AttemptReport> lastFailed(Slip slip) {
        return slip.history().reversed().stream()
                .filter(report -> report.outcome() == Outcome.FAILED)
                .findFirst();
    }

    private static String how(Slip slip, Candidate candidate) {
        return slip.history().reversed().stream()
                .filter(report -> report.candidate().equals(candidate))
                .findFirst()
                .map(StepWords::how)
                .orElseGet(() -> candidate + " was out");
    }

    private static String how(AttemptReport report) {
        AttemptError error = report.error();
        if (report.outcome() != Outcome.DEFERRED) {
            return "%s failed with %s".formatted(report.candidate(), classOf(report));
        }
        return error == null
                ? report.candidate() + " had no permit free"
                : "%s was not asked: %s".formatted(report.candidate(), error.message());
    }

    private static ErrorClass classOf(AttemptReport report) {
        AttemptError error = report.error();
        return error == null ? ErrorClass.INTERNAL : error.errorClass();
    }
}
