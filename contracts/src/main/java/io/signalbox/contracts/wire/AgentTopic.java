package io.signalbox.contracts.wire;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The queue of one agent: {@code AttemptDispatched} by jobId, taken by the slots of a share group.
 *
 * <p>It has one partition: with more the assignor ties each slot to one of them, and orders wait
 * behind a busy slot while another idles (measured on Kafka 4.3.1).
 *
 * @param agent the catalog's name of the agent
 */
public record AgentTopic(String agent) {

    /** Of each agent's queue. */
    public static final int PARTITIONS = 1;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public AgentTopic {
        if (!isName(agent)) {
            throw new IllegalArgumentException(
                    "an agent's name is 1 to 100 of A-Z a-z 0-9 . _ -, got '%s'".formatted(agent));
        }
    }

    /** Whether a queue can be called after it. */
    public static boolean isName(String agent) {
        return NAME.matcher(agent).matches();
    }

    /** The full name under a prefix: {@code <prefix>.attempts.cli.<agent>}. */
    public String fullName(String prefix) {
        return prefix + ".attempts.cli." + agent;
    }

    /** The share group of its slots: {@code <prefix>.cli-worker.<agent>}. */
    public String group(String prefix) {
        return prefix + ".cli-worker." + agent;
    }

    /** The topic's own settings, as Kafka names them: those of the API's queue. */
    public Map<String, String> settings() {
        return Topic.ATTEMPTS_API.settings();
    }
}
