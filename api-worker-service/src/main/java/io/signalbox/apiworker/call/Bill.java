package io.signalbox.apiworker.call;

import io.signalbox.catalog.Model;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import org.jspecify.annotations.Nullable;

/**
 * What a call used and cost.
 *
 * @param usage null where the call never got as far as a model
 * @param cost null where the price is unknown or nothing was used
 * @param unpriced tokens were used whose price is unknown
 */
public record Bill(@Nullable Usage usage, @Nullable Usd cost, boolean unpriced) {

    public static final Bill NOTHING = new Bill(null, null, false);

    /**
     * The provider's own figure wins, then the registry's price counts; a local provider's model
     * without a price is free.
     *
     * @param reported what the provider says it charged; null where it does not say
     */
    public static Bill of(CallRequest request, @Nullable Usage usage, @Nullable Usd reported) {
        if (usage == null) {
            return NOTHING;
        }
        if (reported != null) {
            return new Bill(usage, reported, false);
        }
        Model model = request.model();
        if (model != null && model.price() != null) {
            return new Bill(usage, model.price().cost(usage), false);
        }
        return request.provider().local()
                ? new Bill(usage, Usd.ZERO, false)
                : new Bill(usage, null, true);
    }

    /** The same tokens, bought at a price that is not the registry's. */
    public Bill atAnotherPrice() {
        return usage == null ? this : new Bill(usage, null, true);
    }
}
