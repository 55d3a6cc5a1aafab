package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.event.ProviderCondition.Ping;
import io.signalbox.contracts.wire.Required;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link ModelCommand#TEST} at one worker: the provider was asked for its list of
 * models, and a local one for an answer of one token too.
 *
 * @param id the command's
 * @param latencyMs until the list was there, or could not be had, in milliseconds
 * @param models how many the list has
 * @param error what went wrong first; null where nothing did
 * @param ping of a local server; null where none was made
 */
public record ProviderTest(
        String id, long latencyMs, int models, @Nullable AttemptError error, @Nullable Ping ping) {

    public ProviderTest {
        Required.field("id", id);
    }

    /** Of a provider that was not pinged. */
    public ProviderTest(String id, long latencyMs, int models, @Nullable AttemptError error) {
        this(id, latencyMs, models, error, null);
    }
}
