package io.signalbox.router.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.job.JobId;
import io.signalbox.messaging.KafkaAddress;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private final Decisions decisions = new Decisions(new KafkaAddress("nowhere:9092", "t"), 10);
    private final AttemptId attempt = new AttemptId(JobId.create(), 1);

    @Test
    void anAttemptIsOrderedByOneChainOnly() {
        assertThat(decisions.claim(attempt)).isTrue();

        assertThat(decisions.claim(attempt)).isFalse();
        assertThat(decisions.isOrdered(attempt)).isTrue();
    }

    @Test
    void anOrderThatWasNotWrittenMayBeGivenAgain() {
        decisions.claim(attempt);

        decisions.release(attempt);

        assertThat(decisions.isOrdered(attempt)).isFalse();
        assertThat(decisions.claim(attempt)).isTrue();
    }
}
