package io.signalbox.contracts.event;

import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator wants something done with a provider's models. Every worker that sees the provider
 * does it; one that starts later does not. It has no result: how it goes is told on the fleet.
 *
 * @param jobId the command's own id, in the form of a job's; there is no such job
 * @param model the provider's own id; null for the provider as a whole
 * @param action {@code refresh}, {@code test}, {@code pull}, {@code load} or {@code unload}; others
 *     are ignored
 */
public record ModelCommand(
        JobId jobId, String provider, @Nullable String model, String action, Instant at)
        implements SignalboxRecord {

    /** Ask for the list of models now. */
    public static final String REFRESH = "refresh";

    /** Ask for the list of models now, and tell what came of it as a {@link ProviderTest}. */
    public static final String TEST = "test";

    /** Get a model from the server's own library, or a newer version of it. */
    public static final String PULL = "pull";

    /** Bring a model into memory, and keep it there. */
    public static final String LOAD = "load";

    /** Take a model out of memory. */
    public static final String UNLOAD = "unload";

    public ModelCommand {
        Required.field("job_id", jobId);
        Required.field("provider", provider);
        Required.field("action", action);
        Required.field("at", at);
    }
}
