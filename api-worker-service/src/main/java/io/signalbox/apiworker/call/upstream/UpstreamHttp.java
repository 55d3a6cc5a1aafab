package io.signalbox.apiworker.call.upstream;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * The HTTP client under every model API, shared by all calls of a worker. A call runs wholly on the
 * thread that made it, LangChain4j's inside {@link Exchange#run}. Thread-safe; close it when the
 * worker stops.
 */
public final class UpstreamHttp implements dev.langchain4j.http.client.HttpClient, AutoCloseable {

    /** Longer bodies of errors are cut, in bytes. */
    public static final int MAX_ERROR_BODY = 64 * 1024;

    /** A stream larger than this fails, in bytes. */
    public static final long MAX_STREAM = 64L * 1024 * 1024;

    private static final int OK = 200;

    private static final StreamForm EVENTS =
            new StreamForm(
                    "an event stream",
                    "text/event-stream",
                    List.of("text/html", "application/json"));

    private static final StreamForm WHOLE =
            new StreamForm("JSON", "application/json", List.of("text/html", "text/event-stream"));

    private static final StreamForm LINES =
            new StreamForm("lines of JSON", "application/x-ndjson", List.of("text/html"));

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("upstream-watch").factory());
    // The JDK fixes the connect timeout per client: one client for each that the catalog names,
    // nearly always one in all.
    private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

    public UpstreamHttp() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Starts the watch of a call; its clock runs from here. */
    public StreamWatch watch(StreamWatch.Limits limits) {
        return new StreamWatch(timer, limits);
    }

    /** For LangChain4j's model builders: always this client, whatever timeouts they set. */
    public HttpClientBuilder builder() {
        return new FixedClientBuilder(this);
    }

    /** Not offered: every call streams. */
    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("upstream calls always stream");
    }

    /**
     * Blocks until the stream has ended; gives the listener exactly one end. Reads the events
     * itself, without {@code parser}.
     */
    @Override
    public void execute(
            HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        Exchange exchange = Exchange.current();
        java.net.http.HttpRequest.Builder builder = post(request.url());
        request.headers()
                .forEach((name, values) -> values.forEach(value -> builder.setHeader(name, value)));
        builder.POST(BodyPublishers.ofByteArray(exchange.body().apply(request.body())));
        try {
            send(
                    exchange.outbound(),
                    builder,
                    EVENTS,
                    body -> {
                        listener.onOpen(SuccessfulHttpResponse.builder().statusCode(OK).build());
                        new TappedListener(exchange, listener).hear(text(body));
                    });
        } catch (IOException | ProviderHttpException | StreamFault e) {
            listener.onError(e);
        }
    }

    /**
     * Posts JSON and hands over each line of the answer, blank ones left out. Blocks until the
     * stream has ended or {@code line} has thrown.
     *
     * @throws IOException what the connection threw
     * @throws ProviderHttpException for an answer other than 2xx
     * @throws StreamFault for an answer that is no stream of lines
     */
    public void lines(Outbound outbound, String url, byte[] json, Consumer<String> line)
            throws IOException {
        send(
                outbound,
                post(url, json),
                LINES,
                body -> {
                    BufferedReader reader = new BufferedReader(text(body));
                    for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                        if (!next.isBlank()) {
                            line.accept(next);
                        }
                    }
                });
    }

    /**
     * Posts JSON and hands over the body of the answer, which comes all at once. Blocks until
     * {@code reader} has returned or thrown.
     *
     * @throws IOException what the connection or {@code reader} threw
     * @throws ProviderHttpException for an answer other than 2xx
     * @throws StreamFault for an answer that is no JSON
     */
    public void whole(Outbound outbound, String url, byte[] json, BodyReader reader)
            throws IOException {
        send(outbound, post(url, json), WHOLE, reader);
    }

    /**
     * Posts JSON and hands over each server-sent event of the answer that has data. Comments count
     * as signs of life. Blocks until the stream has ended or {@code sink} has thrown.
     *
     * @throws IOException what the connection threw
     * @throws ProviderHttpException for an answer other than 2xx
     * @throws StreamFault for an answer that is no event stream
     */
    public void events(Outbound outbound, String url, byte[] json, EventSink sink)
            throws IOException {
        send(outbound, post(url, json), EVENTS, body -> EventStream.read(text(body), sink));
    }

    private static Reader text(InputStream body) {
        return new InputStreamReader(body, StandardCharsets.UTF_8);
    }

    private static java.net.http.HttpRequest.Builder post(String url, byte[] json) {
        return post(url)
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json));
    }

    private static java.net.http.HttpRequest.Builder post(String url) {
        return java.net.http.HttpRequest.newBuilder(URI.create(url));
    }

    /** What reads the body of a 2xx answer. */
    @FunctionalInterface
    public interface BodyReader {
        void read(InputStream body) throws IOException;
    }

    private void send(
            Outbound outbound,
            java.net.http.HttpRequest.Builder request,
            StreamForm form,
            BodyReader reader)
            throws IOException {
        request.setHeader("Accept", form.accept());
        outbound.headers().forEach(request::setHeader);
        HttpResponse<InputStream> response = answer(outbound, request.build());
        StreamWatch watch = outbound.watch();
        watch.breakWith(() -> close(response.body()));
        watch.answered(response.headers());
        try (InputStream body = new WatchedBody(response.body(), watch, MAX_STREAM)) {
            if (response.statusCode() / 100 != 2) {
                throw new ProviderHttpException(
                        response.statusCode(), response.headers(), begin(body));
            }
            String type = response.headers().firstValue("content-type").orElse("no content type");
            if (form.isNot(type)) {
                throw new StreamFault(
                        StreamFault.Kind.NOT_A_STREAM,
                        "answered with " + type + " instead of " + form.name(),
                        begin(body));
            }
            watch.accepted();
            reader.read(body);
        }
    }

    private HttpResponse<InputStream> answer(Outbound outbound, java.net.http.HttpRequest request)
            throws IOException {
        CompletableFuture<HttpResponse<InputStream>> future =
                client(outbound.connectTimeout())
                        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        outbound.watch().breakWith(() -> abandon(future));
        try {
            return future.get();
        } catch (InterruptedException e) {
            outbound.watch().stop(StreamWatch.Stop.CANCELLED);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private static void abandon(CompletableFuture<HttpResponse<InputStream>> future) {
        if (!future.cancel(true) && future.state() == CompletableFuture.State.SUCCESS) {
            close(future.resultNow().body());
        }
    }

    private HttpClient client(Duration connectTimeout) {
        return clients.computeIfAbsent(
                connectTimeout,
                timeout ->
                        HttpClient.newBuilder()
                                .executor(executor)
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(timeout)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .build());
    }

    private static String begin(InputStream body) throws IOException {
        return new String(body.readNBytes(MAX_ERROR_BODY), StandardCharsets.UTF_8);
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        timer.shutdownNow();
        executor.shutdownNow();
    }
}
