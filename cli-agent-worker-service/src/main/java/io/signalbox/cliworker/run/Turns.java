package io.signalbox.cliworker.run;

import io.signalbox.catalog.Agent;
import io.signalbox.cliworker.process.RunCancel;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.messaging.attempt.Used;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** When an agent may run again: some time after its last run, and so many times a day. */
final class Turns {

    private final Pace pace;
    private final DayCount dayCount;
    private final InstantSource clock;

    Turns(Pace pace, DayCount dayCount, InstantSource clock) {
        this.pace = pace;
        this.dayCount = dayCount;
        this.clock = clock;
    }

    /** Waits for the next turn. Empty when the run may be made ready, else why not. */
    Optional<RunOutcome> await(Agent agent, Instant deadline, RunCancel cancel) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            return Optional.of(new RunOutcome.Expired(Used.NOTHING));
        }
        if (dayCount.fullUntil(agent).isPresent()) {
            return Optional.of(dayIsFull(agent));
        }
        Duration wait = pace.next(agent, left);
        if (wait.compareTo(left) >= 0) {
            return Optional.of(new RunOutcome.Deferred(wait, null));
        }
        return cancel.awaitCancel(wait)
                ? Optional.of(new RunOutcome.Cancelled(Used.NOTHING))
                : Optional.empty();
    }

    /** Just before the process starts: what is refused before has used nothing of the day. */
    Optional<RunOutcome> take(Agent agent) {
        return dayCount.take(agent) ? Optional.empty() : Optional.of(dayIsFull(agent));
    }

    private RunOutcome dayIsFull(Agent agent) {
        Duration untilAllowed =
                dayCount.fullUntil(agent)
                        .map(until -> Duration.between(clock.instant(), until))
                        .orElse(Duration.ZERO);
        return new RunOutcome.Deferred(
                untilAllowed,
                AttemptError.of(
                        ErrorClass.QUOTA_EXHAUSTED,
                        "agent/%s has had its %d runs of today"
                                .formatted(agent.name(), agent.limits().requestsPerDay())));
    }
}
