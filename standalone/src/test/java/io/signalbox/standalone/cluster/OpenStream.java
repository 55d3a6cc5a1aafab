package io.signalbox.standalone.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.standalone.harness.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A streamed chat completion of which the head has come. Used by one thread. */
final class OpenStream {

    private static final Duration HEAD_LIMIT = Duration.ofSeconds(60);

    private final HttpResponse<InputStream> response;

    private OpenStream(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /** Returns with the response's head. */
    static OpenStream open(HttpClient http, ServiceInstance gateway, String model, String text) {
        ObjectNode chat = Requests.stream(model, text);
        chat.putObject("signalbox").putObject("limits").put("timeout", Work.TIMEOUT);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .timeout(HEAD_LIMIT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(chat.toString()))
                        .build();
        try {
            return new OpenStream(http.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException("no stream from " + gateway.url(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    String jobId() {
        return response.headers().firstValue("x-signalbox-job").orElseThrow();
    }

    /**
     * Blocks for everything that comes.
     *
     * @throws IOException where the connection breaks before the end
     */
    String rest() throws IOException {
        try (InputStream body = response.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
