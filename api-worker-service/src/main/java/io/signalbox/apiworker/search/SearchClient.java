package io.signalbox.apiworker.search;

import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.apiworker.search.Findings.Lack;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Asks an engine once: no retry, no redirect, and nothing larger or slower than it may be.
 * Thread-safe; close it when the worker stops.
 */
final class SearchClient implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SearchClient.class);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .executor(executor)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final int maxResults;
    private final int maxBytes;

    /**
     * @param maxBytes the largest answer that is read
     */
    SearchClient(int maxResults, int maxBytes) {
        this.maxResults = maxResults;
        this.maxBytes = maxBytes;
    }

    /**
     * Blocks until the engine has answered whole, the time is over or the job is cancelled.
     *
     * @throws InterruptedException where the worker stops
     */
    Findings find(SearchEngine engine, String query, Duration limit, CallCancel cancel)
            throws InterruptedException {
        Optional<HttpRequest.Builder> request = engine.request(query, maxResults);
        if (request.isEmpty()) {
            return new Findings.Nothing(Lack.SKIPPED, engine.name() + " has no key now");
        }
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(
                        request.get().build(),
                        BodyHandlers.limiting(
                                BodyHandlers.ofString(StandardCharsets.UTF_8), maxBytes));
        cancel.onCancel(() -> answer.cancel(true));
        try {
            HttpResponse<String> whole = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return read(engine, new SearchEngine.Answer(whole.statusCode(), whole.body()));
        } catch (TimeoutException e) {
            return new Findings.Nothing(
                    Lack.TIMEOUT,
                    "%s did not answer within %d ms".formatted(engine.name(), limit.toMillis()));
        } catch (CancellationException | ExecutionException e) {
            return broken(engine, e, cancel);
        } finally {
            cancel.onCancel(null);
            answer.cancel(true);
        }
    }

    private Findings broken(SearchEngine engine, Exception why, CallCancel cancel) {
        if (cancel.isCancelled()) {
            return new Findings.Nothing(Lack.CANCELLED, "the job was cancelled");
        }
        // Never the message: it may name the address, which may hold a key.
        Throwable cause = why.getCause() == null ? why : why.getCause();
        LOG.debugf("%s: %s", engine.name(), cause.getClass().getSimpleName());
        return new Findings.Nothing(
                Lack.UNREACHABLE,
                "%s cannot be reached, broke off, or answered more than %d bytes"
                        .formatted(engine.name(), maxBytes));
    }

    private static Findings read(SearchEngine engine, SearchEngine.Answer answer) {
        try {
            return engine.read(answer);
        } catch (RuntimeException e) {
            LOG.debugf("%s: %s", engine.name(), e.getClass().getSimpleName());
            return new Findings.Nothing(
                    Lack.UNREADABLE, "the answer of %s cannot be read".formatted(engine.name()));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }
}
