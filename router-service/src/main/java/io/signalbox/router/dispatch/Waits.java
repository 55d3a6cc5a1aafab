package io.signalbox.router.dispatch;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.router.step.NextStep;
import io.signalbox.router.step.Slip;
import io.signalbox.router.waiting.HeldWaits;
import io.signalbox.router.waiting.Tier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds a place for a wait: in memory where it is short, else on a waiting topic. */
@Singleton
final class Waits {

    /** Where a wait goes. The Unis begin when subscribed to, which must happen once. */
    sealed interface Place {

        /** In memory; {@code until} completes when the wait is over. */
        record Held(Uni<Void> until) implements Place {}

        /** On a topic; {@code written} completes when that is acknowledged. */
        record Postponed(Uni<Void> written) implements Place {}

        /** Neither has room for it before the deadline. */
        record None() implements Place {}
    }

    private final RecordPublisher publisher;
    private final HeldWaits held;

    Waits(RouterPublisher publisher, HeldWaits held) {
        this.publisher = publisher.publisher();
        this.held = held;
    }

    Place place(NextStep.Wait wait, Instant now) {
        Duration left = Duration.between(now, wait.due());
        Optional<Tier> fitting = Tier.fitting(left);
        if (fitting.isPresent()) {
            return postponed(wait, fitting.get(), now);
        }
        if (held.take()) {
            return new Place.Held(held.hold(tell(wait, now), left));
        }
        boolean inTime =
                now.plus(Tier.FIVE_SECONDS.stay()).isBefore(wait.slip().deadline())
                        || wait.slip().isUnplanned();
        return inTime ? postponed(wait, Tier.FIVE_SECONDS, now) : new Place.None();
    }

    private Place postponed(NextStep.Wait wait, Tier tier, Instant now) {
        Slip slip = wait.slip();
        JobPostponed record =
                new JobPostponed(
                        slip.admitted(),
                        slip.rest(),
                        slip.retries(),
                        slip.history(),
                        wait.due(),
                        now,
                        wait.reason());
        return new Place.Postponed(
                publisher.publish(tier.topic(), record).chain(() -> tell(wait, now)));
    }

    private Uni<Void> tell(NextStep.Wait wait, Instant now) {
        Slip slip = wait.slip();
        return publisher.publish(
                Topic.EVENTS,
                new JobWaiting(
                        slip.jobId(),
                        slip.admitted().tenant(),
                        slip.nextAttempt().number() - 1,
                        wait.due(),
                        wait.reason(),
                        now));
    }
}
