package io.signalbox.apiworker.call;

import io.signalbox.apiworker.call.limits.RateLimits;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.job.ToolCall;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one call ended. */
public sealed interface CallOutcome {

    /** Tokens used; null where the call never got as far as a model. */
    @Nullable Usage usage();

    /** What they cost; null where the price is unknown or nothing was used. */
    @Nullable Usd cost();

    /** True: tokens were used whose price is unknown. */
    boolean unpriced();

    /** From the start of the call to its end, in milliseconds. */
    long latencyMs();

    /** From the start of the call to its first content, in milliseconds; null where none came. */
    @Nullable Long ttftMs();

    /** What the provider told of its limits with this call; empty where it told nothing. */
    RateLimits limits();

    /** Paid for, and not to be carried to the caller: nobody else's would be smaller. */
    default Failed tooLarge(String why) {
        return new Failed(
                AttemptError.of(ErrorClass.INVALID_REQUEST, why),
                true,
                null,
                usage(),
                cost(),
                unpriced(),
                latencyMs(),
                ttftMs(),
                false,
                false,
                limits());
    }

    /**
     * A whole answer, ended by the provider itself.
     *
     * @param text empty where the model only called tools
     * @param reasoning null where the model showed none
     * @param finishReason {@code stop}, {@code length}, {@code tool_calls} or {@code
     *     content_filter}
     * @param notes what the caller should know of the request, in words: what was left out of it
     */
    record Succeeded(
            String text,
            @Nullable String reasoning,
            List<ToolCall> toolCalls,
            String finishReason,
            Usage usage,
            @Nullable Usd cost,
            boolean unpriced,
            long latencyMs,
            @Nullable Long ttftMs,
            RateLimits limits,
            List<String> notes)
            implements CallOutcome {

        public Succeeded {
            toolCalls = List.copyOf(toolCalls);
            notes = List.copyOf(notes);
        }

        /** The answer to a request of which nothing is to be said. */
        public Succeeded(
                String text,
                @Nullable String reasoning,
                List<ToolCall> toolCalls,
                String finishReason,
                Usage usage,
                @Nullable Usd cost,
                boolean unpriced,
                long latencyMs,
                @Nullable Long ttftMs,
                RateLimits limits) {
            this(
                    text,
                    reasoning,
                    toolCalls,
                    finishReason,
                    usage,
                    cost,
                    unpriced,
                    latencyMs,
                    ttftMs,
                    limits,
                    List.of());
        }

        /** Never the answer. */
        @Override
        public String toString() {
            return "Succeeded[" + finishReason + ", " + usage + ", " + latencyMs + " ms]";
        }
    }

    /**
     * A vector for each text.
     *
     * @param vectors in the order of the texts, each as {@code VectorText} writes it
     */
    record Embedded(
            List<String> vectors,
            Usage usage,
            @Nullable Usd cost,
            boolean unpriced,
            long latencyMs,
            RateLimits limits)
            implements CallOutcome {

        public Embedded {
            vectors = List.copyOf(vectors);
        }

        /** Always null: vectors come all at once. */
        @Override
        public @Nullable Long ttftMs() {
            return null;
        }

        /** Never the vectors. */
        @Override
        public String toString() {
            return "Embedded[" + vectors.size() + ", " + usage + ", " + latencyMs + " ms]";
        }
    }

    /**
     * No whole answer. Class {@code EXPIRED} is the job's own deadline, {@code INTERNAL} a fault of
     * ours; every other class is the provider's doing.
     *
     * @param contentSeen whether the listener got any part of an answer
     * @param retryAfter how long the provider asks us to stay away; null where it does not say
     * @param retryHere false: this candidate must not be asked again, whatever the class allows
     * @param onlyHere true: it is what this candidate lacks, and others may do it, whatever the
     *     class says
     */
    record Failed(
            AttemptError error,
            boolean contentSeen,
            @Nullable Duration retryAfter,
            @Nullable Usage usage,
            @Nullable Usd cost,
            boolean unpriced,
            long latencyMs,
            @Nullable Long ttftMs,
            boolean retryHere,
            boolean onlyHere,
            RateLimits limits)
            implements CallOutcome {

        /**
         * Leaves it to the error's class whether the candidate may be asked again; no limits told.
         */
        public Failed(
                AttemptError error,
                boolean contentSeen,
                @Nullable Duration retryAfter,
                @Nullable Usage usage,
                @Nullable Usd cost,
                boolean unpriced,
                long latencyMs,
                @Nullable Long ttftMs) {
            this(
                    error,
                    contentSeen,
                    retryAfter,
                    usage,
                    cost,
                    unpriced,
                    latencyMs,
                    ttftMs,
                    true,
                    false,
                    RateLimits.NONE);
        }

        /** The same, and this candidate must not be asked again. */
        public Failed notHereAgain() {
            return new Failed(
                    error,
                    contentSeen,
                    retryAfter,
                    usage,
                    cost,
                    unpriced,
                    latencyMs,
                    ttftMs,
                    false,
                    onlyHere,
                    limits);
        }

        /** The same, told with another error. */
        public Failed because(AttemptError other) {
            return new Failed(
                    other,
                    contentSeen,
                    retryAfter,
                    usage,
                    cost,
                    unpriced,
                    latencyMs,
                    ttftMs,
                    retryHere,
                    onlyHere,
                    limits);
        }

        /** The same, and the candidate is free again after that time. */
        public Failed withRetryAfter(Duration wait) {
            return new Failed(
                    error,
                    contentSeen,
                    wait,
                    usage,
                    cost,
                    unpriced,
                    latencyMs,
                    ttftMs,
                    retryHere,
                    onlyHere,
                    limits);
        }

        /** A failure before anything was sent. */
        public static Failed unsent(AttemptError error) {
            return new Failed(error, false, null, null, null, false, 0, null);
        }

        /**
         * A request that this candidate's wire format or model has no form for; nothing was sent.
         *
         * @param obstacle what stands against it, in words that follow the provider's name
         */
        public static Failed unfit(CallRequest request, String obstacle) {
            return new Failed(
                    AttemptError.of(
                            ErrorClass.INVALID_REQUEST, request.provider().name() + " " + obstacle),
                    false,
                    null,
                    null,
                    null,
                    false,
                    0,
                    null,
                    false,
                    true,
                    RateLimits.NONE);
        }
    }

    /**
     * Ended by its {@link CallCancel} or by an interrupt of the calling thread.
     *
     * @param contentSeen whether the listener got any part of an answer
     */
    record Cancelled(
            boolean contentSeen,
            @Nullable Usage usage,
            @Nullable Usd cost,
            boolean unpriced,
            long latencyMs,
            @Nullable Long ttftMs,
            RateLimits limits)
            implements CallOutcome {}
}
