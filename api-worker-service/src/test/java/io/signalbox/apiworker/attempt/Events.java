package io.signalbox.apiworker.attempt;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import java.time.Instant;

/** What workers tell about attempts. */
final class Events {

    private static final Candidate CANDIDATE = Candidate.api("p", "m");

    private Events() {}

    static AttemptStarted started(AttemptId attemptId, String worker) {
        return new AttemptStarted(attemptId, "t", "run-of-" + worker, CANDIDATE, worker, now());
    }

    static AttemptFinished finished(AttemptId attemptId, String worker) {
        return new AttemptFinished(
                attemptId,
                "t",
                "run-of-" + worker,
                CANDIDATE,
                worker,
                null,
                null,
                null,
                Outcome.SUCCEEDED,
                null,
                null,
                null,
                false,
                now(),
                now(),
                0,
                null);
    }

    private static Instant now() {
        return Instant.now();
    }
}
