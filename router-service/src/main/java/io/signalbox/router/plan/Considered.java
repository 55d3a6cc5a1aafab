package io.signalbox.router.plan;

import org.jspecify.annotations.Nullable;

/** Somebody that a job's model name could mean, before it is looked at whether they are able. */
sealed interface Considered {

    /** Place in the chain or alias that named it; 0 where nothing named an order. */
    int position();

    /** How it came to be considered, in words. */
    String reason();

    /**
     * @param model the provider's own id; null: the provider's model for the task
     */
    record OfProvider(int position, String provider, @Nullable String model, String reason)
            implements Considered {}

    record OfAgent(int position, String agent, @Nullable String model, String reason)
            implements Considered {}
}
