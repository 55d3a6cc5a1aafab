package io.signalbox.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One command-line agent, as configured.
 *
 * @param name the catalog's name, as in {@code agent/<name>}
 * @param commands a name on the PATH or an absolute path, by platform ({@code linux}, {@code
 *     macos}, {@code windows}) or under {@link #ANY_PLATFORM}
 * @param args with <code>{placeholders}</code>: {@link #PLACEHOLDERS} and every option; one without
 *     a value is left out together with its flag
 * @param prompt how the task reaches it; default stdin
 * @param env all of the environment that reaches it, PATH and a HOME of its own aside
 * @param capabilities tags
 * @param models the only models that it accepts; empty: any
 * @param disabledReason shown where {@code enabled} is OFF; null for no special reason
 * @param free may be used in mode free_only; default false
 * @param local may be used offline; default false
 * @param priority lower is tried earlier; default 10
 * @param concurrency runs at once on one worker, 1 or more; default 2
 * @param options the agent's own, each a placeholder too
 */
public record Agent(
        String name,
        Map<String, String> commands,
        List<String> args,
        PromptBy prompt,
        Map<String, Secret> env,
        AgentOutput output,
        Set<String> capabilities,
        List<String> models,
        Enablement enabled,
        @Nullable String disabledReason,
        boolean free,
        boolean local,
        int priority,
        int concurrency,
        Timeouts timeouts,
        Limits limits,
        Pacing pacing,
        Sandbox sandbox,
        Map<String, String> options) {

    /** Key of {@link #commands} for every platform that has none of its own. */
    public static final String ANY_PLATFORM = "any";

    /** Placeholders that every run fills; {@code home} is the run's own HOME. */
    public static final Set<String> PLACEHOLDERS =
            Set.of("prompt", "prompt_file", "model", "session_id", "workspace", "home");

    /** How the task reaches an agent. */
    public enum PromptBy {
        STDIN,
        /** In the place of <code>{prompt}</code>. */
        ARGUMENT,
        /** In a file, its path in the place of <code>{prompt_file}</code>. */
        FILE
    }

    /** What stands around a run. */
    public enum Sandbox {
        NONE,
        BUBBLEWRAP
    }

    /**
     * @param firstOutput default 60 s
     * @param idle between two signs of life; default 5 min
     * @param total default 15 min
     */
    public record Timeouts(Duration firstOutput, Duration idle, Duration total) {}

    /** Null is no limit. */
    public record Limits(@Nullable Long requestsPerMinute, @Nullable Long requestsPerDay) {}

    /** A random wait between two runs, from min to max; default none. */
    public record Pacing(Duration minDelay, Duration maxDelay) {}

    public Agent {
        commands = Map.copyOf(commands);
        args = List.copyOf(args);
        env = Map.copyOf(env);
        capabilities = Set.copyOf(capabilities);
        models = List.copyOf(models);
        options = Map.copyOf(options);
    }

    /**
     * The command on a platform; null where it has none there.
     *
     * @param platform {@code linux}, {@code macos} or {@code windows}
     */
    public @Nullable String command(String platform) {
        String own = commands.get(platform);
        return own == null ? commands.get(ANY_PLATFORM) : own;
    }

    /** Whether it takes this model, by the agent's own name for it. */
    public boolean accepts(String model) {
        return models.isEmpty() || models.contains(model);
    }

    /** Never the environment. */
    @Override
    public String toString() {
        return "Agent[" + name + ", " + commands + "]";
    }
}
