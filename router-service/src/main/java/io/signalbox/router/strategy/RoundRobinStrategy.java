package io.signalbox.router.strategy;

import io.signalbox.catalog.Strategy;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rotates over the candidates of the best priority; the others follow by (priority, name). Each set
 * of candidates has turns of its own, so that other jobs in between take none of them.
 */
@ApplicationScoped
public class RoundRobinStrategy implements RoutingStrategy {

    /** Most sets of candidates whose turn is remembered; the one not asked longest goes first. */
    private static final int MOST_SETS = 1_000;

    private static final Comparator<AbleCandidate> ORDER =
            Comparator.comparingInt(AbleCandidate::priority)
                    .thenComparing(able -> able.candidate().name());

    private final Map<List<Candidate>, Integer> turns =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Candidate>, Integer> eldest) {
                    return size() > MOST_SETS;
                }
            };

    @Override
    public Strategy kind() {
        return Strategy.ROUND_ROBIN;
    }

    @Override
    public List<Plan.Planned> order(List<AbleCandidate> candidates, JobAdmitted job) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<AbleCandidate> sorted = candidates.stream().sorted(ORDER).toList();
        int best = sorted.getFirst().priority();
        List<AbleCandidate> first =
                sorted.stream()
                        .filter(able -> able.priority() == best)
                        .collect(Collectors.toList());
        int turn = nextTurn(first);
        Collections.rotate(first, -turn);
        String turnOf = "turn %d of %d".formatted(turn + 1, first.size());
        return Stream.concat(
                        first.stream().map(able -> planned(able, turnOf)),
                        sorted.stream()
                                .filter(able -> able.priority() != best)
                                .map(able -> planned(able, "priority " + able.priority())))
                .toList();
    }

    /** From 0; the next after the one that this set had before. */
    private int nextTurn(List<AbleCandidate> candidates) {
        List<Candidate> set = candidates.stream().map(AbleCandidate::candidate).toList();
        synchronized (turns) {
            return turns.merge(set, 0, (before, first) -> (before + 1) % set.size());
        }
    }

    private static Plan.Planned planned(AbleCandidate able, String why) {
        return new Plan.Planned(able.candidate(), able.reason() + ", " + why);
    }
}
