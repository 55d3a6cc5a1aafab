package io.signalbox.apiworker.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a server for its models: {@code GET <base>/models}. Blocks. */
@ApplicationScoped
public class ProviderProbe {

    private static final int MAX_MODELS = 1_000;

    private final Duration timeout;
    private final HttpClient http;

    ProviderProbe(ApiWorkerConfig config) {
        this.timeout = config.probeTimeout();
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build();
    }

    /** The ids of the server's models; empty where it does not answer with a list in time. */
    Optional<List<String>> models(Provider provider) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/models"))
                        .timeout(timeout)
                        .GET();
        for (Secret key : provider.apiKeys().stream().limit(1).toList()) {
            request.header("Authorization", "Bearer " + key.reveal());
        }
        try {
            HttpResponse<byte[]> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean ourselves = answer.headers().firstValue(Headers.HTTP_SIGNALBOX).isPresent();
            if (answer.statusCode() != 200 || ourselves) {
                return Optional.empty();
            }
            JsonNode body = Json.mapper().readTree(answer.body());
            List<String> ids = new ArrayList<>();
            for (JsonNode model : body.path("data")) {
                if (ids.size() < MAX_MODELS && model.path("id").isTextual()) {
                    ids.add(model.get("id").asText());
                }
            }
            return Optional.of(ids);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
