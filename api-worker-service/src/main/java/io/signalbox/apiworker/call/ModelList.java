package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.event.ListedModel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a server of one dialect is asked for its models. Stateless and thread-safe. */
public interface ModelList {

    /** What to GET, by the provider's base URL; the first page where the list has several. */
    URI address(URI baseUrl);

    /** The headers that show the key; none where there is none. */
    default Map<String, String> headers(@Nullable Secret key) {
        return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key.reveal());
    }

    /** The models' ids, as callers write them, in the server's order. */
    List<String> ids(JsonNode answer);

    /**
     * The same models with what the list tells of each: nothing, where a dialect's has ids only.
     */
    default List<ListedModel> models(JsonNode answer) {
        return ids(answer).stream().map(ListedModel::ofId).toList();
    }

    /** What to GET for the page after that answer; empty where it was the last. */
    default Optional<URI> next(URI baseUrl, JsonNode answer) {
        return Optional.empty();
    }

    /** What a local server answers with 503 for as long as it cannot be used yet. */
    default Optional<URI> readiness(Provider provider) {
        return Optional.empty();
    }

    /** What a local server is asked whenever its list has changed, in this order. */
    default List<LocalQuestion> details(Provider provider, List<ListedModel> listed) {
        return List.of();
    }

    /** What a local server is asked every time, for what changes without its list. */
    default Optional<LocalQuestion> state(Provider provider) {
        return Optional.empty();
    }

    /**
     * What a local server is asked for the models that it has in memory at this moment; the first
     * that is answered counts. Empty where it does not say: such a server is never pinged.
     */
    default List<LoadedQuestion> loaded(Provider provider) {
        return List.of();
    }

    /** Where a local server tells the version of its software, in the field {@code version}. */
    default Optional<URI> version(Provider provider) {
        return Optional.empty();
    }
}
