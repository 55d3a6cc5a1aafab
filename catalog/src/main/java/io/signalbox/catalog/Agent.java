package io.signalbox.catalog;

import io.signalbox.contracts.attempt.ErrorClass;
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
 *     a value is left out together with its flag. An argument that begins with <code>{?name}</code>
 *     is left out where {@code name} has no value, and holds no value for it otherwise
 * @param prompt how the task reaches it; default stdin
 * @param promptRules what this agent makes of some prompts
 * @param env all of the environment that reaches it, PATH and a HOME of its own aside
 * @param filledEnv the names of those whose values have placeholders to fill: only values that are
 *     written out, never one that came out of a variable
 * @param capabilities tags
 * @param models the only models that it accepts; empty: any
 * @param disabledReason shown where {@code enabled} is OFF; null for no special reason
 * @param free may be used in mode free_only; default false
 * @param local may be used offline; default false
 * @param lastResort stands behind everybody else in every plan, and nowhere else unless it is
 *     named; default false
 * @param priority lower is tried earlier; default 10
 * @param concurrency runs at once on one worker, 1 or more; default 2
 * @param options the agent's own, each a placeholder too; a blank one has no value
 * @param optionValues what an option may be, by its name; options that are not here may be anything
 * @param home what stands in its HOME before a run
 * @param signIn how to know that somebody is signed in
 * @param versionArgs what makes it print its version; none: it is not asked; default {@code
 *     --version}
 * @param resume where a session can go on; default any directory
 * @param failures which class a failure has
 */
public record Agent(
        String name,
        Map<String, String> commands,
        List<String> args,
        PromptBy prompt,
        PromptRules promptRules,
        Map<String, Secret> env,
        Set<String> filledEnv,
        AgentOutput output,
        Set<String> capabilities,
        List<String> models,
        Enablement enabled,
        @Nullable String disabledReason,
        boolean free,
        boolean local,
        boolean lastResort,
        int priority,
        int concurrency,
        Timeouts timeouts,
        Limits limits,
        Pacing pacing,
        Sandbox sandbox,
        Map<String, String> options,
        Map<String, Set<String>> optionValues,
        Home home,
        SignIn signIn,
        List<String> versionArgs,
        Resume resume,
        Failures failures) {

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

    /**
     * @param maxChars longer prompts are refused before the start; null is no limit
     * @param commands characters with which a command to the agent itself begins: a prompt that
     *     begins with one gets a space in front; default none
     */
    public record PromptRules(@Nullable Long maxChars, String commands) {}

    /**
     * @param files text by path, both with placeholders; paths begin with <code>{home}/</code>
     * @param copied paths below a HOME, copied from the worker's own HOME where they are there
     */
    public record Home(Map<String, String> files, List<String> copied) {

        public Home {
            files = Map.copyOf(files);
            copied = List.copyOf(copied);
        }

        /** Never what is in the files. */
        @Override
        public String toString() {
            return "Home[" + files.keySet() + ", " + copied + "]";
        }
    }

    /**
     * Somebody is signed in where one of these is there, and where both are empty.
     *
     * @param anyEnv variables of {@link #env}; where the catalog names none and no file either,
     *     those that are called like a key
     * @param anyFile absolute, or from {@code ~/} on, the worker's own HOME
     */
    public record SignIn(Set<String> anyEnv, List<String> anyFile) {

        public SignIn {
            anyEnv = Set.copyOf(anyEnv);
            anyFile = List.copyOf(anyFile);
        }
    }

    /** Where a session can go on. */
    public enum Resume {
        ANY_DIRECTORY,
        /** Only in the directory in which it began. */
        SAME_DIRECTORY
    }

    /**
     * @param exitCodes class by exit code, where the output says nothing better
     * @param patterns looked at in their order, before everything else
     */
    public record Failures(Map<Integer, ErrorClass> exitCodes, List<ErrorPattern> patterns) {

        public Failures {
            exitCodes = Map.copyOf(exitCodes);
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * @param match a regular expression, found anywhere in what the agent said of its failure
     */
    public record ErrorPattern(String match, ErrorClass errorClass) {}

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
        filledEnv = Set.copyOf(filledEnv);
        optionValues = Map.copyOf(optionValues);
        versionArgs = List.copyOf(versionArgs);
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
