package io.signalbox.standalone.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A caller of the HTTP interface who reads whatever comes. Thread-safe. */
public final class HttpCaller {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DATA = "data: ";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String apiUrl;

    /**
     * @param apiUrl ends in {@code /v1}
     */
    public HttpCaller(String apiUrl) {
        this.apiUrl = apiUrl;
    }

    /** An answer, whole. */
    public record Answer(int status, HttpHeaders headers, String body) {

        public JsonNode json() {
            return parsed(body);
        }

        public JsonNode error() {
            return json().path("error");
        }

        /** The header's first value, or an empty text. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** Of a stream: what the data lines hold, the end marker left out. */
        public List<JsonNode> chunks() {
            return body.lines()
                    .filter(line -> line.startsWith(DATA) && !line.equals(DATA + "[DONE]"))
                    .map(line -> parsed(line.substring(DATA.length())))
                    .toList();
        }

        private static JsonNode parsed(String text) {
            try {
                return Json.mapper().readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException("not JSON: " + text, e);
            }
        }
    }

    /**
     * @param path what follows {@code /v1}, with the query
     * @param headers names and values in turn
     */
    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    public Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE().build());
    }

    /** Follows a job. */
    public EventStream follow(String jobId, String... headers) {
        return open(request("/jobs/" + jobId + "/events", headers).GET().build());
    }

    /** Opens a stream; returns as soon as its head is there. */
    public EventStream stream(String path, String body) {
        return open(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private EventStream open(HttpRequest request) {
        return new EventStream(answer(request, HttpResponse.BodyHandlers.ofInputStream()));
    }

    /** A gauge of the suite's own, as {@code /q/metrics} tells it; not a number where unknown. */
    public double gauge(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** All of {@code /q/metrics}. */
    public String metrics() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(apiUrl).resolve("/q/metrics"))
                        .timeout(LIMIT)
                        .build();
        return answer(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(apiUrl + path))
                        .timeout(LIMIT)
                        .header("Content-Type", "application/json");
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private Answer send(HttpRequest request) {
        HttpResponse<String> response = answer(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    private <T> HttpResponse<T> answer(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
