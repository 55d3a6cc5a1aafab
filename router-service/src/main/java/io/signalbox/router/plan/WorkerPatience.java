package io.signalbox.router.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * How long somebody whom no worker reports counts as coming back where there is another way, if a
 * worse one.
 *
 * @param startedAt when this router began; before it nobody looked for workers
 */
public record WorkerPatience(Instant startedAt) {

    /** Three heartbeats: whoever lives has reported by then. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * Also over when half of the time to the deadline is: the other way needs some too.
     *
     * @param began since when somebody is waited for
     */
    public boolean lasts(Instant began, Instant deadline, Instant now) {
        Instant since = began.isBefore(startedAt) ? startedAt : began;
        Duration half = Duration.between(since, deadline).dividedBy(2);
        return now.isBefore(since.plus(half.compareTo(LONGEST) < 0 ? half : LONGEST));
    }
}
