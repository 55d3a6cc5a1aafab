package io.signalbox.benchmarks.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Submits jobs and looks at them, over HTTP. */
final class JobApi implements AutoCloseable {

    private static final int AT_ONCE = 16;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    private final String base;

    JobApi(int port) {
        this.base = "http://127.0.0.1:" + port + "/v1/jobs";
    }

    /** Submits the same job so many times; returns the ids of those accepted with 202. */
    List<String> submit(String job, int count) throws InterruptedException {
        List<Callable<Optional<String>>> calls = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            calls.add(() -> submitOne(job));
        }
        return all(calls).stream().flatMap(Optional::stream).toList();
    }

    private Optional<String> submitOne(String job) throws IOException, InterruptedException {
        HttpRequest request =
                request(base)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(job))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        return response.statusCode() == 202
                ? Optional.of(text(response.body(), "id"))
                : Optional.empty();
    }

    /** The status of each job, in the order of the ids. */
    List<String> statuses(List<String> jobs) throws InterruptedException {
        return all(
                jobs.stream()
                        .map(id ->
                                (Callable<String>)
                                        () ->
                                                text(
                                                        client.send(
                                                                        request(base + "/" + id)
                                                                                .build(),
                                                                        BodyHandlers.ofString())
                                                                .body(),
                                                        "status"))
                        .toList());
    }

    private <T> List<T> all(List<Callable<T>> calls) throws InterruptedException {
        List<T> values = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(calls)) {
            try {
                values.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("Signalbox does not answer", e.getCause());
            }
        }
        return values;
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(ANSWER_LIMIT);
    }

    private static String text(String json, String field) throws IOException {
        JsonNode tree = Json.mapper().readTree(json);
        return tree.path(field).asText();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
