package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's own list of models tells of one of them. What it does not tell is null or in
 * neither list of capabilities.
 *
 * @param id the provider's own, as callers write it
 * @param contextWindow most tokens of prompt and answer together
 * @param maxOutput most tokens of an answer
 * @param capabilities the registry's tags for what it can do by that list
 * @param lacking tags for what it cannot do by that list
 * @param retiresAt from then on the provider no longer serves it
 * @param successor the provider's own id of the model to use instead
 * @param loaded whether a local server has it in memory
 */
public record ListedModel(
        String id,
        @Nullable Long contextWindow,
        @Nullable Long maxOutput,
        @Nullable ListedPrice price,
        List<String> capabilities,
        List<String> lacking,
        @Nullable Instant retiresAt,
        @Nullable String successor,
        @Nullable Boolean loaded) {

    /**
     * US dollars per million tokens.
     *
     * @param input fresh input
     * @param output output, reasoning included
     * @param cachedRead cached input; null counts as fresh
     * @param cachedWrite input written to the cache; null counts as fresh
     */
    public record ListedPrice(
            Usd input, Usd output, @Nullable Usd cachedRead, @Nullable Usd cachedWrite) {

        public ListedPrice {
            Required.field("input", input);
            Required.field("output", output);
        }
    }

    public ListedModel {
        Required.field("id", id);
        capabilities = capabilities == null ? List.of() : List.copyOf(capabilities);
        lacking = lacking == null ? List.of() : List.copyOf(lacking);
    }

    /** Of a list that tells nothing else. */
    public static ListedModel ofId(String id) {
        return new ListedModel(id, null, null, null, List.of(), List.of(), null, null, null);
    }

    /** Whether anything is told beside the id. */
    public boolean tellsMore() {
        return !equals(ofId(id));
    }
}
