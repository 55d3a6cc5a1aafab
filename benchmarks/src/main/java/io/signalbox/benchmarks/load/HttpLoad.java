package io.signalbox.benchmarks.load;

import io.signalbox.testsupport.Ports;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** HTTP/1.1 with connections kept, on one event loop: little CPU beside what is measured. */
public final class HttpLoad implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 512;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
    private final Context eventLoop = vertx.getOrCreateContext();
    private final HttpClient client =
            vertx.createHttpClient(
                    new HttpClientOptions()
                            .setMaxPoolSize(MOST_CONNECTIONS)
                            .setTcpNoDelay(true)
                            .setKeepAliveTimeout(60));

    /**
     * A POST of the same JSON again and again.
     *
     * @param status of the right answer
     */
    public RoundTrip post(
            int port, String path, Map<String, String> headers, String json, int status) {
        RequestOptions options =
                new RequestOptions()
                        .setHost(Ports.LOOPBACK)
                        .setPort(port)
                        .setURI(path)
                        .setMethod(HttpMethod.POST)
                        .setTimeout(ANSWER_LIMIT.toMillis())
                        .putHeader("Content-Type", "application/json");
        headers.forEach(options::putHeader);
        Buffer body = Buffer.buffer(json);
        return () -> send(options, body, status);
    }

    /**
     * Always on the event loop: an answer could be over before another thread asks for its body.
     */
    private CompletableFuture<Void> send(RequestOptions options, Buffer body, int status) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        if (eventLoop.equals(Vertx.currentContext())) {
            send(options, body, status, answered);
        } else {
            eventLoop.runOnContext(_ -> send(options, body, status, answered));
        }
        return answered;
    }

    private void send(
            RequestOptions options, Buffer body, int status, CompletableFuture<Void> answered) {
        client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> whole(response, status))
                .onSuccess(_ -> answered.complete(null))
                .onFailure(answered::completeExceptionally);
    }

    private static Future<Void> whole(HttpClientResponse response, int status) {
        return response.body()
                .compose(body ->
                        response.statusCode() == status
                                ? Future.<Void>succeededFuture()
                                : Future.failedFuture(response.statusCode() + ": " + body));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
