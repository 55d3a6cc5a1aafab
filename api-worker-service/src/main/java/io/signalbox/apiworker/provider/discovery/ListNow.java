package io.signalbox.apiworker.provider.discovery;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.apiworker.call.failure.StatusClass;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Asks a provider for its list of models at this moment, whatever the schedule says; it costs
 * nothing there. What came of it is known from then on. Blocks; thread-safe.
 */
@ApplicationScoped
public class ListNow {

    private final ListReader reader;
    private final CloudLists clouds;
    private final Duration limit;

    ListNow(ListReader reader, CloudLists clouds, ApiWorkerConfig config) {
        this.reader = reader;
        this.clouds = clouds;
        this.limit = config.discoveryTimeout();
    }

    /** What came of it. */
    public sealed interface Listed {

        record Models(int count) implements Listed {}

        record Failed(AttemptError error) implements Listed {}
    }

    /** With the first of the provider's keys that it takes. */
    public Listed of(Provider provider, ModelList dialect) {
        ListReader.Outcome outcome = reader.read(provider, dialect, limit);
        clouds.told(provider, outcome);
        return switch (outcome) {
            case ListReader.Outcome.Listed listed -> new Listed.Models(listed.models().size());
            case ListReader.Outcome.Refused refused ->
                    new Listed.Failed(
                            new AttemptError(
                                    classOf(refused.status()),
                                    "%s answered %d when it was asked for its models"
                                            .formatted(provider.name(), refused.status()),
                                    refused.status()));
            case ListReader.Outcome.Silent silent ->
                    new Listed.Failed(
                            AttemptError.of(
                                    silent.late() ? ErrorClass.TIMEOUT : ErrorClass.UNAVAILABLE,
                                    "%s could not be asked for its models: %s"
                                            .formatted(provider.name(), silent.why())));
        };
    }

    /** What says nothing of the key, the limits or the load is an address that is not the API's. */
    private static ErrorClass classOf(int status) {
        ErrorClass found = StatusClass.of(status);
        return switch (found) {
            case PROVIDER_AUTHENTICATION, QUOTA_EXHAUSTED, RATE_LIMITED, OVERLOADED, TIMEOUT ->
                    found;
            default -> ErrorClass.UNAVAILABLE;
        };
    }
}
