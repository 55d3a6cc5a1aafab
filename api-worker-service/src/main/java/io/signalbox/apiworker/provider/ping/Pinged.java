package io.signalbox.apiworker.provider.ping;

import io.signalbox.contracts.attempt.AttemptError;

/** What came of a ping. */
public sealed interface Pinged {

    /**
     * @param model that answered
     * @param latencyMs from its start to its end
     */
    record Answered(String model, long latencyMs) implements Pinged {}

    record Failed(String model, AttemptError error) implements Pinged {}

    /**
     * Nothing was asked, or a job's call came and went first.
     *
     * @param why in words
     */
    record NotMade(String why) implements Pinged {}
}
