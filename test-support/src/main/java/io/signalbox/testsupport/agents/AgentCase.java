package io.signalbox.testsupport.agents;

/** What happens in a run of an agent. */
public enum AgentCase {
    /** It says {@link AgentScenario#ANSWER}. */
    ANSWERS,
    /** It writes {@link AgentScenario#FILE}, then says {@link AgentScenario#ANSWER}. */
    WRITES_A_FILE,
    /** Its provider answers 401. */
    UNAUTHORIZED,
    /** Its provider answers 429 without a hint. */
    RATE_LIMITED,
    /** Its provider answers 500. */
    FAILS,
    /** Its provider says nothing. */
    HANGS,
    /** Its provider falls silent within the answer. */
    HANGS_MIDWAY
}
