package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ListedFields;
import io.signalbox.apiworker.call.LocalQuestion;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Which program a compatible local server is, and what it tells beyond {@code /models}. Told by the
 * catalog's name of it, else by its port. Sources: facts/providers.md B.1, LocalAI's and LM
 * Studio's references.
 */
enum LocalServer {
    VLLM("vllm", 8000),
    LM_STUDIO("lmstudio", 1234),
    LOCALAI("localai", 8080),
    OTHER("", -1);

    private final String name;
    private final int port;

    LocalServer(String name, int port) {
        this.name = name;
        this.port = port;
    }

    static LocalServer of(Provider provider) {
        if (!provider.local()) {
            return OTHER;
        }
        String named = provider.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        for (LocalServer server : values()) {
            if (server != OTHER && named.contains(server.name)) {
                return server;
            }
        }
        for (LocalServer server : values()) {
            if (server.port == provider.baseUrl().getPort()) {
                return server;
            }
        }
        return OTHER;
    }

    /** vLLM's engine, or LocalAI while it preloads models, says 503 here. */
    Optional<URI> readiness(URI baseUrl) {
        return switch (this) {
            case VLLM -> Optional.of(beside(baseUrl, "/health"));
            case LOCALAI -> Optional.of(beside(baseUrl, "/readyz"));
            case LM_STUDIO, OTHER -> Optional.empty();
        };
    }

    Optional<URI> version(URI baseUrl) {
        return switch (this) {
            case VLLM, LOCALAI -> Optional.of(beside(baseUrl, "/version"));
            case LM_STUDIO, OTHER -> Optional.empty();
        };
    }

    /** LM Studio before 0.4. */
    List<LocalQuestion> details(URI baseUrl) {
        return switch (this) {
            case LM_STUDIO ->
                    List.of(question(beside(baseUrl, "/api/v0/models"), LocalServer::lmStudio0));
            case LOCALAI ->
                    List.of(
                            question(
                                    URI.create(baseUrl + "/models/capabilities"),
                                    LocalServer::localAi));
            case VLLM, OTHER -> List.of();
        };
    }

    /** LM Studio from 0.4 on; what is loaded, and how, changes without its list of models. */
    Optional<LocalQuestion> state(URI baseUrl) {
        return this == LM_STUDIO
                ? Optional.of(question(beside(baseUrl, "/api/v1/models"), LocalServer::lmStudio1))
                : Optional.empty();
    }

    /** An address of the server itself, whatever prefix its OpenAI-like part has. */
    static URI beside(URI baseUrl, String path) {
        String base = baseUrl.toString();
        return URI.create(
                (base.endsWith("/v1") ? base.substring(0, base.length() - 3) : base) + path);
    }

    private static LocalQuestion question(
            URI address, BiFunction<List<ListedModel>, JsonNode, List<ListedModel>> adds) {
        return new LocalQuestion(address, null, adds);
    }

    private static List<ListedModel> lmStudio0(List<ListedModel> known, JsonNode answer) {
        return each(
                known,
                answer.path("data"),
                "id",
                (fields, model) -> {
                    String type = model.path("type").asText();
                    JsonNode capabilities = model.path("capabilities");
                    if (capabilities.isArray()) {
                        fields.capability("tools", OpenAiModelList.holds(capabilities, "tool_use"));
                    }
                    return usable(fields, type.equals("embeddings"))
                            .capability("vision", type.equals("vlm"))
                            .contextWindow(
                                    model.path("loaded_context_length"),
                                    model.path("max_context_length"))
                            .loaded(model.path("state").asText().equals("loaded"));
                });
    }

    /** What is loaded has the window that it was loaded with. */
    private static List<ListedModel> lmStudio1(List<ListedModel> known, JsonNode answer) {
        return each(
                known,
                answer.path("models"),
                "key",
                (fields, model) -> {
                    JsonNode instances = model.path("loaded_instances");
                    JsonNode capabilities = model.path("capabilities");
                    return usable(fields, model.path("type").asText().equals("embedding"))
                            .capability("vision", capabilities.path("vision"))
                            .capability("tools", capabilities.path("trained_for_tool_use"))
                            .contextWindow(
                                    instances.path(0).path("config").path("context_length"),
                                    model.path("max_context_length"))
                            .loaded(!instances.isEmpty());
                });
    }

    private static List<ListedModel> localAi(List<ListedModel> known, JsonNode answer) {
        return each(
                known,
                answer.path("data"),
                "id",
                (fields, model) -> {
                    JsonNode capabilities = model.path("capabilities");
                    JsonNode in = model.path("input_modalities");
                    if (capabilities.isArray()) {
                        fields.capability("chat", OpenAiModelList.holds(capabilities, "chat"));
                        fields.capability(
                                "embedding", OpenAiModelList.holds(capabilities, "embeddings"));
                    }
                    return in.isArray()
                            ? fields.capability("vision", OpenAiModelList.holds(in, "image"))
                            : fields;
                });
    }

    private static ListedFields usable(ListedFields fields, boolean embedding) {
        return fields.capability("chat", !embedding).capability("embedding", embedding);
    }

    private static List<ListedModel> each(
            List<ListedModel> known,
            JsonNode answer,
            String idField,
            BiFunction<ListedFields, JsonNode, ListedFields> adds) {
        List<ListedModel> models = new ArrayList<>();
        for (ListedModel model : known) {
            ListedModel told = model;
            for (JsonNode entry : answer) {
                if (entry.path(idField).asText().equals(model.id())) {
                    told = adds.apply(ListedFields.of(model), entry).model();
                }
            }
            models.add(told);
        }
        return models;
    }
}
