package io.signalbox.apiworker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.contracts.job.JobId;
import org.junit.jupiter.api.Test;

class OpenCallsTest {

    private final OpenCalls calls = new OpenCalls();
    private final JobId job = JobId.create();

    @Test
    void aCancelBreaksOffEveryCallOfTheJobAndNoOther() {
        CallCancel first = calls.begin(job);
        CallCancel second = calls.begin(job);
        CallCancel another = calls.begin(JobId.create());

        calls.cancel(job);

        assertThat(first.isCancelled()).isTrue();
        assertThat(second.isCancelled()).isTrue();
        assertThat(another.isCancelled()).isFalse();
    }

    @Test
    void theEndOfOneCallLeavesTheOthersTokenInPlace() {
        CallCancel ended = calls.begin(job);
        CallCancel running = calls.begin(job);
        calls.end(job, ended);

        calls.cancel(job);

        assertThat(running.isCancelled()).isTrue();
        assertThat(ended.isCancelled()).isFalse();
    }
}
