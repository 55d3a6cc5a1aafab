package io.signalbox.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import io.signalbox.standalone.harness.Eventually;
import io.signalbox.standalone.harness.JobCaller;
import io.signalbox.standalone.harness.Requests;
import io.signalbox.standalone.harness.RunningSignalbox;
import io.signalbox.standalone.harness.SharedSignalbox;
import io.signalbox.testsupport.simulator.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Java's own client asks for HTTP/2 unless told otherwise, and sends no length where it knows none.
 */
@ExtendWith(SharedSignalbox.class)
class Http2IT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningSignalbox signalbox;

    Http2IT(RunningSignalbox signalbox) {
        this.signalbox = signalbox;
    }

    @Test
    void requestsWithoutAndWithABodyOfUnknownLengthAreTaken() throws Exception {
        signalbox.script("first", Script.DEFAULT);
        byte[] job =
                Requests.job("first/small", "by http/2")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            send(client, "GET", "/models", BodyPublishers.noBody());

            // Until the job store has read far enough to know that there is none.
            String unknown = "/jobs/" + JobId.create().value();
            HttpResponse<String> cancel =
                    Eventually.get(
                            LIMIT,
                            () -> send(client, "DELETE", unknown, BodyPublishers.noBody()),
                            answer -> answer.statusCode() != 503);
            HttpResponse<String> submit =
                    send(
                            client,
                            "POST",
                            "/jobs",
                            BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()));
            HttpResponse<String> accepted =
                    send(
                            client,
                            "POST",
                            "/jobs",
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(job)));

            assertThat(cancel.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(cancel.statusCode()).as(cancel.body()).isEqualTo(404);
            assertThat(submit.statusCode()).as(submit.body()).isEqualTo(400);
            assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
            new JobCaller(signalbox.http())
                    .ended(Json.mapper().readTree(accepted.body()).path("id").asText());
        }
    }

    private HttpResponse<String> send(
            HttpClient client, String method, String path, BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(signalbox.process().apiUrl() + path))
                        .method(method, body)
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
