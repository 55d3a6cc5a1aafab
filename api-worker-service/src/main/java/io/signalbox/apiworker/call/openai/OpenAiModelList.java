package io.signalbox.apiworker.call.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.call.ListedFields;
import io.signalbox.apiworker.call.LoadedQuestion;
import io.signalbox.apiworker.call.LocalQuestion;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Provider;
import io.signalbox.contracts.event.ListedModel;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET <base>/models}, with what each compatible server adds to it, told by the fields'
 * names. Source: facts/providers.md B.1.
 */
final class OpenAiModelList implements ModelList {

    /** Together's types of models that nobody can chat with. */
    private static final Set<String> NOT_FOR_CHAT =
            Set.of("audio", "embedding", "image", "moderation", "rerank", "transcribe", "video");

    @Override
    public URI address(URI baseUrl) {
        return URI.create(baseUrl + "/models");
    }

    @Override
    public List<String> ids(JsonNode answer) {
        return models(answer).stream().map(ListedModel::id).toList();
    }

    /** Together's list is a bare array. */
    @Override
    public List<ListedModel> models(JsonNode answer) {
        List<ListedModel> models = new ArrayList<>();
        for (JsonNode model : answer.isArray() ? answer : answer.path("data")) {
            if (model.path("id").isTextual()) {
                models.add(read(model.get("id").asText(), model));
            }
        }
        return models;
    }

    @Override
    public Optional<URI> readiness(Provider provider) {
        return LocalServer.of(provider).readiness(provider.baseUrl());
    }

    @Override
    public List<LocalQuestion> details(Provider provider, List<ListedModel> listed) {
        return LocalServer.of(provider).details(provider.baseUrl());
    }

    @Override
    public Optional<LocalQuestion> state(Provider provider) {
        return LocalServer.of(provider).state(provider.baseUrl());
    }

    @Override
    public List<LoadedQuestion> loaded(Provider provider) {
        return LoadedHere.of(LocalServer.of(provider), provider.baseUrl());
    }

    @Override
    public Optional<URI> version(Provider provider) {
        return LocalServer.of(provider).version(provider.baseUrl());
    }

    private static ListedModel read(String id, JsonNode model) {
        JsonNode top = model.path("top_provider");
        ListedFields fields =
                new ListedFields(id)
                        .contextWindow(
                                model.path("context_length"),
                                model.path("context_window"),
                                model.path("max_model_len"),
                                model.path("max_context_length"),
                                top.path("context_length"))
                        .maxOutput(
                                top.path("max_completion_tokens"),
                                model.path("max_completion_tokens"),
                                model.path("max_output_tokens"))
                        .retiresAt(model.path("expiration_date"))
                        .retiresAt(model.path("deprecation"))
                        .successor(model.path("deprecation_replacement_model"));
        mistral(model.path("capabilities"), fields);
        type(model.path("type"), fields);
        modalities(model.path("architecture"), fields);
        parameters(model.path("supported_parameters"), fields);
        price(model.path("pricing"), fields);
        routes(model.path("providers"), fields);
        return fields.model();
    }

    private static void type(JsonNode type, ListedFields fields) {
        if (type.asText().equals("chat")) {
            fields.capability("chat", true);
        } else if (NOT_FOR_CHAT.contains(type.asText())) {
            fields.capability("chat", false).capability("tools", false);
            fields.capability("embedding", type.asText().equals("embedding"));
        }
    }

    /** Mistral tells of its abilities one by one. */
    private static void mistral(JsonNode can, ListedFields fields) {
        fields.capability("chat", can.path("completion_chat"))
                .capability("tools", can.path("function_calling"))
                .capability("vision", can.path("vision"))
                .capability("fim", can.path("completion_fim"));
    }

    /** OpenRouter and Hugging Face. */
    private static void modalities(JsonNode architecture, ListedFields fields) {
        JsonNode in = architecture.path("input_modalities");
        if (in.isArray()) {
            fields.capability("vision", holds(in, "image"));
        }
        JsonNode out = architecture.path("output_modalities");
        if (out.isArray()) {
            fields.capability("chat", holds(out, "text"));
        }
    }

    /** OpenRouter. */
    private static void parameters(JsonNode parameters, ListedFields fields) {
        if (parameters.isArray()) {
            fields.capability("tools", holds(parameters, "tools"))
                    .capability("reasoning", holds(parameters, "reasoning"))
                    .capability("json_schema", holds(parameters, "structured_outputs"));
        }
    }

    static boolean holds(JsonNode array, String text) {
        for (JsonNode item : array) {
            if (item.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    /**
     * OpenRouter tells dollars per token, and -1 for its own routers; Together dollars per million,
     * and 0 where it sells no tokens but machines: that is no price.
     */
    private static void price(JsonNode pricing, ListedFields fields) {
        if (pricing.has("prompt")) {
            fields.pricePerToken(
                    pricing.path("prompt"),
                    pricing.path("completion"),
                    pricing.path("input_cache_read"),
                    pricing.path("input_cache_write"));
            return;
        }
        BigDecimal input = ListedFields.number(pricing.path("input"));
        BigDecimal output = ListedFields.number(pricing.path("output"));
        if (input != null && output != null && input.signum() + output.signum() > 0) {
            fields.price(input, output, positive(pricing.path("cached_input")), null);
        }
    }

    private static @Nullable BigDecimal positive(JsonNode told) {
        BigDecimal number = ListedFields.number(told);
        return number == null || number.signum() <= 0 ? null : number;
    }

    /**
     * Hugging Face: who serves the model at the moment. Which of them answers is the router's
     * choice, so a price or an ability counts only where all agree, and the window is the largest.
     */
    private static void routes(JsonNode providers, ListedFields fields) {
        List<JsonNode> live = new ArrayList<>();
        for (JsonNode route : providers.isArray() ? providers : List.<JsonNode>of()) {
            if (route.path("status").asText().equals("live")) {
                live.add(route);
            }
        }
        if (live.isEmpty()) {
            return;
        }
        live.stream()
                .map(route -> route.path("context_length"))
                .filter(JsonNode::canConvertToLong)
                .max((one, two) -> Long.compare(one.asLong(), two.asLong()))
                .ifPresent(fields::contextWindow);
        agreed(live, "/supports_tools").ifPresent(it -> fields.capability("tools", it));
        agreed(live, "/supports_structured_output")
                .ifPresent(it -> fields.capability("json_schema", it));
        Optional<JsonNode> input = agreed(live, "/pricing/input");
        Optional<JsonNode> output = agreed(live, "/pricing/output");
        if (input.isPresent() && output.isPresent()) {
            fields.price(
                    ListedFields.number(input.get()),
                    ListedFields.number(output.get()),
                    null,
                    null);
        }
    }

    private static Optional<JsonNode> agreed(List<JsonNode> routes, String pointer) {
        Iterator<JsonNode> values = routes.stream().map(route -> route.at(pointer)).iterator();
        JsonNode first = values.next();
        while (values.hasNext()) {
            if (!values.next().equals(first)) {
                return Optional.empty();
            }
        }
        return first.isMissingNode() ? Optional.empty() : Optional.of(first);
    }
}
