package io.signalbox.benchmarks.load;

import java.util.concurrent.CompletableFuture;

/** One request and its answer. Thread-safe. */
public interface RoundTrip {

    /**
     * Sends; completes when the whole answer is there, exceptionally where it is not the right one.
     */
    CompletableFuture<Void> send();
}
