package io.signalbox.router.strategy;

import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.Plan;
import java.util.Comparator;
import java.util.List;

/** (kind, priority, name): one plane before the other. */
final class ByKind {

    private ByKind() {}

    static List<Plan.Planned> order(List<AbleCandidate> candidates, Candidate.Kind first) {
        Comparator<AbleCandidate> order =
                Comparator.<AbleCandidate, Boolean>comparing(
                                able -> able.candidate().kind() != first)
                        .thenComparingInt(AbleCandidate::priority)
                        .thenComparing(able -> able.candidate().name());
        return candidates.stream()
                .sorted(order)
                .map(able ->
                        new Plan.Planned(
                                able.candidate(),
                                "%s, %s first, priority %d"
                                        .formatted(
                                                able.reason(), first.wireName(), able.priority())))
                .toList();
    }
}
