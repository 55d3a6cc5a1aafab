package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.event.ListedModel;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Something that a local server is asked beyond its list. It costs nothing there, and a server that
 * does not know the address changes nothing.
 *
 * @param body posted as JSON; null: a GET
 * @param adds what is known of the models, and with the answer
 */
public record LocalQuestion(
        URI address,
        @Nullable JsonNode body,
        BiFunction<List<ListedModel>, JsonNode, List<ListedModel>> adds) {}
