package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.WorkerClientIds;
import io.signalbox.contracts.attempt.AttemptId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The orders that wait because another worker has begun them: until it has finished, or is no
 * longer a member of the group that it got the order from. Thread-safe.
 */
final class OwnerWatch {

    /** What came of waiting. */
    enum Verdict {
        FINISHED,
        OWNER_GONE
    }

    /**
     * One order that waits.
     *
     * @param group the consumer group whose members are looked at
     * @param verdict complete when it need not wait any more
     */
    record Wait(
            AttemptId attemptId,
            OpenStart start,
            String group,
            CompletableFuture<Verdict> verdict) {

        Wait(AttemptId attemptId, OpenStart start, String group) {
            this(attemptId, start, group, new CompletableFuture<>());
        }
    }

    /** Tells who lives. */
    @FunctionalInterface
    interface Members {
        /** The client ids of each group's members. */
        Map<String, Set<String>> clientIds(Set<String> groups);
    }

    /** Tells what has ended. */
    @FunctionalInterface
    interface Tail {
        /** Hands {@link Attempts} all that has been written about these until now. */
        void readOn(List<Wait> waits);
    }

    private final Attempts attempts;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    OwnerWatch(Attempts attempts) {
        this.attempts = attempts;
    }

    void add(Wait wait) {
        waits.add(wait);
    }

    /** It no longer waits, whatever the reason. */
    void remove(Wait wait) {
        waits.remove(wait);
    }

    boolean isEmpty() {
        return waits.isEmpty();
    }

    /**
     * Looks once. The members are asked before the events are read: a worker that is gone by then
     * has written all it will ever write.
     */
    void look(Members members, Tail tail) {
        List<Wait> looked = List.copyOf(waits);
        if (looked.isEmpty()) {
            return;
        }
        Map<String, Set<String>> living =
                members.clientIds(looked.stream().map(Wait::group).collect(Collectors.toSet()));
        tail.readOn(looked);
        for (Wait wait : looked) {
            if (attempts.isFinished(wait.attemptId())) {
                wait.verdict().complete(Verdict.FINISHED);
            } else if (living.getOrDefault(wait.group(), Set.of()).stream()
                    .noneMatch(id -> WorkerClientIds.isOf(id, wait.start().worker()))) {
                wait.verdict().complete(Verdict.OWNER_GONE);
            }
        }
    }

    /** Ends every wait without a verdict. */
    void cancelAll() {
        waits.forEach(wait -> wait.verdict().cancel(false));
    }
}
