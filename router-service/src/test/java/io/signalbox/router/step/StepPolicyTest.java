package io.signalbox.router.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.load.CatalogEnvironment;
import io.signalbox.catalog.load.CatalogLoader;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.Retry;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.Limits;
import io.signalbox.contracts.job.Routing;
import io.signalbox.router.plan.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant DEADLINE = NOW.plusSeconds(60);
    private static final Candidate A = Candidate.api("a", "small");
    private static final Candidate B = Candidate.api("b", "big");
    private static final Candidate C = Candidate.api("c", "unknown");
    private static final StepLimits LIMITS =
            new StepLimits(
                    100,
                    3,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(250),
                    Duration.ofMinutes(1));

    private final Catalog catalog =
            new CatalogLoader(CatalogEnvironment.of(Map.of()))
                    .loadText(
                            "test.yaml",
                            """
                            version: 1
                            providers:
                              a: {dialect: openai, base_url: "http://a/v1", api_keys: [k]}
                              b: {dialect: openai, base_url: "http://b/v1", api_keys: [k]}
                              c: {dialect: openai, base_url: "http://c/v1", api_keys: [k]}
                            models:
                              - {id: a/small, context_window: 1000, capabilities: [chat]}
                              - {id: b/big, context_window: 100000, capabilities: [chat]}
                            routing: {max_attempts: 8, retries: 1, retry_delay: 500ms}
                            """);
    private final StepPolicy policy =
            new StepPolicy(LIMITS, attempt -> Draws.always(0.5), NOW.minusSeconds(3_600));

    @ParameterizedTest
    @EnumSource(
            value = ErrorClass.class,
            names = {
                "RATE_LIMITED",
                "OVERLOADED",
                "UNAVAILABLE",
                "TIMEOUT",
                "QUOTA_EXHAUSTED",
                "PROVIDER_AUTHENTICATION",
                "MODEL_NOT_FOUND",
                "INTERNAL"
            })
    void anUntriedCandidateIsOrderedAtOnce(ErrorClass errorClass) {
        NextStep.Order order = order(after(failed(job(), errorClass).rest(B)));

        assertThat(order.candidate()).isEqualTo(B);
        assertThat(order.left().nextAttempt().number()).isEqualTo(2);
        assertThat(order.reason()).isEqualTo("fallback: a/small failed with " + errorClass);
    }

    @Test
    void onlyWhoMayBeAskedAgainIsKeptForIt() {
        assertThat(order(after(failed(job(), ErrorClass.RATE_LIMITED).rest(B))).left().retries())
                .containsExactly(new Retry(A, NOW.plusMillis(500)));
        assertThat(order(after(failed(job(), ErrorClass.TIMEOUT).rest(B))).left().retries())
                .isEmpty();
        assertThat(
                        order(after(failed(job(), ErrorClass.RATE_LIMITED).rest(B).neverHere()))
                                .left()
                                .retries())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST",
        "CONTENT_FILTERED",
        "AUTHENTICATION",
        "BUDGET_EXCEEDED",
        "TRUNCATED"
    })
    void whatNobodyWouldAnswerBetterEndsTheJob(ErrorClass errorClass) {
        assertThat(end(after(failed(job(), errorClass).rest(B))).error().errorClass())
                .isEqualTo(errorClass);
    }

    @Test
    void whatOnlyItsCandidateLacksIsAskedOfOthers() {
        AttemptRerouted unfit = unfit(failed(job(), ErrorClass.INVALID_REQUEST).rest(B));
        AttemptRerouted nobodyElse = unfit(failed(job(), ErrorClass.INVALID_REQUEST));

        NextStep.Order order = order(policy.afterFailure(unfit, catalog, NOW));
        assertThat(order.candidate()).isEqualTo(B);
        assertThat(order.left().retries()).isEmpty();
        assertThat(policy.afterFailure(nobodyElse, catalog, NOW))
                .isInstanceOf(NextStep.PlanAnew.class);
    }

    @Test
    void whatOnlyItsCandidateLacksEndsTheJobOnceAPartOfItWasSeen() {
        AttemptRerouted unfit =
                unfit(failed(job(), ErrorClass.INVALID_REQUEST).rest(B).contentSent());

        assertThat(end(policy.afterFailure(unfit, catalog, NOW)).error().errorClass())
                .isEqualTo(ErrorClass.TRUNCATED);
    }

    private static AttemptRerouted unfit(Failure failure) {
        AttemptRerouted told = failure.rerouted();
        return new AttemptRerouted(
                told.dispatched(), told.failure(), told.contentSent(), null, false, true);
    }

    @Test
    void anAnswerThatBrokeOffAfterItHadBegunEndsTheJob() {
        NextStep.End end = end(after(failed(job(), ErrorClass.UNAVAILABLE).rest(B).contentSent()));

        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.TRUNCATED);
    }

    @Test
    void aProvidersHintIsWaitedFor() {
        NextStep.Wait wait = wait(after(failed(job(), ErrorClass.RATE_LIMITED).hint(7_000)));

        assertThat(wait.due()).isEqualTo(NOW.plusSeconds(7));
        assertThat(wait.slip().nextAttempt().number()).isEqualTo(2);
        assertThat(wait.reason())
                .isEqualTo("waits to ask a/small again: a/small failed with RATE_LIMITED");
        NextStep.Order order = order(policy.afterWait(wait.slip(), catalog, wait.due()));
        assertThat(order.candidate()).isEqualTo(A);
        assertThat(order.left().retries()).isEmpty();
        assertThat(order.reason()).isEqualTo("retry: a/small failed with RATE_LIMITED");
    }

    @Test
    void withoutAHintTheBackoffGrowsWithTheCandidatesFailures() {
        JobAdmitted job = job(new Limits(null, null, 3, null));
        Failure second = failed(job, ErrorClass.RATE_LIMITED).before(A, ErrorClass.RATE_LIMITED);

        assertThat(wait(after(failed(job, ErrorClass.RATE_LIMITED))).due())
                .isEqualTo(NOW.plusMillis(500));
        assertThat(wait(after(second)).due()).isEqualTo(NOW.plusMillis(1_000));
    }

    @Test
    void aHintPastTheDeadlineFailsAtOnceAndNamesEveryCandidate() {
        NextStep.End end =
                end(
                        after(
                                failed(job(), ErrorClass.RATE_LIMITED)
                                        .before(B, ErrorClass.TIMEOUT)
                                        .hint(90_000)));

        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.RATE_LIMITED);
        assertThat(end.error().message())
                .contains("before the deadline 2026-11-20T10:01:00Z")
                .contains("b/big failed with TIMEOUT and is not asked again")
                .contains(
                        "a/small failed with RATE_LIMITED and is free again at 2026-11-20T10:01:30Z");
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 2, 3", "OVERLOADED, 2, 2", "UNAVAILABLE, 0, 1", "TIMEOUT, 5, 1"})
    void aCandidateIsAskedSoOftenAndNotAgain(ErrorClass errorClass, int retries, int asked) {
        JobAdmitted job = job(new Limits(null, null, retries, null));
        Failure last = failed(job, errorClass);
        for (int before = 1; before < asked; before++) {
            assertThat(after(last)).isInstanceOf(NextStep.Wait.class);
            last = last.before(A, errorClass);
        }

        NextStep.End end = end(after(last));

        assertThat(end.error().errorClass()).isEqualTo(errorClass);
        assertThat(end.error().message())
                .isEqualTo(
                        "no candidate is left after %d attempts; the last, a/small, said: it %s"
                                .formatted(asked, errorClass));
    }

    @Test
    void theEarliestOfThoseWhoMayBeAskedAgainIsNext() {
        Slip slip =
                Slip.unplanned(job())
                        .plus(new Retry(A, NOW.plusSeconds(9)))
                        .plus(new Retry(B, NOW.plusSeconds(4)));

        NextStep.Wait wait = wait(policy.afterWait(slip, catalog, NOW));

        assertThat(wait.due()).isEqualTo(NOW.plusSeconds(4));
        assertThat(order(policy.withoutWait(wait)).candidate()).isEqualTo(B);
    }

    @Test
    void theLimitOfAttemptsHoldsOverAllCandidates() {
        JobAdmitted job = job(new Limits(null, 2, null, null));

        NextStep.End end =
                end(after(failed(job, ErrorClass.TIMEOUT).before(B, ErrorClass.TIMEOUT).rest(C)));

        assertThat(end.error().message()).startsWith("the limit of 2 attempts is reached");
    }

    @Test
    void aDeferralIsNoAttemptAndAnUntriedCandidateGoesFirst() {
        JobAdmitted job = job(new Limits(null, 1, null, null));

        NextStep.Order order = order(after(deferred(job).rest(B)));

        assertThat(order.candidate()).isEqualTo(B);
        assertThat(order.reason()).isEqualTo("fallback: a/small had no permit free");
        assertThat(order.left().nextAttempt().number()).isEqualTo(2);
        assertThat(order.left().retries()).containsExactly(new Retry(A, NOW.plusSeconds(1)));
    }

    @Test
    void whoeverIsDeferredWithoutAnyoneElseIsAskedAgainUntilTheDeadline() {
        Failure often = deferred(job()).deferredBefore(A).deferredBefore(A);

        assertThat(wait(after(deferred(job()))).due()).isEqualTo(NOW.plusSeconds(1));
        assertThat(wait(after(often)).due()).isEqualTo(NOW.plusSeconds(4));
    }

    @Test
    void aDeferralNeverWaitsForMoreThanHalfOfWhatIsLeft() {
        Instant soon = NOW.plusSeconds(2);
        JobAdmitted job =
                new JobAdmitted(JobId.create(), "t", job().job(), NOW, soon, 0, false, null, null);

        assertThat(wait(after(deferred(job).hint(60_000))).due()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void whoReadsAFailureLaterDecidesAsWhoReadItFirst() {
        // Given a pause that fits before the deadline, counted from the failure
        AttemptRerouted failure = failed(job(), ErrorClass.RATE_LIMITED).hint(40_000).rerouted();
        NextStep.Wait first = wait(policy.afterFailure(failure, catalog, NOW));

        // When another router reads it so late that the pause, counted anew, would be too long
        NextStep second = policy.afterFailure(failure, catalog, NOW.plusSeconds(30));

        assertThat(wait(second).due()).isEqualTo(first.due());
    }

    @Test
    void thePauseIsTheSameOnEveryRouter() {
        AttemptRerouted failure = failed(job(), ErrorClass.RATE_LIMITED).rerouted();
        StepPolicy one = new StepPolicy(LIMITS, StepPolicy::draws, NOW);
        StepPolicy other = new StepPolicy(LIMITS, StepPolicy::draws, NOW.plusSeconds(9));

        assertThat(wait(other.afterFailure(failure, catalog, NOW)).due())
                .isEqualTo(wait(one.afterFailure(failure, catalog, NOW)).due());
    }

    @Test
    void withoutRoomForAWaitAndWithoutAnyoneLeftTheJobEnds() {
        NextStep.Wait wait =
                new NextStep.Wait(
                        Slip.of(failed(job(), ErrorClass.TIMEOUT).rerouted()), NOW, "a test");

        assertThat(end(policy.withoutWait(wait)).error().message())
                .startsWith("no candidate is left");
    }

    @Test
    void oldDeferralsAreForgottenAndNumbersGoOn() {
        Failure often =
                deferred(job())
                        .before(A, ErrorClass.RATE_LIMITED)
                        .deferredBefore(A)
                        .deferredBefore(A)
                        .deferredBefore(A);

        Slip slip = wait(after(often)).slip();

        assertThat(slip.history()).hasSize(4);
        assertThat(slip.attemptsMade()).isEqualTo(1);
        assertThat(slip.nextAttempt().number()).isEqualTo(6);
    }

    @Test
    void aPromptThatIsTooLongGoesToALargerWindowOnly() {
        assertThat(order(after(failed(job(), ErrorClass.CONTEXT_TOO_LONG).rest(C, B))).candidate())
                .isEqualTo(B);
        NextStep.End end = end(after(failed(job(), ErrorClass.CONTEXT_TOO_LONG).rest(C)));
        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.CONTEXT_TOO_LONG);
        assertThat(end.error().message()).startsWith("no candidate with a larger context window");
    }

    @Test
    void pastTheDeadlineNothingIsDone() {
        assertThat(
                        policy.afterFailure(
                                failed(job(), ErrorClass.TIMEOUT).rest(B).rerouted(),
                                catalog,
                                DEADLINE))
                .isInstanceOf(NextStep.Expired.class);
        assertThat(afterPlan(nobody(Plan.NO_WORKER), DEADLINE))
                .isInstanceOf(NextStep.Expired.class);
    }

    @Test
    void aPlansFirstIsOrderedAndTheOthersAreItsRest() {
        Plan plan =
                new Plan(
                        "priority",
                        List.of(new Plan.Planned(A, "first of all"), new Plan.Planned(B, "next")),
                        List.of());

        NextStep.Order order = order(afterPlan(plan, NOW));

        assertThat(order.candidate()).isEqualTo(A);
        assertThat(order.reason()).isEqualTo("first of all");
        assertThat(order.left().rest()).containsExactly(B);
        assertThat(order.left().nextAttempt().number()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {Plan.NO_WORKER, Plan.STARTING})
    void aPlanThatOnlyLacksAWorkerIsMadeAgainSoonAndThenLessOften(String code) {
        Plan plan = nobody(code);

        assertThat(wait(afterPlan(plan, NOW)).due()).isEqualTo(NOW.plusMillis(250));
        assertThat(wait(afterPlan(plan, NOW.plusSeconds(20))).due()).isEqualTo(NOW.plusSeconds(25));
        assertThat(wait(afterPlan(plan, NOW.plusSeconds(59))).due())
                .isEqualTo(DEADLINE.minusMillis(250));
        assertThat(wait(afterPlan(plan, NOW)).slip().isUnplanned()).isTrue();
        assertThat(wait(afterPlan(plan, NOW)).reason())
                .isEqualTo("nobody can do it now: a/small: as told");
    }

    @Test
    void aJobFromBeforeTheRoutersStartIsPlannedAgainAsSoonAsAFreshOne() {
        StepPolicy restarted =
                new StepPolicy(LIMITS, attempt -> Draws.always(0.5), NOW.plusSeconds(20));

        NextStep step =
                restarted.afterPlan(
                        Slip.unplanned(job()),
                        outlook(nobody(Plan.NO_WORKER)),
                        NOW.plusSeconds(20));

        assertThat(wait(step).due()).isEqualTo(NOW.plusSeconds(20).plusMillis(250));
    }

    @Test
    void aPlanThatNobodyCanEverDoEndsTheJob() {
        NextStep.End end = end(afterPlan(nobody("disabled"), NOW));

        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.NO_CANDIDATE);
        assertThat(end.error().message()).contains("a/small: as told");
    }

    @Test
    void whoIsOutForAWhileIsWaitedForBeforeAnythingIsTried() {
        Plan plan = out(NOW.plusSeconds(9), NOW.plusSeconds(3));

        NextStep.Wait wait = wait(afterPlan(plan, NOW));

        assertThat(wait.due()).isEqualTo(NOW.plusSeconds(3));
        assertThat(wait.slip().isUnplanned()).isTrue();
        assertThat(wait.reason())
                .isEqualTo(
                        "nobody can do it now: out-0/m: limited until then; out-1/m: limited until"
                                + " then");
    }

    @Test
    void whoIsOutPastTheDeadlineIsNotWaitedFor() {
        NextStep.End end = end(afterPlan(out(DEADLINE), NOW));

        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.NO_CANDIDATE);
        assertThat(end.error().message()).contains("out-0/m: limited until then");
    }

    @Test
    void whoIsAbleBeforeAWorkerIsLookedForAgainIsNotMissed() {
        List<Plan.Exclusion> both = new ArrayList<>(out(NOW.plusMillis(40)).exclusions());
        both.addAll(nobody(Plan.NO_WORKER).exclusions());

        NextStep step = afterPlan(new Plan("priority", List.of(), both), NOW);

        assertThat(wait(step).due()).isEqualTo(NOW.plusMillis(40));
    }

    @Test
    void aLimitThatTheWorkerKnewOfIsWaitedForInFullAndIsNoAttempt() {
        NextStep.Wait wait = wait(after(knownLimit(job()).hint(50_000)));

        assertThat(wait.due()).isEqualTo(NOW.plusSeconds(50));
        assertThat(wait.reason())
                .isEqualTo("waits to ask a/small again: a/small was not asked: it RATE_LIMITED");
        assertThat(wait.slip().attemptsMade()).isZero();
        assertThat(order(after(knownLimit(job()).hint(50_000).rest(B))).reason())
                .isEqualTo("fallback: a/small was not asked: it RATE_LIMITED");
        assertThat(end(after(knownLimit(job()).hint(70_000))).error().message())
                .contains("is free again at 2026-11-20T10:01:10Z");
    }

    @Test
    void whoWasOutWhenTheJobWasPlannedIsWaitedForWhenTheOthersHaveFailed() {
        // Given a chain of A, which is limited for 20 s, and B, which is able
        Instant free = NOW.plusSeconds(20);
        Outlook outlook = outlook(plan(List.of(B), out(A, free)));
        NextStep.Order first = order(policy.afterPlan(Slip.unplanned(job()), outlook, NOW));
        assertThat(first.candidate()).isEqualTo(B);

        // When B has failed for good
        NextStep.Wait wait = wait(afterFailureOf(first, ErrorClass.TIMEOUT));

        // Then A is waited for, and asked
        assertThat(wait.due()).isEqualTo(free);
        assertThat(wait.reason()).isEqualTo("waits to ask a/small: a/small was out");
        NextStep.Order second = order(policy.afterWait(wait.slip(), catalog, free));
        assertThat(second.candidate()).isEqualTo(A);
        assertThat(second.reason()).isEqualTo("next of the plan: a/small was out");
        assertThat(second.left().retries()).isEmpty();
    }

    @Test
    void whoIsOutPastTheDeadlineIsNamedWhenTheOthersHaveFailed() {
        Instant late = DEADLINE.plusSeconds(20);
        Outlook outlook = outlook(plan(List.of(B), out(A, late)));
        NextStep.Order first = order(policy.afterPlan(Slip.unplanned(job()), outlook, NOW));
        NextStep.PlanAnew anew = planAnew(afterFailureOf(first, ErrorClass.TIMEOUT));

        NextStep.End end =
                end(policy.afterPlan(anew.slip(), outlook(plan(List.of(), out(A, late))), NOW));

        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(end.error().message())
                .isEqualTo(
                        "no candidate is free before the deadline 2026-11-20T10:01:00Z: b/big"
                                + " failed with TIMEOUT and is not asked again; a/small was out"
                                + " and is free again at 2026-11-20T10:01:20Z; the last, b/big,"
                                + " said: it TIMEOUT");
    }

    @Test
    void beforeAJobEndsItIsPlannedAnewForThoseWhoCameMeanwhile() {
        NextStep.PlanAnew anew = planAnew(policy.afterFailure(timeout().rerouted(), catalog, NOW));

        NextStep.Order order =
                order(policy.afterPlan(anew.slip(), outlook(plan(List.of(B, C))), NOW));

        assertThat(order.candidate()).isEqualTo(B);
        assertThat(order.reason()).isEqualTo("fallback: a/small failed with TIMEOUT");
        assertThat(order.left().rest()).containsExactly(C);
        assertThat(order.left().nextAttempt().number()).isEqualTo(2);
    }

    @Test
    void aJobThatHasFailedWaitsForAWorkerForThreeHeartbeatsAndThenFails() {
        // Given that all who were asked have failed, and one more lacks a worker
        Slip failed = Slip.of(timeout().rerouted());
        Outlook outlook = outlook(nobody(Plan.NO_WORKER));

        // When
        NextStep.Wait wait = wait(policy.afterPlan(failed, outlook, NOW));

        // Then it is planned anew soon
        assertThat(wait.due()).isEqualTo(NOW.plusMillis(250));
        assertThat(wait.slip().isUnplanned()).isTrue();
        assertThat(wait.slip().nextAttempt().number()).isEqualTo(2);
        assertThat(wait(policy.afterPlan(failed, outlook, NOW.plusSeconds(29))).due())
                .isEqualTo(NOW.plusSeconds(29).plusMillis(7_250));
        NextStep.End end = end(policy.afterPlan(failed, outlook, NOW.plusSeconds(30)));
        assertThat(end.error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(end.error().message())
                .isEqualTo(
                        "no candidate is left after 1 attempts; the last, a/small, said: it"
                                + " TIMEOUT; not asked: a/small: as told");
    }

    @Test
    void aJobThatHasFailedDoesNotExpireForWantOfAWorker() {
        Slip failed = Slip.of(timeout().rerouted());
        Instant late = DEADLINE.minusMillis(100);
        StepPolicy started = new StepPolicy(LIMITS, attempt -> Draws.always(0.5), late);

        NextStep step = started.afterPlan(failed, outlook(nobody(Plan.NO_WORKER)), late);

        assertThat(end(step).error().errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    }

    @Test
    void nobodyIsUntriedWhoWasAskedOrIsKnownToBeTooSmall() {
        Slip tooLong = Slip.of(failed(job(), ErrorClass.CONTEXT_TOO_LONG).rerouted());
        Candidate smaller = Candidate.api("a", "unknown");

        assertThat(Untried.of(tooLong, catalog)).accepts(B).rejects(A, smaller);
        assertThat(Untried.of(Slip.of(timeout().rerouted()), catalog))
                .accepts(B, smaller)
                .rejects(A);
    }

    private static Failure timeout() {
        return failed(job(), ErrorClass.TIMEOUT);
    }

    /** What follows where the order's candidate fails at once. */
    private NextStep afterFailureOf(NextStep.Order order, ErrorClass errorClass) {
        Slip left = order.left();
        AttemptDispatched dispatched =
                new AttemptDispatched(
                        left.admitted(),
                        left.nextAttempt(),
                        order.candidate(),
                        left.rest(),
                        left.retries(),
                        left.history(),
                        NOW);
        AttemptReport report =
                Failure.report(
                        left.nextAttempt().number(), order.candidate(), Outcome.FAILED, errorClass);
        return policy.afterFailure(
                new AttemptRerouted(dispatched, report, false, null, true), catalog, NOW);
    }

    private static Plan plan(List<Candidate> able, Plan.Exclusion... exclusions) {
        return new Plan(
                "priority",
                able.stream().map(it -> new Plan.Planned(it, "able")).toList(),
                List.of(exclusions));
    }

    private static Plan.Exclusion out(Candidate candidate, Instant until) {
        return new Plan.Exclusion(candidate.name(), "rate_limited", "limited until then", until);
    }

    private static Plan out(Instant... until) {
        List<Plan.Exclusion> exclusions = new ArrayList<>();
        for (Instant each : until) {
            exclusions.add(
                    new Plan.Exclusion(
                            "out-%d/m".formatted(exclusions.size()),
                            "rate_limited",
                            "limited until then",
                            each));
        }
        return new Plan("priority", List.of(), exclusions);
    }

    /** An attempt on A that failed, the last of its job. */
    private record Failure(
            JobAdmitted job,
            List<AttemptReport> before,
            @Nullable ErrorClass errorClass,
            List<Candidate> untried,
            @Nullable Long hintMs,
            boolean retryHere,
            boolean sent,
            Outcome outcome) {

        Failure(
                JobAdmitted job,
                List<AttemptReport> before,
                @Nullable ErrorClass errorClass,
                List<Candidate> untried,
                @Nullable Long hintMs,
                boolean retryHere,
                boolean sent) {
            this(
                    job,
                    before,
                    errorClass,
                    untried,
                    hintMs,
                    retryHere,
                    sent,
                    errorClass == null ? Outcome.DEFERRED : Outcome.FAILED);
        }

        Failure before(Candidate candidate, ErrorClass with) {
            return withBefore(candidate, Outcome.FAILED, with);
        }

        Failure deferredBefore(Candidate candidate) {
            return withBefore(candidate, Outcome.DEFERRED, null);
        }

        private Failure withBefore(
                Candidate candidate, Outcome outcome, @Nullable ErrorClass with) {
            List<AttemptReport> more = new ArrayList<>(before);
            more.add(report(before.size() + 1, candidate, outcome, with));
            return new Failure(job, more, errorClass, untried, hintMs, retryHere, sent);
        }

        Failure rest(Candidate... candidates) {
            return new Failure(
                    job, before, errorClass, List.of(candidates), hintMs, retryHere, sent, outcome);
        }

        Failure hint(long ms) {
            return new Failure(job, before, errorClass, untried, ms, retryHere, sent, outcome);
        }

        Failure neverHere() {
            return new Failure(job, before, errorClass, untried, hintMs, false, sent);
        }

        Failure contentSent() {
            return new Failure(job, before, errorClass, untried, hintMs, retryHere, true);
        }

        AttemptRerouted rerouted() {
            AttemptId attemptId = new AttemptId(job.jobId(), before.size() + 1);
            return new AttemptRerouted(
                    new AttemptDispatched(job, attemptId, A, untried, List.of(), before, NOW),
                    report(attemptId.number(), A, outcome, errorClass),
                    sent,
                    hintMs,
                    retryHere);
        }

        private static AttemptReport report(
                int number, Candidate candidate, Outcome outcome, @Nullable ErrorClass with) {
            return new AttemptReport(
                    number,
                    candidate,
                    outcome,
                    with == null ? null : AttemptError.of(with, "it " + with),
                    NOW.minusMillis(5),
                    5);
        }
    }

    private static Failure failed(JobAdmitted job, ErrorClass errorClass) {
        return new Failure(job, List.of(), errorClass, List.of(), null, true, false);
    }

    private static Failure deferred(JobAdmitted job) {
        return new Failure(job, List.of(), null, List.of(), null, true, false);
    }

    private static Failure knownLimit(JobAdmitted job) {
        return new Failure(
                job,
                List.of(),
                ErrorClass.RATE_LIMITED,
                List.of(),
                null,
                true,
                false,
                Outcome.DEFERRED);
    }

    private static Plan nobody(String code) {
        return new Plan(
                "priority", List.of(), List.of(new Plan.Exclusion("a/small", code, "as told")));
    }

    private static JobAdmitted job() {
        return job(Limits.UNSPECIFIED);
    }

    private static JobAdmitted job(Limits limits) {
        Job job =
                new Job(
                        null,
                        ChatInput.of("hello"),
                        null,
                        null,
                        null,
                        null,
                        Routing.forModel("auto"),
                        limits,
                        null,
                        null,
                        null);
        return new JobAdmitted(JobId.create(), "t", job, NOW, DEADLINE, 0, false, null, null);
    }

    /** Where it plans anew nobody else is found. */
    private NextStep after(Failure failure) {
        NextStep step = policy.afterFailure(failure.rerouted(), catalog, NOW);
        return step instanceof NextStep.PlanAnew anew
                ? policy.afterPlan(anew.slip(), outlook(out()), NOW)
                : step;
    }

    private NextStep afterPlan(Plan plan, Instant now) {
        return policy.afterPlan(Slip.unplanned(job()), outlook(plan), now);
    }

    /** As a planner makes it. */
    private static Outlook outlook(Plan plan) {
        return new Outlook(
                plan,
                plan.exclusions().stream()
                        .filter(exclusion -> exclusion.until() != null)
                        .map(exclusion -> new Retry(candidate(exclusion), exclusion.until()))
                        .sorted(Comparator.comparing(Retry::notBefore))
                        .toList());
    }

    private static Candidate candidate(Plan.Exclusion exclusion) {
        String[] names = exclusion.subject().split("/", 2);
        return Candidate.api(names[0], names[1]);
    }

    private static NextStep.Order order(NextStep step) {
        assertThat(step).isInstanceOf(NextStep.Order.class);
        return (NextStep.Order) step;
    }

    private static NextStep.PlanAnew planAnew(NextStep step) {
        assertThat(step).isInstanceOf(NextStep.PlanAnew.class);
        return (NextStep.PlanAnew) step;
    }

    private static NextStep.Wait wait(NextStep step) {
        assertThat(step).isInstanceOf(NextStep.Wait.class);
        return (NextStep.Wait) step;
    }

    private static NextStep.End end(NextStep step) {
        assertThat(step).isInstanceOf(NextStep.End.class);
        return (NextStep.End) step;
    }
}
