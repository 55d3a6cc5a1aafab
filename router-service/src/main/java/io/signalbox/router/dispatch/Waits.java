package io.signalbox.router.dispatch;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.JobWaiting;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.HeldPartitions;
import io.signalbox.messaging.HeldPartitions.Hold;
import io.signalbox.messaging.RecordFlow.Disposition;
import io.signalbox.messaging.RecordPublisher;
import io.signalbox.router.step.NextStep;
import io.signalbox.router.step.Slip;
import io.signalbox.router.waiting.HeldWaits;
import io.signalbox.router.waiting.Tier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds a place for a wait: in memory where it is short, else on a waiting topic. */
@Singleton
final class Waits {

    /** Where a wait goes. The Unis begin when subscribed to, which must happen once. */
    sealed interface Place {

        /** In memory; {@code until} completes when the wait is over, told or not. */
        record Held(Uni<Void> until) implements Place {}

        /** On a topic; {@code written} completes when that is acknowledged, or with LEFT. */
        record Postponed(Uni<Disposition> written) implements Place {}

        /** Neither has room for it before the deadline. */
        record None() implements Place {}
    }

    private final RecordPublisher publisher;
    private final HeldWaits held;
    private final HeldPartitions partitions;

    @Inject
    Waits(RouterPublisher publisher, HeldWaits held, HeldJobs partitions) {
        this(publisher.publisher(), held, partitions);
    }

    Waits(RecordPublisher publisher, HeldWaits held, HeldPartitions partitions) {
        this.publisher = publisher;
        this.held = held;
        this.partitions = partitions;
    }

    /**
     * @param hold of the record that the wait follows from: without it nothing is written
     */
    Place place(NextStep.Wait wait, Hold hold, Instant now) {
        Duration left = Duration.between(now, wait.due());
        Optional<Tier> fitting = Tier.fitting(left);
        if (fitting.isPresent()) {
            return postponed(wait, hold, fitting.get(), now);
        }
        if (held.take()) {
            Uni<Void> told = partitions.write(hold, () -> tell(wait, now)).replaceWithVoid();
            return new Place.Held(held.hold(told, left));
        }
        boolean inTime =
                now.plus(Tier.FIVE_SECONDS.stay()).isBefore(wait.slip().deadline())
                        || isBeforeItsFirstAttempt(wait.slip());
        return inTime ? postponed(wait, hold, Tier.FIVE_SECONDS, now) : new Place.None();
    }

    /** Who has nobody to ask too early and no error to end with. */
    private static boolean isBeforeItsFirstAttempt(Slip slip) {
        return slip.isUnplanned() && slip.history().isEmpty();
    }

    private Place postponed(NextStep.Wait wait, Hold hold, Tier tier, Instant now) {
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
                partitions.write(
                        hold,
                        () ->
                                publisher
                                        .publish(tier.topic(), record)
                                        .chain(() -> tell(wait, now))));
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
