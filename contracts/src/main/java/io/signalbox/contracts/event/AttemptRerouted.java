package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.job.JobId;

/**
 * A worker's answer to an order that it could not fulfil: the router decides the next step.
 *
 * @param dispatched the order, as it came
 * @param failure how the attempt ended
 * @param contentSent whether a listener has already seen part of this attempt's answer; then no
 *     other attempt may answer
 */
public record AttemptRerouted(
        AttemptDispatched dispatched, AttemptReport failure, boolean contentSent)
        implements SignalboxRecord {

    @Override
    public JobId jobId() {
        return dispatched.jobId();
    }
}
