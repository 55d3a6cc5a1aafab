package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.LoadedModel;
import io.signalbox.apiworker.call.LoadedQuestion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a compatible local server tells what it has in memory. Sources: facts/providers.md B.1,
 * LocalAI's {@code SystemInformationResponse}.
 */
final class LoadedHere {

    private LoadedHere() {}

    /** Empty where the server does not say: who lists a model may load it only when asked. */
    static List<LoadedQuestion> of(LocalServer server, URI baseUrl) {
        return switch (server) {
            case VLLM ->
                    List.of(new LoadedQuestion(URI.create(baseUrl + "/models"), LoadedHere::vllm));
            case LM_STUDIO ->
                    List.of(
                            new LoadedQuestion(
                                    LocalServer.beside(baseUrl, "/api/v1/models"),
                                    LoadedHere::lmStudio1),
                            new LoadedQuestion(
                                    LocalServer.beside(baseUrl, "/api/v0/models"),
                                    LoadedHere::lmStudio0));
            case LOCALAI ->
                    List.of(
                            new LoadedQuestion(
                                    LocalServer.beside(baseUrl, "/system"), LoadedHere::localAi));
            case OTHER -> List.of();
        };
    }

    /** It serves what it was started with; adapters have a parent. Others listen there too. */
    private static List<LoadedModel> vllm(JsonNode answer) {
        return each(
                answer.path("data"),
                "id",
                true,
                model ->
                        model.path("owned_by").asText().equals("vllm")
                                && !model.hasNonNull("parent"));
    }

    private static List<LoadedModel> lmStudio1(JsonNode answer) {
        return each(
                answer.path("models"),
                "key",
                false,
                model ->
                        !model.path("type").asText().equals("embedding")
                                && !model.path("loaded_instances").isEmpty());
    }

    private static List<LoadedModel> lmStudio0(JsonNode answer) {
        return each(
                answer.path("data"),
                "id",
                false,
                model ->
                        !model.path("type").asText().equals("embeddings")
                                && model.path("state").asText().equals("loaded"));
    }

    private static List<LoadedModel> localAi(JsonNode answer) {
        return each(answer.path("loaded_models"), "id", false, model -> true);
    }

    private static List<LoadedModel> each(
            JsonNode models, String idField, boolean stays, Predicate<JsonNode> isLoaded) {
        List<LoadedModel> loaded = new ArrayList<>();
        for (JsonNode model : models) {
            if (model.path(idField).isTextual() && isLoaded.test(model)) {
                loaded.add(new LoadedModel(model.path(idField).asText(), stays, null));
            }
        }
        return loaded;
    }
}
