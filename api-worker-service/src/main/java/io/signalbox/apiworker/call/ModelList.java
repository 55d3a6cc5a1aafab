package io.signalbox.apiworker.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a server of one dialect is asked for its models. Stateless and thread-safe. */
public interface ModelList {

    /** What to GET, by the provider's base URL. */
    URI address(URI baseUrl);

    /** The headers that show the key; none where there is none. */
    default Map<String, String> headers(@Nullable Secret key) {
        return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key.reveal());
    }

    /** The models' ids, as callers write them, in the server's order. */
    List<String> ids(JsonNode answer);
}
