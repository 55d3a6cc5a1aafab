package io.signalbox.contracts.job;

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
 */
public record Limits(
        @JsonSerialize(using = DurationText.Serializer.class)
                @JsonDeserialize(using = DurationText.Deserializer.class)
                @Nullable Duration timeout,
        @Nullable Integer maxAttempts,
        @Nullable Integer retries,
        @Nullable String priority) {

    public static final Limits UNSPECIFIED = new Limits(null, null, null, null);

    public boolean isBatch() {
        return "batch".equals(priority);
    }
}
