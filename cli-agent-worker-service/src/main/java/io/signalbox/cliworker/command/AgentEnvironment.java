package io.signalbox.cliworker.command;

import io.signalbox.catalog.Agent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole environment of an agent: what every program needs, each with a place of the run's own,
 * and over it the variables of the entry. Of the worker's own environment nothing but PATH.
 */
public final class AgentEnvironment {

    private AgentEnvironment() {}

    /** What every agent gets. */
    public static Map<String, String> base(AgentHost host, Path home, Path temp) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", host.searchPath());
        env.put("HOME", home.toString());
        env.put("TMPDIR", temp.toString());
        env.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        env.put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        env.put("XDG_DATA_HOME", home.resolve(".local/share").toString());
        env.put("XDG_STATE_HOME", home.resolve(".local/state").toString());
        env.put("LANG", "C.UTF-8");
        env.put("TERM", "dumb");
        env.put("NO_COLOR", "1");
        return env;
    }

    /**
     * The entry's variables; one without a value, or with a placeholder without one, is left out.
     */
    static Map<String, String> of(Agent agent, PlaceholderValues values) {
        Map<String, String> env = new LinkedHashMap<>();
        agent.env()
                .forEach((name, secret) -> {
                    String value = value(agent, name, secret.reveal(), values);
                    if (value != null && !value.isEmpty()) {
                        env.put(name, value);
                    }
                });
        return env;
    }

    private static @Nullable String value(
            Agent agent, String name, String written, PlaceholderValues values) {
        return agent.filledEnv().contains(name)
                ? values.fill(written, Set.of(PlaceholderValues.PROMPT))
                : written;
    }
}
