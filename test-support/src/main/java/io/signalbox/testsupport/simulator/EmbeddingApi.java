package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.signalbox.contracts.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the simulated providers answer to requests for vectors, whatever their wire. */
final class EmbeddingApi {

    private static final int CHARACTERS_PER_TOKEN = 4;

    private final List<EmbeddingWire> wires =
            List.of(new OpenAiEmbeddings(), new OllamaEmbeddings(), new GeminiEmbeddings());

    /** Empty where a path asks for something else. */
    Optional<EmbeddingWire> wire(String method, String path) {
        return wires.stream().filter(wire -> method.equals("POST") && wire.owns(path)).findFirst();
    }

    Reply answer(
            EmbeddingWire wire,
            SimulatedProvider provider,
            String path,
            Map<String, String> headers,
            String body) {
        Script script = provider.script();
        WireDialect errors = wire.errors();
        if (script.requiredKey() != null && !script.requiredKey().equals(wire.key(headers))) {
            return Reply.error(errors, WireError.of(401));
        }
        try {
            EmbeddingWire.Asked asked = wire.read(path, Json.mapper().readTree(body));
            if (!script.models().isEmpty()
                    && script.models().stream()
                            .noneMatch(listed -> errors.isModel(listed, asked.model()))) {
                return Reply.error(errors, errors.noModel(asked.model()));
            }
            Optional<Fault> fault = provider.nextFault(String.join("\n", asked.texts()));
            List<float[]> vectors =
                    asked.texts().stream()
                            .map(text -> Vectors.of(text, asked.dimensions()))
                            .toList();
            Integer tokens = script.usageReported() ? tokens(asked) : null;
            return new Replies(errors).of(script, wire.answer(asked, vectors, tokens), fault);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Reply.error(errors, new WireError(400, String.valueOf(e.getMessage()), null));
        }
    }

    private static int tokens(EmbeddingWire.Asked asked) {
        return asked.texts().stream()
                .mapToInt(text -> Math.max(1, text.length() / CHARACTERS_PER_TOKEN))
                .sum();
    }
}
