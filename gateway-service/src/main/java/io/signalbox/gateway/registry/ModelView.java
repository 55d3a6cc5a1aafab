package io.signalbox.gateway.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.DataSize;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import io.signalbox.catalog.known.ModelQuery;
import io.signalbox.contracts.attempt.Usd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model as the registry's answer shows it; null is unknown.
 *
 * @param id the full name, as callers write it
 * @param model the provider's own id
 * @param blendedPer1m dollars for a million tokens, see {@link ModelQuery#blendedPer1M}
 * @param usable whether its provider can be used now
 * @param alsoAt the same id at other providers of the registry
 * @param registered false: known by the provider's own list only
 * @param vramBytes the least graphics memory that holds it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ModelView(
        String id,
        String provider,
        String model,
        @Nullable String tier,
        List<String> capabilities,
        @Nullable Long contextWindow,
        @Nullable Long maxOutput,
        @Nullable PriceView price,
        @JsonProperty("blended_per_1m") @Nullable Usd blendedPer1m,
        boolean usable,
        List<String> alsoAt,
        @Nullable String size,
        @Nullable Long vramBytes,
        List<String> strengths,
        List<String> weaknesses,
        Map<String, Double> benchmarks,
        Map<String, Double> ratings,
        boolean acceptsTemperature,
        boolean retired,
        @Nullable LocalDate endOfLife,
        @Nullable String successor,
        boolean registered,
        @Nullable String source,
        @Nullable String note) {

    /** Dollars per million tokens. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record PriceView(
            @JsonProperty("input_per_1m") Usd inputPer1m,
            @JsonProperty("output_per_1m") Usd outputPer1m,
            @JsonProperty("cache_read_per_1m") @Nullable Usd cacheReadPer1m,
            @JsonProperty("cache_write_per_1m") @Nullable Usd cacheWritePer1m,
            @Nullable Long longContextAboveTokens) {

        static @Nullable PriceView of(@Nullable Price price) {
            if (price == null) {
                return null;
            }
            Price.LongContext tier = price.longContext();
            return new PriceView(
                    new Usd(price.inputPer1M()),
                    new Usd(price.outputPer1M()),
                    usd(price.cacheReadPer1M()),
                    usd(price.cacheWritePer1M()),
                    tier == null ? null : tier.aboveTokens());
        }

        private static @Nullable Usd usd(@Nullable BigDecimal amount) {
            return amount == null ? null : new Usd(amount);
        }
    }

    static ModelView of(Model model, Catalog catalog, boolean usable, LocalDate today) {
        DataSize vram = model.traits().vram();
        return new ModelView(
                model.name(),
                model.provider(),
                model.id(),
                model.tier() == null ? null : model.tier().name().toLowerCase(Locale.ROOT),
                List.copyOf(new TreeSet<>(model.capabilities())),
                model.contextWindow(),
                model.maxOutput(),
                PriceView.of(model.price()),
                ModelQuery.blendedPer1M(model.price()).map(Usd::new).orElse(null),
                usable,
                alsoAt(model, catalog),
                model.traits().size(),
                vram == null ? null : vram.bytes(),
                model.strengths(),
                model.weaknesses(),
                new TreeMap<>(model.traits().benchmarks()),
                new TreeMap<>(model.ratings()),
                model.acceptsTemperature(),
                !model.isServedOn(today),
                model.endOfLife(),
                model.successor(),
                model.knowledge().registered(),
                model.source(),
                model.note());
    }

    private static List<String> alsoAt(Model model, Catalog catalog) {
        return catalog.providers().keySet().stream()
                .filter(provider -> !provider.equals(model.provider()))
                .filter(provider -> catalog.model(provider, model.id()).isPresent())
                .map(provider -> provider + "/" + model.id())
                .sorted()
                .toList();
    }
}
