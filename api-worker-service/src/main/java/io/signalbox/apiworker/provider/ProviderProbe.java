package io.signalbox.apiworker.provider;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.ModelList;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Secret;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a server for its models, as its dialect does. Blocks. */
@ApplicationScoped
public class ProviderProbe {

    /** Models of one provider that are told; the list's first. */
    private static final int MAX_MODELS = 1_000;

    /** Longest model id that is told; a longer one is passed over. */
    private static final int MAX_ID_CHARS = 256;

    /** Largest list of models; a server with a larger one counts as not answering. */
    private static final long MAX_LIST_BYTES = 8L * 1024 * 1024;

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
    Optional<List<String>> models(Provider provider, ModelList list) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(list.address(provider.baseUrl())).timeout(timeout).GET();
        Secret key = provider.apiKeys().stream().findFirst().orElse(null);
        list.headers(key).forEach(request::setHeader);
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), MAX_LIST_BYTES));
            boolean ourselves = answer.headers().firstValue(Headers.HTTP_SIGNALBOX).isPresent();
            if (answer.statusCode() != 200 || ourselves) {
                return Optional.empty();
            }
            return Optional.of(
                    list.ids(Json.mapper().readTree(answer.body())).stream()
                            .filter(id -> !id.isEmpty() && id.length() <= MAX_ID_CHARS)
                            .distinct()
                            .limit(MAX_MODELS)
                            .toList());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
