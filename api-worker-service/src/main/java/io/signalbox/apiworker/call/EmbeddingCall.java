package io.signalbox.apiworker.call;

import io.signalbox.contracts.job.EmbeddingInput;

/** Has one model API make vectors once. Never retries, never falls back: that is the router's. */
@FunctionalInterface
public interface EmbeddingCall {

    /**
     * Blocks until the call has ended; meant for a virtual thread. Safe for many calls at once.
     *
     * <p>Ends with {@link CallOutcome.Embedded}, one vector for each text, or as {@link
     * ModelCall#call} does.
     *
     * @param request whom to ask; its conversation counts for nothing
     * @param cancel ends the call from another thread; one token per call
     */
    CallOutcome embed(CallRequest request, EmbeddingInput input, CallCancel cancel);
}
