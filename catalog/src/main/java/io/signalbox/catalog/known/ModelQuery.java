package io.signalbox.catalog.known;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question to the registry; null asks for any.
 *
 * @param capability a tag that the model must be known to have
 * @param maxCostPer1M most dollars for a million tokens, {@link #blendedPer1M}; a model without a
 *     known price is left out
 * @param retired true: those that are no longer served too
 */
public record ModelQuery(
        @Nullable String capability,
        Model.@Nullable Tier tier,
        @Nullable BigDecimal maxCostPer1M,
        @Nullable String provider,
        boolean retired) {

    private static final BigDecimal INPUT_SHARE = new BigDecimal("0.75");
    private static final BigDecimal OUTPUT_SHARE = new BigDecimal("0.25");

    private static final Comparator<Model> CHEAPEST_FIRST =
            Comparator.<Model, BigDecimal>comparing(
                            model -> blendedPer1M(model.price()).orElse(null),
                            Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Model::name);

    /**
     * What a million tokens cost, three quarters of them fresh input and one quarter output: the
     * mix of a plain conversation. Empty where the price is unknown.
     */
    public static Optional<BigDecimal> blendedPer1M(@Nullable Price price) {
        return Optional.ofNullable(price)
                .map(it ->
                        it.inputPer1M()
                                .multiply(INPUT_SHARE)
                                .add(it.outputPer1M().multiply(OUTPUT_SHARE)));
    }

    /** The cheapest first, those without a price last. */
    public List<Model> of(Catalog catalog, LocalDate today) {
        return catalog.models().values().stream()
                .filter(model -> provider == null || model.provider().equals(provider))
                .filter(model -> capability == null || model.capabilities().contains(capability))
                .filter(model -> tier == null || model.tier() == tier)
                .filter(model -> retired || model.isServedOn(today))
                .filter(this::isCheapEnough)
                .sorted(CHEAPEST_FIRST)
                .toList();
    }

    private boolean isCheapEnough(Model model) {
        return maxCostPer1M == null
                || blendedPer1M(model.price())
                        .filter(cost -> cost.compareTo(maxCostPer1M) <= 0)
                        .isPresent();
    }
}
