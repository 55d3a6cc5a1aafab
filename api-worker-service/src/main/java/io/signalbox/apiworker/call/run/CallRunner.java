package io.signalbox.apiworker.call.run;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.upstream.Deltas;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider.Timeouts;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import java.time.Duration;
import java.time.InstantSource;

/** Puts a dialogue under the job's deadline, the provider's limits and the caller's cancel. */
public final class CallRunner {

    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private final UpstreamHttp http;
    private final InstantSource clock;

    /**
     * @param http shared by all dialects; closed by its owner
     */
    public CallRunner(UpstreamHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** As {@code ModelCall.call}. */
    public CallOutcome run(
            CallRequest request,
            DeltaListener listener,
            CallCancel cancel,
            Dialogue.Opening opening) {
        Duration left = Duration.between(clock.instant(), request.deadline());
        if (!left.isPositive()) {
            return CallOutcome.Failed.unsent(
                    AttemptError.of(ErrorClass.EXPIRED, "the job's deadline had passed"));
        }
        Timeouts timeouts = request.provider().timeouts();
        Duration total = left.compareTo(LONGEST_CALL) < 0 ? left : LONGEST_CALL;
        Duration firstToken = FirstTokenLimit.of(request, total);
        try (StreamWatch watch =
                http.watch(new StreamWatch.Limits(firstToken, timeouts.idle(), total))) {
            cancel.onCancel(() -> watch.stop(StreamWatch.Stop.CANCELLED));
            Deltas deltas = new Deltas(listener, watch);
            Dialogue dialogue = opening.open(watch, deltas);
            return new Run(request, watch, deltas, dialogue, clock).outcome();
        } finally {
            cancel.onCancel(null);
        }
    }
}
