package io.signalbox.testsupport.simulator;

import org.jspecify.annotations.Nullable;

/**
 * When a fault happens: where all conditions given hold; always where none is given.
 *
 * @param match a text that the conversation contains
 * @param every each n-th call among those that match, 1 or more
 * @param probability 0 to 1, drawn with the script's seed
 * @param times at most so often
 */
public record FaultRule(
        @Nullable String match,
        @Nullable Integer every,
        @Nullable Double probability,
        @Nullable Integer times,
        Fault fault) {

    public FaultRule {
        if (every != null && every < 1) {
            throw new IllegalArgumentException("every %d is less than 1".formatted(every));
        }
        if (probability != null && (probability < 0 || probability > 1)) {
            throw new IllegalArgumentException(
                    "probability %s is not 0 to 1".formatted(probability));
        }
    }

    public static FaultRule always(Fault fault) {
        return new FaultRule(null, null, null, null, fault);
    }

    /** The first n calls. */
    public static FaultRule first(int calls, Fault fault) {
        return new FaultRule(null, null, null, calls, fault);
    }

    public static FaultRule every(int calls, Fault fault) {
        return new FaultRule(null, calls, null, null, fault);
    }

    public static FaultRule matching(String text, Fault fault) {
        return new FaultRule(text, null, null, null, fault);
    }

    public static FaultRule withProbability(double probability, Fault fault) {
        return new FaultRule(null, null, probability, null, fault);
    }
}
