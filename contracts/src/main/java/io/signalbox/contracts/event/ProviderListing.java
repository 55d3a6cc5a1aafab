package io.signalbox.contracts.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker found out by asking a provider for its models, and the work on models that was
 * asked of it. Cut so that a report stays far below any broker's limit: see {@link #MAX_BYTES}.
 *
 * @param models those that the provider tells more of than the id, at most 500
 * @param listedAt when the provider last gave its list; null where it never did
 * @param problem why it did not when it was last asked, in words; null where it did
 * @param version of the server's software; null where it does not tell
 * @param work pulls, loads and unloads of this worker, the latest last
 */
public record ProviderListing(
        List<ListedModel> models,
        @Nullable Instant listedAt,
        @Nullable String problem,
        @Nullable String version,
        List<ModelWork> work) {

    /** Most models described in one report; the list's first. */
    public static final int MAX_MODELS = 500;

    /** Most bytes of JSON that the described models of one report may take together: 192 KiB. */
    public static final int MAX_BYTES = 192 * 1024;

    /** Most pulls, loads and unloads told of in one report; the latest. */
    public static final int MAX_WORK = 20;

    public ProviderListing {
        models = models == null ? List.of() : List.copyOf(models);
        work = work == null ? List.of() : List.copyOf(work);
    }
}
