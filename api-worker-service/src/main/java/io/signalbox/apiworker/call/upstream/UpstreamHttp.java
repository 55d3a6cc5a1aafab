package io.signalbox.apiworker.call.upstream;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The HTTP client under every model API, shared by all calls of a worker. A call runs wholly on the
 * thread that made it, inside {@link Exchange#run}. Thread-safe; close it when the worker stops.
 */
public final class UpstreamHttp implements dev.langchain4j.http.client.HttpClient, AutoCloseable {

    /** Longer bodies of errors are cut, in bytes. */
    public static final int MAX_ERROR_BODY = 64 * 1024;

    /** A stream larger than this fails, in bytes. */
    public static final long MAX_STREAM = 64L * 1024 * 1024;

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

    /** Blocks until the stream has ended; gives the listener exactly one end. */
    @Override
    public void execute(
            HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        Exchange exchange = Exchange.current();
        HttpResponse<InputStream> response;
        try {
            response = send(exchange, request);
        } catch (IOException | RuntimeException e) {
            listener.onError(e);
            return;
        }
        StreamWatch watch = exchange.watch();
        watch.breakWith(() -> close(response.body()));
        watch.alive();
        try (InputStream body = new WatchedBody(response.body(), watch, MAX_STREAM)) {
            if (response.statusCode() / 100 != 2) {
                listener.onError(
                        new ProviderHttpException(
                                response.statusCode(), response.headers(), begin(body)));
                return;
            }
            watch.accepted();
            if (isDocument(response)) {
                listener.onError(notAStream(response, begin(body)));
                return;
            }
            listener.onOpen(
                    SuccessfulHttpResponse.builder().statusCode(response.statusCode()).build());
            TappedListener tapped = new TappedListener(exchange, listener);
            parser.parse(body, tapped);
            tapped.end();
        } catch (IOException e) {
            listener.onError(e);
        }
    }

    private HttpResponse<InputStream> send(Exchange exchange, HttpRequest request)
            throws IOException {
        java.net.http.HttpRequest.Builder builder =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                        .version(
                                exchange.http2()
                                        ? HttpClient.Version.HTTP_2
                                        : HttpClient.Version.HTTP_1_1)
                        .POST(BodyPublishers.ofByteArray(exchange.body().apply(request.body())));
        request.headers()
                .forEach((name, values) -> values.forEach(value -> builder.setHeader(name, value)));
        builder.setHeader("Accept", "text/event-stream");
        exchange.headers().forEach(builder::setHeader);
        CompletableFuture<HttpResponse<InputStream>> future =
                client(exchange.connectTimeout())
                        .sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        exchange.watch().breakWith(() -> abandon(future));
        try {
            return future.get();
        } catch (InterruptedException e) {
            exchange.watch().stop(StreamWatch.Stop.CANCELLED);
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
                                .connectTimeout(timeout)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .build());
    }

    private static boolean isDocument(HttpResponse<?> response) {
        String type =
                response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") || type.startsWith("application/json");
    }

    private static StreamFault notAStream(HttpResponse<?> response, String body) {
        return new StreamFault(
                StreamFault.Kind.NOT_A_STREAM,
                "answered with "
                        + response.headers().firstValue("content-type").orElse("no content type")
                        + " instead of an event stream",
                body);
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
