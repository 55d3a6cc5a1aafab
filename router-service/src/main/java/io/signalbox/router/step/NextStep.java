package io.signalbox.router.step;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.Candidate;
import java.time.Instant;

/** What the router does next with a job. */
public sealed interface NextStep {

    /**
     * The next attempt.
     *
     * @param left the slip without the candidate
     * @param reason why this one, in words
     */
    record Order(Candidate candidate, Slip left, String reason) implements NextStep {}

    /**
     * Nobody can be asked before {@code due}, which is before the deadline.
     *
     * @param reason why, in words
     */
    record Wait(Slip slip, Instant due, String reason) implements NextStep {}

    /**
     * The slip leads to nobody who could be asked before the deadline: it is looked for others, who
     * were out when the job was planned.
     */
    record PlanAnew(Slip slip) implements NextStep {}

    /** The job ends as failed. */
    record End(Slip slip, AttemptError error) implements NextStep {}

    /** The deadline has passed; the gateway ends the job. */
    record Expired() implements NextStep {}
}
