package io.signalbox.benchmarks.streams;

import io.signalbox.testsupport.Ports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many open streams on one event loop: little CPU beside what is measured. */
final class StreamLoad implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 2048;

    /** In the first event of some streams; it is no piece. */
    private static final String NOTHING = "\"content\":\"\"";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
    private final HttpClient client =
            vertx.createHttpClient(
                    new HttpClientOptions().setMaxPoolSize(MOST_CONNECTIONS).setTcpNoDelay(true));

    /**
     * What a stream is asked with and how it is read.
     *
     * @param piece is in every event that counts
     * @param last is in the event that ends a stream as it should
     */
    record Kind(int port, String path, String body, String piece, String last, boolean followed) {

        static Kind chat(int port, String path, String model, String prompt) {
            return new Kind(
                    port,
                    path,
                    "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                            .formatted(model, prompt),
                    "\"content\":\"",
                    "[DONE]",
                    false);
        }

        /** The same chats, but what is timed is their jobs' events. */
        Kind asFollowed() {
            return new Kind(port, path, body, piece, last, true);
        }
    }

    /** Opens so many streams evenly over a time and reads them to their ends. */
    List<Timeline> run(Kind kind, int streams, long spreadMs, long limitMs)
            throws InterruptedException {
        List<Timeline> timelines = new ArrayList<>();
        List<Future<?>> ends = new ArrayList<>();
        for (int number = 0; number < streams; number++) {
            Promise<Void> end = Promise.promise();
            long delayMs = 1 + spreadMs * number / streams;
            vertx.setTimer(
                    delayMs,
                    _ -> {
                        Timeline timeline = new Timeline();
                        timelines.add(timeline);
                        open(kind, timeline).onComplete(ended -> end.complete());
                    });
            ends.add(end.future());
        }
        try {
            Future.join(ends)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the streams did not end", e);
        }
        return timelines;
    }

    private Future<Void> open(Kind kind, Timeline timeline) {
        RequestOptions chat =
                options(kind.port(), kind.path(), HttpMethod.POST)
                        .putHeader("Content-Type", "application/json");
        return client.request(chat)
                .compose(request -> request.send(Buffer.buffer(kind.body())))
                .compose(response -> {
                    if (!kind.followed()) {
                        return read(response, kind.piece(), kind.last(), timeline);
                    }
                    Future<Void> answer = read(response, "\0", kind.last(), new Timeline());
                    String job = response.getHeader("x-signalbox-job");
                    return client.request(
                                    options(
                                            kind.port(),
                                            "/v1/jobs/" + job + "/events",
                                            HttpMethod.GET))
                            .compose(request -> request.send())
                            .compose(events ->
                                    read(events, "event: chunk", "event: finished", timeline))
                            .compose(_ -> answer);
                });
    }

    private static RequestOptions options(int port, String path, HttpMethod method) {
        return new RequestOptions()
                .setHost(Ports.LOOPBACK)
                .setPort(port)
                .setURI(path)
                .setMethod(method);
    }

    private static Future<Void> read(
            HttpClientResponse response, String piece, String last, Timeline timeline) {
        Promise<Void> end = Promise.promise();
        RecordParser events =
                RecordParser.newDelimited(
                        "\n\n",
                        event -> {
                            String text = event.toString();
                            if (text.contains(piece) && !text.contains(NOTHING)) {
                                timeline.arrived();
                            } else if (text.contains(last)) {
                                timeline.complete();
                            }
                        });
        response.handler(events);
        response.exceptionHandler(end::tryFail);
        response.endHandler(_ -> end.tryComplete());
        return end.future();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
