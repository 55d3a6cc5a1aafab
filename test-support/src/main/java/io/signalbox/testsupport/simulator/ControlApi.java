package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.signalbox.contracts.wire.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The simulator's own HTTP: {@code PUT /_control/<name>} sets a script (an unknown field is an
 * error), {@code GET} tells counts, {@code DELETE} sets them to 0, {@code GET /_control} lists
 * names.
 */
final class ControlApi {

    static final String ROOT = "/_control";

    private static final ObjectReader SCRIPTS =
            Json.mapper()
                    .readerFor(Script.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<String, SimulatedProvider> providers;
    private final Function<String, SimulatedProvider> providerOrNew;

    ControlApi(
            Map<String, SimulatedProvider> providers,
            Function<String, SimulatedProvider> providerOrNew) {
        this.providers = providers;
        this.providerOrNew = providerOrNew;
    }

    static boolean owns(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    Reply answer(String method, String path, String body) {
        if (path.equals(ROOT)) {
            return json(200, new TreeSet<>(providers.keySet()));
        }
        String name = path.substring(ROOT.length() + 1);
        SimulatedProvider known = providers.get(name);
        if (method.equals("PUT")) {
            return set(name, body);
        }
        if (known == null) {
            return json(404, Map.of("error", "no simulated provider '%s'".formatted(name)));
        }
        return switch (method) {
            case "GET" -> json(200, known.counts());
            case "DELETE" -> {
                known.reset();
                yield Reply.of(204, Reply.JSON, "");
            }
            default -> json(405, Map.of("error", "use GET, PUT or DELETE"));
        };
    }

    private Reply set(String name, String body) {
        try {
            Optional<Script> read = Optional.ofNullable(SCRIPTS.readValue(body));
            Script script =
                    read.orElseThrow(() -> new IllegalArgumentException("the script is null"));
            providerOrNew.apply(name).play(script);
            return Reply.of(204, Reply.JSON, "");
        } catch (JsonProcessingException e) {
            return json(400, Map.of("error", String.valueOf(e.getOriginalMessage())));
        } catch (IllegalArgumentException e) {
            return json(400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private static Reply json(int status, Object body) {
        return Reply.of(status, Reply.JSON, Json.text(body));
    }
}
