package io.signalbox.apiworker.call.failure;

import io.signalbox.apiworker.call.CallRequest;
import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.apiworker.call.limits.RetryHint;
import io.signalbox.apiworker.call.upstream.ProviderHttpException;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamWatch.Stop;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.wire.DurationText;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong with a call into a class and words that a caller may see. */
public final class Verdicts {

    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final CallRequest request;
    private final Instant now;

    public Verdicts(CallRequest request, Instant now) {
        this.request = request;
        this.now = now;
    }

    /**
     * A stop other than a cancel.
     *
     * @param firstToken how long the call had for its first content
     */
    public Verdict of(Stop stop, Duration firstToken) {
        Provider.Timeouts timeouts = request.provider().timeouts();
        return switch (stop) {
            case FIRST_TOKEN ->
                    plain(
                            ErrorClass.TIMEOUT,
                            "sent no content within " + DurationText.format(firstToken));
            case IDLE ->
                    plain(
                            ErrorClass.TIMEOUT,
                            "fell silent for " + DurationText.format(timeouts.idle()));
            case DEADLINE -> plain(ErrorClass.EXPIRED, "had not ended at the job's deadline");
            case CANCELLED -> plain(ErrorClass.CANCELLED, "was cancelled");
            case LISTENER -> plain(ErrorClass.INTERNAL, "sent what could not be handed on");
            case ENDED -> plain(ErrorClass.UNAVAILABLE, "ended without a finish reason");
        };
    }

    /** What a call threw: LangChain4j wraps, so ours is somewhere in the chain of causes. */
    public Verdict of(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof ProviderHttpException answer) {
                return answered(
                        answer.statusCode(),
                        answer.body(),
                        answer.headers(),
                        "answered " + answer.statusCode());
            }
            if (at instanceof StreamFault fault) {
                return faulty(fault);
            }
        }
        ErrorClass errorClass = ErrorClassifier.ofException(thrown);
        return new Verdict(
                AttemptError.of(errorClass, say(words(errorClass, thrown))),
                null,
                !ErrorClassifier.isUnreachable(thrown),
                RateLimits.NONE);
    }

    /** An answer withheld, in the model's own words where it gave any. */
    public Verdict filtered(String refusal) {
        return plain(
                ErrorClass.CONTENT_FILTERED,
                refusal.isEmpty() ? "withheld the answer" : "refused: " + refusal);
    }

    private Verdict faulty(StreamFault fault) {
        return switch (fault.kind()) {
            case IN_BAND -> answered(null, fault.body(), NO_HEADERS, fault.getMessage());
            case UNFINISHED ->
                    plain(
                            ErrorCodes.classOf(fault.body()).orElse(ErrorClass.UNAVAILABLE),
                            fault.getMessage());
            case NOT_A_STREAM ->
                    ErrorBody.of(fault.body()).isError()
                            ? answered(null, fault.body(), NO_HEADERS, fault.getMessage())
                            : plain(ErrorClass.UNAVAILABLE, fault.getMessage());
            case UNFIT -> plain(ErrorClass.INVALID_REQUEST, fault.getMessage());
            case TRUNCATED, MALFORMED -> plain(ErrorClass.UNAVAILABLE, fault.getMessage());
        };
    }

    private Verdict answered(
            @Nullable Integer status, String text, HttpHeaders headers, @Nullable String what) {
        ErrorBody body = ErrorBody.of(text);
        RateLimits limits = RateLimits.of(headers.map(), now).and(body.limits(now));
        Duration hint = RetryHint.of(headers, limits, body.searchable(), now).orElse(null);
        ErrorClass errorClass = ErrorClassifier.ofAnswer(status, body, hint);
        String message = body.message().isEmpty() ? what : what + ": " + body.message();
        return new Verdict(
                new AttemptError(errorClass, say(message), status == null ? body.number() : status),
                hint,
                !isFinal(status, headers),
                limits);
    }

    /** Gone for good, or the provider asks not to be asked again. */
    private static boolean isFinal(@Nullable Integer status, HttpHeaders headers) {
        boolean gone = status != null && status == 410;
        return gone
                || headers.firstValue("x-should-retry")
                        .map(wish -> wish.strip().equalsIgnoreCase("false"))
                        .orElse(false);
    }

    private Verdict plain(ErrorClass errorClass, @Nullable String what) {
        return new Verdict(AttemptError.of(errorClass, say(what)), null, true, RateLimits.NONE);
    }

    private String say(@Nullable String what) {
        return ErrorText.safe(
                request.provider().name() + " " + what, request.provider(), request.key());
    }

    /** Never the exception's own message: it may hold addresses or a header. */
    private static String words(ErrorClass errorClass, Throwable thrown) {
        return switch (errorClass) {
            case TIMEOUT -> "could not be reached in time";
            case UNAVAILABLE ->
                    ErrorClassifier.isUnreachable(thrown)
                            ? "could not be reached"
                            : "broke off the connection";
            default ->
                    thrown instanceof IOException
                            ? "could not be called"
                            : "could not be called: " + thrown.getClass().getSimpleName();
        };
    }
}
