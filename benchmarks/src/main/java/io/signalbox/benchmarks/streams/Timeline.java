package io.signalbox.benchmarks.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** When the pieces of one stream came. Filled by one thread, then read. */
final class Timeline {

    private final long requestedNanos = System.nanoTime();
    private final List<Long> arrivals = new ArrayList<>();
    private boolean complete;

    void arrived() {
        arrivals.add(System.nanoTime());
    }

    void complete() {
        complete = true;
    }

    /** Whether it ended as it should. */
    boolean isComplete() {
        return complete;
    }

    int pieces() {
        return arrivals.size();
    }

    /** From the request to the first piece, in ns. */
    LongStream toFirstNanos() {
        return arrivals.stream().limit(1).mapToLong(first -> first - requestedNanos);
    }

    /** From each piece to the next, in ns. */
    LongStream gapsNanos() {
        return LongStream.range(1, arrivals.size())
                .map(i -> arrivals.get((int) i) - arrivals.get((int) i - 1));
    }
}
