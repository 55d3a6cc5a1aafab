package io.signalbox.router.step;

import io.signalbox.catalog.Catalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.Retry;
import io.signalbox.router.RouterConfig;
import io.signalbox.router.plan.Outlook;
import io.signalbox.router.plan.WorkerPatience;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Decides the next step. An untried candidate comes first and at once; only when there is none, a
 * candidate that was out is asked, or one that failed again, not before the time that it named or a
 * backoff. Where there is none of these either, the job is planned anew before it ends. Waits and
 * deferrals are not attempts. Thread-safe; no I/O.
 */
@Singleton
public final class StepPolicy {

    /** A provider that asks for more is not asked again by any job. */
    private static final Duration LONGEST_HINT = Duration.ofDays(365);

    private final StepLimits limits;
    private final Backoff backoff;
    private final Function<AttemptId, RandomGenerator> draws;
    private final Instant startedAt;
    private final WorkerPatience patience;

    @Inject
    StepPolicy(RouterConfig config) {
        this(StepLimits.of(config), StepPolicy::draws, Instant.now());
    }

    static RandomGenerator draws(AttemptId attemptId) {
        return new SplittableRandom(attemptId.toString().hashCode());
    }

    /**
     * @param draws the randomness for what follows an attempt
     * @param startedAt when this router began; before it nobody looked for workers
     */
    public StepPolicy(
            StepLimits limits, Function<AttemptId, RandomGenerator> draws, Instant startedAt) {
        this.limits = limits;
        this.draws = draws;
        this.startedAt = startedAt;
        this.patience = new WorkerPatience(startedAt);
        this.backoff = new Backoff(limits.longestBackoff());
    }

    /** After a plan, the job's first or a later one; it tells of nobody who was asked before. */
    public NextStep afterPlan(Slip before, Outlook outlook, Instant now) {
        if (!now.isBefore(before.deadline())) {
            return new NextStep.Expired();
        }
        Plan plan = outlook.plan();
        Slip slip = before.plus(outlook.later());
        if (!plan.candidates().isEmpty()) {
            return first(slip, plan.candidates());
        }
        Optional<Instant> able = outlook.ableAgainAt().filter(slip.deadline()::isAfter);
        if (plan.waitsForWorkers() && waitsForWorkers(slip, now)) {
            return planAgain(slip, plan, able.orElse(Instant.MAX), now);
        }
        return able.<NextStep>map(until ->
                        new NextStep.Wait(
                                slip.unplanned(), max(until, now), StepWords.waitsToPlan(plan)))
                .orElseGet(() -> new NextStep.End(slip, nobody(slip, plan)));
    }

    private static NextStep.Order first(Slip slip, List<Plan.Planned> candidates) {
        Plan.Planned choice = candidates.getFirst();
        List<Candidate> rest = candidates.stream().skip(1).map(Plan.Planned::candidate).toList();
        return new NextStep.Order(
                choice.candidate(),
                slip.without(choice.candidate()).withRest(rest),
                slip.history().isEmpty() ? choice.reason() : StepWords.fallback(slip));
    }

    private static AttemptError nobody(Slip slip, Plan plan) {
        if (slip.history().isEmpty()) {
            return StepWords.nobody(slip.admitted(), plan);
        }
        if (!slip.retries().isEmpty()) {
            return StepWords.nobodyInTime(slip);
        }
        AttemptError last = slip.history().getLast().error();
        return last != null && last.errorClass() == ErrorClass.CONTEXT_TOO_LONG
                ? StepWords.noneIsLarger(slip, last)
                : StepWords.nobodyLeft(slip, plan);
    }

    /**
     * Until the deadline where nobody was asked yet. A job that has failed elsewhere fails in the
     * end rather than to expire.
     */
    private boolean waitsForWorkers(Slip slip, Instant now) {
        return slip.history().isEmpty()
                || (patience.lasts(since(slip), slip.deadline(), now)
                        && now.isBefore(slip.deadline().minus(limits.lookAgain())));
    }

    /** From here the wait for a worker counts. */
    private Instant since(Slip slip) {
        Instant from =
                slip.history().isEmpty()
                        ? slip.admitted().admittedAt()
                        : end(slip.history().getLast());
        return max(from, startedAt);
    }

    /**
     * Waits a quarter of the time that it has waited: soon at first, seldom later.
     *
     * @param able when somebody is able again for sure; MAX for nobody
     */
    private NextStep planAgain(Slip slip, Plan plan, Instant able, Instant now) {
        Duration quarter = Duration.between(since(slip), now).dividedBy(4);
        Duration pause = min(max(quarter, limits.lookAgain()), limits.longestLookAgain());
        Instant last = slip.deadline().minus(limits.lookAgain());
        if (!now.isBefore(last)) {
            return new NextStep.Expired();
        }
        Instant next = min(min(now.plus(pause), last), max(able, now));
        return new NextStep.Wait(slip.unplanned(), next, StepWords.waitsToPlan(plan));
    }

    /** After an attempt that failed or was deferred. */
    public NextStep afterFailure(AttemptRerouted rerouted, Catalog catalog, Instant now) {
        Slip slip = Slip.of(rerouted).keepingDeferrals(limits.deferralsKept());
        if (rerouted.failure().outcome() == Outcome.DEFERRED) {
            return choose(deferred(slip, rerouted), catalog, now);
        }
        AttemptError error = StepWords.errorOf(rerouted);
        FailurePolicy.Verdict verdict = FailurePolicy.of(error.errorClass());
        return switch (verdict) {
            case FAIL ->
                    rerouted.onlyHere() && !rerouted.contentSent()
                            ? choose(slip, catalog, now)
                            : new NextStep.End(slip, error);
            case FALL_BACK -> choose(slip, catalog, now);
            case FALL_BACK_TO_LARGER -> fallBackToLarger(slip, catalog, now);
            case RETRY, RETRY_ONCE ->
                    choose(withRetry(slip, rerouted, verdict, catalog), catalog, now);
        };
    }

    /** After a wait; also where the wait was cut short. */
    public NextStep afterWait(Slip slip, Catalog catalog, Instant now) {
        return choose(slip, catalog, now);
    }

    /** Instead of a wait that there is no room for: whoever is free next, although too early. */
    public NextStep withoutWait(NextStep.Wait wait) {
        Slip slip = wait.slip();
        return earliest(slip)
                .<NextStep>map(retry -> retry(slip, retry))
                .orElseGet(() -> new NextStep.End(slip, StepWords.nobodyLeft(slip)));
    }

    private Slip deferred(Slip slip, AttemptRerouted rerouted) {
        Candidate candidate = rerouted.failure().candidate();
        Instant end = end(rerouted);
        Long turnMs = rerouted.retryAfterMs();
        int before = slip.count(candidate, Outcome.DEFERRED) - 1;
        Duration pause =
                turnMs == null
                        ? pause(limits.deferralPause(), before, rerouted)
                        : Duration.ofMillis(Math.clamp(turnMs, 0, LONGEST_HINT.toMillis()));
        boolean limited = rerouted.failure().error() != null;
        return slip.plus(
                new Retry(candidate, end.plus(limited ? pause : inTime(pause, slip, end))));
    }

    /** A turn that is late is not waited for: the job is never given up for want of a permit. */
    private static Duration inTime(Duration pause, Slip slip, Instant end) {
        Duration half = Duration.between(end, slip.deadline()).dividedBy(2);
        return min(pause, max(half, Duration.ZERO));
    }

    /** From here pauses count, not from when it is read: so every router decides alike. */
    private static Instant end(AttemptRerouted rerouted) {
        return end(rerouted.failure());
    }

    private static Instant end(AttemptReport report) {
        return report.startedAt().plusMillis(report.latencyMs());
    }

    /** The same each time for one attempt. */
    private Duration pause(Duration first, int doublings, AttemptRerouted rerouted) {
        return backoff.pause(first, doublings, draws.apply(rerouted.dispatched().attemptId()));
    }

    private Slip withRetry(
            Slip slip, AttemptRerouted rerouted, FailurePolicy.Verdict verdict, Catalog catalog) {
        Candidate candidate = rerouted.failure().candidate();
        Integer asked = slip.admitted().job().limits().retries();
        int allowed = verdict.retriesAtMost(asked == null ? catalog.routing().retries() : asked);
        int failures = slip.count(candidate, Outcome.FAILED);
        if (!rerouted.retryHere() || failures > allowed) {
            return slip.without(candidate);
        }
        Long hintMs = rerouted.retryAfterMs();
        Duration pause =
                hintMs == null
                        ? pause(catalog.routing().retryDelay(), failures - 1, rerouted)
                        : Duration.ofMillis(Math.clamp(hintMs, 0, LONGEST_HINT.toMillis()));
        return slip.plus(new Retry(candidate, end(rerouted).plus(pause)));
    }

    private NextStep fallBackToLarger(Slip slip, Catalog catalog, Instant now) {
        long tooSmall = ContextWindows.of(slip.history().getLast().candidate(), catalog);
        Predicate<Candidate> larger = it -> ContextWindows.of(it, catalog) > tooSmall;
        return choose(
                slip.withRest(slip.rest().stream().filter(larger).toList())
                        .withRetries(
                                slip.retries().stream()
                                        .filter(it -> larger.test(it.candidate()))
                                        .toList()),
                catalog,
                now);
    }

    private NextStep choose(Slip slip, Catalog catalog, Instant now) {
        if (!now.isBefore(slip.deadline())) {
            return new NextStep.Expired();
        }
        int most = maxAttempts(slip, catalog);
        if (slip.attemptsMade() >= most) {
            return new NextStep.End(slip, StepWords.tooMany(slip, most));
        }
        if (!slip.rest().isEmpty()) {
            return new NextStep.Order(
                    slip.rest().getFirst(),
                    slip.withRest(slip.rest().subList(1, slip.rest().size())),
                    StepWords.fallback(slip));
        }
        Optional<Retry> next = earliest(slip);
        if (next.isEmpty()) {
            return new NextStep.PlanAnew(slip);
        }
        Retry retry = next.get();
        if (!retry.notBefore().isAfter(now)) {
            return retry(slip, retry);
        }
        return retry.notBefore().isBefore(slip.deadline())
                ? new NextStep.Wait(
                        slip, retry.notBefore(), StepWords.waitsFor(slip, retry.candidate()))
                : new NextStep.PlanAnew(slip);
    }

    private static NextStep.Order retry(Slip slip, Retry retry) {
        return new NextStep.Order(
                retry.candidate(),
                slip.without(retry.candidate()),
                StepWords.retry(slip, retry.candidate()));
    }

    private static Optional<Retry> earliest(Slip slip) {
        return slip.retries().stream().min(Comparator.comparing(Retry::notBefore));
    }

    private int maxAttempts(Slip slip, Catalog catalog) {
        Integer asked = slip.admitted().job().limits().maxAttempts();
        return Math.min(
                asked == null ? catalog.routing().maxAttempts() : asked, limits.maxAttempts());
    }

    private static Instant min(Instant one, Instant two) {
        return one.isBefore(two) ? one : two;
    }

    private static Instant max(Instant one, Instant two) {
        return one.isAfter(two) ? one : two;
    }

    private static Duration min(Duration one, Duration two) {
        return one.compareTo(two) <= 0 ? one : two;
    }

    private static Duration max(Duration one, Duration two) {
        return one.compareTo(two) >= 0 ? one : two;
    }
}
