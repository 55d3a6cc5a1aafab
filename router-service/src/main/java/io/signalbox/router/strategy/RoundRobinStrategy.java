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
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rotates over the candidates of the best priority; the others follow by (priority, name). Each set
 * of candidates has turns of its own, so that other jobs in between take none of them.
 */
@ApplicationScoped
public class RoundRobinStrategy implements RoutingStrategy {

    /** Most sets of candidates whose turn is remembered; the one not ordered longest goes first. */
    private static final int MOST_SETS = 1_000;

    private static final Comparator<AbleCandidate> ORDER =
            Comparator.comparingInt(AbleCandidate::priority)
                    .thenComparing(able -> able.candidate().name());

    private final SequencedMap<List<Candidate>, Integer> turns =
            new LinkedHashMap<>() {
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
        return order(candidates, this::takeTurn);
    }

    @Override
    public List<Plan.Planned> peek(List<AbleCandidate> candidates, JobAdmitted job) {
        return order(candidates, this::nextTurn);
    }

    /**
     * @param turns which of so many candidates is first, from 0
     */
    private static List<Plan.Planned> order(
            List<AbleCandidate> candidates, ToIntFunction<List<Candidate>> turns) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<AbleCandidate> sorted = candidates.stream().sorted(ORDER).toList();
        int best = sorted.getFirst().priority();
        List<AbleCandidate> first =
                sorted.stream()
                        .filter(able -> able.priority() == best)
                        .collect(Collectors.toList());
        int turn = turns.applyAsInt(first.stream().map(AbleCandidate::candidate).toList());
        Collections.rotate(first, -turn);
        String turnOf = "turn %d of %d".formatted(turn + 1, first.size());
        return Stream.concat(
                        first.stream().map(able -> planned(able, turnOf)),
                        sorted.stream()
                                .filter(able -> able.priority() != best)
                                .map(able -> planned(able, "priority " + able.priority())))
                .toList();
    }

    /** The next after the one that this set had before, which it has had from then on. */
    private int takeTurn(List<Candidate> set) {
        synchronized (turns) {
            int turn = nextTurn(set);
            turns.putLast(set, turn);
            return turn;
        }
    }

    private int nextTurn(List<Candidate> set) {
        synchronized (turns) {
            Integer before = turns.get(set);
            return before == null ? 0 : (before + 1) % set.size();
        }
    }

    private static Plan.Planned planned(AbleCandidate able, String why) {
        return new Plan.Planned(able.candidate(), able.reason() + ", " + why);
    }
}
