package io.signalbox.apiworker.call.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.apiworker.call.LocalModels;
import io.signalbox.apiworker.call.failure.ErrorText;
import io.signalbox.apiworker.call.upstream.Outbound;
import io.signalbox.apiworker.call.upstream.ProviderHttpException;
import io.signalbox.apiworker.call.upstream.StreamFault;
import io.signalbox.apiworker.call.upstream.StreamWatch;
import io.signalbox.apiworker.call.upstream.UpstreamHttp;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/pull}; {@code POST /api/generate} without a prompt, which loads a model or, with
 * {@code keep_alive: 0}, unloads it. Source: facts/providers.md B.6.
 */
final class OllamaLocalModels implements LocalModels {

    /** A server that says nothing for so long is given up. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MAX_REASON_CHARS = 300;

    private final UpstreamHttp http;

    OllamaLocalModels(UpstreamHttp http) {
        this.http = http;
    }

    @Override
    public Optional<String> pull(Provider provider, String modelId, Consumer<Progress> listener) {
        Answer answer = new Answer(provider, listener);
        Optional<String> problem =
                post(provider, "/pull", object(modelId).put("stream", true), answer);
        return problem.isPresent() || answer.isSuccess()
                ? problem
                : Optional.of("the server broke off before the model was whole");
    }

    /** {@code keep_alive: -1}: until it is unloaded. */
    @Override
    public Optional<String> load(Provider provider, String modelId) {
        return keepAlive(provider, modelId, -1);
    }

    @Override
    public Optional<String> unload(Provider provider, String modelId) {
        return keepAlive(provider, modelId, 0);
    }

    private Optional<String> keepAlive(Provider provider, String modelId, int keepAlive) {
        ObjectNode body = object(modelId).put("keep_alive", keepAlive).put("stream", false);
        return post(provider, "/generate", body, new Answer(provider, ignored -> {}));
    }

    private static ObjectNode object(String modelId) {
        return JsonNodeFactory.instance.objectNode().put("model", modelId);
    }

    private Optional<String> post(
            Provider provider, String operation, ObjectNode body, Answer answer) {
        try (StreamWatch watch = http.watch(new StreamWatch.Limits(SILENCE, SILENCE, LONGEST))) {
            http.lines(
                    outbound(provider, watch),
                    OllamaDialectClient.address(provider.baseUrl(), operation).toString(),
                    Json.bytes(body),
                    line -> {
                        watch.content();
                        answer.onLine(line);
                    });
            return Optional.ofNullable(answer.error());
        } catch (ProviderHttpException e) {
            return Optional.of("status " + e.statusCode() + reason(provider, e.body()));
        } catch (StreamFault e) {
            return Optional.of(fit(provider, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of("the connection broke: " + e.getClass().getSimpleName());
        }
    }

    private static Outbound outbound(Provider provider, StreamWatch watch) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "signalbox");
        headers.putAll(new OllamaModelList().headers(key(provider)));
        headers.putAll(provider.headers());
        return new Outbound(headers, provider.timeouts().connect(), watch);
    }

    private static @Nullable Secret key(Provider provider) {
        return provider.apiKeys().stream().findFirst().orElse(null);
    }

    private static String reason(Provider provider, @Nullable String body) {
        try {
            String error = Json.mapper().readTree(String.valueOf(body)).path("error").asText();
            return error.isEmpty() ? "" : ": " + fit(provider, error);
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** A server's own words for the fleet's report: short, without a key. */
    private static String fit(Provider provider, String words) {
        String text = ErrorText.safe(words, provider, key(provider));
        return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS);
    }

    /** The lines of an answer: steps, then an end or an error. */
    private static final class Answer {

        private final Provider provider;
        private final Consumer<Progress> listener;
        private @Nullable String error;
        private boolean success;

        Answer(Provider provider, Consumer<Progress> listener) {
            this.provider = provider;
            this.listener = listener;
        }

        void onLine(String line) {
            JsonNode step = read(line);
            if (step.hasNonNull("error")) {
                error = fit(provider, step.get("error").asText());
                return;
            }
            String status = step.path("status").asText("");
            success |= status.equals("success");
            listener.accept(
                    new Progress(
                            status.isEmpty() ? null : fit(provider, status),
                            count(step.path("completed")),
                            count(step.path("total"))));
        }

        private static JsonNode read(String line) {
            try {
                return Json.mapper().readTree(line);
            } catch (JsonProcessingException e) {
                throw new StreamFault(
                        StreamFault.Kind.MALFORMED, "a line of the answer is not JSON");
            }
        }

        private static @Nullable Long count(JsonNode told) {
            return told.canConvertToLong() && told.isNumber() ? told.asLong() : null;
        }

        boolean isSuccess() {
            return success;
        }

        @Nullable String error() {
            return error;
        }
    }
}
