package io.signalbox.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import org.jspecify.annotations.Nullable;

/**
 * A worker's answer to an order that it could not fulfil: the router decides the next step.
 *
 * @param dispatched the order, as it came
 * @param failure how the attempt ended
 * @param contentSent whether a listener has already seen part of this attempt's answer; then no
 *     other attempt may answer
 * @param retryAfterMs how long the provider asks us to stay away, in milliseconds; null where it
 *     does not say
 * @param retryHere false: this candidate must not be asked again, whatever the error class allows;
 *     true leaves it to the class
 * @param onlyHere true: the request was refused for what this candidate lacks, and others may be
 *     asked, whatever the error class says
 */
public record AttemptRerouted(
        AttemptDispatched dispatched,
        AttemptReport failure,
        boolean contentSent,
        @Nullable Long retryAfterMs,
        boolean retryHere,
        boolean onlyHere)
        implements SignalboxRecord {

    /** Leaves it to the error's class whether others may be asked. */
    public AttemptRerouted(
            AttemptDispatched dispatched,
            AttemptReport failure,
            boolean contentSent,
            @Nullable Long retryAfterMs,
            boolean retryHere) {
        this(dispatched, failure, contentSent, retryAfterMs, retryHere, false);
    }

    public AttemptRerouted {
        Required.field("dispatched", dispatched);
        Required.field("failure", failure);
    }

    @JsonCreator
    static AttemptRerouted read(
            @JsonProperty("dispatched") AttemptDispatched dispatched,
            @JsonProperty("failure") AttemptReport failure,
            @JsonProperty("content_sent") boolean contentSent,
            @JsonProperty("retry_after_ms") @Nullable Long retryAfterMs,
            @JsonProperty("retry_here") @Nullable Boolean retryHere,
            @JsonProperty("only_here") @Nullable Boolean onlyHere) {
        return new AttemptRerouted(
                dispatched,
                failure,
                contentSent,
                retryAfterMs,
                retryHere == null || retryHere,
                onlyHere != null && onlyHere);
    }

    @Override
    public JobId jobId() {
        return dispatched.jobId();
    }
}
