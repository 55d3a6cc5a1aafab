package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.attempt.Attempts.Standing;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.KafkaAddress;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final Attempts attempts =
            new Attempts(new KafkaAddress("localhost:1", "t"), 100, "api-me");
    private final AttemptId id = new AttemptId(JobId.create(), 1);

    @Test
    void anUnknownAttemptIsOurs() {
        assertThat(attempts.begin(id)).isInstanceOf(Standing.Ours.class);
        assertThat(attempts.running()).isEqualTo(1);
    }

    @Test
    void whatRunsHereIsWaitedForUntilItEnds() {
        attempts.begin(id);

        Standing again = attempts.begin(id);

        assertThat(again).isInstanceOf(Standing.RunsHere.class);
        assertThat(((Standing.RunsHere) again).end()).isNotDone();
        attempts.finish(id);
        assertThat(((Standing.RunsHere) again).end()).isDone();
        assertThat(attempts.begin(id)).isInstanceOf(Standing.Finished.class);
        assertThat(attempts.running()).isZero();
    }

    @Test
    void whatBrokeOffHereIsRunAgain() {
        attempts.begin(id);
        Standing.RunsHere again = (Standing.RunsHere) attempts.begin(id);

        attempts.abandon(id);

        assertThat(again.end()).isDone();
        assertThat(attempts.begin(id)).isInstanceOf(Standing.Ours.class);
    }

    @Test
    void whatAnotherHasFinishedIsNotRun() {
        attempts.remember(Events.started(id, "api-other"), 3, 70);
        attempts.remember(Events.finished(id, "api-other"), 3, 71);

        assertThat(attempts.begin(id)).isInstanceOf(Standing.Finished.class);
    }

    @Test
    void whatAnotherHasBegunRunsElsewhere() {
        attempts.remember(Events.started(id, "api-other"), 3, 70);

        assertThat(attempts.begin(id))
                .isEqualTo(new Standing.RunsElsewhere(new OpenStart("api-other", 3, 70)));
        assertThat(attempts.running()).isZero();
    }

    @Test
    void theLatestOwnerCounts() {
        attempts.remember(Events.started(id, "api-dead"), 3, 70);
        attempts.remember(Events.started(id, "api-other"), 3, 75);

        assertThat(attempts.begin(id))
                .isEqualTo(new Standing.RunsElsewhere(new OpenStart("api-other", 3, 75)));
    }

    @Test
    void whoseOwnerIsGoneIsOurs() {
        OpenStart start = new OpenStart("api-other", 3, 70);
        attempts.remember(Events.started(id, "api-other"), 3, 70);

        attempts.ownerGone(id, start);

        assertThat(attempts.begin(id)).isInstanceOf(Standing.Ours.class);
    }

    @Test
    void ourOwnStartIsNoReasonToWait() {
        attempts.remember(Events.started(id, "api-me"), 3, 70);

        assertThat(attempts.begin(id)).isInstanceOf(Standing.Ours.class);
    }
}
