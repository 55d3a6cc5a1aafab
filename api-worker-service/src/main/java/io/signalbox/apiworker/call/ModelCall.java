package io.signalbox.apiworker.call;

/** Calls one model API once. Never retries, never falls back: that is the router's. */
public interface ModelCall {

    /**
     * Blocks until the call has ended; meant for a virtual thread. Safe for many calls at once.
     *
     * <p>Every failure of the upstream is a {@link CallOutcome.Failed}; whatever {@code listener}
     * throws ends the call and is thrown on. When this returns, nothing of the call is left running
     * and {@code listener} is not called again.
     *
     * @param listener gets the answer as it comes
     * @param cancel ends the call from another thread; one token per call
     */
    CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel);
}
