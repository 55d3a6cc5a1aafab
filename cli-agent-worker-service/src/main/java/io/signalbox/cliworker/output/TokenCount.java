package io.signalbox.cliworker.output;

import io.signalbox.catalog.AgentOutput;
import io.signalbox.contracts.attempt.Usage;
import java.util.Optional;
import java.util.stream.Stream;

/** Numbers of tokens as an agent told them, each possibly not. */
record TokenCount(
        Optional<Amount> input,
        Optional<Amount> cachedRead,
        Optional<Amount> cachedWrite,
        Optional<Amount> output,
        Optional<Amount> reasoning,
        Optional<Amount> total) {

    /**
     * Normalised: input counts what was cached, output counts reasoning. Reasoning that is told
     * nowhere is what the total has more than input and output. Empty where no number was told.
     */
    Optional<Usage> usage(AgentOutput told) {
        if (input.isEmpty() && output.isEmpty()) {
            return Optional.empty();
        }
        long read = count(cachedRead);
        long write = count(cachedWrite);
        long in = count(input) + (told.inputIncludesCached() ? 0 : read + write);
        long out = count(output);
        long thought = count(reasoning);
        if (!told.outputIncludesReasoning()) {
            if (reasoning.isEmpty() && total.isPresent()) {
                thought = Math.max(0, count(total) - in - out);
            }
            out += thought;
        }
        boolean rounded =
                Stream.of(input, cachedRead, cachedWrite, output, reasoning)
                        .flatMap(Optional::stream)
                        .anyMatch(Amount::rounded);
        return Optional.of(new Usage(in, read, write, out, Math.min(thought, out), rounded));
    }

    private static long count(Optional<Amount> amount) {
        return amount.map(Amount::count).orElse(0L);
    }
}
