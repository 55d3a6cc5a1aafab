package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an agent did, told while it works. A courtesy: a step that is lost is not told
 * again.
 *
 * @param run which run of the attempt this belongs to
 * @param seq 0, 1, 2... within the run, without gaps
 * @param kind what it is, a word of the agent's catalog entry: {@code tool}, {@code text}, {@code
 *     status}
 * @param text a few words on it, at most {@link #MAX_CHARS}; null where the agent tells none
 */
public record Step(
        AttemptId attemptId, String run, int seq, String kind, @Nullable String text, Instant at)
        implements SignalboxRecord {

    /** Longest text of a step, in characters; what is longer is cut. */
    public static final int MAX_CHARS = 2_000;

    public Step {
        Required.field("attempt_id", attemptId);
        Required.field("run", run);
        Required.field("kind", kind);
        Required.field("at", at);
    }

    @Override
    public JobId jobId() {
        return attemptId.jobId();
    }

    /** Never its text. */
    @Override
    public String toString() {
        return "Step[" + attemptId + ", run=" + run + ", seq=" + seq + ", " + kind + "]";
    }
}
