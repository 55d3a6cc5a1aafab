package io.signalbox.apiworker.call.openai;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.call.CallOutcome;
import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.DeltaListener;
import io.signalbox.apiworker.call.DialectClient;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider.Timeouts;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import java.time.Duration;
import java.time.InstantSource;

/** Calls OpenAI and every server that speaks its Chat Completions format. Always streams. */
public final class OpenAiDialectClient implements DialectClient {

    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    private final UpstreamHttp http;
    private final InstantSource clock;
    private final OpenAiModels models;

    /**
     * @param http shared with the other dialects; closed by its owner
     */
    public OpenAiDialectClient(UpstreamHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
        this.models = new OpenAiModels(http);
    }

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public CallOutcome call(CallRequest request, DeltaListener listener, CallCancel cancel) {
        Duration left = Duration.between(clock.instant(), request.deadline());
        if (!left.isPositive()) {
            return CallOutcome.Failed.unsent(
                    AttemptError.of(ErrorClass.EXPIRED, "the job's deadline had passed"));
        }
        Timeouts timeouts = request.provider().timeouts();
        Duration total = left.compareTo(LONGEST_CALL) < 0 ? left : LONGEST_CALL;
        try (StreamWatch watch =
                http.watch(new StreamWatch.Limits(timeouts.firstToken(), timeouts.idle(), total))) {
            cancel.onCancel(() -> watch.stop(StreamWatch.Stop.CANCELLED));
            return new OpenAiCall(
                            request,
                            models.of(request.provider(), request.key()),
                            listener,
                            watch,
                            clock)
                    .run();
        } finally {
            cancel.onCancel(null);
        }
    }
}
