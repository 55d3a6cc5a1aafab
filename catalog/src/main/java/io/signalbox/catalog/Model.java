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
 * @param traits what it is and needs
 * @param knowledge who said all this
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
        @Nullable String note,
        Traits traits,
        Knowledge knowledge) {

    /** The capability of models that make vectors. */
    public static final String EMBEDDING = "embedding";

    /** How much a model can do. */
    public enum Tier {
        FAST,
        STANDARD,
        ADVANCED
    }

    /**
     * @param size parameters, as people write them: {@code 30B}, {@code 30B-A3B}; null where its
     *     maker does not tell
     * @param vram the least graphics memory that holds it; null where it runs at its provider
     * @param benchmarks published results, by name; in the benchmark's own unit
     */
    public record Traits(
            @Nullable String size, @Nullable DataSize vram, Map<String, Double> benchmarks) {

        public static final Traits UNKNOWN = new Traits(null, null, Map.of());

        public Traits {
            benchmarks = Map.copyOf(benchmarks);
        }
    }

    /** A fact that a provider's own list may tell otherwise. */
    public enum Fact {
        CONTEXT_WINDOW,
        MAX_OUTPUT,
        PRICE,
        CAPABILITIES,
        END_OF_LIFE
    }

    /**
     * @param registered false: the provider's list alone knows of it, so that a capability that is
     *     not among its own is unknown rather than missing
     * @param byOperator what the operator's own file says, which no list overrides
     * @param lacking capabilities that the provider's list denies
     */
    public record Knowledge(boolean registered, Set<Fact> byOperator, Set<String> lacking) {

        /** As shipped. */
        public static final Knowledge SHIPPED = new Knowledge(true, Set.of(), Set.of());

        public Knowledge {
            byOperator = Set.copyOf(byOperator);
            lacking = Set.copyOf(lacking);
        }
    }

    /** Of the shipped registry, with nothing known of its traits. */
    public Model(
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
        this(
                provider,
                id,
                contextWindow,
                maxOutput,
                price,
                capabilities,
                tier,
                strengths,
                weaknesses,
                ratings,
                acceptsTemperature,
                endOfLife,
                successor,
                source,
                note,
                Traits.UNKNOWN,
                Knowledge.SHIPPED);
    }

    public Model {
        capabilities = Set.copyOf(capabilities);
        strengths = List.copyOf(strengths);
        weaknesses = List.copyOf(weaknesses);
        ratings = Map.copyOf(ratings);
    }

    /** Whether it has a capability, or nobody knows. */
    public boolean mayHave(String capability) {
        return capabilities.contains(capability)
                || (!knowledge.registered() && !knowledge.lacking().contains(capability));
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
