package io.signalbox.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.gateway.reply.PendingJob.Piece;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingJobTest {

    private static final JobId JOB = new JobId("01JD7Z7Q8M0000000000000000");
    private static final Piece.End END =
            new Piece.End(
                    JobResult.ended(
                            JOB,
                            JobStatus.FAILED,
                            AttemptError.of(ErrorClass.UNAVAILABLE, "away"),
                            1L,
                            List.of(),
                            Map.of()),
                    null);

    private final PendingJob pending = new PendingJob(JOB, 4);

    @Test
    void whoIsDismissedStopsWaitingWithoutAnEnd() throws InterruptedException {
        // When
        pending.dismiss();

        // Then
        assertThat(pending.await(Duration.ofSeconds(30))).isNull();
        assertThat(pending.poll(Duration.ofSeconds(30))).isInstanceOf(Piece.Dismissed.class);
        assertThat(pending.isDismissed()).isTrue();
        assertThat(pending.hasEnded()).isFalse();
    }

    @Test
    void anEndThatWasThereBeforeStands() throws InterruptedException {
        // When
        pending.complete(END);
        pending.dismiss();

        // Then
        assertThat(pending.await(Duration.ZERO)).isEqualTo(END);
        assertThat(pending.isDismissed()).isFalse();
        assertThat(pending.poll(Duration.ZERO)).isEqualTo(END);
        assertThat(pending.poll(Duration.ZERO)).isNull();
    }
}
