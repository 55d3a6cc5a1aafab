package io.signalbox.benchmarks.cancel;

import io.signalbox.contracts.wire.Json;
import io.signalbox.testsupport.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Callers who will change their minds. */
final class Callers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String model;

    Callers(int port, String model) {
        this.port = port;
        this.model = model;
    }

    /** Who can end what was begun. */
    @FunctionalInterface
    interface Caller {
        void giveUp() throws IOException, InterruptedException;
    }

    /** Submits a job, and will delete it. */
    Caller submit() throws IOException, InterruptedException {
        String job =
                "{\"instruction\":\"Say something long.\",\"routing\":{\"model\":\"%s\"}}"
                        .formatted(model);
        HttpResponse<String> accepted =
                send(request("/v1/jobs").POST(HttpRequest.BodyPublishers.ofString(job)), 202);
        String id = Json.mapper().readTree(accepted.body()).path("id").asText();
        return () -> send(request("/v1/jobs/" + id).DELETE(), 202);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + Ports.LOOPBACK + ":" + port + path))
                .timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    /** Asks for a chat completion, and will hang up. */
    Caller chat(boolean stream) {
        String body =
                "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Talk.\"}]}"
                        .formatted(model, stream);
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(Ports.LOOPBACK, port, body.length());
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return socket::close;
        } catch (IOException e) {
            throw new UncheckedIOException("Signalbox does not take the call", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
