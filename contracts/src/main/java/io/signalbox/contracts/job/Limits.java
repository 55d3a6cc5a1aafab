package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.signalbox.contracts.wire.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a job may take; null leaves it to the catalog.
 *
 * @param timeout from admission to the job's end, all attempts and waits included
 * @param maxAttempts over all candidates, 1 or more; waits do not count
 * @param retries on the same candidate, 0 or more
 * @param priority {@code interactive} (default) or {@code batch}: they never share a queue
 * @param rerun whether an agent's run is begun again after its worker died in the middle: {@code
 *     once} (default) or {@code never}; then the attempt fails, and the next candidate has its turn
 */
public record Limits(
        @JsonSerialize(using = DurationText.Serializer.class)
                @JsonDeserialize(using = DurationText.Deserializer.class)
                @Nullable Duration timeout,
        @Nullable Integer maxAttempts,
        @Nullable Integer retries,
        @Nullable String priority,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rerun) {

    public static final Limits UNSPECIFIED = new Limits(null, null, null, null);

    /** With the usual {@code rerun}. */
    public Limits(
            @Nullable Duration timeout,
            @Nullable Integer maxAttempts,
            @Nullable Integer retries,
            @Nullable String priority) {
        this(timeout, maxAttempts, retries, priority, null);
    }

    public boolean isBatch() {
        return "batch".equals(priority);
    }

    /** Whether a run that broke off may be begun again. */
    public boolean mayRerun() {
        return !"never".equals(rerun);
    }
}
