package io.signalbox.apiworker.provider;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Work of several names, side by side, in rounds. What takes long holds up nobody else: the round
 * ends without it, it goes on, and is not begun again before it has ended. One round at a time.
 */
final class Lookers {

    private final String threadName;
    private final Duration longestRound;
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /**
     * @param longestRound how long at most a round waits for what it began
     */
    Lookers(String threadName, Duration longestRound) {
        this.threadName = threadName;
        this.longestRound = longestRound;
    }

    /**
     * Does the work of each name, on a thread of its own; returns when all has ended, at the latest
     * when the longest round is over, or at once where the thread is interrupted.
     *
     * @return whose work was not begun, because that of a round before has not ended
     */
    Set<String> round(Map<String, Runnable> work) {
        Set<String> still = new HashSet<>();
        CountDownLatch left = new CountDownLatch(work.size());
        work.forEach((name, each) -> {
            if (atWork.add(name)) {
                Thread.ofVirtual().name(threadName).start(() -> run(name, each, left));
            } else {
                still.add(name);
                left.countDown();
            }
        });
        await(left);
        return still;
    }

    /** Whether the work of each of them has ended once, in whatever round. */
    boolean haveEnded(Collection<String> names) {
        return ended.containsAll(names);
    }

    private void run(String name, Runnable work, CountDownLatch left) {
        try {
            work.run();
        } finally {
            ended.add(name);
            atWork.remove(name);
            left.countDown();
        }
    }

    private void await(CountDownLatch left) {
        try {
            boolean _ = left.await(longestRound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
