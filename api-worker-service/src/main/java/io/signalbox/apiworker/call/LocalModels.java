package io.signalbox.apiworker.call;

import io.signalbox.catalog.Provider;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with the models of a dialect's local server. Each call blocks until it is done
 * and gives the reason why it failed, or empty. Thread-safe.
 */
public interface LocalModels {

    /**
     * @param detail what the server says it does
     * @param completedBytes of the part that is being fetched; null where nothing is counted
     */
    record Progress(
            @Nullable String detail, @Nullable Long completedBytes, @Nullable Long totalBytes) {}

    /**
     * Fetches a model, or what is missing of it.
     *
     * @param listener told of each step, many times a second
     */
    Optional<String> pull(Provider provider, String modelId, Consumer<Progress> listener);

    /** Brings a model into memory, where it stays. */
    Optional<String> load(Provider provider, String modelId);

    Optional<String> unload(Provider provider, String modelId);
}
