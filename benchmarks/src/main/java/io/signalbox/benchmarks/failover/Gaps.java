package io.signalbox.benchmarks.failover;

import io.signalbox.testsupport.simulator.RecordedRequest;
import io.signalbox.testsupport.simulator.SimulatedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * From the first provider's failure to the request at the second, by the simulator's clock. The
 * first fails in the moment in which its request has come.
 */
final class Gaps {

    private static final int FIRST_ATTEMPT = 1;
    private static final int SECOND_ATTEMPT = 2;

    private Gaps() {}

    /** Of the jobs that both remember, in ns. */
    static LongStream nanos(SimulatedProvider first, SimulatedProvider second) {
        Map<String, Instant> failedAt = byJob(first, FIRST_ATTEMPT);
        Map<String, Instant> askedAt = byJob(second, SECOND_ATTEMPT);
        return askedAt.entrySet().stream()
                .filter(asked -> failedAt.containsKey(asked.getKey()))
                .mapToLong(asked ->
                        Duration.between(failedAt.get(asked.getKey()), asked.getValue()).toNanos());
    }

    private static Map<String, Instant> byJob(SimulatedProvider provider, int attempt) {
        String suffix = "/" + attempt;
        return provider.counts().requests().stream()
                .filter(request -> request.attempt() != null && request.attempt().endsWith(suffix))
                .collect(
                        Collectors.toMap(
                                request -> jobOf(request, suffix),
                                RecordedRequest::at,
                                (once, again) -> once));
    }

    private static String jobOf(RecordedRequest request, String suffix) {
        String attempt = Objects.requireNonNull(request.attempt());
        return attempt.substring(0, attempt.length() - suffix.length());
    }
}
