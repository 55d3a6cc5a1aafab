package io.signalbox.testsupport.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a simulated provider has seen since its script was set first or it was reset.
 *
 * @param calls requests for an answer, refused ones included
 * @param inFlight calls that have not ended
 * @param aborted calls whose client closed the connection before the end
 * @param abortedAt when, the latest last, at most {@value SimulatedProvider#KEPT}
 * @param faults how often each kind of fault was played
 * @param attempts how many attempts named themselves
 * @param repeatedAttempts attempts that called more than once, with the number of calls
 * @param requests the latest last, at most {@value SimulatedProvider#KEPT}
 */
public record ProviderCounts(
        long calls,
        long inFlight,
        long aborted,
        List<Instant> abortedAt,
        Map<String, Long> faults,
        long attempts,
        Map<String, Integer> repeatedAttempts,
        List<RecordedRequest> requests) {

    /** Never a prompt nor a key. */
    @Override
    public String toString() {
        return "ProviderCounts[calls=%d, inFlight=%d, aborted=%d, faults=%s, attempts=%d, repeated=%s]"
                .formatted(calls, inFlight, aborted, faults, attempts, repeatedAttempts);
    }
}
