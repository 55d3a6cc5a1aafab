package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * How a local server is asked what it has in memory now: a GET that costs nothing and loads nothing
 * there.
 *
 * @param reads the models of a good answer, in its order; none where it is another server's
 */
public record LoadedQuestion(URI address, Function<JsonNode, List<LoadedModel>> reads) {}
