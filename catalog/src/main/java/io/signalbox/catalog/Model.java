package io.signalbox.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows about a provider's model.
 *
 * @param provider the catalog's name of the provider
 * @param id the provider's own id; may hold slashes and colons
 * @param contextWindow most tokens of prompt and answer together; null where unknown
 * @param maxOutput most tokens of an answer; null where unknown
 * @param price null where unknown, which is never 0
 * @param capabilities tags such as {@code chat}, {@code code}, {@code vision}, {@code tools}
 * @param tier null where the registry does not say
 * @param strengths in words
 * @param weaknesses in words
 * @param ratings success per task type, 0 to 1
 * @param acceptsTemperature false where the model refuses the parameter
 * @param endOfLife from this day on the provider no longer serves it
 * @param successor the model to use instead, as {@code provider/id}
 * @param source where the facts come from, and of which day
 * @param note what else is to be known, for people
 */
public record Model(
        String provider,
        String id,
        @Nullable Long contextWindow,
        @Nullable Long maxOutput,
        @Nullable Price price,
        Set<String> capabilities,
        @Nullable Tier tier,
        List<String> strengths,
        List<String> weaknesses,
        Map<String, Double> ratings,
        boolean acceptsTemperature,
        @Nullable LocalDate endOfLife,
        @Nullable String successor,
        @Nullable String source,
        @Nullable String note) {

    /** The capability of models that make vectors. */
    public static final String EMBEDDING = "embedding";

    /** How much a model can do. */
    public enum Tier {
        FAST,
        STANDARD,
        ADVANCED
    }

    public Model {
        capabilities = Set.copyOf(capabilities);
        strengths = List.copyOf(strengths);
        weaknesses = List.copyOf(weaknesses);
        ratings = Map.copyOf(ratings);
    }

    /** Whether its provider still serves it on that day. */
    public boolean isServedOn(LocalDate day) {
        return endOfLife == null || day.isBefore(endOfLife);
    }

    /** Whether it makes vectors and answers nothing. */
    public boolean isForEmbeddingOnly() {
        return capabilities.contains(EMBEDDING) && !capabilities.contains("chat");
    }

    /** {@code provider/id}. */
    public String name() {
        return provider + "/" + id;
    }
}
