package io.signalbox.apiworker.provider.discovery;

import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a provider's models.
 *
 * @param provider as it was configured when it was asked
 * @param models of its latest list; empty where it never gave one
 * @param listedAt when it gave it; null where it never did
 * @param problem why it did not when it was last asked; null where it did
 * @param version of the server's software; null where it does not tell
 */
record Found(
        Provider provider,
        List<ListedModel> models,
        @Nullable Instant listedAt,
        @Nullable String problem,
        @Nullable String version) {

    Found {
        models = List.copyOf(models);
    }

    /** The list stays what it was. */
    Found failed(String why) {
        return new Found(provider, models, listedAt, why, version);
    }

    /** Whether the provider is still asked at the same place with the same keys. */
    boolean isOf(Provider current) {
        return provider.dialect().equals(current.dialect())
                && provider.baseUrl().equals(current.baseUrl())
                && provider.apiKeys().equals(current.apiKeys())
                && provider.headers().equals(current.headers());
    }
}
