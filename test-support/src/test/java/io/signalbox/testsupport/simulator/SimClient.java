package io.signalbox.testsupport.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.contracts.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A plain HTTP client of the simulator. */
final class SimClient implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;

    SimClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    static ObjectNode chat(String question) {
        ObjectNode body = Json.mapper().createObjectNode().put("model", "m1");
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return body;
    }

    static ObjectNode streamed(String question) {
        ObjectNode body = chat(question).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        return body;
    }

    HttpRequest.Builder request(JsonNode body) {
        return HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(JsonNode body) throws IOException, InterruptedException {
        return send(request(body).build());
    }

    HttpResponse<InputStream> open(JsonNode body) throws IOException, InterruptedException {
        return http.send(request(body).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Head and body as they stand on the wire, until the server closes. */
    String bytes(JsonNode body) throws IOException {
        URI uri = URI.create(baseUrl + "/chat/completions");
        byte[] content = Json.bytes(body);
        String head =
                "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(uri.getPath(), uri.getAuthority(), content.length);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(content);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    JsonNode json(JsonNode body) throws IOException, InterruptedException {
        return Json.mapper().readTree(send(body).body());
    }

    /** The payloads of a whole stream's events. */
    List<String> events(JsonNode body) throws IOException, InterruptedException {
        return events(send(body).body());
    }

    static List<String> events(String body) {
        return Stream.of(body.split("\n\n", -1))
                .filter(event -> !event.isEmpty())
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
