package io.signalbox.apiworker.call.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signalbox.apiworker.call.ListedFields;
import io.signalbox.apiworker.call.LoadedModel;
import io.signalbox.apiworker.call.LoadedQuestion;
import io.signalbox.apiworker.call.LocalQuestion;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Dialect;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/tags}: what was pulled; {@code POST /api/show}: what each can do; {@code GET
 * /api/ps}: what is loaded, and with which context. A model's tag {@code latest} is left out of its
 * id. Source: facts/providers.md B.1 and B.6.
 */
final class OllamaModelList implements ModelList {

    /** Most models that are each asked for by themselves; the list's first. */
    private static final int MAX_SHOWN = 200;

    private static final Pattern NUM_CTX = Pattern.compile("(?m)^\\s*num_ctx\\s+(\\d{1,10})\\s*$");

    @Override
    public URI address(URI baseUrl) {
        return OllamaDialectClient.address(baseUrl, "/tags");
    }

    @Override
    public List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode model : answer.path("models")) {
            String id = id(model);
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Older versions have the name only. */
    private static String id(JsonNode model) {
        JsonNode name = model.has("model") ? model.get("model") : model.path("name");
        return name.isTextual() ? Dialect.OLLAMA.modelId(name.asText()) : "";
    }

    @Override
    public List<LocalQuestion> details(Provider provider, List<ListedModel> listed) {
        URI show = OllamaDialectClient.address(provider.baseUrl(), "/show");
        return listed.stream()
                .limit(MAX_SHOWN)
                .map(model ->
                        new LocalQuestion(
                                show,
                                JsonNodeFactory.instance.objectNode().put("model", model.id()),
                                (known, answer) -> described(known, model.id(), answer)))
                .toList();
    }

    private static List<ListedModel> described(
            List<ListedModel> known, String id, JsonNode answer) {
        return known.stream()
                .map(model -> model.id().equals(id) ? shown(model, answer) : model)
                .toList();
    }

    /** The most that the model takes, or what its own parameters set. */
    private static ListedModel shown(ListedModel model, JsonNode answer) {
        JsonNode facts = answer.path("model_info");
        String architecture = facts.path("general.architecture").asText("");
        ListedFields fields =
                ListedFields.of(model).contextWindow(facts.path(architecture + ".context_length"));
        Matcher set = NUM_CTX.matcher(answer.path("parameters").asText(""));
        if (set.find()) {
            fields.contextWindow(JsonNodeFactory.instance.numberNode(Long.parseLong(set.group(1))));
        }
        JsonNode capabilities = answer.path("capabilities");
        if (capabilities.isArray()) {
            List<String> has = new ArrayList<>();
            capabilities.forEach(capability -> has.add(capability.asText()));
            fields.capability("chat", has.contains("completion"))
                    .capability("vision", has.contains("vision"))
                    .capability("tools", has.contains("tools"))
                    .capability("reasoning", has.contains("thinking"))
                    .capability("embedding", has.contains("embedding"));
        }
        return fields.model();
    }

    /** What is loaded has the context that it was loaded with: longer prompts are refused. */
    @Override
    public Optional<LocalQuestion> state(Provider provider) {
        return Optional.of(
                new LocalQuestion(
                        OllamaDialectClient.address(provider.baseUrl(), "/ps"),
                        null,
                        OllamaModelList::running));
    }

    private static List<ListedModel> running(List<ListedModel> known, JsonNode answer) {
        Map<String, JsonNode> running = new HashMap<>();
        answer.path("models").forEach(model -> running.put(id(model), model));
        return known.stream()
                .map(model -> {
                    JsonNode it = running.get(model.id());
                    ListedFields fields = ListedFields.of(model).loaded(it != null);
                    return it == null
                            ? fields.model()
                            : fields.contextWindow(it.path("context_length")).model();
                })
                .toList();
    }

    /** Each use of a model puts its {@code expires_at} off again. */
    @Override
    public List<LoadedQuestion> loaded(Provider provider) {
        return List.of(
                new LoadedQuestion(
                        OllamaDialectClient.address(provider.baseUrl(), "/ps"),
                        OllamaModelList::inMemory));
    }

    private static List<LoadedModel> inMemory(JsonNode answer) {
        List<LoadedModel> loaded = new ArrayList<>();
        for (JsonNode model : answer.path("models")) {
            String id = id(model);
            if (!id.isEmpty()) {
                loaded.add(new LoadedModel(id, false, moment(model.path("expires_at"))));
            }
        }
        return loaded;
    }

    private static @Nullable Instant moment(JsonNode told) {
        try {
            return told.isTextual() ? OffsetDateTime.parse(told.asText()).toInstant() : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public Optional<URI> version(Provider provider) {
        return Optional.of(OllamaDialectClient.address(provider.baseUrl(), "/version"));
    }
}
