package io.signalbox.apiworker.provider;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * When an order that got no permit should come back. Orders are spread over the time in which the
 * provider will have served those before them, twice as close as it serves them, so that nobody
 * finds it idle; and where few are away they come back soon, whatever a call takes. Thread-safe.
 */
final class DeferralPause {

    private static final Duration SHORTEST = Duration.ofMillis(500);

    /** While so many are away, one of them is there again within the time an order waits. */
    private static final int FEW = 8;

    /** Most that are remembered as away. */
    private static final int MOST = 100_000;

    private final Duration permitWait;
    private final Duration longest;
    private final PriorityQueue<Long> away = new PriorityQueue<>();
    private long lastTurnNanos = Long.MIN_VALUE;

    /**
     * @param permitWait how long an order waits each time it comes
     * @param longest never more than this
     */
    DeferralPause(Duration permitWait, Duration longest) {
        this.permitWait = permitWait;
        this.longest = longest;
    }

    /**
     * @param nowNanos of a clock that only goes forward
     * @param meanCall how long a call takes
     * @param atOnce how many run at once, 1 or more
     */
    synchronized Duration next(long nowNanos, Duration meanCall, int atOnce) {
        while (!away.isEmpty() && away.peek() <= nowNanos) {
            away.remove();
        }
        long apart = meanCall.toNanos() / atOnce / 2;
        lastTurnNanos = Math.max(lastTurnNanos, nowNanos) + apart;
        long few = permitWait.toNanos() / FEW * (away.size() + 1);
        long most = Math.min(longest.toNanos(), few);
        if (lastTurnNanos - nowNanos > most) {
            lastTurnNanos = nowNanos + most;
        }
        long pause = Math.max(SHORTEST.toNanos(), lastTurnNanos - nowNanos);
        if (away.size() < MOST) {
            away.add(nowNanos + pause);
        }
        return Duration.ofNanos(pause);
    }
}
