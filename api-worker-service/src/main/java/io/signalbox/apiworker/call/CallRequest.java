package io.signalbox.apiworker.call;

import io.signalbox.catalog.Model;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.EmbeddingInput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to ask of whom.
 *
 * @param key the provider's key to use; null sends none
 * @param modelId the provider's own id
 * @param model what the registry knows about it; null where it knows nothing
 * @param attemptId sent upstream as {@code x-signalbox-attempt}
 * @param deadline the job's; the call has ended by then
 * @param embedding texts to be made vectors of; null where {@code input} is to be answered
 */
public record CallRequest(
        Provider provider,
        @Nullable Secret key,
        String modelId,
        @Nullable Model model,
        ChatInput input,
        String attemptId,
        Instant deadline,
        @Nullable EmbeddingInput embedding) {

    /** A conversation to be answered. */
    public CallRequest(
            Provider provider,
            @Nullable Secret key,
            String modelId,
            @Nullable Model model,
            ChatInput input,
            String attemptId,
            Instant deadline) {
        this(provider, key, modelId, model, input, attemptId, deadline, null);
    }

    /** Never the prompt. */
    @Override
    public String toString() {
        return "CallRequest[" + attemptId + ", " + provider.name() + "/" + modelId + "]";
    }
}
