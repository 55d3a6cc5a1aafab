package io.signalbox.router.strategy;

import io.signalbox.catalog.Strategy;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rotates over the candidates of the best priority; the others follow by (priority, name). */
@ApplicationScoped
public class RoundRobinStrategy implements RoutingStrategy {

    private static final Comparator<AbleCandidate> ORDER =
            Comparator.comparingInt(AbleCandidate::priority)
                    .thenComparing(able -> able.candidate().name());

    private final AtomicInteger turn = new AtomicInteger();

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
        int share = Math.floorMod(turn.getAndIncrement(), first.size());
        Collections.rotate(first, -share);
        String turnOf = "turn %d of %d".formatted(share + 1, first.size());
        return Stream.concat(
                        first.stream().map(able -> planned(able, turnOf)),
                        sorted.stream()
                                .filter(able -> able.priority() != best)
                                .map(able -> planned(able, "priority " + able.priority())))
                .toList();
    }

    private static Plan.Planned planned(AbleCandidate able, String why) {
        return new Plan.Planned(able.candidate(), able.reason() + ", " + why);
    }
}
